// The staff's view of migrations, in a real browser, with sample data: axe, keys, filters, order, decisions, reminders, references.

import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import type { CommandRefusal } from '@navette/device/model';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import { changeSettings } from './settings.ts';
import './style/style.css';
import { SAMPLE_NOW } from './testing/sample-data.ts';
import { sampleDoors } from './testing/sample-doors.ts';
import { sampleAccess, sampleMigrationCommands } from './testing/sample-migrations.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };
type Answered = Result<unknown, CommandRefusal> | undefined;
let place: HTMLElement | null = null;

/** @param also what the server answers instead; `undefined` for what it answers otherwise */
function open({ companies = 21, also = () => undefined }: { companies?: number; also?: (name: string, body: unknown) => Answered } = {}) {
  location.hash = '#/migrations';
  const access = sampleAccess(companies);
  const server = sampleMigrationCommands(access);
  const asked: [string, unknown][] = [];
  const doors = sampleDoors({
    side: 'staff',
    companies,
    access,
    commands: (name, body) => {
      asked.push([name, body]);
      return also(name, body) ?? server(name, body);
    },
  });
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
  render(<App doors={doors} host={host} />, place);
  return { root: place, access, asked, of: (name: string) => asked.filter(([one]) => one === name).map(([, body]) => body) };
}

const press = (key: string) =>
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const byName = (root: ParentNode, selector: string, name: string | RegExp) =>
  [...root.querySelectorAll<HTMLElement>(selector)].find((element) => {
    const own = (element.getAttribute('aria-label') ?? element.textContent ?? '').replaceAll(/[\u00a0\u202f]/g, ' ').trim();
    return typeof name === 'string' ? own === name : name.test(own);
  });
const rows = (root: ParentNode) => [...root.querySelectorAll<HTMLElement>('table.mig tbody tr:not(.gap)')];
const names = (root: ParentNode) => rows(root).map((row) => row.querySelector('th')?.textContent?.trim() ?? '');
const listed = (root: ParentNode) => vi.waitFor(() => expect(rows(root).length).toBeGreaterThan(2));
const type = (field: HTMLInputElement | HTMLTextAreaElement | null | undefined, text: string) => {
  if (!field) throw new Error('no field');
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
};
const choose = (root: ParentNode, label: string, value: string) => {
  const select = byName(root, 'select', label) as HTMLSelectElement | undefined;
  if (!select) throw new Error(`no ${label}`);
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
};
/** A person never acts twice within one drawing. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

// Tall enough for every row of the samples.
beforeEach(() => browserPage.viewport(1280, 1500));
afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
  changeSettings({ language: null, theme: 'system', shortcuts: true });
});

describe('axe finds nothing serious or critical', () => {
  test.each([
    ['wide, light', 1280, 'light'],
    ['wide, dark', 1280, 'dark'],
    ['on a phone', 390, 'light'],
  ] as const)('in the list and one dossier, %s', async (_name, width, theme) => {
    await browserPage.viewport(width, 844);
    changeSettings({ theme });
    const { root, access } = open();
    await listed(root);
    expect(await seriousFaults()).toEqual([]);
    location.hash = `#/migrations?dossier=${access.find(({ company }) => company.name === 'Cave des Aravelles')?.dossier}`;
    await vi.waitFor(() => expect(root.querySelector('.migpane .mig-refs li')).not.toBeNull());
    for (const one of root.querySelectorAll('details')) one.open = true;
    expect(await seriousFaults()).toEqual([]);
  });

  test('in the dialogs: a reminder and what became of it, a decision, an import', async () => {
    const { root } = open();
    await listed(root);
    byName(root, '.folio button', /^Relancer 3 dossiers$/)?.click();
    await vi.waitFor(() => expect(root.querySelector('.paperletter')).not.toBeNull());
    expect(await seriousFaults()).toEqual([]);
    byName(root, 'dialog button', /^Envoyer/)?.click();
    await vi.waitFor(() => expect(root.querySelector('.mig-results')).not.toBeNull());
    expect(await seriousFaults()).toEqual([]);
    byName(root, 'dialog button', 'Fermer')?.click();
    await settled();
    byName(root, 'button', 'Choisir, SCI Les Tilleuls')?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog[open]')).not.toBeNull());
    expect(await seriousFaults()).toEqual([]);
    byName(root, 'dialog button', 'Annuler')?.click();
    await settled();
    byName(root, 'button', 'Importer des références')?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog input[type=file]')).not.toBeNull());
    expect(await seriousFaults()).toEqual([]);
  });
});

describe('the list', () => {
  test('shows one row a dossier with its step, what the firm decides first, and how far the firm has come', async () => {
    const { root } = open();
    await listed(root);
    expect(root.querySelector('.mig-lead')?.textContent).toContain('8 sur 21');
    expect(names(root).slice(0, 5)).toEqual([
      'Clinique vétérinaire Orsat',
      'Hôtel du Lac Noir',
      'Pharmacie de la Halle',
      'SCI Les Tilleuls',
      'Mécanique Tissot-Brun',
    ]);
    expect(root.querySelectorAll('table.dec tr')).toHaveLength(4);
    expect(byName(root, '.nav a', /Migrations/)?.querySelector('.count')?.textContent).toBe('4');
    const row = rows(root).find((one) => one.textContent?.includes('Optique Dancet'));
    expect(row?.textContent).toMatch(/Marc Dancet.*À référencer.*profil par défaut.*relancée le 5\snov\..*15\sj.*le 5\snov\., 2 fois/);
  });

  test('filters by step, by who is in charge, by what is due and by words, and says how many are left', async () => {
    const { root } = open();
    await listed(root);
    byName(root, '.funnel button', /Code à saisir/)?.click();
    await vi.waitFor(() => expect(names(root)).toEqual(['Cave des Aravelles', 'Imprimerie Cordel']));
    byName(root, '.funnel button', /Code à saisir/)?.click();
    await settled();
    choose(
      root,
      'Responsable',
      [...(byName(root, 'select', 'Responsable') as HTMLSelectElement).options].find(({ text }) => text === 'Jules Kessler')?.value ?? '',
    );
    await settled();
    byName(root, '.tools button', /^Relance due/)?.click();
    await vi.waitFor(() => expect(names(root)).toEqual(['Optique Dancet']));
    expect(root.querySelector('.tools [role=status]')?.textContent).toMatch(/1\sdossier/);
    expect(byName(root, '.folio button', 'Relancer 1 dossier')).toBeDefined();
    type(root.querySelector<HTMLInputElement>('#migration-filter'), 'personne de ce nom');
    await vi.waitFor(() => expect(root.querySelector('.empty h2')?.textContent).toBe('Aucun dossier ne correspond.'));
    byName(root, '.empty button', 'Retirer les filtres')?.click();
    await vi.waitFor(() => expect(names(root)).toHaveLength(21));
  });

  test('every column sorts, one way and the other, and says so', async () => {
    const { root } = open();
    await listed(root);
    for (const column of ['Dossier', 'Personnes', 'Étape', 'Précision', 'Dernier fait', 'Silence', 'Dernière relance']) {
      const head = () => byName(root, 'table.mig th', column);
      head()?.querySelector<HTMLElement>('button')?.click();
      await vi.waitFor(() => expect(head()?.getAttribute('aria-sort')).not.toBe('none'));
      const [before, sort] = [names(root), head()?.getAttribute('aria-sort')];
      head()?.querySelector<HTMLElement>('button')?.click();
      await vi.waitFor(() => expect(head()?.getAttribute('aria-sort')).not.toBe(sort));
      expect(names(root).toSorted()).toEqual(before.toSorted());
      expect(names(root)).not.toEqual(before);
    }
  });

  test('a thousand dossiers are drawn a few dozen at a time, with the page that scrolls', async () => {
    const { root } = open({ companies: 1000 });
    await listed(root);
    expect(rows(root).length).toBeLessThan(100);
    const box = root.querySelector('.migcol');
    if (box) box.scrollTop = 20_000;
    await vi.waitFor(() => expect(Number(rows(root)[0]?.getAttribute('aria-rowindex'))).toBeGreaterThan(600));
    const first = rows(root)[0]?.getBoundingClientRect().height ?? 0;
    expect(first).toBe(28);
    expect(rows(root).length).toBeLessThan(100);
    expect(root.querySelector('table.mig')?.getAttribute('aria-rowcount')).toBe('1001');
  });

  test('j and k move and bring the row in sight, x selects, Enter opens, Escape lets go and closes', async () => {
    const { root } = open({ companies: 300 });
    await listed(root);
    for (let n = 0; n < 60; n++) {
      press('j');
      await settled();
    }
    press('k');
    await vi.waitFor(() => expect(root.querySelector('tr.is-cur')?.getAttribute('aria-rowindex')).toBe('60'));
    const row = root.querySelector('tr.is-cur')?.getBoundingClientRect();
    expect(row && row.top > 80 && row.bottom < 1500).toBe(true);
    press('x');
    await vi.waitFor(() => expect(root.querySelector('.bulk b')?.textContent).toMatch(/1\sdossier choisi/));
    press('Escape');
    await vi.waitFor(() => expect(root.querySelector('.bulk')).toBeNull());
    // Enter on a link is the browser's own.
    expect(document.activeElement?.tagName).toBe('A');
    (document.activeElement as HTMLElement).click();
    await vi.waitFor(() => expect(root.querySelector('.migpane')).not.toBeNull());
    press('Escape');
    await vi.waitFor(() => expect(root.querySelector('.migpane')).toBeNull());
  });

  test('exports what the filters leave', async () => {
    const { root } = open();
    await listed(root);
    choose(root, 'Étape', 'email-given');
    await vi.waitFor(() => expect(names(root)).toEqual(['Coiffure Lumen']));
    const made: Blob[] = [];
    const spy = vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => (made.push(blob as Blob), 'blob:nothing'));
    byName(root, '.folio button', 'Exporter')?.click();
    spy.mockRestore();
    const text = (await made[0]?.text()) ?? '';
    expect(text.split('\r\n')).toHaveLength(2);
    expect(text).toContain('"Sarah Lumen"');
  });
});

describe('a decision', () => {
  test('says what it does before it is done, is sent with the act, and leaves the list', async () => {
    const { root, of } = open();
    await listed(root);
    byName(root, 'button', 'Changer d’administrateur, Pharmacie de la Halle')?.click();
    await vi.waitFor(() =>
      expect(root.querySelector('dialog')?.textContent).toContain('Benoît Riquet devient administrateur de Pharmacie de la Halle'),
    );
    expect(root.querySelector('dialog')?.textContent).toContain('Agnès Halloy ne l’est plus');
    byName(root, 'dialog button', /^Décider/)?.click();
    await vi.waitFor(() => expect(root.querySelectorAll('table.dec tr')).toHaveLength(3));
    expect(of('migration-decide')).toMatchObject([{ how: { act: 'change-administrator' } }]);
    expect(root.querySelector('.migcol > [role=status]')?.textContent).toContain('C’est décidé pour Pharmacie de la Halle.');
  });

  test('is not a refusal without its reason', async () => {
    const { root, of } = open();
    await listed(root);
    byName(root, 'button', 'Refuser, avec motif, Hôtel du Lac Noir')?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog textarea')).not.toBeNull());
    byName(root, 'dialog button', /^Décider/)?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog [role=alert]')?.textContent).toContain('Écrivez le motif'));
    expect(of('migration-decide')).toEqual([]);
    type(root.querySelector('textarea'), 'Facture d’une autre société.');
    await settled();
    byName(root, 'dialog button', /^Décider/)?.click();
    await vi.waitFor(() =>
      expect(of('migration-decide')).toMatchObject([{ how: { act: 'refuse', reason: 'Facture d’une autre société.' } }]),
    );
  });

  test('about several companies names them, and attaches to those that are ticked', async () => {
    const { root, of, access } = open();
    await listed(root);
    byName(root, 'button', 'Choisir, SCI Les Tilleuls')?.click();
    await vi.waitFor(() => expect(root.querySelectorAll('dialog input[type=checkbox]')).toHaveLength(3));
    byName(root, 'dialog label', 'Aux Trois Sapins')?.click();
    await settled();
    byName(root, 'dialog button', /^Décider/)?.click();
    const idOf = (name: string) => access.find(({ company }) => company.name === name)?.dossier;
    await vi.waitFor(() =>
      expect(of('migration-decide')).toMatchObject([
        { how: { act: 'attach', dossiers: [idOf('SCI Les Tilleuls'), idOf('Aux Trois Sapins')] } },
      ]),
    );
  });

  test('that somebody else took before says who and how; one the server cannot take stays, with the reason', async () => {
    let answer: Answered = ok({ outcome: 'impossible', why: 'claim-gone' });
    const { root } = open({ also: (name) => (name === 'migration-decide' ? answer : undefined) });
    await listed(root);
    byName(root, 'button', 'Confirmer, Pharmacie de la Halle')?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog')).not.toBeNull());
    byName(root, 'dialog button', /^Décider/)?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog [role=alert]')?.textContent).toContain('a changé entre-temps'));
    answer = refuse({ tag: 'unreachable' });
    byName(root, 'dialog button', /^Décider/)?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog [role=alert]')?.textContent).toContain('ne répond pas'));
    answer = ok({ outcome: 'already-decided', by: 'Jules Kessler', at: SAMPLE_NOW - 60_000, act: 'confirm' });
    byName(root, 'dialog button', /^Décider/)?.click();
    await vi.waitFor(() =>
      expect(root.querySelector('.migcol > [role=status]')?.textContent).toMatch(/Jules Kessler a déjà décidé, à 14:49\s: confirmé\./),
    );
    expect(root.querySelectorAll('table.dec tr')).toHaveLength(3);
  });

  test('that belongs to no dossier is asked of the server, and takes the dossier that is chosen', async () => {
    const unplaced = {
      id: 'x1',
      user: '0192f000-0001-7000-8000-00000000000f',
      name: 'Yves Corvin',
      email: 'y@x.example',
      at: SAMPLE_NOW,
      clientCode: 'C1',
      number: 'F1',
    };
    const { root, of, access } = open({ also: (name) => (name === 'migration-unplaced' ? ok({ decisions: [unplaced] }) : undefined) });
    await listed(root);
    await vi.waitFor(() => expect(byName(root, 'button', 'Choisir le dossier, Aucun dossier reconnu')).toBeDefined());
    byName(root, 'button', 'Choisir le dossier, Aucun dossier reconnu')?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog select')).not.toBeNull());
    byName(root, 'dialog button', /^Décider/)?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog [role=alert]')?.textContent).toContain('au moins un dossier'));
    const [dossier] = access;
    const select = root.querySelector<HTMLSelectElement>('dialog select');
    if (select && dossier) select.value = dossier.dossier;
    select?.dispatchEvent(new Event('change', { bubbles: true }));
    await settled();
    byName(root, 'dialog button', /^Décider/)?.click();
    await vi.waitFor(() =>
      expect(of('migration-decide')).toEqual([{ decision: 'x1', how: { act: 'attach', dossiers: [dossier?.dossier] } }]),
    );
  });

  test('a confirms the one of the row the keyboard is on', async () => {
    const { root } = open();
    await listed(root);
    for (const _ of [1, 2]) {
      press('j');
      await settled();
    }
    press('a');
    await vi.waitFor(() => expect(root.querySelector('dialog h2')?.textContent).toBe('Confirmer Yann Delorme'));
  });
});

describe('a reminder', () => {
  test('shows whom it goes to, whom not and why, and the letter as it leaves, with the word that is added', async () => {
    const { root, of } = open();
    await listed(root);
    for (const name of ['Cave des Aravelles', 'Atelier Bonnefoy', 'Hôtel du Lac Noir']) byName(root, 'input', `Choisir ${name}`)?.click();
    await settled();
    press('r');
    await vi.waitFor(() => expect(root.querySelector('.paperletter pre')?.textContent ?? '').toContain('Atelier Bonnefoy'));
    const dialog = root.querySelector('dialog');
    expect([...(dialog?.querySelectorAll('.mig-to li') ?? [])].map((one) => one.textContent?.split(' ').slice(0, 2).join(' '))).toEqual([
      'Hugo Lambert',
      'Tom Aravel',
    ]);
    expect(byName(root, 'dialog summary', /^Non relancées : 4 personnes$/)).toBeDefined();
    expect(dialog?.querySelector('.mig-skips')?.textContent).toContain('attend le cabinet');
    type(root.querySelector('dialog textarea'), 'Appelez-nous.');
    await vi.waitFor(() => expect(root.querySelector('.paperletter pre')?.textContent).toContain('Appelez-nous.'));
    byName(root, 'dialog button', /^Envoyer 2 lettres/)?.click();
    await vi.waitFor(() => expect(root.querySelector('.mig-results')?.textContent).toContain('Envoyée'));
    expect(of('migration-remind')).toMatchObject([{ note: 'Appelez-nous.' }]);
  });

  test('of many dossiers is sent piece by piece; what stops in the middle says which letters left', async () => {
    let pieces = 0;
    const { root, of } = open({
      companies: 100,
      also: (name) => (name === 'migration-remind' && ++pieces > 2 ? refuse({ tag: 'unreachable' }) : undefined),
    });
    await listed(root);
    byName(root, '.folio button', /^Relancer \d+ dossiers$/)?.click();
    await vi.waitFor(() => expect(root.querySelector('.paperletter')).not.toBeNull());
    byName(root, 'dialog button', /^Envoyer/)?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog [role=alert]')?.textContent).toContain('L’envoi s’est arrêté'));
    expect(of('migration-remind').map((body) => (body as { dossiers: string[] }).dossiers.length)).toEqual([10, 10, 10]);
    expect(root.querySelectorAll('.mig-results li').length).toBeGreaterThan(10);
  });

  test('without the server says that the letter and the sending come from it, and loses nothing that was written', async () => {
    const { root } = open({ also: (name) => (name.startsWith('migration-re') ? refuse({ tag: 'unreachable' }) : undefined) });
    await listed(root);
    byName(root, 'button', 'Relancer, Garage Perrolaz')?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog .note')?.textContent).toContain('L’aperçu vient du serveur du cabinet'));
    expect(byName(root, 'dialog button', /^Envoyer 1 lettre/)?.textContent).toContain('par le serveur du cabinet');
    expect(root.querySelector('.mig-to')?.textContent).toContain('Inès Perrolaz');
  });

  test('nobody to remind is said, and nothing can be sent', async () => {
    const { root } = open();
    await listed(root);
    byName(root, 'input', 'Choisir Charpente Mugnier')?.click();
    await vi.waitFor(() => expect(root.querySelector<HTMLButtonElement>('.bulk .primary')?.disabled).toBe(true));
  });
});

describe('a dossier', () => {
  test('opens on its people with every step they took, and says how a code is asked for again', async () => {
    const { root } = open();
    await listed(root);
    byName(root, 'table.mig a', 'Cave des Aravelles')?.click();
    await vi.waitFor(() => expect(root.querySelector('.migpane h2')?.textContent).toBe('Cave des Aravelles'));
    const tom = () => [...root.querySelectorAll('.migpane .rows > li')].find((one) => one.textContent?.includes('Tom Aravel'));
    const steps = () => [...(tom()?.querySelectorAll('.mig-past li span') ?? [])].map((one) => one.textContent);
    await vi.waitFor(() => expect(steps()).toEqual(['Non commencée', 'E-mail saisi', 'Code à saisir']));
    expect(tom()?.querySelector('.hint')?.textContent).toContain('Un code vaut dix minutes');
    expect(root.querySelector('.migpane')?.textContent).toContain('accès désactivé');
    // The company in the rail is still the one that was chosen.
    expect(root.querySelector('.rail .company')?.textContent).toContain('Cabinet Aubrac Conseil');
  });

  test('R062 R066 adds, removes and refuses references, and saves the client code', async () => {
    const { root, of } = open({
      also: (name, body) =>
        name === 'client-reference-add' && (body as { value: string }).value === '---'
          ? ok({ outcome: 'refused', why: 'no-number' })
          : undefined,
    });
    await listed(root);
    byName(root, 'table.mig a', 'Garage Perrolaz')?.click();
    await vi.waitFor(() => expect(root.querySelectorAll('.mig-refs li')).toHaveLength(2));
    const value = () => root.querySelector<HTMLInputElement>('.mig-add input');
    type(value(), '---');
    await settled();
    byName(root, '.mig-add button', 'Ajouter')?.click();
    await vi.waitFor(() => expect(root.querySelector('.migpane [role=alert]')?.textContent).toContain('Écrivez un numéro'));
    expect(value()?.value).toBe('---');
    type(value(), 'NAV-1');
    await settled();
    byName(root, '.mig-add button', 'Ajouter')?.click();
    await vi.waitFor(() => expect(root.querySelectorAll('.mig-refs li')).toHaveLength(3));
    byName(root, '.mig-refs button', 'Retirer 20251107')?.click();
    await vi.waitFor(() => expect(root.querySelectorAll('.mig-refs li')).toHaveLength(2));
    type(root.querySelector<HTMLInputElement>('.mig-code input'), 'C777');
    await vi.waitFor(() => expect(byName(root, '.mig-code button', 'Enregistrer le code')).toBeDefined());
    byName(root, '.mig-code button', 'Enregistrer le code')?.click();
    await vi.waitFor(() => expect(of('client-code-set')).toMatchObject([{ code: 'C777' }]));
  });

  test('without the server its people still show; the references say where they are', async () => {
    const { root } = open({ also: (name) => (name.startsWith('client-') ? refuse({ tag: 'unreachable' }) : undefined) });
    await listed(root);
    byName(root, 'table.mig a', 'Garage Perrolaz')?.click();
    await vi.waitFor(() => expect(root.querySelector('.migpane')?.textContent).toContain('Les références sont sur le serveur du cabinet'));
    expect(root.querySelector('.migpane')?.textContent).toContain('Inès Perrolaz');
  });

  test('M4 names, notes and codes of people are text, whatever they hold', async () => {
    const { root, access } = open();
    const [first] = access;
    if (first) Object.assign(first.company, { name: '<img src=x onerror=alert(1)>', clientCode: '<script>' });
    await listed(root);
    type(root.querySelector<HTMLInputElement>('#migration-filter'), '<b>x</b>');
    await settled();
    expect(root.querySelector('img, script, b > b')).toBeNull();
  });
});

describe('an import', () => {
  const give = (root: ParentNode, text: string) => {
    const input = root.querySelector<HTMLInputElement>('dialog input[type=file]');
    const carried = new DataTransfer();
    carried.items.add(new File([text], 'clients.csv', { type: 'text/csv' }));
    if (input !== null) input.files = carried.files;
    input?.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const begun = async (root: ParentNode) => {
    await listed(root);
    byName(root, 'button', 'Importer des références')?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog input[type=file]')).not.toBeNull());
  };

  test('is read to its end first, and written only when somebody agrees', async () => {
    const { root, of } = open();
    await begun(root);
    give(root, 'Code client;Facture\nC1;F1\nC2;F2');
    await vi.waitFor(() => expect(root.querySelector('dialog')?.textContent).toContain('2 nouvelles références'));
    expect(of('client-import')).toMatchObject([{ write: false, first: 2, lines: ['C1;F1', 'C2;F2'] }]);
    byName(root, 'dialog button', /^Importer/)?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog')?.textContent).toContain('sont enregistrés'));
    expect(of('client-import')[1]).toMatchObject({ write: true });
  });

  test('F5 with a line to correct says which and why, and offers nothing to write', async () => {
    const { root } = open();
    await begun(root);
    give(root, 'Code client;Facture\nC1;F1\nC2;=1+1');
    await vi.waitFor(() => expect(root.querySelector('dialog .mig-results')?.textContent).toMatch(/Ligne 3\s: formule de tableur/));
    expect(byName(root, 'dialog button', /^Importer/)).toBeUndefined();
    give(root, '');
    await vi.waitFor(() => expect(root.querySelector('dialog [role=alert]')?.textContent).toContain('n’a pas de ligne'));
  });
});
