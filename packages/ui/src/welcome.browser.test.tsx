// The welcome page in a real browser: an invitation in every state, and what stands there after an installation.

import axe from 'axe-core';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import { ok } from '@navette/kernel/result';
import { App } from './App.tsx';
import './style/style.css';
import { ATELIER, SAMPLE_NOW } from './testing/sample-data.ts';
import { sampleDoors, type SampleOptions } from './testing/sample-doors.ts';

const TOKEN = 'abcdefghij'.repeat(4) + 'xyz';
const PASSWORD = 'quatre mots sans rapport';
const HOLDER = { firm: 'Cabinet Aubrac Conseil', company: 'Atelier Bonnefoy', by: 'Claire Morel' };
const OPEN = {
  state: 'open',
  what: 'invitation',
  ...HOLDER,
  email: 'lea.roux@bonnefoy.example',
  name: 'Léa Roux',
  until: SAMPLE_NOW + 2 * 24 * 3600_000,
  password: true,
  session: 'none',
  right: { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'read', admin: false },
};
let place: HTMLElement | null = null;
let asked: { readonly name: string; readonly body: unknown }[] = [];

type Answers = Partial<Record<'invitation-look' | 'invitation-code' | 'invitation-accept' | 'invitation-renew', unknown>>;
function show(answers: Answers, options: SampleOptions & { kind?: 'portal' | 'extension'; hash?: string } = {}): HTMLElement {
  const { kind = 'portal', hash = `#/welcome?link=${TOKEN}`, ...more } = options;
  location.hash = hash;
  asked = [];
  const given: Answers = {
    'invitation-look': OPEN,
    'invitation-code': { outcome: 'sent', id: 'request', until: SAMPLE_NOW + 600_000 },
    'invitation-accept': { outcome: 'accepted', signedIn: true, dossier: ATELIER },
    'invitation-renew': { outcome: 'sent', letter: 'sent' },
    ...answers,
  };
  const doors = sampleDoors({
    signedIn: false,
    commands: (name, body) => {
      asked.push({ name, body });
      return ok(given[name as keyof Answers]);
    },
    ...more,
  });
  place = document.createElement('div');
  document.body.append(place);
  const host = {
    kind,
    language: 'fr',
    workerUrl: '/w.mjs',
    now: () => SAMPLE_NOW,
    ...(kind === 'portal' ? { origin: location.origin } : {}),
  } as const;
  render(<App doors={doors} host={host} />, place);
  return place;
}
const named = (root: ParentNode, name: string | RegExp) =>
  [...root.querySelectorAll<HTMLElement>('button, a')].find(({ textContent }) =>
    typeof name === 'string' ? textContent?.trim() === name : name.test(textContent ?? ''),
  );
async function click(root: ParentNode, name: string | RegExp): Promise<void> {
  await vi.waitFor(() => expect(named(root, name)).toBeDefined());
  named(root, name)?.click();
  await new Promise((resolve) => setTimeout(resolve, 30));
}
async function fill(root: ParentNode, label: RegExp, value: string): Promise<void> {
  await vi.waitFor(() => expect([...root.querySelectorAll('label')].some(({ textContent }) => label.test(textContent ?? ''))).toBe(true));
  const field = [...root.querySelectorAll('label')].find(({ textContent }) => label.test(textContent ?? ''))?.control;
  if (!(field instanceof HTMLInputElement)) throw new Error(`no field ${label}`);
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((resolve) => setTimeout(resolve, 20));
}
async function faultless(): Promise<void> {
  const { violations } = await axe.run(document.body, { resultTypes: ['violations'] });
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)).toEqual([]);
}

beforeEach(() => browserPage.viewport(1280, 800));
afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
});

describe('an invitation', () => {
  test('says who invites, to which company, and what one will be able to do, before anything is asked', async () => {
    const root = show({});
    await vi.waitFor(() => expect(root.querySelector('h1')?.textContent).toBe('Claire Morel vous invite'));
    for (const said of ['Atelier Bonnefoy', 'Cabinet Aubrac Conseil', 'lea.roux@bonnefoy.example', 'consulter la compta en ligne'])
      expect(root.textContent).toContain(said);
    await faultless();
    expect(asked.map(({ name }) => name)).toEqual(['invitation-look']);
  });

  test('with the code and a password one comes in; the link is gone from the address, and the first deposit is one click away', async () => {
    const root = show({});
    await click(root, 'Recevoir un code');
    await fill(root, /Code à huit chiffres/, '1234 5678');
    await fill(root, /Choisissez un mot de passe/, PASSWORD);
    await faultless();
    await click(root, 'Entrer');
    await vi.waitFor(() => expect(root.querySelector('h1')?.textContent).toBe('C’est fait'));
    expect(asked.at(-1)).toEqual({
      name: 'invitation-accept',
      body: { token: TOKEN, proof: { by: 'code', id: 'request', code: '12345678' }, password: PASSWORD },
    });
    expect(location.hash).not.toContain(TOKEN);
    expect(named(root, 'Faire un premier dépôt')?.getAttribute('href')).toBe('#/deposit');
    expect(root.textContent).toContain('Avec l’extension Navette');
    await click(root, 'Ouvrir mon espace');
    await vi.waitFor(() => expect(root.querySelector('.rail')).not.toBeNull());
  });

  test.each([
    [{ outcome: 'wrong-code', triesLeft: 2 }, 'Il reste 2\u00a0essais.'],
    [{ outcome: 'wrong-code', triesLeft: 1 }, 'Il reste 1\u00a0essai.'],
    [{ outcome: 'code-spent' }, 'Ce code n’est plus valable'],
    [{ outcome: 'weak-password' }, 'trop court ou trop courant'],
  ])('%j is said at its field, and what was typed stays', async (answer, sentence) => {
    const root = show({ 'invitation-accept': answer });
    await click(root, 'Recevoir un code');
    await fill(root, /Code à huit chiffres/, '12345678');
    await fill(root, /Choisissez un mot de passe/, PASSWORD);
    await click(root, 'Entrer');
    await vi.waitFor(() => expect(root.querySelector('[role=alert]')?.textContent).toContain(sentence));
    expect(root.querySelector('[aria-invalid=true]')).toBe(document.activeElement);
    expect(root.querySelector<HTMLInputElement>('input.code')?.value).toBe('12345678');
  });

  test('too few digits or letters are said without asking the server', async () => {
    const root = show({});
    await click(root, 'Recevoir un code');
    await click(root, 'Entrer');
    expect(root.querySelector('[role=alert]')?.textContent).toContain('Recopiez les huit chiffres');
    await fill(root, /Code à huit chiffres/, '12345678');
    await fill(root, /Choisissez un mot de passe/, 'court');
    await click(root, 'Entrer');
    expect(root.querySelector('[role=alert]')?.textContent).toContain('12\u00a0caractères');
    expect(asked.map(({ name }) => name)).not.toContain('invitation-accept');
  });

  test('R208 who is signed in with the address accepts with one click, and chooses nothing', async () => {
    const root = show(
      {
        'invitation-look': { ...OPEN, session: 'same', password: false },
        'invitation-accept': { outcome: 'accepted', signedIn: false, dossier: ATELIER },
      },
      { signedIn: true },
    );
    await click(root, 'Accepter l’invitation');
    await vi.waitFor(() => expect(root.querySelector('h1')?.textContent).toBe('C’est fait'));
    expect(asked.at(-1)?.body).toMatchObject({ proof: { by: 'session' }, password: null });
  });

  test('who is signed in with another address is told so before any code is sent', async () => {
    const root = show({ 'invitation-look': { ...OPEN, session: 'other' } }, { signedIn: true });
    await vi.waitFor(() => expect(root.textContent).toContain('Une autre personne est connectée sur cet appareil.'));
  });

  test('A4 where a second factor is still to be shown, the way on is the sign-in', async () => {
    const root = show({
      'invitation-look': { ...OPEN, password: false },
      'invitation-accept': { outcome: 'accepted', signedIn: false, dossier: ATELIER },
    });
    await click(root, 'Recevoir un code');
    await fill(root, /Code à huit chiffres/, '12345678');
    await click(root, 'Entrer');
    await vi.waitFor(() => expect(root.textContent).toContain('un second facteur vous sera demandé'));
    expect(named(root, 'Faire un premier dépôt')).toBeUndefined();
  });

  test('A6 an expired link says so, and another is sent on demand', async () => {
    const root = show({ 'invitation-look': { state: 'expired', renewable: true, ...HOLDER } });
    await vi.waitFor(() => expect(root.querySelector('h1')?.textContent).toBe('Ce lien a expiré'));
    await faultless();
    await click(root, 'Demander un nouveau lien');
    await vi.waitFor(() => expect(root.textContent).toContain('Un nouveau lien est parti'));
  });

  test.each([
    [{ state: 'used', ...HOLDER }, 'Cette invitation a déjà servi', 'connectez-vous'],
    [{ state: 'withdrawn', ...HOLDER }, 'Cette invitation a été retirée', 'Demandez à Claire Morel'],
    [{ state: 'replaced', renewable: false, ...HOLDER }, 'Un lien plus récent a été envoyé', 'Ouvrez le dernier message'],
    [{ state: 'expired', renewable: false, ...HOLDER }, 'Ce lien a expiré', 'Demandez à Claire Morel'],
    [{ state: 'unknown' }, 'Ce lien n’est pas complet', 'Copiez l’adresse entière'],
  ])('%j has its sentence and a way on', async (view, title, hint) => {
    const root = show({ 'invitation-look': view });
    await vi.waitFor(() => expect(root.querySelector('h1')?.textContent).toBe(title));
    expect(root.textContent).toContain(hint);
    expect(named(root, 'Me connecter')).toBeDefined();
  });

  test('a link that is used up while the code is typed says why', async () => {
    let views = 0;
    const root = show({
      'invitation-accept': { outcome: 'closed' },
      get 'invitation-look'() {
        return views++ === 0 ? OPEN : { state: 'used', ...HOLDER };
      },
    });
    await click(root, 'Recevoir un code');
    await fill(root, /Code à huit chiffres/, '12345678');
    await fill(root, /Choisissez un mot de passe/, PASSWORD);
    await click(root, 'Entrer');
    await vi.waitFor(() => expect(root.querySelector('h1')?.textContent).toMatch(/a déjà servi|vous invite/));
  });
});

describe('after an installation', () => {
  test('R192 says what Navette does, where its icon and key are, and the three ways to begin', async () => {
    const root = show({}, { kind: 'extension', hash: '#/welcome' });
    await vi.waitFor(() => expect(root.querySelector('h1')?.textContent).toBe('Bienvenue dans Navette'));
    expect(root.querySelectorAll('.does li')).toHaveLength(3);
    expect(root.textContent).toContain('Épinglez l’icône');
    expect([...root.querySelectorAll('kbd')].map(({ textContent }) => textContent)).toEqual(['Alt', 'N']);
    expect(named(root, 'Me connecter')?.getAttribute('href')).toBe('#/home');
    expect(named(root, 'Activer mon espace client')?.getAttribute('href')).toBe('#/registration');
    await faultless();
  });

  test('an invitation received by mail is pasted, and asks the server that sent it', async () => {
    const root = show({}, { kind: 'extension', hash: '#/welcome' });
    await click(root, 'J’ai une invitation');
    await fill(root, /Lien reçu/, 'bonjour');
    await click(root, 'Continuer');
    expect(root.querySelector('[role=alert]')?.textContent).toContain('Ce n’est pas un lien d’invitation');
    await fill(root, /Lien reçu/, `https://portail.example/#/welcome?link=${TOKEN}`);
    await click(root, 'Continuer');
    await vi.waitFor(() => expect(root.querySelector('h1')?.textContent).toBe('Claire Morel vous invite'));
    expect(asked[0]?.body).toEqual({ token: TOKEN });
  });

  test('on the portal nothing is said of an icon', async () => {
    const root = show({}, { hash: '#/welcome' });
    await vi.waitFor(() => expect(root.querySelector('h1')).not.toBeNull());
    expect(root.textContent).not.toContain('Épinglez');
  });
});
