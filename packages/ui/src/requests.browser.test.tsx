// Requests for documents in a real browser: asked by the firm, answered or not by the client, closed, and lists that show how far they came.

import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import type { RequestView } from '@navette/device/model';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import { Panel } from './Panel.tsx';
import { changeSettings } from './settings.ts';
import './style/style.css';
import { click, field, type } from './testing/by-name.ts';
import { SAMPLE_NOW } from './testing/sample-data.ts';
import { sampleDoors, type SampleOptions } from './testing/sample-doors.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };
let place: HTMLElement | null = null;

async function show(options: SampleOptions = {}) {
  location.hash = '#/requests';
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
  const doors = sampleDoors({ bytes: 'away', ...options });
  render(<App doors={doors} host={host} />, place);
  const root = place;
  await vi.waitFor(() => expect(root.querySelector('.tabs')).not.toBeNull(), { timeout: 10_000 });
  return { root, doors };
}

const all = (doors: ReturnType<typeof sampleDoors>) => {
  let seen: readonly RequestView[] = [];
  doors.library.requests(null).subscribe((value) => (seen = value))();
  return seen;
};

beforeEach(() => browserPage.viewport(1280, 800));
afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
  changeSettings({ language: null, theme: 'system', shortcuts: true });
});

describe('a client', () => {
  test('sees what is to provide with a drop zone each, and what is being looked at', async () => {
    const { root } = await show();
    await vi.waitFor(() => expect(root.querySelectorAll('.reqcard .drop.mini')).toHaveLength(3));
    expect(root.querySelector('.reqcard')?.textContent).toContain('Relevé bancaire d’octobre');
    await click(root, /En cours d’examen/);
    await vi.waitFor(() => expect(root.querySelector('.reqcard')?.textContent).toContain('Contrat de location LocaPro'));
    expect(root.querySelector('.reqcard .drop')).toBeNull();
    expect(await seriousFaults()).toEqual([]);
  });

  test('says « Je n’ai pas ce document », with a reason, and takes it back', async () => {
    const { root, doors } = await show();
    await click(root, 'Je n’ai pas ce document');
    await vi.waitFor(() => expect(root.querySelector('.reqnone')).not.toBeNull());
    expect(await seriousFaults()).toEqual([]);
    type(field(root, 'Pourquoi (facultatif)'), 'Compte clos en mai');
    await click(root, 'Le dire au cabinet');
    await vi.waitFor(() => expect(root.querySelectorAll('.reqcard')).toHaveLength(2));
    expect(all(doors).find(({ state }) => state === 'none')?.none?.why).toBe('Compte clos en mai');
    await click(root, /^Sans document/);
    await vi.waitFor(() => expect(root.querySelector('.reqcard q')?.textContent).toBe('Compte clos en mai'));
    await click(root, 'Je l’ai finalement');
    await vi.waitFor(() => expect(all(doors).filter(({ state }) => state === 'open')).toHaveLength(3));
  });
});

describe('the firm', () => {
  const staff: SampleOptions = { side: 'staff' };

  test('asks for one document: it says what is missing, then it stands there with its day and its rhythm', async () => {
    const { root, doors } = await show(staff);
    await click(root, 'Demander une pièce');
    await vi.waitFor(() => expect(root.querySelector('dialog[open]')).not.toBeNull());
    const dialog = root.querySelector('dialog') as HTMLElement;
    expect(await seriousFaults()).toEqual([]);
    const company = field(dialog, 'Société');
    if (company instanceof HTMLSelectElement) type(company, company.options[1]?.value ?? '');
    await click(dialog, 'Demander');
    await vi.waitFor(() => expect(dialog.textContent).toContain('Dites quelle pièce est demandée.'));
    type(field(dialog, 'Pièce demandée'), 'Relevé de novembre');
    type(field(dialog, 'Pour le (facultatif)'), '2026-12-10');
    await click(dialog, 'Demander');
    await vi.waitFor(() => expect(root.querySelector('.note[role=status]')?.textContent).toContain('1 pièce demandée.'));
    expect(all(doors)[0]).toMatchObject({ title: 'Relevé de novembre', due: '2026-12-10', every: 7, kind: 'bank', state: 'open' });
  });

  test('asks for a list from a model; each line is a request, and the list says how far it has come', async () => {
    const { root, doors } = await show(staff);
    await click(root, 'Demander une pièce');
    await vi.waitFor(() => expect(root.querySelector('dialog[open]')).not.toBeNull());
    const dialog = root.querySelector('dialog') as HTMLElement;
    const company = field(dialog, 'Société');
    if (company instanceof HTMLSelectElement) type(company, company.options[1]?.value ?? '');
    await click(dialog, 'Une liste');
    await vi.waitFor(() => expect(field(dialog, 'Pièces, une par ligne')).not.toBeNull());
    type(field(dialog, 'Pièces, une par ligne'), '- Inventaire\n- Emprunts\n\n');
    type(field(dialog, 'Nom de la liste'), 'Bilan 2026');
    await click(dialog, 'Demander les 2 pièces');
    await vi.waitFor(() => expect(root.querySelector('progress')?.getAttribute('aria-label')).toBe('0 pièce acceptée sur 2'));
    expect(
      all(doors)
        .filter(({ list }) => list === 'Bilan 2026')
        .map(({ title }) => title)
        .toSorted(),
    ).toEqual(['Emprunts', 'Inventaire']);
    await click(root, 'Clore, Inventaire');
    await vi.waitFor(() => expect(root.querySelector('progress')?.getAttribute('aria-label')).toBe('1 pièce acceptée sur 2'));
    await click(root, /^Closes/);
    await click(root, 'Redemander, Inventaire');
    await vi.waitFor(() => expect(root.querySelector('progress')?.value).toBe(0));
    expect(await seriousFaults()).toEqual([]);
  });
});

describe('a file taken from somebody else’s page', () => {
  async function panel(options: SampleOptions = {}) {
    place = document.createElement('div');
    document.body.append(place);
    const doors = sampleDoors({ bytes: 'away', tray: true, ...options });
    await browserPage.viewport(380, 860);
    render(<Panel doors={doors} host={host} />, place);
    const root = place;
    await vi.waitFor(() => expect(root.querySelector('.capture .give')).not.toBeNull(), { timeout: 10_000 });
    return { root, doors };
  }
  /** What was given for a request, and as which kind. */
  const answered = (doors: ReturnType<typeof sampleDoors>) => {
    let given: (readonly [string, string])[] = [];
    doors.library
      .documents({ dossier: null, limit: 200 })
      .subscribe(({ rows }) => (given = rows.flatMap(({ answers, kind }) => (answers === null ? [] : [[answers, kind] as const]))))();
    return given;
  };
  const choice = (root: ParentNode) => field(root, 'Répond à une demande du cabinet');

  test('the panel lets one say which request it answers: the kind is that of the request, and it is given for it', async () => {
    const { root, doors } = await panel();
    await vi.waitFor(() => expect(choice(root)).not.toBeNull());
    expect([...(choice(root)?.querySelectorAll('option') ?? [])].map(({ textContent }) => textContent)).toEqual([
      'Non, à aucune',
      'Relevé bancaire d’octobre, avant le 24\u00a0novembre',
      'Facture Quincaillerie Roblin, avant le 30\u00a0novembre',
      'Attestation d’assurance décennale 2027, avant le 31\u00a0décembre',
    ]);
    expect(await seriousFaults()).toEqual([]);
    const [request] = all(doors).filter(({ title }) => title === 'Relevé bancaire d’octobre');
    type(choice(root), request?.id ?? '');
    await vi.waitFor(() => expect(field(root, 'Type')).toMatchObject({ value: 'bank' }));
    root.querySelector<HTMLElement>('.capture .give')?.click();
    await vi.waitFor(() => expect(answered(doors)).toEqual([[request?.id, 'bank']]));
  });

  test('nothing is answered by default, and a company without open requests is asked nothing', async () => {
    const { root, doors } = await panel();
    await vi.waitFor(() => expect(choice(root)).not.toBeNull());
    root.querySelector<HTMLElement>('.capture .give')?.click();
    await vi.waitFor(() => expect(root.querySelector('.capture .give')).toBeNull());
    expect(answered(doors)).toEqual([]);
  });
});
