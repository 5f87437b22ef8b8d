// Accounts on screen, in a real browser: the ways in, the second factor, the step-up, what a person changes of their own account.

import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import './style/style.css';
import { named as byName } from './testing/by-name.ts';
import { SAMPLE_NOW } from './testing/sample-data.ts';
import { sampleDoors, type SampleOptions } from './testing/sample-doors.ts';
import { SAMPLE_PROTECTED, sampleIdentity } from './testing/sample-identity.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const portal: Host = {
  kind: 'portal',
  language: 'fr',
  workerUrl: '/pdf.worker.mjs',
  origin: 'https://portail.aubrac.example',
  now: () => SAMPLE_NOW,
};
let place: HTMLElement | null = null;

function show(hash: string, options: SampleOptions = {}, { stale = false, host = portal }: { stale?: boolean; host?: Host } = {}) {
  location.hash = hash;
  place = document.createElement('div');
  document.body.append(place);
  const asked: { name: string; body: unknown }[] = [];
  const answers = sampleIdentity({ stale });
  const doors = sampleDoors({
    bytes: 'away',
    commands: (name, body) => {
      asked.push({ name, body });
      return answers(name, body);
    },
    ...options,
  });
  render(<App doors={doors} host={host} />, place);
  return { doors, asked, root: place };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 50));
const named = (selector: string, name: string | RegExp) => byName(document, selector, name);
const press = async (name: string | RegExp, selector = 'button, a'): Promise<void> => {
  const found = await vi.waitFor(() => {
    const element = named(selector, name);
    expect(element, String(name)).toBeDefined();
    return element;
  });
  found?.click();
  await settled();
};
const field = (label: string | RegExp): HTMLInputElement => {
  const found = [...document.querySelectorAll('label')].find((one) =>
    typeof label === 'string' ? one.textContent?.trim() === label : label.test(one.textContent ?? ''),
  );
  const input = found?.htmlFor ? document.getElementById(found.htmlFor) : null;
  if (!(input instanceof HTMLInputElement)) throw new Error(`no field ${label}`);
  return input;
};
const type = async (label: string | RegExp, value: string): Promise<void> => {
  const input = await vi.waitFor(() => field(label));
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
};
const says = (text: string | RegExp) => vi.waitFor(() => expect(document.body.textContent).toMatch(text));

beforeEach(() => browserPage.viewport(1280, 800));
afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
});

describe('coming in', () => {
  test('R192 the sign-in page has the access codes, the button, and "Activer mon espace client"', async () => {
    show('', { signedIn: false });
    await says('Pas encore de codes d’accès');
    expect(named('a', 'Activer mon espace client')?.getAttribute('href')).toBe('#/migration');
    expect(named('button', 'Se connecter')).toBeDefined();
    expect(await seriousFaults()).toEqual([]);
  });

  test('R209 whoever has no codes is told to ask their usual contact at the firm, on a phone as on a computer', async () => {
    for (const width of [390, 1280]) {
      await browserPage.viewport(width, 844);
      const { root } = show('', { signedIn: false });
      await says(/Pas encore de codes d’accès.*Demandez l’activation de votre espace à votre interlocuteur habituel au cabinet\./);
      // The same codes on every device, and none to be had here by oneself.
      expect(field('Mot de passe').type).toBe('password');
      expect(named('a, button', /inscri|créer un compte/i)).toBeUndefined();
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
      render(null, root);
      root.remove();
    }
  });

  test('A4 whoever has a second factor is asked for it, may choose which, and a wrong code is typed anew', async () => {
    const { asked } = show('', { signedIn: false });
    await type('Adresse e-mail', 'claire@bonnefoy.example');
    await type('Mot de passe', 'factor');
    await press('Se connecter');
    await says('Code à six chiffres');
    await vi.waitFor(() => expect(document.activeElement).toBe(field('Code à six chiffres')));
    expect(await seriousFaults()).toEqual([]);
    await type('Code à six chiffres', '000000');
    await press('Valider');
    await says('Ce code n’est pas le bon');
    await vi.waitFor(() => expect(field('Code à six chiffres').value).toBe(''));
    await press('Utiliser un code de secours');
    expect(document.querySelector('.factor [role=alert]')?.textContent).toBe('');
    await type('Code de secours', '7K3P QW9X 2M4N VB80');
    await press('Valider');
    await says('Accueil');
    expect(asked.filter(({ name }) => name === 'sign-in-factor').at(-1)?.body).toMatchObject({
      half: 'A'.repeat(43),
      proof: { way: 'recovery', code: '7K3P QW9X 2M4N VB80' },
    });
  });

  test('a wrong password says no more than that, and the fields keep what was typed', async () => {
    show('', { signedIn: false });
    await type('Adresse e-mail', 'claire@bonnefoy.example');
    await type('Mot de passe', 'wrong');
    await press('Se connecter');
    await says('Adresse e-mail ou mot de passe incorrect.');
    expect(field('Adresse e-mail').value).toBe('claire@bonnefoy.example');
  });

  test('R161 a provider stands by its name on the portal; in the extension the portal’s code takes its place', async () => {
    show('', { signedIn: false });
    await vi.waitFor(() => expect(named('button', 'Continuer avec Microsoft')).toBeDefined());
    if (place !== null) render(null, place);
    place?.remove();
    const { origin: _, ...extension } = portal;
    show('', { signedIn: false }, { host: { ...extension, kind: 'extension' } });
    await type(/Adresse du serveur/, 'portail.aubrac.example');
    await press('Continuer');
    await says('Se connecter avec un code du portail');
    expect(named('button', 'Continuer avec Microsoft')).toBeUndefined();
    await says('Pour Microsoft');
    expect(named('a', 'Ouvrir le portail')?.getAttribute('href')).toBe('https://portail.aubrac.example/#/hand-over');
  });

  test('a forgotten password answers the same for every address', async () => {
    show('', { signedIn: false });
    await press('Mot de passe oublié');
    await type('Adresse e-mail', 'personne@nulle-part.example');
    await press('Envoyer le lien');
    await says('Si personne@nulle-part.example est connue ici');
    expect(await seriousFaults()).toEqual([]);
  });
});

describe('links of letters', () => {
  test('A6 a reset link changes nothing by being opened, and its secret leaves the address at once', async () => {
    const { asked } = show(`#/reset/${'B'.repeat(43)}`);
    await says('Nouveau mot de passe');
    expect(location.hash).toBe('#/reset');
    expect(asked.map(({ name }) => name)).not.toContain('reset-password');
    await type('Nouveau mot de passe', 'court');
    await press('Enregistrer ce mot de passe');
    await says('Il manque 7 caractères.');
    await type('Nouveau mot de passe', 'une phrase toute neuve');
    await press('Enregistrer ce mot de passe');
    await says('Votre mot de passe est changé');
    expect(asked.find(({ name }) => name === 'reset-password')?.body).toEqual({
      token: 'B'.repeat(43),
      password: 'une phrase toute neuve',
    });
    expect(await seriousFaults()).toEqual([]);
  });

  test('A8 the old address is restored by a click, not by the link', async () => {
    const { asked } = show(`#/undo-email/${'C'.repeat(43)}`);
    await says('Rétablir votre adresse');
    expect(asked.map(({ name }) => name)).not.toContain('undo-email');
    await press('Rétablir l’ancienne adresse');
    await says('est de nouveau claire@bonnefoy.example');
  });

  test('a link cut short says what to do', async () => {
    show('#/reset/');
    await says('Ce lien ne sert plus');
    expect(named('a', 'Aller à la page de connexion')?.getAttribute('href')).toBe('#/home');
  });
});

describe('Mon compte', () => {
  test.each<[string, SampleOptions]>([
    ['with a password alone', {}],
    ['with factors, passkeys and a linked account', { security: SAMPLE_PROTECTED }],
    ['offline', { security: SAMPLE_PROTECTED, sync: 'offline' }],
    ['before the server said anything of security', { security: null }],
  ])('axe finds nothing serious: %s', async (_what, options) => {
    show('#/account', options);
    await says('Connexion et sécurité');
    expect(await seriousFaults()).toEqual([]);
  });

  test('R071 it says until which day the sign-in is kept, and that nothing is lost then (R073)', async () => {
    show('#/account', { sync: 'offline' });
    await says(/Gardée 30.jours sur cet ordinateur, jusqu’au 17.décembre 2026\./);
    await says('rien n’est perdu');
    // What the server is needed for says so; the rest is there.
    expect(named('button', /^Changer.*Adresse e-mail$/)?.textContent).toContain('avec le réseau');
  });

  test('A8 an act that wants a recent sign-in asks who it is, then goes on by itself', async () => {
    const { asked } = show('#/account', {}, { stale: true });
    await press(/^Ajouter.*Application d’authentification$/);
    await says('Confirmez votre identité');
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('autocomplete')).toBe('current-password'));
    expect(await seriousFaults()).toEqual([]);
    await type('Mot de passe', 'wrong');
    await press('Confirmer');
    await says('Mot de passe incorrect.');
    await type('Mot de passe', 'juste');
    await press('Confirmer');
    await vi.waitFor(() => expect(document.querySelector('.square')).not.toBeNull());
    expect(asked.filter(({ name }) => name === 'totp-begin')).toHaveLength(2);
  });

  test('A8 whoever does not confirm has changed nothing, and reads why', async () => {
    const { asked } = show('#/account', { security: SAMPLE_PROTECTED }, { stale: true });
    await press(/^Retirer.*Application d’authentification$/);
    await press('Retirer', 'dialog button');
    await says('Confirmez votre identité');
    await press('Annuler', 'dialog:last-of-type button');
    document.querySelectorAll('dialog').forEach((dialog) => dialog.dispatchEvent(new Event('cancel', { cancelable: true })));
    await settled();
    expect(asked.filter(({ name }) => name === 'totp-remove')).toHaveLength(1);
  });

  test('a code of the application brings ten recovery codes, shown until they are kept', async () => {
    show('#/account');
    await press(/^Ajouter.*Application d’authentification$/);
    await vi.waitFor(() => expect(document.querySelector('.square .dark')?.getAttribute('d')?.length).toBeGreaterThan(500));
    expect(document.querySelector('.secret')?.textContent).toBe('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ');
    await type('Code affiché par l’application', '000000');
    await press('Valider');
    await says('Vérifiez l’heure de votre téléphone');
    await type('Code affiché par l’application', '123456');
    await press('Valider');
    await says('Vos codes de secours');
    expect(document.querySelectorAll('.codelist li')).toHaveLength(10);
    expect(await seriousFaults()).toEqual([]);
    // Escape does not lose them.
    document.querySelector('dialog')?.dispatchEvent(new Event('cancel', { cancelable: true }));
    await settled();
    expect(document.querySelectorAll('.codelist li')).toHaveLength(10);
    await press('J’ai gardé ces codes');
    expect(document.querySelector('dialog')).toBeNull();
  });

  test('A8 a new address is proved by its code, and the old one is told', async () => {
    const { asked } = show('#/account');
    await press(/^Changer.*Adresse e-mail$/);
    await type('Nouvelle adresse', 'pas une adresse');
    await press('Envoyer le code');
    await says('Écrivez une adresse e-mail');
    await type('Nouvelle adresse', 'claire.morel@exemple.fr');
    await press('Envoyer le code');
    await says('Nous l’avons envoyé à claire.morel@exemple.fr.');
    await type('Code à huit chiffres', '00000000');
    await press('Valider', 'dialog button');
    await says(/Il reste 4 essais/);
    await type('Code à huit chiffres', '1234 5678');
    await press('Valider', 'dialog button');
    await says('Un message part à claire@bonnefoy.example');
    expect(asked.filter(({ name }) => name === 'confirm-email').at(-1)?.body).toEqual({ request: 'A'.repeat(32), code: '1234 5678' });
  });

  test('another device is signed out by name, and all the others in one act', async () => {
    const { asked } = show('#/account');
    await says('Navette, Firefox Linux');
    expect(named('button', /^Déconnecter.*Portail Chrome Windows$/)).toBeUndefined();
    await press(/^Déconnecter.*Navette, Firefox Linux$/);
    expect(asked.find(({ name }) => name === 'end-session')?.body).toEqual({ id: '2' });
    await press('Déconnecter tous les autres');
    await vi.waitFor(() => expect(asked.map(({ name }) => name)).toContain('end-other-sessions'));
  });

  test('A4 a role that opens others’ documents asks for a second factor; once there is one, nothing more is said', async () => {
    show('#/account');
    await says('Ajoutez un second facteur');
    if (place !== null) render(null, place);
    place?.remove();
    show('#/account', { security: SAMPLE_PROTECTED });
    await says('Clé bleue');
    expect(document.body.textContent).not.toContain('Ajoutez un second facteur');
    expect(document.body.textContent).toMatch(/Il en reste 8 sur 10\./);
  });

  test('R161 the portal shows a code for the extension', async () => {
    show('#/hand-over');
    await press('Afficher un code');
    await says('7K3P-QW9X-2M4N');
    expect(await seriousFaults()).toEqual([]);
  });
});
