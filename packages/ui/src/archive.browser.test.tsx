// The archive in a real browser: tree, list, search, viewer, publishing, bin, retention, offline; axe finds nothing serious.

import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import { changeSettings } from './settings.ts';
import './style/style.css';
import { click, named } from './testing/by-name.ts';
import { sampleAnswers } from './testing/sample-administration.ts';
import { SAMPLE_ARCHIVED } from './testing/sample-archive.ts';
import { ATELIER, SAMPLE_NOW } from './testing/sample-data.ts';
import { sampleDoors, type SampleOptions } from './testing/sample-doors.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };
let place: HTMLElement | null = null;

function showApp(hash: string, options: SampleOptions = {}) {
  location.hash = hash;
  const doors = sampleDoors({ bytes: 'away', ...options });
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
  render(<App doors={doors} host={host} />, place);
  return { doors, root: place };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));
const press = (key: string) =>
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const names = (root: ParentNode) => [...root.querySelectorAll('.archlist tbody th a')].map((link) => link.textContent);
const ready = (root: ParentNode) => vi.waitFor(() => expect(names(root).length).toBeGreaterThan(0));
async function type(root: ParentNode, selector: string, text: string) {
  const field = root.querySelector<HTMLInputElement>(selector);
  if (field === null) throw new Error(`no ${selector}`);
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
}

beforeEach(() => browserPage.viewport(1280, 800));
afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
  changeSettings({ language: null, theme: 'system', shortcuts: true, shared: false });
});

const FIRST = SAMPLE_ARCHIVED[0];
const staff = { side: 'staff' } as const;
const inAtelier = `#/archive?dossier=${ATELIER}`;

describe('the archive', () => {
  test.each(['light', 'dark'] as const)('axe finds nothing serious or critical in the %s', async (theme) => {
    changeSettings({ theme });
    for (const [hash, options] of [
      ['#/archive', {}],
      [`#/archive/${FIRST?.id}`, {}],
      ['#/archive', { documents: 0 }],
      [inAtelier, staff],
    ] as const) {
      const { root } = showApp(hash, options);
      await vi.waitFor(() => expect(root.querySelector('.treecol')).not.toBeNull());
      await vi.waitFor(() => expect(root.querySelector('[aria-busy="true"]')).toBeNull());
      expect(await seriousFaults(), hash).toEqual([]);
      render(null, root);
      root.remove();
    }
  });

  test('R204 the list has date, fiscal year, type and size in ko; the rail leads to it', async () => {
    const { root } = showApp('#/archive');
    await ready(root);
    expect(named(root, '.nav a', 'Archives')?.getAttribute('aria-current')).toBe('page');
    const heads = [...root.querySelectorAll('.archlist thead th')].map((head) => head.textContent);
    expect(heads).toEqual(['Aperçu', 'Document', 'Date', 'Exercice', 'Type', 'Taille (ko)']);
    const row = [...root.querySelectorAll('.archlist tbody tr')].find(
      (one) => one.querySelector('a')?.textContent === 'Comptes annuels 2025',
    );
    expect([...(row?.querySelectorAll('td') ?? [])].slice(1).map((cell) => cell.textContent)).toEqual([
      '15/04/2026',
      '2025',
      'PDF',
      '1\u202f842',
    ]);
  });

  test('R213 a directory is chosen, then the file; or the name is typed, then what is in it', async () => {
    const { root } = showApp('#/archive');
    await ready(root);
    await click(root, /^Comptes annuels\s*6$|^Comptes annuels.*6$/, '.treename');
    expect(root.querySelector('h1')?.textContent).toBe('Comptes annuels');
    expect(names(root)).toHaveLength(6);
    await type(root, '#archive-search', 'liasse');
    expect(names(root)).toEqual(['Liasse 2025', 'Liasse 2024']);
    await type(root, '#archive-search', 'VUACHE');
    await vi.waitFor(() => expect(names(root)).toEqual(['Grand livre général']));
    expect(root.querySelector('.archlist .under')?.textContent).toMatch(/Dans le contenu/);
    await type(root, '#archive-search', 'introuvable');
    expect(root.querySelector('.empty')?.textContent).toMatch(/Aucun fichier de ce nom/);
  });

  test('R205 a file opens in the viewer by the keyboard, with what keeps it; Escape gives focus back to its row', async () => {
    const { root } = showApp('#/archive', { bytes: 'here' });
    await ready(root);
    press('j');
    await settled();
    const at = document.activeElement?.textContent;
    (document.activeElement as HTMLElement).click();
    await vi.waitFor(() => expect(root.querySelector('.viewer h2')?.textContent).toBe(at));
    await vi.waitFor(() => expect(root.querySelector('.viewer .desk')).not.toBeNull());
    expect(root.querySelector('.archproof')?.textContent).toMatch(/Conservé/);
    await vi.waitFor(() => expect(named(root, '.viewer button', 'Télécharger')).toHaveProperty('disabled', false));
    await click(root, 'Télécharger', '.viewer button');
    expect([...root.querySelectorAll('.downmenu .choice')].map((one) => one.textContent)).toEqual(
      expect.arrayContaining(['Ouvrir', 'Enregistrer']),
    );
    press('Escape');
    await settled();
    root.querySelector<HTMLElement>('.viewer')?.blur();
    (document.activeElement as HTMLElement).blur();
    press('Escape');
    await vi.waitFor(() => expect(root.querySelector('.viewer')).toBeNull());
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe(at));
  });

  test('a folder is kept offline by its key, and says how much of it is here', async () => {
    const { root, doors } = showApp('#/archive', { archive: { pins: [], held: [] } });
    await ready(root);
    await click(root, /^Exercice 2024/, '.treename');
    const pin = vi.spyOn(doors.library.archive, 'pin');
    press('p');
    await vi.waitFor(() => expect(pin).toHaveBeenCalledWith(ATELIER, { year: 2024 }, true));
    await vi.waitFor(() => expect(root.querySelector('.offline progress')).not.toBeNull());
    expect(root.querySelector('.offline')?.textContent).toMatch(/0 sur 3 fichiers gardés hors ligne/);
  });

  test('ten thousand files are drawn as far as they are seen', async () => {
    const { root } = showApp('#/archive', { archive: { more: 10_000 } });
    await ready(root);
    expect(root.querySelectorAll('.archlist tbody tr').length).toBeLessThan(60);
  });

  test('who has no archive right sees no entry, and is told why on the page', async () => {
    const { root, doors } = showApp('#/archive', {});
    await ready(root);
    expect(named(root, '.treename', /Corbeille/)).toBeUndefined();
    expect(doors).toBeDefined();
  });
});

describe('taking everything along', () => {
  test('the file says what it holds, is noted before it is given, and says what could not come', async () => {
    const { root, doors } = showApp('#/archive', { bytes: 'here' });
    await ready(root);
    const picker = async () => ({
      name: 'export.zip',
      createWritable: async () => ({
        write: async (piece: Uint8Array) => void pieces.push(piece),
        close: async () => undefined,
        abort: async () => undefined,
      }),
    });
    const pieces: Uint8Array[] = [];
    vi.stubGlobal('showSaveFilePicker', picker);
    const noted = vi.spyOn(doors.library, 'noteExport');
    await click(root, 'Tout emporter');
    await vi.waitFor(() => expect(root.querySelector('.bundlelist')?.textContent).toMatch(/Les archives16.fichiers/));
    expect(await seriousFaults()).toEqual([]);
    await click(root, 'Préparer le fichier', 'dialog button');
    await vi.waitFor(() => expect(root.querySelector('dialog')?.textContent).toContain('Le fichier est prêt.'));
    expect(noted).toHaveBeenCalledWith(expect.objectContaining({ what: 'files', items: 16 }));
    const whole = await new Blob(pieces as Uint8Array<ArrayBuffer>[]).text();
    expect(whole).toContain('index.json');
    expect(whole).toContain('"where": "archive"');
    vi.unstubAllGlobals();
  });
});

describe('the firm’s side', () => {
  test('a file dropped in a folder is proposed there, and published once a person has confirmed', async () => {
    const { root, doors } = showApp(inAtelier, staff);
    await ready(root);
    await click(root, /^TVA/, '.treename');
    const publish = vi.spyOn(doors.library.archive, 'publish');
    const carried = new DataTransfer();
    carried.items.add(new File(['%PDF-1.7'], 'CA3 janvier 2026.pdf', { type: 'application/pdf' }));
    root.querySelector('.arch .drop')?.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect(root.querySelector('dialog h2')?.textContent).toBe('Publier 1\u202fdocument'.replace('\u202f', ' ')));
    expect(publish).not.toHaveBeenCalled();
    expect(await seriousFaults()).toEqual([]);
    await click(root, 'Publier', 'dialog button');
    await vi.waitFor(() => expect(publish).toHaveBeenCalled());
    expect(publish.mock.calls[0]?.[0]?.[0]).toMatchObject({
      box: 'common',
      place: { name: 'CA3 janvier 2026', folder: ['TVA'], year: 2025, category: 'tax' },
    });
    await vi.waitFor(() => expect(root.querySelector('dialog')).toBeNull());
    expect(names(root)).toContain('CA3 janvier 2026');
  });

  test('G16 the bin says when each leaves, or the rule that holds it; what is taken back is there again', async () => {
    const { root } = showApp(inAtelier, staff);
    await ready(root);
    await click(root, /^Corbeille/, '.treename');
    expect(names(root)).toEqual(['Grand livre auxiliaire']);
    expect(root.querySelector('.archlist .under')?.textContent).toMatch(/Retenu\u202f: pièces comptables/);
    await click(root, 'Reprendre', '.archlist button');
    await vi.waitFor(() => expect(root.querySelector('.empty')?.textContent).toMatch(/La corbeille est vide/));
  });

  test('a place is edited, and a hold is set with its reason; a wrong year is named', async () => {
    const { root, doors } = showApp(`#/archive/${FIRST?.id}?dossier=${ATELIER}`, staff);
    const retain = vi.spyOn(doors.library.archive, 'retain');
    await click(root, 'Classer autrement', '.viewer button');
    const fields = [...root.querySelectorAll<HTMLInputElement>('dialog input')];
    const field = (label: RegExp) => fields.find((one) => label.test(one.labels?.[0]?.textContent ?? ''));
    const write = async (input: HTMLInputElement | undefined, text: string) => {
      if (input === undefined) throw new Error('no field');
      input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await settled();
    };
    await write(field(/Exercice/), '20');
    await click(root, 'Enregistrer', 'dialog button');
    expect(root.querySelector('dialog .error')?.textContent).toMatch(/1900 et 2200/);
    await write(field(/Exercice/), '2024');
    await write(field(/Motif/), 'Contrôle fiscal');
    await click(root, 'Enregistrer', 'dialog button');
    await vi.waitFor(() => expect(retain).toHaveBeenCalledWith(FIRST?.id, { rule: null, hold: 'Contrôle fiscal' }));
    await vi.waitFor(() => expect(root.querySelector('.archproof')?.textContent).toMatch(/Blocage\u202f: Contrôle fiscal/));
  });

  test('selected documents are published together, each in the place the rules propose or all in one', async () => {
    const { root, doors } = showApp(`#/documents?dossier=${ATELIER}`, staff);
    await vi.waitFor(() => expect(root.querySelectorAll('.doclist .pick').length).toBeGreaterThan(3));
    // The address chooses the company a moment later, and with it the list begins anew.
    await vi.waitFor(() => expect(root.querySelector('button.company')?.textContent).toContain('Atelier Bonnefoy'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const box of [...root.querySelectorAll<HTMLElement>('.doclist .pick')].slice(3, 5)) {
      box.click();
      await settled();
    }
    await click(root, 'Publier dans les archives', '.bulk button');
    await vi.waitFor(() => expect(root.querySelectorAll('.proposals li')).toHaveLength(2));
    const publish = vi.spyOn(doors.library.archive, 'publish');
    await click(root, 'Publier', 'dialog button');
    await vi.waitFor(() => expect(publish).toHaveBeenCalledWith([expect.anything(), expect.anything()]));
  });

  test('G16 the firm’s terms are read, changed, and refused where they are no number of years', async () => {
    const { root } = showApp('#/administration/retention', { ...staff, firmRole: 'admin', commands: sampleAnswers() });
    await vi.waitFor(() => expect(root.querySelectorAll('.retable tbody tr')).toHaveLength(5));
    expect(root.querySelector('.retable')?.textContent?.match(/à confirmer/g)).toHaveLength(3);
    expect(await seriousFaults()).toEqual([]);
    await type(root, '.retable input.years', 'dix');
    await click(root, 'Enregistrer les durées', 'form button');
    expect(root.querySelector('.error')?.textContent).toMatch(/de 1 à 100/);
    await type(root, '.retable input.years', '12');
    await click(root, 'Enregistrer les durées', 'form button');
    await vi.waitFor(() => expect(root.querySelector('form [role=status]')?.textContent).toBe('Enregistré.'));
  });

  test('filing rules are changed and kept; one without words is left out', async () => {
    const { root, doors } = showApp(inAtelier, staff);
    await ready(root);
    await click(root, 'Règles de classement');
    await vi.waitFor(() => expect(root.querySelectorAll('.ruleline')).toHaveLength(8));
    expect(await seriousFaults()).toEqual([]);
    const saved = vi.spyOn(doors.library.archive, 'saveRules');
    await click(root, 'Ajouter une règle', 'dialog button');
    await click(root, /Retirer la règle.*liasse/, 'dialog button');
    await type(root, '.ruleline input', 'bilan');
    await click(root, 'Enregistrer les règles', 'dialog button');
    await vi.waitFor(() => expect(saved.mock.calls[0]?.[0]).toHaveLength(7));
    expect(saved.mock.calls[0]?.[0]?.[0]).toMatchObject({ words: 'bilan', category: 'accounting' });
  });
});
