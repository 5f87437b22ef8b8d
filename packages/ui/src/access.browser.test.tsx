// The access screen with sample data, in a real browser: what is listed, what is asked of the server, what is said.

import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import type { CommandRefusal } from '@navette/device/model';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import './style/style.css';
import { click as clickNamed, named } from './testing/by-name.ts';
import { SAMPLE_ACCESS, SAMPLE_ACCESS_EVENTS, SAMPLE_FIRM } from './testing/sample-access.ts';
import { SAMPLE_NOW, sampleId } from './testing/sample-data.ts';
import { sampleDoors, type SampleOptions } from './testing/sample-doors.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };
const UNTIL = SAMPLE_NOW + 3 * 24 * 3600_000;
let place: HTMLElement | null = null;
let asked: { readonly name: string; readonly body: unknown }[] = [];

/** What a server would answer that agrees to everything. */
const agrees = (name: string): Result<unknown, CommandRefusal> => {
  switch (name) {
    case 'firm-people':
      return ok(SAMPLE_FIRM);
    case 'access-events':
      return ok({ events: SAMPLE_ACCESS_EVENTS, more: false });
    case 'user-add':
    case 'staff-add':
      return ok({ outcome: 'invited', invitation: sampleId(12, 9), until: UNTIL, letter: 'sent' });
    case 'access-resend':
      return ok({ outcome: 'sent', until: UNTIL, letter: 'sent' });
    default:
      return ok({ outcome: 'done' });
  }
};

function show(hash: string, options: SampleOptions = {}, answers: Partial<Record<string, unknown>> = {}): HTMLElement {
  location.hash = hash;
  asked = [];
  place = document.createElement('div');
  document.body.append(place);
  const doors = sampleDoors({
    bytes: 'away',
    access: SAMPLE_ACCESS,
    commands(name, body) {
      asked.push({ name, body });
      return name in answers ? (answers[name] === null ? refuse({ tag: 'unreachable' }) : ok(answers[name])) : agrees(name);
    },
    ...options,
  });
  render(<App doors={doors} host={host} />, place);
  return place;
}
const staff = { side: 'staff', companies: 3, firmRole: 'admin' } as const;

const press = (key: string) =>
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const click = async (root: ParentNode, name: string | RegExp): Promise<void> => clickNamed(root, name, 'button, a');
async function fill(root: ParentNode, label: RegExp, value: string): Promise<void> {
  const field = [...root.querySelectorAll('label')].find(({ textContent }) => label.test(textContent ?? ''))?.control;
  if (!(field instanceof HTMLInputElement)) throw new Error(`no field ${label}`);
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((resolve) => setTimeout(resolve, 20));
}
async function tick(root: ParentNode, label: RegExp): Promise<void> {
  [...root.querySelectorAll('label')].find(({ textContent }) => label.test(textContent?.trim() ?? ''))?.control?.click();
  await new Promise((resolve) => setTimeout(resolve, 20));
}
const listed = (root: HTMLElement) => vi.waitFor(() => expect(root.querySelectorAll('.usertable tbody tr').length).toBe(5));

beforeEach(() => browserPage.viewport(1280, 800));
afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
});

describe('axe finds nothing serious or critical', () => {
  test.each([
    ['users of a company', '#/access', {}],
    ['companies of the firm', '#/access', staff],
    ['the firm', '#/access?view=firm', staff],
    ['who changed what', '#/access?view=journal', staff],
    ['offline', '#/access', { sync: 'offline' }],
  ] as const)('%s', async (_name, hash, options) => {
    const root = show(hash, options);
    await vi.waitFor(() => expect(root.querySelector('.usertable, .companytable, .firmlist, .journal')).not.toBeNull());
    expect(await seriousFaults()).toEqual([]);
  });

  test.each([
    ['adding', '#/access', {}, 'Nouvel utilisateur'],
    ['removing', '#/access', {}, 'Supprimer, Hugo Lambert'],
    ['more acts', '#/access', {}, 'Autres actes, Hugo Lambert'],
    ['dossiers of a person', '#/access?view=firm', staff, 'Dossiers, Jules Kessler'],
  ] as const)('%s', async (_name, hash, options, button) => {
    const root = show(hash, options);
    await click(root, button);
    expect(await seriousFaults()).toEqual([]);
  });
});

describe('the modules on the home page', () => {
  test('R191 R210 four modules by their names, each a way in, for who has them; key figures are on the page itself', async () => {
    const root = show('#/home');
    await vi.waitFor(() => expect(named(root, 'h2', 'Vos modules')).toBeDefined());
    const own = named(root, 'h2', 'Vos modules')?.closest('section');
    const words = [...(own?.querySelectorAll('li') ?? [])].map(({ textContent }) => textContent?.trim());
    expect(words).toEqual([
      'Déposez vos documents',
      'Consultez les documents de la société',
      'Indicateurs clés',
      'Accédez à vos archives',
      'Administrez vos accès',
    ]);
    expect([...(own?.querySelectorAll('a') ?? [])].map((link) => link.getAttribute('href'))).toEqual([
      '#/deposit',
      '#/documents',
      '#/archive',
      '#/access',
    ]);
    expect(root.querySelector('#activity')).not.toBeNull();
  });
});

describe('the users of a company', () => {
  test('R194 one row a user, one column a module, then Modifier and Supprimer', async () => {
    const root = show('#/access');
    await listed(root);
    const heads = [...root.querySelectorAll('.usertable thead th')].map(({ textContent }) => textContent?.trim());
    expect(heads).toEqual(['Utilisateur', 'Déposez vos documents', 'Compta en ligne', 'Archives', 'Accès', 'Actes']);
    const hugo = [...root.querySelectorAll('.usertable tbody tr')][1];
    expect(hugo?.textContent).toContain('hugo.lambert@bonnefoy.example');
    expect([...(hugo?.querySelectorAll('td') ?? [])].map(({ textContent }) => textContent?.trim()).slice(0, 4)).toEqual([
      'le sien',
      '·non',
      '·non',
      '·non',
    ]);
    for (const act of ['Modifier, Hugo Lambert', 'Supprimer, Hugo Lambert']) expect(named(root, 'button', act)).toBeDefined();
    expect(root.textContent).toMatch(/Invité, lien valable jusqu’au 22\u00a0nov\./);
    expect(root.textContent).toContain('Invité, lien expiré');
    expect(root.textContent).toContain('Désactivé');
    expect(root.textContent, 'R197').toContain('sécurité avancée');
  });

  test('R193 R196 "Nouvel utilisateur" opens the form; what is ticked is explained at once and asked of the server', async () => {
    const root = show('#/access');
    await listed(root);
    await click(root, 'Nouvel utilisateur');
    const form = root.querySelector('dialog') ?? document.body;
    expect(form.textContent).toContain('Ajout d’un utilisateur web');
    await fill(form, /Adresse e-mail/, 'lea.roux@bonnefoy.example');
    await fill(form, /Prénom et nom/, 'Léa Roux');
    expect(form.querySelector('.explained')?.textContent).toContain('Léa ne verra pas la paie');
    await tick(form, /^Consultez votre Compta en ligne/);
    expect(form.querySelector('.explained')?.textContent).toContain(
      'Léa pourra déposer des documents (commun) et consulter la compta en ligne.',
    );
    await click(form, 'Inviter');
    await vi.waitFor(() =>
      expect(root.querySelector('.said')?.textContent).toMatch(/L’invitation est partie à lea\.roux@bonnefoy\.example/),
    );
    expect(root.querySelector('dialog')).toBeNull();
    expect(asked.find(({ name }) => name === 'user-add')?.body).toMatchObject({
      email: 'lea.roux@bonnefoy.example',
      name: 'Léa Roux',
      right: { deposit: ['common'], accounts: 'read', archive: [], admin: false },
    });
  });

  test('R107 what the giver does not hold cannot be ticked, and says so', async () => {
    const root = show('#/access');
    await click(root, 'Nouvel utilisateur');
    const form = root.querySelector('dialog') ?? document.body;
    const management = [...form.querySelectorAll('label')].find(({ textContent }) => textContent?.trim() === 'Gestion')?.control;
    expect(management).toHaveProperty('disabled', true);
    expect(form.textContent).toContain('vous ne l’avez pas vous-même');
  });

  test('an address or a name that is missing is said at its field, and nothing is asked', async () => {
    const root = show('#/access');
    await click(root, 'Nouvel utilisateur');
    const form = root.querySelector('dialog') ?? document.body;
    await click(form, 'Inviter');
    expect(form.querySelector('[role=alert]')?.textContent).toContain('Écrivez une adresse e-mail');
    expect(document.activeElement).toHaveProperty('type', 'email');
    await fill(form, /Adresse e-mail/, 'lea@bonnefoy.example');
    await click(form, 'Inviter');
    expect(form.textContent).toContain('Écrivez le prénom et le nom.');
    expect(asked).toEqual([]);
  });

  test('a message that did not leave is said, and can be sent again', async () => {
    const root = show('#/access', {}, { 'user-add': { outcome: 'invited', invitation: sampleId(12, 9), until: UNTIL, letter: 'failed' } });
    await click(root, 'Nouvel utilisateur');
    const form = root.querySelector('dialog') ?? document.body;
    await fill(form, /Adresse e-mail/, 'lea@bonnefoy.example');
    await fill(form, /Prénom et nom/, 'Léa Roux');
    await click(form, 'Inviter');
    await vi.waitFor(() => expect(root.querySelector('.said')?.textContent).toContain('le message n’est pas parti'));
    await click(root, 'Renvoyer le message');
    await vi.waitFor(() => expect(root.querySelector('.said')?.textContent).toContain('Le lien d’accès de Léa Roux est parti.'));
    expect(asked.at(-1)).toMatchObject({ name: 'access-resend', body: { user: sampleId(12, 9) } });
  });

  test('R195 G15 "Renvoyer l’accès" promises a link and no password', async () => {
    const root = show('#/access');
    await click(root, 'Autres actes, Hugo Lambert');
    expect(root.querySelector('.rowmenu')?.textContent).toContain('jamais un mot de passe');
    await click(root, /^Renvoyer l’accès/);
    await vi.waitFor(() => expect(root.querySelector('.said')?.textContent).toContain('Le lien d’accès de Hugo Lambert est parti.'));
  });

  test('R198 a removal names the person, and offers the milder act; R108 the milder one can be taken back', async () => {
    const root = show('#/access');
    await click(root, 'Supprimer, Hugo Lambert');
    expect(named(root, 'dialog button', 'Supprimer l’accès de Hugo Lambert')).toBeDefined();
    await click(root, 'Désactiver plutôt');
    await vi.waitFor(() => expect(root.querySelector('.said')?.textContent).toContain('L’accès de Hugo Lambert est fermé.'));
    await click(root, 'Rétablir l’accès');
    await vi.waitFor(() => expect(root.querySelector('.said')?.textContent).toContain('est rétabli'));
    expect(asked.map(({ name }) => name)).toEqual(['user-deactivate', 'user-reactivate']);
  });

  test('a refusal is said where it was asked: the last administrator stays', async () => {
    const root = show('#/access', {}, { 'user-delete': { outcome: 'last-administrator' } });
    await click(root, 'Supprimer, Claire Morel');
    expect(root.querySelector('dialog')?.textContent).toContain('C’est votre propre accès');
    await click(root, 'Supprimer l’accès de Claire Morel');
    await vi.waitFor(() => expect(root.querySelector('dialog [role=alert]')?.textContent).toContain('dernier administrateur'));
  });

  test('offline the list is read, and every act says that it needs the server', async () => {
    const root = show('#/access', { sync: 'offline' });
    await listed(root);
    await vi.waitFor(() => expect(root.textContent).toContain('Hors ligne. La liste est celle de 14:32.'));
    expect(named(root, 'button', 'Nouvel utilisateur, demande le serveur')).toHaveProperty('disabled', true);
    expect(named(root, 'button', 'Supprimer, Hugo Lambert')).toHaveProperty('disabled', true);
    press('n');
    expect(root.querySelector('dialog')).toBeNull();
  });

  test('j and k move, e edits, n adds', async () => {
    const root = show('#/access');
    await listed(root);
    // The screen listens from its first drawing on, which a busy machine may show a moment before.
    await vi.waitFor(() => {
      if (root.querySelector('tr.is-cur') === null) press('j');
      expect(root.querySelector('tr.is-cur')?.textContent ?? '').toContain('Claire Morel');
    });
    press('j');
    await vi.waitFor(() => expect(root.querySelector('tr.is-cur')?.textContent ?? '').toContain('Hugo Lambert'));
    press('e');
    await vi.waitFor(() => expect(root.querySelector('dialog')?.textContent).toContain('Modification d’un utilisateur'));
    await vi.waitFor(() => expect(document.activeElement).toHaveProperty('value', 'Hugo Lambert'));
    await click(root.querySelector('dialog') ?? root, 'Annuler');
    press('k');
    press('n');
    await vi.waitFor(() => expect(root.querySelector('dialog')?.textContent).toContain('Ajout d’un utilisateur web'));
  });

  test('with nobody the list says what to do next', async () => {
    const [first] = SAMPLE_ACCESS;
    const root = show('#/access', { access: first ? [{ ...first, users: [] }] : [] });
    await vi.waitFor(() => expect(root.textContent).toContain('Personne n’a encore accès'));
  });

  test('R063 the profile of newcomers says what they will be able to do, and is chosen without administration', async () => {
    const root = show('#/access');
    await click(root, 'Choisir ce profil');
    const form = root.querySelector('dialog') ?? document.body;
    expect(form.textContent).not.toContain('Administrez vos accès');
    await click(form, 'Collaborateur');
    await click(form, 'Enregistrer');
    await vi.waitFor(() => expect(root.querySelector('.said')?.textContent).toContain('nouveaux venus'));
    expect(asked.at(-1)?.body).toMatchObject({ right: { deposit: ['common'], admin: false } });
  });

  test('on a phone a user is an item of a list, with what was given and nothing beside the page', async () => {
    await browserPage.viewport(390, 844);
    const root = show('#/access');
    await vi.waitFor(() => expect(root.querySelectorAll('.userlist > li').length).toBe(5));
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
    expect(await seriousFaults()).toEqual([]);
  });
});

describe('the firm', () => {
  test('R107 somebody of the firm has the list of companies, and each leads to its users', async () => {
    const root = show('#/access', { side: 'staff', companies: 3 });
    await vi.waitFor(() => expect(root.querySelectorAll('.companytable tbody tr').length).toBe(3));
    expect(root.querySelector('.tabs')).toBeNull();
    named(root, 'a', 'Atelier Bonnefoy')?.click();
    await listed(root);
  });

  test('G24 its administrators also have their own people, with replacements and their days', async () => {
    const root = show('#/access?view=firm', staff);
    await vi.waitFor(() => expect(root.querySelectorAll('.firmlist > li').length).toBe(3));
    expect(root.textContent).toMatch(/du 16\u00a0novembre\s2026 au 27\u00a0novembre\s2026, à la place de Nadia Ferrand/);
    await click(root, 'Dossiers, Jules Kessler');
    const form = root.querySelector('dialog') ?? document.body;
    await tick(form, /^Aux Trois Sapins/);
    await tick(form, /^Pour un remplacement/);
    await click(form, 'Enregistrer');
    expect(form.textContent).toContain('Choisissez un premier et un dernier jour.');
    await fill(form, /^Premier jour/, '2026-12-01');
    await fill(form, /^Dernier jour/, '2026-12-05');
    await click(form, 'Enregistrer');
    await vi.waitFor(() =>
      expect(asked.find(({ name }) => name === 'staff-assign')?.body).toMatchObject({
        days: { first: '2026-12-01', last: '2026-12-05', replaces: null },
      }),
    );
  });

  test('without the server the firm’s list says so and can be asked again; a client never asks', async () => {
    const root = show('#/access?view=firm', staff, { 'firm-people': null });
    await vi.waitFor(() => expect(root.textContent).toContain('Cette page demande le serveur du cabinet'));
    expect(named(root, 'button', 'Réessayer')).toBeDefined();
    if (place !== null) render(null, place);
    place?.remove();
    const client = show('#/access?view=firm');
    await listed(client);
    expect(asked).toEqual([]);
  });
});
