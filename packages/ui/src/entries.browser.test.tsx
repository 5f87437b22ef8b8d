// Draft entries in a real browser (R151, R153): typed with the keyboard alone, completed, balanced, saved, chosen from, validated, taken
// back; axe finds nothing serious.

import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage, userEvent } from 'vitest/browser';
import type { DeviceDoors, EntryView, JournalView } from '@navette/device/model';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import { changeSettings } from './settings.ts';
import './style/style.css';
import { ATELIER, NADIA, SAMPLE_NOW } from './testing/sample-data.ts';
import { sampleDoors, type SampleOptions } from './testing/sample-doors.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };
const AT = `dossier=${ATELIER}`;
let place: HTMLElement | null = null;

function showApp(hash: string, options: SampleOptions = {}) {
  location.hash = hash;
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
  const doors = sampleDoors({ side: 'staff', bytes: 'away', ...options });
  render(<App doors={doors} host={host} />, place);
  return { doors, root: place };
}
const journalOf = (doors: DeviceDoors) =>
  new Promise<JournalView>((resolve) => {
    const stop = doors.library.journal.view(ATELIER, 2026).subscribe((value) => {
      resolve(value);
      queueMicrotask(() => stop());
    });
  });
const labels = (root: ParentNode) => [...root.querySelectorAll('.entrylist tbody th a')].map((link) => link.textContent);
const button = (root: ParentNode, name: string | RegExp) => {
  const found = [...root.querySelectorAll<HTMLElement>('button, a')].find((one) => {
    const own = (one.getAttribute('aria-label') ?? one.textContent ?? '').trim();
    return typeof name === 'string' ? own === name : name.test(own);
  });
  if (!found) throw new Error(`nothing named ${String(name)}`);
  return found;
};
const field = (root: ParentNode, name: string, n = 0): HTMLInputElement => {
  const found = [...root.querySelectorAll<HTMLInputElement>('.entryform input')].filter(
    (one) => (one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent) === name,
  )[n];
  if (!found) throw new Error(`no field ${name}`);
  return found;
};
const listed = (root: ParentNode) => vi.waitFor(() => expect(labels(root).length).toBeGreaterThan(3));
const editing = (root: ParentNode) => vi.waitFor(() => expect(root.querySelector('.entryform')).not.toBeNull());

beforeEach(() => browserPage.viewport(1280, 800));
afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
  changeSettings({ language: null, theme: 'system', shortcuts: true, shared: false });
});

describe('the list of entries', () => {
  test('R151 drafts come first, then what is validated with its number; search finds by amount, account and label', async () => {
    const { root } = showApp(`#/entries?${AT}`);
    await listed(root);
    expect(root.querySelector('h1')?.textContent).toBe('Brouillard');
    expect([...root.querySelectorAll('.entrylist .state')].map((chip) => chip.textContent)).toContain('N° 213');
    const search = root.querySelector<HTMLInputElement>('#entry-filter');
    if (!search) throw new Error('no search');
    await userEvent.fill(search, '12480,00');
    await vi.waitFor(() => expect(labels(root)).toEqual(['Les Halles du lac, octobre']));
    await userEvent.fill(search, 'alpes elec');
    await vi.waitFor(() => expect(labels(root)).toHaveLength(1));
    await userEvent.fill(search, 'xyz');
    await vi.waitFor(() => expect(root.querySelector('.empty h2')?.textContent).toBe('Aucune écriture ne correspond'));
  });

  test('R151 R153 whoever may only read sees the list and no way to write; whoever may not sees that they may not', async () => {
    const { root } = showApp('#/entries', { side: 'client', companies: 1, accounts: 'read' });
    await listed(root);
    expect(root.textContent).toContain('Vous pouvez consulter les écritures, pas en saisir.');
    expect(root.querySelector('a[href*="entries/new"]')).toBeNull();
    if (place !== null) render(null, place);
    place?.remove();
    const other = showApp('#/entries', { side: 'client', companies: 1, accounts: 'none' });
    await vi.waitFor(() => expect(other.root.querySelector('h1')).not.toBeNull());
    expect(other.root.querySelector('.nav a[href^="#/entries"]')).toBeNull();
    expect(other.root.querySelector('.entrylist')).toBeNull();
  });

  test('R153 all that is ready is validated at once, after a question that names what cannot be undone', async () => {
    const { root, doors } = showApp(`#/entries?${AT}`);
    await listed(root);
    const before = (await journalOf(doors)).entries.filter(({ validated }) => validated !== null).length;
    const flour = (await journalOf(doors)).entries.find(({ entry }) => entry.label === 'Moulin Rey, farine T65');
    if (!flour) throw new Error('no flour');
    await doors.library.journal.save({ dossier: ATELIER, year: 2026, draft: null, entry: flour.entry, replaces: [] });
    const all = await vi.waitFor(() => button(root, /^Valider les 2 prêtes$/));
    all.click();
    const dialog = await vi.waitFor(() => {
      const open = root.querySelector<HTMLDialogElement>('dialog[open]');
      if (!open) throw new Error('no question');
      return open;
    });
    expect(dialog.textContent).toContain('ne se modifie plus');
    button(dialog, 'Valider').click();
    await vi.waitFor(async () =>
      expect((await journalOf(doors)).entries.filter(({ validated }) => validated !== null)).toHaveLength(before + 2),
    );
  });
});

describe('the days of an exercise', () => {
  test('R155 are set by the staff, and the server’s refusal is said', async () => {
    const said: unknown[] = [];
    const { root } = showApp(`#/entries?${AT}`, {
      commands: (name, body) => {
        said.push([name, body]);
        return { ok: true, value: said.length === 1 ? { outcome: 'refused', why: 'entries-outside' } : { outcome: 'set' } };
      },
    });
    await listed(root);
    button(root, 'Dates de l’exercice').click();
    const dialog = await vi.waitFor(() => root.querySelector<HTMLDialogElement>('dialog[open]') ?? Promise.reject(new Error('no dialog')));
    const [from] = dialog.querySelectorAll<HTMLInputElement>('input');
    if (!from) throw new Error('no first day');
    await userEvent.fill(from, '2025-07-01');
    button(dialog, 'Enregistrer les dates').click();
    await vi.waitFor(() => expect(dialog.textContent).toContain('Des écritures validées seraient hors de ces dates.'));
    expect(await seriousFaults()).toEqual([]);
    button(dialog, 'Enregistrer les dates').click();
    await vi.waitFor(() => expect(root.querySelector('dialog[open]')).toBeNull());
    expect(said.at(-1)).toEqual(['exercise-set', { dossier: ATELIER, year: 2026, from: '2025-07-01', to: '2026-12-31' }]);
  });
});

describe('the editor', () => {
  test('R151 an entry is typed with the keyboard alone: accounts completed, lines made by Enter, the last amount by the = key, saved by Ctrl+Enter', async () => {
    const { root, doors } = showApp(`#/entries/new?${AT}&year=2026`, { journal: { entries: [] } });
    await editing(root);
    await userEvent.fill(field(root, 'Référence de la pièce'), 'F-200');
    await userEvent.fill(field(root, 'Date de la pièce'), '2026-11-18');
    await userEvent.fill(field(root, 'Libellé'), 'Électricité');
    await userEvent.click(field(root, 'Compte'));
    await userEvent.keyboard('telecom{ArrowDown}{Enter}');
    expect(field(root, 'Compte').value).toBe('626000');
    expect(field(root, 'Intitulé du compte').value).toBe('Frais postaux et de télécommunications');
    await userEvent.click(field(root, 'Débit'));
    await userEvent.keyboard('1 234,56{Enter}');
    expect(document.activeElement).toBe(field(root, 'Compte', 1));
    await userEvent.keyboard('445660{Tab}');
    await userEvent.click(field(root, 'Débit', 1));
    await userEvent.keyboard('246,91{Enter}');
    await vi.waitFor(() => expect(root.querySelectorAll('.eline')).toHaveLength(3));
    await vi.waitFor(() => expect(document.activeElement).toBe(field(root, 'Compte', 2)));
    await userEvent.keyboard('401{ArrowDown}{Enter}');
    await userEvent.click(field(root, 'Crédit', 2));
    await userEvent.keyboard('=');
    expect(field(root, 'Crédit', 2).value).toBe('1\u202f481,47');
    expect(root.querySelector('.ebalance')?.textContent).toBe('Équilibrée');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await vi.waitFor(async () =>
      expect((await journalOf(doors)).entries.map(({ entry, state }) => [entry.label, entry.lines.length, state])).toEqual([
        ['Électricité', 3, 'draft'],
      ]),
    );
    // Another one is ready, of the same journal and day.
    await vi.waitFor(() => expect(field(root, 'Libellé').value).toBe(''));
  });

  test('R155 what keeps an entry out of the books is said, at its line, and nothing is asked of the server', async () => {
    const { root, doors } = showApp(`#/entries?${AT}`);
    await listed(root);
    [...root.querySelectorAll<HTMLAnchorElement>('.entrylist tbody th a')]
      .find((link) => link.textContent === 'Loyer de l’atelier')
      ?.click();
    await editing(root);
    button(root, 'Valider').click();
    await vi.waitFor(() => expect(root.querySelector('[role="alert"] ul')?.textContent).toContain('Il faut au moins deux lignes.'));
    await userEvent.fill(field(root, 'Compte', 1), '51');
    await vi.waitFor(() =>
      expect(root.querySelector('.elines li:nth-child(2)')?.textContent).toContain('Un compte commence par trois chiffres.'),
    );
    expect((await journalOf(doors)).entries.find(({ entry }) => entry.label === 'Loyer de l’atelier')?.state).toBe('draft');
  });

  test('R151 a change is undone, and what is typed and not saved is saved when the page is left', async () => {
    const { root, doors } = showApp(`#/entries?${AT}`);
    await listed(root);
    button(root, 'Moulin Rey, farine T65').click();
    await editing(root);
    await userEvent.fill(field(root, 'Libellé'), 'Moulin Rey');
    button(root, 'Annuler').click();
    await vi.waitFor(() => expect(field(root, 'Libellé').value).toBe('Moulin Rey, farine T65'));
    await userEvent.fill(field(root, 'Libellé'), 'Moulin Rey, farine T80');
    location.hash = `#/entries?${AT}`;
    await vi.waitFor(async () =>
      expect((await journalOf(doors)).entries.map(({ entry }) => entry.label)).toContain('Moulin Rey, farine T80'),
    );
  });

  test('R153 a version that comes while one is typing takes nothing away: saving keeps both, to choose from', async () => {
    const { root, doors } = showApp(`#/entries?${AT}`);
    await listed(root);
    button(root, 'Moulin Rey, farine T65').click();
    await editing(root);
    await userEvent.fill(field(root, 'Libellé'), 'Ma version');
    const flour = (await journalOf(doors)).entries.find(({ entry }) => entry.label === 'Moulin Rey, farine T65');
    if (!flour) throw new Error('no flour');
    const theirs = { ...flour.entry, label: 'Leur version' };
    const replaces = flour.standing.map(({ id }) => id);
    await doors.library.journal.save({ dossier: ATELIER, year: 2026, draft: flour.id, entry: theirs, replaces });
    await vi.waitFor(() => expect(root.querySelector('.note.decide')?.textContent).toContain('a modifié cette écriture pendant'));
    expect(field(root, 'Libellé').value).toBe('Ma version');
    button(root, 'Enregistrer').click();
    await vi.waitFor(() => expect(root.querySelectorAll('.versions > li')).toHaveLength(2));
    const mine = [...root.querySelectorAll('.versions > li')].find((one) => one.textContent?.includes('Ma version'));
    if (!mine) throw new Error('no version of mine');
    button(mine, 'Garder cette version').click();
    await editing(root);
    expect(field(root, 'Libellé').value).toBe('Ma version');
    const known = (await journalOf(doors)).entries.find(({ id }) => id === flour.id);
    expect([known?.state, known?.revisions.map(({ entry }) => entry.label)]).toEqual([
      'draft',
      ['Ma version', 'Ma version', 'Leur version', 'Moulin Rey, farine T65'],
    ]);
  });

  test('R153 offline the validation waits and says so, and can be taken back; a draft is withdrawn and taken up again', async () => {
    const { root } = showApp(`#/entries?${AT}`, { journal: { answers: false } });
    await listed(root);
    button(root, 'Moulin Rey, farine T65').click();
    await editing(root);
    button(root, 'Valider').click();
    const dialog = await vi.waitFor(() => root.querySelector('dialog[open]') ?? Promise.reject(new Error('no question')));
    button(dialog, 'Valider').click();
    await vi.waitFor(() => expect(root.textContent).toContain('Le serveur du cabinet donnera le numéro'));
    button(root, 'Ne plus demander').click();
    await editing(root);
    button(root, 'Retirer').click();
    await vi.waitFor(() => expect(root.textContent).toContain('a été retirée du brouillard'));
    button(root, 'Reprendre').click();
    await editing(root);
  });

  test('R151 a validated entry is read, not changed; taken back it gives a draft with its lines on the other side', async () => {
    const { root } = showApp(`#/entries?${AT}`);
    await listed(root);
    button(root, 'Les Halles du lac, octobre').click();
    await vi.waitFor(() => expect(root.querySelector('h1')?.textContent).toBe('Écriture n° 213'));
    expect(root.querySelector('.entryform')).toBeNull();
    button(root, 'Contre-passer').click();
    await editing(root);
    expect(field(root, 'Crédit').value).toBe('12\u202f480,00');
    expect(field(root, 'Crédit').disabled).toBe(true);
    expect(field(root, 'Libellé').value).toBe('Contre-passation de l’écriture n° 213');
  });

  test('R151 documents of the dossier are attached and detached', async () => {
    const { root } = showApp(`#/entries/new?${AT}&year=2026`);
    await editing(root);
    button(root, 'Joindre une pièce du dossier').click();
    await vi.waitFor(() => expect(root.querySelectorAll('.pickdocs li').length).toBeGreaterThan(2));
    root.querySelector<HTMLInputElement>('.pickdocs input')?.click();
    button(root, 'Terminé').click();
    await vi.waitFor(() => expect(root.querySelectorAll('.attached li a')).toHaveLength(1));
    button(root, /^Détacher /).click();
    await vi.waitFor(() => expect(root.querySelectorAll('.attached li')).toHaveLength(0));
  });
});

const conflictOf = async (doors: DeviceDoors): Promise<EntryView> => {
  const found = (await journalOf(doors)).entries.find(({ state }) => state === 'conflict');
  if (!found) throw new Error('no conflict');
  return found;
};

describe('for everybody', () => {
  test.each([
    ['wide', 1280, 'light'],
    ['wide', 1280, 'dark'],
    ['middle', 900, 'light'],
    ['phone', 390, 'light'],
    ['phone', 390, 'dark'],
  ] as const)(
    '%s (%i px), %s: axe finds nothing serious on the list, the editor, the choice and the entry to read',
    async (_, width, theme) => {
      await browserPage.viewport(width, 800);
      changeSettings({ theme });
      const { root, doors } = showApp(`#/entries?${AT}`);
      await listed(root);
      expect(await seriousFaults()).toEqual([]);
      button(root, 'Moulin Rey, farine T65').click();
      await editing(root);
      button(root, 'Valider').click();
      (await vi.waitFor(() => root.querySelector('dialog[open]') ?? Promise.reject(new Error('no question')))).remove();
      expect(await seriousFaults()).toEqual([]);
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
      location.hash = `#/entries/${(await conflictOf(doors)).id}?${AT}&year=2026`;
      await vi.waitFor(() => expect(root.querySelectorAll('.versions > li')).toHaveLength(2));
      expect(await seriousFaults()).toEqual([]);
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
      expect((await conflictOf(doors)).standing.map(({ by }) => by)).toContain(NADIA);
    },
  );
});
