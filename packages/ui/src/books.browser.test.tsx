// The firm's screen of fiscal years, in a real browser: a file is dropped, its report is read, it is kept, then published.

import { render } from 'preact';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import { changeSettings } from './settings.ts';
import './style/style.css';
import { sampleBooks, sampleExercise, sampleLedger } from './testing/sample-books.ts';
import { ATELIER, SAMPLE_NOW } from './testing/sample-data.ts';
import { sampleDoors, type SampleOptions } from './testing/sample-doors.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };
const long = { timeout: 15_000 };
let place: HTMLElement | null = null;
afterEach(async () => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
  changeSettings({ language: null, theme: 'system', shortcuts: true, shared: false });
  await page.viewport(1280, 800);
});

function show(options: SampleOptions = {}): HTMLElement {
  location.hash = `#/books?dossier=${ATELIER}`;
  place = document.createElement('div');
  document.body.append(place);
  render(<App doors={sampleDoors({ side: 'staff', ...options })} host={host} />, place);
  return place;
}
const words = (root: HTMLElement) => root.innerText.replaceAll(/[\s\u202f\u00a0]+/g, ' ');
const button = (root: HTMLElement, name: string | RegExp) =>
  [...root.querySelectorAll('button')].find((one) => {
    const said = (one.getAttribute('aria-label') ?? one.innerText).replaceAll(/\s+/g, ' ').trim();
    return typeof name === 'string' ? said === name : name.test(said);
  });
async function press(root: HTMLElement, name: string | RegExp): Promise<void> {
  await vi.waitFor(() => expect(button(root, name)).toBeDefined(), long);
  button(root, name)?.click();
}

const HEADER =
  'JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise';
const fec = (amount: string, name = '552100554FEC20261231.txt') =>
  new File(
    [
      [
        HEADER,
        `VE\tVentes\t1\t20261231\t411000\tClients\tC1\t<b>Hôtel</b>\tF-1\t20261231\t=cmd()\t${amount}\t0,00\t\t\t20261231\t\t`,
        'VE\tVentes\t1\t20261231\t706000\tPrestations\t\t\tF-1\t20261231\tFacture\t0,00\t120,00\t\t\t20261231\t\t',
        '',
      ].join('\n'),
    ],
    name,
    { type: 'text/plain' },
  );
async function give(root: HTMLElement, ...files: File[]): Promise<void> {
  await vi.waitFor(() => expect(root.querySelector('.bigdrop input[type=file]')).not.toBeNull(), long);
  const input = root.querySelector<HTMLInputElement>('.bigdrop input[type=file]');
  const carried = new DataTransfer();
  for (const file of files) carried.items.add(file);
  if (input) input.files = carried.files;
  input?.dispatchEvent(new Event('change', { bubbles: true }));
}
/** The sample's companies have numbers of their own: whose file it is, is asked. */
async function keep(root: HTMLElement): Promise<void> {
  await vi.waitFor(() => expect(root.querySelector('.keepform input[type=checkbox]')).not.toBeNull(), long);
  root.querySelector<HTMLInputElement>('.keepform input[type=checkbox]')?.click();
  await vi.waitFor(() => expect(button(root, /^Garder pour /)?.disabled).toBe(false), long);
  await press(root, /^Garder pour /);
}
const years = () =>
  sampleBooks([
    {
      exercise: sampleExercise(ATELIER, sampleLedger(2026, 10), 2026, { published: false, reserves: true }),
      ledger: sampleLedger(2026, 10),
    },
    { exercise: sampleExercise(ATELIER, sampleLedger(2025), 2025), ledger: sampleLedger(2025) },
  ]);

describe('fiscal years', () => {
  test('R153 a sound file is read, kept for the firm alone, then published after a word', async () => {
    const root = show();
    await give(root, fec('120,00'));
    await vi.waitFor(() => expect(words(root)).toContain('Aucune remarque'), long);
    expect(words(root)).toContain('Chiffre d’affaires 120,00 €');
    await keep(root);
    await vi.waitFor(() => expect(words(root)).toContain('Enregistré sur cet ordinateur. Visible du cabinet seulement.'), long);
    expect(words(root)).toContain('Cabinet seulement');
    await press(root, 'Publier au client');
    await press(root, 'Publier');
    await vi.waitFor(() => expect(words(root)).toContain('Publié'), long);
  });

  test('a faulty file says what is wrong with its lines, is taken with reservations, and its report leaves without a formula', async () => {
    const root = show();
    await give(root, fec('121,00'));
    await vi.waitFor(() => expect(words(root)).toContain('Le total des débits et celui des crédits diffèrent de 1,00 €.'), long);
    expect(words(root)).toContain('Lignes 2');
    expect(words(root)).toContain('avec réserves');
    const faults = await seriousFaults();
    expect(faults).toEqual([]);
    await keep(root);
    await press(root, 'Publier au client');
    await vi.waitFor(() => expect(words(root)).toContain('Cet exercice a été pris avec réserves'), long);
  });

  test('what is no FEC, and what cannot be taken, is said with what to do', async () => {
    const root = show();
    await give(root, new File(['bonjour'], 'lettre.txt'), new File([`${HEADER}\n`], 'vide.txt'));
    await vi.waitFor(() => expect(words(root)).toContain('ce n’est pas l’en-tête d’un FEC'), long);
    await vi.waitFor(() => expect(words(root)).toContain('aucune ligne d’écriture'), long);
  });

  test('a file of another company is asked about, never kept in silence', async () => {
    const root = show();
    await give(root, fec('120,00', '732829320FEC20261231.txt'));
    await vi.waitFor(() => expect(words(root)).toContain('Ce fichier porte le SIREN 732 829 320'), long);
    expect(button(root, /^Garder pour /)?.disabled).toBe(true);
    [...root.querySelectorAll('label')]
      .find((one) => one.innerText.includes('C’est bien ce dossier'))
      ?.querySelector('input')
      ?.click();
    await vi.waitFor(() => expect(button(root, /^Garder pour /)?.disabled).toBe(false), long);
  });

  test('the years of a dossier, wide and on a phone, with nothing that hinders anybody', async () => {
    const root = show({ books: years() });
    await vi.waitFor(() => expect(root.querySelectorAll('.exercises > li')).toHaveLength(2), long);
    expect(await seriousFaults()).toEqual([]);
    await page.viewport(390, 844);
    await vi.waitFor(() => expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390), long);
    expect(await seriousFaults()).toEqual([]);
    await press(root, 'Autres actes, 2026-12-31');
    await press(root, 'Marquer définitif');
    await vi.waitFor(() => expect(words(root)).toContain('Définitif'), long);
  });

  test('R155 a FEC of ours is a draft, until staff say that Navette keeps the books', async () => {
    const root = show({ books: years() });
    await press(root, 'Autres actes, 2025-12-31');
    await press(root, 'Exporter un FEC de Navette');
    await vi.waitFor(() => expect(words(root)).toContain('projet-552100554FEC20251231.txt'), long);
    [...root.querySelectorAll('label')]
      .find((one) => one.innerText.includes('Navette est le logiciel'))
      ?.querySelector('input')
      ?.click();
    await vi.waitFor(() => expect(words(root)).toMatch(/ 552100554FEC20251231\.txt/), long);
    await vi.waitFor(() => expect(button(root, 'Exporter')?.disabled).toBe(false), long);
    expect(await seriousFaults()).toEqual([]);
    await press(root, 'Exporter');
    await vi.waitFor(() => expect(words(root)).toContain('552100554FEC20251231.txt est enregistré.'), long);
  });

  test('a company has no such screen', async () => {
    const root = show({ side: 'client' });
    await vi.waitFor(() => expect(root.querySelector('main h1')).not.toBeNull(), long);
    expect(root.querySelector('.bigdrop')).toBeNull();
  });
});
