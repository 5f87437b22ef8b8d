// The follow-up of sendings, the firms of one person, the administration and the options, in a real browser: axe finds nothing
// serious, keys and acts do what they say.

import { render, type ComponentChild } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import { Options } from './options/Options.tsx';
import { Popup, type PageState } from './Popup.tsx';
import { changeSettings } from './settings.ts';
import './style/style.css';
import { click, named } from './testing/by-name.ts';
import { sampleAnswers, sampleOptionsDoor, sampleOtherFirms } from './testing/sample-administration.ts';
import { SAMPLE_NOW, sampleId } from './testing/sample-data.ts';
import { sampleDoors, type SampleOptions } from './testing/sample-doors.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };
const REJECTED = sampleId<string>(20, 2);
let place: HTMLElement | null = null;

function show(what: ComponentChild): HTMLElement {
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
  render(what, place);
  return place;
}

function showApp(hash: string, options: SampleOptions = {}, more: Partial<Host> = {}) {
  location.hash = hash;
  const doors = sampleDoors({ bytes: 'away', commands: sampleAnswers(), ...options });
  return { doors, root: show(<App doors={doors} host={{ ...host, ...more }} />) };
}

const press = (key: string) =>
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const titles = (root: ParentNode) => [...root.querySelectorAll('.sendlist tbody th a')].map((link) => link.textContent);
/** A person never acts twice within one drawing. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));
const ready = (root: ParentNode) => vi.waitFor(() => expect(root.querySelectorAll('.sendlist tbody a').length).toBeGreaterThan(3));

beforeEach(() => browserPage.viewport(1280, 800));
afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
  changeSettings({ language: null, theme: 'system', shortcuts: true, shared: false });
});

describe('axe finds nothing serious or critical', () => {
  const screens: readonly (readonly [string, string, SampleOptions])[] = [
    ['the follow-up', '#/sendings', {}],
    ['a rejected declaration', `#/sendings/${REJECTED}`, {}],
    ['a deposit followed', `#/sendings/${sampleId(4, 6)}`, {}],
    ['an empty follow-up', '#/sendings', { documents: 0 }],
    ['the keys of the firm', '#/administration/keys', { side: 'staff' }],
    ['the details of the firm', '#/administration', { side: 'staff' }],
    ['the administration without a server', '#/administration/keys', { side: 'staff', commands: () => undefined }],
    ['adding a firm', '#/add-firm', { otherFirms: sampleOtherFirms() }],
  ];
  test.each(['light', 'dark'] as const)('in the %s', async (theme) => {
    changeSettings({ theme });
    for (const [name, hash, options] of screens) {
      const { root } = showApp(hash, options);
      await vi.waitFor(() => expect(root.querySelector('h1, h2')).not.toBeNull());
      await vi.waitFor(() => expect(root.querySelector('[aria-busy="true"]')).toBeNull());
      expect(await seriousFaults(), name).toEqual([]);
      render(null, root);
      root.remove();
    }
  });

  test('on a phone', async () => {
    await browserPage.viewport(390, 844);
    for (const hash of ['#/sendings', `#/sendings/${REJECTED}`, '#/administration/keys']) {
      const { root } = showApp(hash, { side: hash.includes('admin') ? 'staff' : 'client' });
      await vi.waitFor(() => expect(root.querySelector('h1, h2')).not.toBeNull());
      expect(await seriousFaults(), hash).toEqual([]);
      render(null, root);
      root.remove();
    }
  });

  test('in the options, with and without what an administrator set', async () => {
    const managed = {
      subscribe: (tell: (set: { serverOrigin: string; portalOrigins: string[] }) => void) => (
        tell({ serverOrigin: 'https://navette.example', portalOrigins: ['https://portail.example'] }),
        () => undefined
      ),
    };
    for (const more of [{}, { managed }]) {
      const root = show(<Options doors={sampleDoors()} host={{ ...host, ...more }} door={sampleOptionsDoor()} />);
      await vi.waitFor(() => expect(root.querySelectorAll('section.block').length).toBeGreaterThan(5));
      expect(await seriousFaults()).toEqual([]);
      render(null, root);
      root.remove();
    }
  });
});

describe('R070, R072 the follow-up of sendings', () => {
  test('R070 the menu that bears the person’s name leads to it, in the application and from the small window of the toolbar', async () => {
    const { root } = showApp('#/home');
    await vi.waitFor(() => expect(root.querySelector('button.me')).not.toBeNull());
    expect(root.querySelector('button.me')?.textContent).toContain('Claire Morel');
    root.querySelector<HTMLElement>('button.me')?.click();
    await vi.waitFor(() => expect(named(root, '.menu.account a', 'Suivi des envois')).toBeDefined());
    await click(root, 'Suivi des envois', '.menu.account a');
    await ready(root);
    render(null, root);
    const opened: string[] = [];
    const page = {
      state: { subscribe: (listener: (state: PageState) => void) => (listener({ canDeposit: true }), () => undefined) },
      depositThisPage: async () => undefined,
    };
    render(<Popup doors={sampleDoors()} host={{ ...host, openApp: (route) => void opened.push(route) }} page={page} />, root);
    await vi.waitFor(() => expect(root.querySelector('button.company')?.textContent).toContain('Claire Morel'));
    root.querySelector<HTMLElement>('button.company')?.click();
    await vi.waitFor(() => expect(named(root, '.menu a', 'Suivi des envois')).toBeDefined());
    await click(root, 'Suivi des envois', '.menu a');
    expect(opened).toEqual(['#/sendings']);
  });

  test('R072 declarations and deposits stand in one list, each with the words of its own', async () => {
    const { root } = showApp('#/sendings', { documents: 12 });
    await ready(root);
    expect(titles(root)).toContain('DSN mensuelle d’octobre 2026');
    expect(titles(root)).toContain('Relevé compte courant, octobre');
    const words = new Set([...root.querySelectorAll('.sendlist .state')].map((chip) => chip.textContent));
    for (const word of ['Préparé', 'Rejeté', 'Reçu', 'Accepté', 'Pris en charge', 'Refusé']) expect(words).toContain(word);
    press('2');
    await vi.waitFor(() => expect(titles(root)).not.toContain('Relevé compte courant, octobre'));
    expect(titles(root)).toHaveLength(8);
    press('3');
    await vi.waitFor(() => expect(titles(root)).not.toContain('DSN mensuelle d’octobre 2026'));
    press('1');
    await vi.waitFor(() => expect(titles(root).length).toBe(20));
  });

  test('R072 the rejected one says why, what to do, by which one it was put right, and when each state came', async () => {
    const { root } = showApp('#/sendings');
    await ready(root);
    await click(root, 'DSN mensuelle d’octobre 2026', '.sendlist a');
    await vi.waitFor(() => expect(root.querySelector('.viewer .note.bad')?.textContent).toContain('n’est pas reconnu'));
    const viewer = root.querySelector<HTMLElement>('.viewer');
    expect(viewer?.querySelector('.note.bad')?.textContent).toMatch(/^Rejeté.: Le numéro/);
    expect([...(viewer?.querySelectorAll('.track b') ?? [])].map((step) => step.textContent)).toEqual([
      'Préparé',
      'Envoyé',
      'Reçu',
      'Rejeté',
    ]);
    expect(viewer?.querySelectorAll('.history time')).toHaveLength(4);
    await click(viewer as HTMLElement, /annule et remplace/, 'a');
    await vi.waitFor(() => expect(root.querySelector('.viewer')?.textContent).toContain('Corrige'));
    press('Escape');
    await vi.waitFor(() => expect(root.querySelector('.viewer')).toBeNull());
  });

  test('R072, K6 where the product’s clock disagrees, its time is shown as its own word', async () => {
    const { root } = showApp(`#/sendings/${sampleId(20, 0)}`);
    await vi.waitFor(() => expect(root.querySelector('.viewer .history')?.textContent).toMatch(/D’après Fiscal Aubrac.: hier à 14:11/));
    expect(root.querySelector('.viewer .history time')?.textContent).toBe('hier à 14:58');
  });

  test('R072 it is read offline as it is online: nothing is asked of the server', async () => {
    const { root } = showApp('#/sendings', {
      sync: 'offline',
      commands: () => {
        throw new Error('the server was asked');
      },
    });
    await ready(root);
    expect(titles(root)).toContain('TVA CA3 d’octobre 2026');
  });

  test('kinds, periods, states and words narrow the list, and an empty search says how to widen it', async () => {
    const { root } = showApp('#/sendings', { documents: 12 });
    await ready(root);
    const choose = (label: string, value: string) => {
      const select = root.querySelector<HTMLSelectElement>(`select[aria-label="${label}"]`);
      if (!select) throw new Error(label);
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    };
    choose('Type', 'declaration/dsn');
    await vi.waitFor(() => expect(titles(root)).toHaveLength(3));
    choose('État', 'declaration/rejected');
    await vi.waitFor(() => expect(titles(root)).toEqual(['DSN mensuelle d’octobre 2026']));
    choose('Période', '2025');
    await vi.waitFor(() => expect(root.querySelector('.empty')?.textContent).toContain('Enlevez un filtre'));
    await click(root, 'Enlever les filtres');
    await vi.waitFor(() => expect(titles(root)).toHaveLength(20));
  });

  test('j and k go through both, Enter opens, and focus comes back to the row', async () => {
    const { root } = showApp('#/sendings');
    await ready(root);
    for (let row = 2; row < 5; row++) {
      press('j');
      await vi.waitFor(() => expect(root.querySelector('tr.is-cur')?.getAttribute('aria-rowindex')).toBe(String(row)));
    }
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Acompte d’impôt sur les sociétés'));
    (document.activeElement as HTMLElement).click();
    await vi.waitFor(() => expect(root.querySelector('.viewer')).not.toBeNull());
    await click(root, 'Fermer', '.viewer button');
    await vi.waitFor(() => expect(root.querySelector('.viewer')).toBeNull());
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Acompte d’impôt sur les sociétés'));
  });

  test('ten thousand deposits and their declarations are drawn a few dozen at a time', async () => {
    const { root } = showApp('#/sendings', { documents: 10_000 });
    await ready(root);
    expect(root.querySelectorAll('.sendlist tbody tr').length).toBeLessThan(80);
    expect(root.querySelector('.sendlist')?.getAttribute('aria-rowcount')).toBe('10009');
  });

  test('an empty one says how a product is connected, to whoever may and to whoever asks', async () => {
    const { root } = showApp('#/sendings', { documents: 0 });
    await vi.waitFor(() => expect(named(root, '.empty a', 'Relier un logiciel')?.getAttribute('href')).toBe('#/administration/keys'));
  });
});

describe('R208 several firms', () => {
  test('R208 firms and their companies stand in one list, each firm with what of it is not in step', async () => {
    const { root, doors } = showApp('#/home', { otherFirms: sampleOtherFirms() });
    const switched = vi.spyOn(doors.session, 'switchTo');
    await vi.waitFor(() => expect(root.querySelector('button.company')).not.toBeNull());
    root.querySelector<HTMLElement>('button.company')?.click();
    await vi.waitFor(() => expect(root.querySelectorAll('.firmhead')).toHaveLength(3));
    expect([...root.querySelectorAll('.firmhead')].map((head) => head.textContent)).toEqual([
      'Cabinet Aubrac Conseildémonstration',
      expect.stringMatching(/^Cabinet des Cimes2.en attente$/),
      'Compta du Lacreconnexion nécessaire',
    ]);
    expect(await seriousFaults()).toEqual([]);
    await click(root, 'SCI des Aravelles', '.choice');
    await vi.waitFor(() => expect(root.querySelector('button.company')?.textContent).toContain('SCI des Aravelles'));
    expect(switched).toHaveBeenCalledWith('second');
    expect(location.hash).toBe(`#/home?dossier=${sampleId(40, 1)}`);
  });

  test('R208 one search looks through all of them; a firm’s name brings its companies', async () => {
    const { root } = showApp('#/home', { side: 'staff', otherFirms: sampleOtherFirms() });
    await vi.waitFor(() => expect(root.querySelector('button.company')).not.toBeNull());
    root.querySelector<HTMLElement>('button.company')?.click();
    const search = await vi.waitFor(() => {
      const found = root.querySelector<HTMLInputElement>('.chooser input');
      if (!found) throw new Error('no search');
      return found;
    });
    const type = (text: string) => {
      search.value = text;
      search.dispatchEvent(new Event('input', { bubbles: true }));
    };
    const found = () => [...root.querySelectorAll('.chooser .choice')].map((choice) => choice.textContent);
    type('lac noir');
    // One of this firm, and the same name at another: both are there, each under its firm.
    await vi.waitFor(() => expect(found()).toEqual(['Hôtel du Lac Noir', 'Hôtel du Lac Noir']));
    type('cimes');
    await vi.waitFor(() => expect(found()).toEqual(['SCI des Aravelles', 'Association du Four']));
  });

  test('R208 another firm is added from there, in the extension and not in the portal; not where the address is set for everybody', async () => {
    const managed = {
      subscribe: (tell: (set: { serverOrigin: string; portalOrigins: string[] }) => void) => (
        tell({ serverOrigin: 'https://navette.example', portalOrigins: [] }),
        () => undefined
      ),
    };
    for (const [more, offered] of [
      [{}, true],
      [{ kind: 'portal' as const, origin: 'https://navette.example' }, false],
      [{ managed }, false],
    ] as const) {
      const { root } = showApp('#/home', { companies: 2 }, more);
      await vi.waitFor(() => expect(root.querySelector('button.company')).not.toBeNull());
      root.querySelector<HTMLElement>('button.company')?.click();
      await vi.waitFor(() => expect(root.querySelectorAll('.chooser .choice').length).toBe(3));
      expect(named(root, '.chooser a', 'Ajouter un cabinet') !== undefined).toBe(offered);
      render(null, root);
      root.remove();
    }
  });

  test('R208 signing out names the firm it ends, and says where one stays; a shared computer leaves them all', async () => {
    const { root, doors } = showApp('#/home', { otherFirms: sampleOtherFirms() });
    const out = vi.spyOn(doors.session, 'signOut');
    await vi.waitFor(() => expect(root.querySelector('button.me')).not.toBeNull());
    root.querySelector<HTMLElement>('button.me')?.click();
    await click(root, 'Se déconnecter', '.menu.account button');
    await vi.waitFor(() => expect(root.querySelector('dialog h2')?.textContent).toBe('Se déconnecter de Cabinet Aubrac Conseil'));
    expect(root.querySelector('dialog')?.textContent).toContain('vous restez connecté à Cabinet des Cimes, Compta du Lac');
    expect(await seriousFaults()).toEqual([]);
    await click(root, /Cet ordinateur est partagé/, 'dialog label');
    await vi.waitFor(() => expect(named(root, 'dialog label', /Quitter aussi/)?.querySelector('input')?.checked).toBe(true));
    await click(root, 'Se déconnecter', 'dialog button');
    await vi.waitFor(() => expect(out).toHaveBeenCalledWith('erase', 'all'));
  });

  test('the sign-in address that an administrator set is the one that is asked, and no other can be typed', async () => {
    const managed = {
      subscribe: (tell: (set: { serverOrigin: string; portalOrigins: string[] }) => void) => (
        tell({ serverOrigin: 'https://navette.cabinet.example', portalOrigins: [] }),
        () => undefined
      ),
    };
    const { root, doors } = showApp('', { signedIn: false }, { managed });
    await vi.waitFor(() => expect(root.textContent).toContain('Adresse fixée par votre cabinet'));
    expect(root.querySelector('input[autocomplete="url"]')).toBeNull();
    expect(named(root, 'button', /autre serveur/i)).toBeUndefined();
    expect(root.textContent).toContain('https://navette.cabinet.example');
    expect(doors).toBeDefined();
  });

  test('R208 whose session has ended at the firm on screen is asked for a password there, not for an address', async () => {
    const { root } = showApp('#/home', { sync: 'sign-in-needed', otherFirms: sampleOtherFirms() });
    await vi.waitFor(() => expect(root.querySelector('.banner.decideless button')).not.toBeNull());
    root.querySelector<HTMLElement>('.banner.decideless button')?.click();
    await vi.waitFor(() => expect(root.querySelector('input[autocomplete="current-password"]')).not.toBeNull());
    expect(root.querySelector('.signin')?.textContent).toContain('https://portail.aubrac.example');
    expect(root.querySelector('input[autocomplete="url"]')).toBeNull();
  });
});

describe('R160 API keys', () => {
  test('R160 a key is made with a name, a product and its companies, and is shown once', async () => {
    const { root } = showApp('#/administration/keys', { side: 'staff' });
    await vi.waitFor(() => expect(named(root, 'button', 'Créer une clé')).toBeDefined());
    expect(root.textContent).toContain('en dehors des heures de bureau');
    await click(root, 'Créer une clé');
    await vi.waitFor(() => expect(root.querySelector('dialog form')).not.toBeNull());
    await click(root, 'Créer la clé', 'dialog button');
    await vi.waitFor(() => expect(root.querySelector('dialog .error')?.textContent).toContain('Donnez un nom'));
    expect(document.activeElement?.getAttribute('aria-invalid')).toBe('true');
    const [name, product] = root.querySelectorAll<HTMLInputElement>('dialog input.input');
    for (const [field, text] of [
      [name, 'Paie 2027'],
      [product, 'Paie Pro'],
    ] as const) {
      if (!field) throw new Error('no field');
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    await click(root, 'Ceux que vous choisissez', 'dialog label');
    await vi.waitFor(() => expect(root.querySelector('.picklist')).not.toBeNull());
    await click(root, 'Atelier Bonnefoy', '.picklist label');
    await vi.waitFor(() => expect(root.querySelector('.picklist small')?.textContent).toMatch(/^1.dossier choisi$/));
    expect(await seriousFaults()).toEqual([]);
    await click(root, 'Créer la clé', 'dialog button');
    await vi.waitFor(() => expect(root.querySelector<HTMLInputElement>('dialog .keyonce input')?.value).toBe(`nvk_${'A'.repeat(43)}`));
    expect(await seriousFaults()).toEqual([]);
    await click(root, 'Fermer', 'dialog button');
    await vi.waitFor(() => expect(root.querySelector('dialog')).toBeNull());
    await vi.waitFor(() => expect(root.querySelector('.keytable')?.textContent).toContain('Paie 2027'));
    expect(root.textContent).not.toContain('nvk_');
  });

  test('R160 ending one names it and what it stops, and is done at once', async () => {
    const { root } = showApp('#/administration/keys', { side: 'staff' });
    await vi.waitFor(() => expect(root.querySelectorAll('.keytable tbody tr')).toHaveLength(4));
    root.querySelector<HTMLElement>('.keytable .keyact button')?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog h2')?.textContent).toMatch(/^Révoquer la clé «.Paie du cabinet.»$/));
    await click(root, 'Révoquer la clé', 'dialog button');
    await vi.waitFor(() => expect(root.querySelectorAll('.keytable .endedkey')).toHaveLength(2));
  });

  test('without the server the section says that it needs it, and asks again', async () => {
    let there = false;
    const answers = sampleAnswers();
    const { root } = showApp('#/administration/keys', {
      side: 'staff',
      commands: (name, body) => (there ? answers(name, body) : undefined),
    });
    await vi.waitFor(() => expect(root.querySelector('.empty')?.textContent).toContain('Le serveur doit répondre'));
    there = true;
    await click(root, 'Réessayer');
    await vi.waitFor(() => expect(root.querySelector('.keytable')).not.toBeNull());
  });

  test('the firm’s details are changed by its administrators and read by the others; a wrong field is named', async () => {
    const { root } = showApp('#/administration', { side: 'staff' });
    const email = await vi.waitFor(() => {
      const found = root.querySelector<HTMLInputElement>('#firm-email');
      if (!found) throw new Error('no form');
      return found;
    });
    email.value = 'contact';
    email.dispatchEvent(new Event('input', { bubbles: true }));
    await settled();
    await click(root, 'Enregistrer');
    await vi.waitFor(() => expect(root.querySelector('#firm-email-note')?.textContent).toContain('Écrivez une adresse complète'));
    expect(document.activeElement).toBe(email);
    email.value = 'accueil@aubrac.example';
    email.dispatchEvent(new Event('input', { bubbles: true }));
    await settled();
    await click(root, 'Enregistrer');
    await vi.waitFor(() => expect(root.textContent).toContain('Enregistré.'));
    render(null, root);
    root.remove();
    const other = showApp('#/administration', { side: 'staff', commands: sampleAnswers({ mayChange: false }) });
    await vi.waitFor(() => expect(other.root.textContent).toContain('Seul un administrateur'));
    expect(other.root.querySelector('#firm-email')).toBeNull();
  });
});

describe('the options of the extension', () => {
  test('what was granted is listed and taken back, keys are shown, and the space that is used', async () => {
    const root = show(<Options doors={sampleDoors({ otherFirms: sampleOtherFirms() })} host={host} door={sampleOptionsDoor()} />);
    await vi.waitFor(() => expect(root.querySelectorAll('#sites li')).toHaveLength(2));
    expect(root.querySelector('#keys')?.textContent).toContain('AltN');
    expect(root.querySelector('#here')?.textContent).toMatch(/46,1.Mo/);
    expect(root.querySelector('#here')?.textContent).toMatch(/Cabinet des Cimes.*2.envois en attente/);
    await click(root, 'Retirer l’autorisation de factures.telecom-hexa.example', '#sites button');
    await vi.waitFor(() => expect(root.querySelectorAll('#sites li')).toHaveLength(1));
    expect(root.querySelector('#sites [role=status]')?.textContent).toBe('factures.telecom-hexa.example n’est plus autorisé.');
    expect(root.querySelector('#news')?.textContent).toContain('Navette');
  });

  test('what an administrator set is shown as locked', async () => {
    const managed = {
      subscribe: (tell: (set: { serverOrigin: string; portalOrigins: string[] }) => void) => (
        tell({ serverOrigin: 'https://navette.example', portalOrigins: [] }),
        () => undefined
      ),
    };
    const root = show(<Options doors={sampleDoors()} host={{ ...host, managed }} door={sampleOptionsDoor()} />);
    await vi.waitFor(() => expect(root.querySelector('#managed')?.textContent).toContain('Verrouillé'));
    expect(root.querySelector('#managed input')).toBeNull();
  });
});
