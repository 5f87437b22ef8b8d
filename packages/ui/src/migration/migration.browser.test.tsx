// The assistant's pages with sample data, in a real browser: what each says and keeps, its entries, and that axe finds nothing.

import { render } from 'preact';
import type { CommandRefusal, DeviceDoors } from '@navette/device/model';
import type { Result } from '@navette/kernel/result';
import { DEFAULT_SALES_TERMS } from '@navette/domain/sales-terms';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage, userEvent } from 'vitest/browser';
import { App } from '../App.tsx';
import type { Host } from '../host.ts';
import '../style/style.css';
import { ATELIER, SAMPLE_NOW, sampleId } from '../testing/sample-data.ts';
import { sampleDoors, type SampleOptions } from '../testing/sample-doors.ts';
import { EMPTY_DRAFT, type Draft } from './draft.ts';
import { seriousFaults } from '../testing/serious-faults.ts';

const host: Host = { kind: 'portal', language: 'fr', workerUrl: '/w.mjs', origin: 'https://navette.aubrac.example', now: () => SAMPLE_NOW };
const ME = sampleId(3, 2);
const SECRET = 'a'.repeat(32);
const places: HTMLElement[] = [];
/** With patience: other work may be done on this machine meanwhile. */
const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 10_000 });

const FACTS = {
  step: 'finalised',
  email: 'claire@bonnefoy.example',
  since: SAMPLE_NOW,
  session: 30 * 24 * 3600_000,
  waitsFor: null,
  refused: null,
  dossiers: [
    {
      id: ATELIER,
      name: 'Atelier <b>Bonnefoy</b>',
      clientCode: 'C20311',
      attached: 'automatic',
      mayAdminister: true,
      administrator: null,
    },
  ],
  terms: DEFAULT_SALES_TERMS,
  demo: null,
};
const going = (next: string, code: object | null = null) => ({
  outcome: 'going-on',
  flow: SECRET,
  email: 'new@bonnefoy.example',
  next,
  code,
});
const CODE = { id: SECRET, lifetime: 600_000, again: 40_000 };

type Answers = Record<string, unknown>;
function answering(answers: Answers) {
  const asked: { name: string; body: unknown }[] = [];
  const commands = (name: string, body: unknown): Result<unknown, CommandRefusal> | undefined => {
    asked.push({ name, body });
    return name in answers ? { ok: true, value: answers[name] } : undefined;
  };
  return { asked, commands };
}

function open(hash: string, options: SampleOptions = {}, doors?: DeviceDoors) {
  const place = document.createElement('div');
  place.id = `root${places.length}`;
  document.body.append(place);
  places.push(place);
  location.hash = hash;
  const own = doors ?? sampleDoors({ bytes: 'away', documents: 3, migration: 'not-started', ...options });
  render(<App doors={own} host={host} />, place);
  return { root: place, doors: own };
}
async function stand(stage: Draft['stage'], more: Partial<Draft> = {}, options: SampleOptions = {}) {
  const doors = sampleDoors({ bytes: 'away', documents: 3, migration: 'code-sent', ...options });
  const owner = options.signedIn === false ? 'nobody' : await idOf(doors);
  const flow = { secret: SECRET, email: 'new@bonnefoy.example' };
  await doors.library.saveDraft('migration', { [owner]: { ...EMPTY_DRAFT, email: flow.email, flow, stage, ...more } });
  return open('#/migration', options, doors);
}
const idOf = (doors: DeviceDoors) =>
  new Promise<string>((resolve) => void doors.library.account.subscribe((account) => resolve(account?.user.id ?? ME)));
const title = (root: ParentNode) => root.querySelector('h1')?.textContent;
const button = (root: ParentNode, name: string) =>
  [...root.querySelectorAll<HTMLElement>('button, a')].find((element) => element.textContent?.trim() === name);
const dialog = (root: ParentNode) => root.querySelector('dialog') ?? root;
const field = (root: ParentNode, label: string) => {
  const found = [...root.querySelectorAll('label')].find((one) => one.textContent === label);
  return root.querySelector<HTMLInputElement>(`[id="${found?.htmlFor ?? ''}"]`);
};
const fill = async (root: ParentNode, label: string, value: string) => {
  await soon(() => expect(field(root, label)).not.toBeNull());
  await userEvent.fill(field(root, label) ?? document.body, value);
};
const draftOf = (doors: DeviceDoors) =>
  new Promise<Record<string, Draft>>(
    (resolve) => void doors.library.draft('migration').subscribe((kept) => resolve(kept as Record<string, Draft>)),
  );

beforeEach(() => {
  localStorage.clear();
  return browserPage.viewport(1280, 800);
});
afterEach(() => {
  for (const place of places.splice(0)) {
    render(null, place);
    place.remove();
  }
  location.hash = '';
});

describe('the three moments', () => {
  test('R051 R052 a window announces it at the launch, once a day; « Plus tard » leaves the yellow banner', async () => {
    const { root } = open('#/home');
    await soon(() => expect(root.querySelector('dialog[open]')?.textContent).toContain('Vous pouvez passer à l’identité unique'));
    expect(button(root, 'Commencer')?.getAttribute('href')).toBe('#/migration');
    button(dialog(root), 'Plus tard')?.click();
    await soon(() => expect(root.querySelector('dialog[open]')).toBeNull());
    expect(root.querySelectorAll('.banner.migrate')).toHaveLength(1);
    const again = open('#/home');
    await soon(() => expect(again.root.querySelector('.banner.migrate')).not.toBeNull());
    expect(again.root.querySelector('dialog[open]')).toBeNull();
  });

  test.each(['to-decide', 'finalised'] as const)(
    'R051 nothing is announced at %s; the banner stands until the end (R053, R054)',
    async (migration) => {
      const { root } = open('#/home', { migration });
      await soon(() => expect(root.querySelector('h1')).not.toBeNull());
      expect(root.querySelector('dialog[open]')).toBeNull();
      expect(root.querySelectorAll('.banner.migrate')).toHaveLength(migration === 'finalised' ? 0 : 1);
    },
  );

  test('R053 the banner has one act, which opens the assistant, and no way to send it away', async () => {
    const { root } = open('#/home', { migration: 'verified' });
    await soon(() => expect(root.querySelector('.banner.migrate')).not.toBeNull());
    expect([...root.querySelectorAll('.banner.migrate :is(a, button)')].map((act) => act.textContent)).toEqual(['Reprendre']);
    button(dialog(root), 'Plus tard')?.click();
    button(root.querySelector('.banner.migrate') ?? root, 'Reprendre')?.click();
    await soon(() => expect(title(root)).toBe('Se référencer'));
  });

  test('R052 the menu and the way out offer it; nothing holds a tab that is closed', async () => {
    const { root } = open('#/home');
    await soon(() => expect(root.querySelector('dialog[open]')).not.toBeNull());
    button(dialog(root), 'Plus tard')?.click();
    root.querySelector<HTMLElement>('.me')?.click();
    await soon(() => expect(button(root, 'Commencer le passage à l’identité unique')?.getAttribute('href')).toBe('#/migration'));
    button(root, 'Se déconnecter')?.click();
    await soon(() => expect(root.querySelector('dialog[open]')?.textContent).toContain('Vous pouvez le faire avant de partir'));
    const leaving = new Event('beforeunload', { cancelable: true });
    dispatchEvent(leaving);
    expect(leaving.defaultPrevented).toBe(false);
  });

  test('R069 R070 before, the menu is « Mon compte »; after, it bears the person’s name, with the follow-up of sendings and signing out', async () => {
    const before = open('#/home', { migration: 'to-decide' });
    await soon(() => expect(before.root.querySelector('.me b')?.textContent).toBe('Mon compte'));
    const { root } = open('#/home', { migration: 'finalised' });
    await soon(() => expect(root.querySelector('.me b')?.textContent).toBe('Claire Morel'));
    root.querySelector<HTMLElement>('.me')?.click();
    await soon(() => expect(button(root, 'Suivi des envois')?.getAttribute('href')).toBe('#/sendings'));
    expect(button(root, 'Se déconnecter')).toBeDefined();
    expect(button(root, 'Reprendre le passage à l’identité unique')).toBeUndefined();
  });
});

describe('the address and the identity', () => {
  test('R055 an address that is none is said at the field; what was typed is kept on the device at each key', async () => {
    const { root, doors } = open('#/migration');
    await fill(root, 'Adresse e-mail *', 'hélène@bonnefoy.example');
    button(root, 'Continuer')?.click();
    await soon(() => expect(root.querySelector('form [role=alert]')?.textContent).toContain('ne porte pas d’accent'));
    expect(field(root, 'Adresse e-mail *')?.getAttribute('aria-invalid')).toBe('true');
    await soon(async () => expect(Object.values(await draftOf(doors))[0]?.email).toBe('hélène@bonnefoy.example'));
  });

  test('R056 a recognised address asks for the password, and says that no code is needed', async () => {
    const { commands } = answering({ 'migration-start': { ...going('password'), email: 'claire@bonnefoy.example' } });
    const { root } = open('#/migration', { commands });
    await fill(root, 'Adresse e-mail *', ' CLAIRE@bonnefoy.example');
    button(root, 'Continuer')?.click();
    await soon(() => expect(title(root)).toBe('Votre mot de passe'));
    expect(root.querySelector('.lead')?.textContent).toContain('L’adresse claire@bonnefoy.example est reconnue.');
    expect(root.querySelector('.steps')?.textContent).toContain('Inutile, adresse reconnue');
  });

  test('R057 R058 R059 an address that is not: the creation carries it over, asks name, password and confirmation, and says what the password is for', async () => {
    const { commands, asked } = answering({
      'migration-start': going('identity'),
      'migration-identity': { outcome: 'going-on', next: 'code', code: CODE, signedIn: false },
    });
    const { root, doors } = open('#/migration', { commands });
    await fill(root, 'Adresse e-mail *', 'new@bonnefoy.example');
    button(root, 'Continuer')?.click();
    await soon(() => expect(title(root)).toBe('Votre identité'));
    expect(root.querySelector('.lead')?.textContent).toContain('new@bonnefoy.example');
    expect(root.textContent).toContain('Mémorisez bien votre mot de passe, il vous sera demandé régulièrement.');
    await fill(root, 'Votre nom *', '<img src=x onerror=alert(1)>');
    await fill(root, 'Mot de passe *', 'une phrase assez longue');
    await fill(root, 'Confirmation du mot de passe *', 'une phrase assez longue.');
    button(root, 'Créer mon identité')?.click();
    await soon(() => expect(root.textContent).toContain('Les deux mots de passe sont différents.'));
    expect(asked.map(({ name }) => name)).not.toContain('migration-identity');
    await fill(root, 'Confirmation du mot de passe *', 'une phrase assez longue');
    button(root, 'Créer mon identité')?.click();
    await soon(() => expect(title(root)).toBe('Code de vérification'));
    expect(root.querySelector('img')).toBeNull();
    expect(root.querySelector('.steps')?.textContent).toContain('<img src=x onerror=alert(1)>');
    // Nothing of the password stands on the device.
    expect(JSON.stringify(await draftOf(doors))).not.toContain('phrase');
  });

  test('R055 without a network the button says what waits, and the address goes on by itself when it is back', async () => {
    const answers: Answers = {};
    const { commands, asked } = answering(answers);
    const { root } = open('#/migration', { commands });
    await fill(root, 'Adresse e-mail *', 'new@bonnefoy.example');
    button(root, 'Continuer')?.click();
    await soon(() => expect(button(root, 'Continuer au retour du réseau')).toBeDefined());
    expect(root.textContent).toContain('Votre saisie est gardée sur cet ordinateur.');
    answers['migration-start'] = going('identity');
    const network = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    dispatchEvent(new Event('offline'));
    await soon(() => expect(root.querySelector('.sync.off')?.textContent).not.toBe(''));
    network.mockRestore();
    dispatchEvent(new Event('online'));
    await soon(() => expect(title(root)).toBe('Votre identité'));
    expect(asked.filter(({ name }) => name === 'migration-start').length).toBeGreaterThan(1);
  });
});

describe('the code', () => {
  test('R060 a wrong one says how many tries are left; another can be asked for once the time is over', async () => {
    const { commands } = answering({
      'migration-prove': { outcome: 'wrong', triesLeft: 1 },
      'migration-code': { outcome: 'too-many', wait: 600_000 },
    });
    const code = { id: SECRET, sentAt: SAMPLE_NOW - 60_000, until: SAMPLE_NOW + 540_000, againAt: SAMPLE_NOW - 20_000 };
    const { root } = await stand('code', { code }, { commands });
    await fill(root, 'Code à huit chiffres *', '1234');
    button(root, 'Valider')?.click();
    await soon(() => expect(root.textContent).toContain('Le code compte huit chiffres.'));
    await fill(root, 'Code à huit chiffres *', '1234\u202f5678');
    button(root, 'Valider')?.click();
    await soon(() => expect(root.textContent).toContain('Il vous reste un essai.'));
    root.querySelector<HTMLElement>('details summary')?.click();
    await soon(() => expect(button(root, 'Renvoyer un code')).toBeDefined());
    button(root, 'Renvoyer un code')?.click();
    await soon(() => expect(root.textContent).toContain('Trop de codes ont été demandés. Réessayez dans 10\u00a0min.'));
  });

  test('a clock that was set back by a year keeps nobody waiting over a minute, and one ahead forbids no code', async () => {
    const ahead = { id: SECRET, sentAt: 0, until: SAMPLE_NOW - 1, againAt: SAMPLE_NOW + 365 * 24 * 3600_000 };
    const { commands, asked } = answering({ 'migration-prove': { outcome: 'spent' } });
    const { root } = await stand('code', { code: ahead }, { commands });
    await soon(() => expect(root.textContent).toContain('Ce code n’est peut-être plus valable.'));
    await soon(() => expect(/\((\d+)\s*s\)/.exec(root.textContent ?? '')?.[1]).toMatch(/^(?:[1-5]?\d|60)$/));
    await fill(root, 'Code à huit chiffres *', '12345678');
    button(root, 'Valider')?.click();
    await soon(() => expect(root.textContent).toContain('Ce code n’est plus valable'));
    expect(asked.some(({ name }) => name === 'migration-prove')).toBe(true);
  });

  test('a move that is over on the server goes back to the address, which is kept', async () => {
    const { commands } = answering({ 'migration-prove': { outcome: 'flow-over' } });
    const { root } = await stand('code', { code: { id: SECRET, sentAt: 0, until: 0, againAt: 0 } }, { commands });
    await fill(root, 'Code à huit chiffres *', '12345678');
    button(root, 'Valider')?.click();
    await soon(() => expect(title(root)).toBe('Votre adresse e-mail'));
    expect(field(root, 'Adresse e-mail *')?.value).toBe('new@bonnefoy.example');
    expect(root.textContent).toContain('Cette démarche date de plus d’un jour.');
  });

  test('two tabs are on one road: what one does, the other shows', async () => {
    const { commands } = answering({ 'migration-prove': { outcome: 'proved', next: 'identity' } });
    const code = { id: SECRET, sentAt: SAMPLE_NOW, until: SAMPLE_NOW + 1, againAt: SAMPLE_NOW };
    const one = await stand('code', { code }, { commands });
    const other = open('#/migration', {}, one.doors);
    await soon(() => expect(title(other.root)).toBe('Code de vérification'));
    await fill(one.root, 'Code à huit chiffres *', '12345678');
    button(one.root, 'Valider')?.click();
    await soon(() => expect([title(one.root), title(other.root)]).toEqual(['Votre identité', 'Votre identité']));
  });
});

describe('« Se référencer »', () => {
  test('R066 R067 a code, a number of either kind, and the terms read, printed and accepted in their version', async () => {
    const answers: Answers = {
      'migration-facts': { ...FACTS, step: 'verified', dossiers: [] },
      'migration-attach': { outcome: 'to-claim' },
      'migration-claim': { outcome: 'not-found' },
      'migration-ask-firm': { outcome: 'to-decide' },
    };
    const { commands, asked } = answering(answers);
    const { root } = await stand('attach', {}, { commands });
    await soon(() => expect(field(root, 'Code client *')).not.toBeNull());
    button(root, 'Valider')?.click();
    await soon(() => expect(root.textContent).toContain('Acceptez les conditions générales de vente pour continuer.'));
    button(root, 'Lire les conditions générales de vente')?.click();
    await soon(() => expect(root.querySelector('dialog[open]')?.textContent).toContain('Rattachement à la société'));
    const printing = vi.spyOn(globalThis, 'print').mockImplementation(() => undefined);
    button(dialog(root), 'Imprimer')?.click();
    expect(printing).toHaveBeenCalledOnce();
    printing.mockRestore();
    expect(await seriousFaults()).toEqual([]);
    button(dialog(root), 'Fermer')?.click();
    root.querySelectorAll<HTMLInputElement>('input[type=radio]')[1]?.click();
    await fill(root, 'Code client *', 'C20311');
    await fill(root, 'Numéro de série d’un de vos logiciels *', 'NAV-1');
    root.querySelector<HTMLInputElement>('input[type=checkbox]')?.click();
    await soon(() => expect(root.querySelector<HTMLInputElement>('input[type=checkbox]')?.checked).toBe(true));
    button(root, 'Valider')?.click();
    await soon(() => expect(root.textContent).toContain('ne nous sont pas connus ensemble'));
    const claim = asked.find(({ name }) => name === 'migration-claim')?.body;
    expect(claim).toMatchObject({ clientCode: 'C20311', number: 'NAV-1', terms: DEFAULT_SALES_TERMS.version });
    answers['migration-facts'] = { ...FACTS, step: 'to-decide', waitsFor: 'no-match', dossiers: [] };
    button(root, 'Demander au cabinet de confirmer')?.click();
    await soon(() => expect(title(root)).toBe('Le cabinet doit confirmer'));
  });

  test('R073 without a network the claim is kept, says so, and can be changed; it leaves under one id', async () => {
    const answers: Answers = {};
    const { commands, asked } = answering(answers);
    const { root, doors } = await stand(
      'attach',
      { clientCode: 'C20311', number: 'FA-1', accepted: DEFAULT_SALES_TERMS.version },
      { commands },
    );
    await soon(() => expect(button(root, 'Valider, pour envoi au retour du réseau')).toBeDefined());
    button(root, 'Valider, pour envoi au retour du réseau')?.click();
    await soon(() => expect(title(root)).toBe('Votre demande est prête'));
    const kept = Object.values(await draftOf(doors))[0];
    expect(kept?.queued?.id).toMatch(/^[0-9a-f-]{36}$/);
    button(root, 'Ouvrir l’accueil')?.click();
    await soon(() => expect(title(root)).toBe('Accueil'));
    answers['migration-attach'] = { outcome: 'to-claim' };
    answers['migration-claim'] = {
      outcome: 'attached',
      dossier: ATELIER,
      company: 'Atelier Bonnefoy',
      profile: 'administrator-to-confirm',
      administrator: null,
    };
    // A contact with the server, whichever page is open: it leaves, and what became of it is said there.
    await doors.sync.syncNow();
    await soon(() => expect(root.textContent).toContain('Votre rattachement à Atelier Bonnefoy est fait.'));
    const claims = asked.filter(({ name }) => name === 'migration-claim').map(({ body }) => (body as { id: string }).id);
    expect(claims).toEqual([kept?.queued?.id]);
    button(root, 'Voir')?.click();
    await soon(() => expect(title(root)).toMatch(/Félicitations/));
  });

  test('R073 the session ended meanwhile: the claim stays, says that one signs in first, and nothing of it is lost', async () => {
    const over: Result<unknown, CommandRefusal> = { ok: false, refusal: { tag: 'refused', problem: 'sign-in-needed', waitSeconds: null } };
    const queued = { id: sampleId(1, 1), at: SAMPLE_NOW - 31 * 24 * 3600_000 };
    const { root, doors } = await stand('claim', { clientCode: 'C20311', number: 'FA-1', queued }, { commands: () => over });
    await soon(() => expect(root.querySelector('[role=alert]')?.textContent).toContain('Vous devez vous reconnecter.'));
    expect(button(root, 'Se connecter')).toBeDefined();
    expect(Object.values(await draftOf(doors))[0]?.queued).toEqual(queued);
  });

  test('R068 G4 the second to register reads who the administrator is; what waits for the firm is said to the first', async () => {
    const { commands } = answering({
      'migration-facts': {
        ...FACTS,
        dossiers: [
          { ...FACTS.dossiers[0], mayAdminister: false, administrator: { self: false, name: 'Anne <i>Roux</i>', confirmed: false } },
        ],
      },
    });
    const attached = { dossier: ATELIER, company: 'Atelier', profile: 'own-papers' as const, administrator: 'Anne <i>Roux</i>' };
    const { root } = await stand('done', { attached, by: 'manual' }, { commands, migration: 'finalised' });
    await soon(() => expect(root.textContent).toContain('Anne <i>Roux</i> administre les accès et peut vous ouvrir le reste.'));
    expect(root.querySelector('main :is(i, b)')).toBeNull();
  });
});

describe('the end', () => {
  test('R063 R064 R065 R071 R072 company, profile, session, declarations; and the opt-in, once', async () => {
    const { commands } = answering({
      'migration-facts': FACTS,
      'migration-administer': { outcome: 'somebody-else', name: 'Luc Ternier' },
    });
    const attached = { dossier: ATELIER, company: 'Atelier', profile: 'default' as const, administrator: null };
    const { root } = await stand('done', { attached, by: 'automatic' }, { commands, migration: 'finalised' });
    await soon(() => expect(root.textContent).toContain('Gardée 30\u00a0jours sur cet ordinateur'));
    expect(title(root)).toBe('Félicitations, Claire Morel');
    expect(root.textContent).toContain('Atelier <b>Bonnefoy</b>, code client C20311');
    expect(root.textContent).toContain('Profil par défaut\u202f: vous continuez comme avant');
    expect(root.textContent).toContain('Celles envoyées depuis la paie se suivent désormais ici');
    root.querySelector<HTMLElement>('details.administer summary')?.click();
    button(root, 'Devenir administrateur')?.click();
    await soon(() => expect(root.textContent).toContain('Luc Ternier l’est devenu avant vous.'));
    expect(await seriousFaults()).toEqual([]);
    button(root, 'Suivi des envois')?.click();
    await soon(() => expect(location.hash).toBe('#/sendings'));
  });
});

describe('axe finds nothing serious or critical', () => {
  const pages: readonly (readonly [Draft['stage'], Partial<Draft>, SampleOptions])[] = [
    ['email', {}, {}],
    ['password', {}, {}],
    ['identity', {}, {}],
    ['code', { code: { id: SECRET, sentAt: SAMPLE_NOW, until: SAMPLE_NOW, againAt: SAMPLE_NOW } }, {}],
    ['attach', {}, {}],
    ['claim', { news: { tag: 'not-found', wait: 0 } }, {}],
    ['claim', { queued: { id: sampleId(1, 1), at: SAMPLE_NOW } }, {}],
    ['waiting', { clientCode: 'C20311', number: 'X' }, { migration: 'to-decide' }],
    ['email', {}, { signedIn: false }],
  ];
  test.each(pages)('%s, wide and narrow', async (stage, more, options) => {
    await stand(stage, more, options);
    for (const width of [1280, 390]) {
      await browserPage.viewport(width, 800);
      await soon(() => expect(document.querySelector('h1')).not.toBeNull());
      expect(await seriousFaults()).toEqual([]);
    }
  });
});
