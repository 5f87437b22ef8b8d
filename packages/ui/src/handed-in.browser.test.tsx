// The firm's tray for its staff, and the word of an access that was withdrawn, in a real browser.

import axe from 'axe-core';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import type { DeviceDoors } from '@navette/device/model';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import { changeSettings } from './settings.ts';
import './style/style.css';
import { SAMPLE_NOW } from './testing/sample-data.ts';
import { sampleDoors, type SampleOptions } from './testing/sample-doors.ts';

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };
let place: HTMLElement | null = null;

function show(hash: string, options: SampleOptions = {}, change: (doors: DeviceDoors) => DeviceDoors = (doors) => doors) {
  location.hash = hash;
  const doors = change(sampleDoors({ side: 'staff', handedIn: true, ...options }));
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
  render(<App doors={doors} host={host} />, place);
  return { doors, root: place };
}
const press = (key: string) =>
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const rows = (root: ParentNode) => [...root.querySelectorAll<HTMLElement>('.handed .rows > li')];
const listed = (root: ParentNode, n: number) => vi.waitFor(() => expect(rows(root)).toHaveLength(n));
const button = (root: ParentNode, name: string) =>
  [...root.querySelectorAll<HTMLButtonElement>('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent)?.trim() === name,
  );

async function seriousFaults(): Promise<string[]> {
  await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  const { violations } = await axe.run(document.body, { resultTypes: ['violations'] });
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
}

beforeEach(() => browserPage.viewport(1280, 800));
afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
  changeSettings({ language: null, theme: 'system', shortcuts: true, shared: false });
});

describe('what people who have left handed in', () => {
  test.each(['light', 'dark'] as const)('axe finds nothing serious, %s', async (theme) => {
    changeSettings({ theme });
    const { root } = show('#/handed-in');
    await listed(root, 4);
    expect(await seriousFaults()).toEqual([]);
  });

  test('who, when, which dossier and what is said of each; one without its file cannot be given yet', async () => {
    const { root } = show('#/handed-in');
    await listed(root, 4);
    expect([...root.querySelectorAll('.handed h2')].map((one) => one.textContent)).toEqual(['Bastien Loubet', 'Inès Caradec']);
    const [first, , comment, waiting] = rows(root);
    expect(first?.textContent).toMatch(
      /FA-2026-0411 scierie\.pdf.*Factures Achats.*[Kk]o.*saisi le 16.novembre.2026.*remis le 18.novembre.2026/,
    );
    expect(first?.textContent).toContain('Bois du chantier Perrin');
    expect(comment?.textContent).toContain('celle-ci est à oublier');
    expect(waiting?.textContent).toContain('Le fichier n’est pas encore arrivé');
    expect(waiting?.textContent).toContain('Ce dossier ne vous est pas confié');
    expect(waiting?.querySelectorAll('button')).toHaveLength(1);
  });

  test('« Verser au dossier » deposits it on the normal road, naming who handed it in, and answers it once', async () => {
    const { doors, root } = show('#/handed-in', { bytes: 'here' }, (given) => ({
      ...given,
      library: { ...given.library, bytes: async () => new Blob(['%PDF-1.7'], { type: 'application/pdf' }) },
    }));
    const deposits = vi.spyOn(doors.library, 'captureAndDeposit');
    await listed(root, 4);
    button(root, 'Verser au dossier, FA-2026-0411 scierie.pdf')?.click();
    await listed(root, 3);
    expect(deposits).toHaveBeenCalledTimes(1);
    expect(deposits.mock.calls[0]?.slice(1)).toMatchObject([
      { name: 'FA-2026-0411 scierie.pdf', way: 'pick' },
      { kind: 'purchase-invoices', comment: 'Bois du chantier Perrin, à répartir sur deux lots. (remis par Bastien Loubet)' },
    ]);
    expect(root.querySelector('.main [role="status"]')?.textContent).toBe('FA-2026-0411 scierie.pdf est versé au dossier.');
  });

  test('a file that cannot be brought says why at its place, and the item stays', async () => {
    const { root } = show('#/handed-in', { bytes: 'away' });
    await listed(root, 4);
    button(root, 'Verser au dossier, FA-2026-0411 scierie.pdf')?.click();
    await vi.waitFor(() =>
      expect(rows(root)[0]?.querySelector('[role="alert"]')?.textContent).toMatch(/Pas encore|réseau|connexion|hors ligne/i),
    );
    expect(rows(root)).toHaveLength(4);
  });

  test('by the keyboard alone: j and k move, c puts away and the next one stands under the hand', async () => {
    const { root } = show('#/handed-in');
    await listed(root, 4);
    press('j');
    await vi.waitFor(() => expect(document.activeElement).toBe(rows(root)[0]));
    press('j');
    await vi.waitFor(() => expect(document.activeElement).toBe(rows(root)[1]));
    press('c');
    await listed(root, 3);
    await vi.waitFor(() => expect(document.activeElement).toBe(rows(root)[1]));
    expect(rows(root)[1]?.textContent).toContain('celle-ci est à oublier');
  });

  test('none says so and what will come here; without the server the reason is said with another try', async () => {
    const empty = show('#/handed-in', { handedIn: false });
    await vi.waitFor(() => expect(empty.root.querySelector('.empty h2')?.textContent).toBe('Rien à traiter'));
    render(null, empty.root);
    empty.root.remove();
    const { root } = show('#/handed-in', { sync: 'offline' });
    await vi.waitFor(() => expect(root.querySelector('.empty h2')?.textContent).toBe('La liste n’a pas pu être lue'));
    expect(button(root, 'Réessayer')).toBeDefined();
  });

  test('it is reached from the staff’s list of dossiers, with how many wait; a client has no such page', async () => {
    const { root } = show('#/portfolio');
    await vi.waitFor(() => expect(root.querySelector('a[href="#/handed-in"]')?.textContent).toBe('Remis par d’anciens accès4'));
    render(null, root);
    root.remove();
    const home = show('#/home');
    await vi.waitFor(() => expect(home.root.querySelector('.folio a[href="#/handed-in"]')?.textContent).toContain('4'));
    expect(await seriousFaults()).toEqual([]);
    render(null, home.root);
    home.root.remove();
    const client = show('#/handed-in', { side: 'client' });
    await vi.waitFor(() => expect(client.root.querySelector('h1')?.textContent).toBe('Accueil'));
    expect(client.root.textContent).not.toContain('anciens accès');
  });

  test('it fits a narrow window, where nothing is cut off', async () => {
    await browserPage.viewport(390, 800);
    const { root } = show('#/handed-in');
    await listed(root, 4);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
    expect(await seriousFaults()).toEqual([]);
  });
});

describe('an access that was withdrawn', () => {
  const SENTENCE =
    'Votre accès au dossier Aux Trois Sapins a été retiré. 2 documents et 1 commentaire ou changement qui n’avaient pas été envoyés ont été remis au cabinet le 17 novembre 2026.';

  test('is said on every screen until the person has read it', async () => {
    const { root } = show('#/queue', { side: 'client', departures: true });
    await vi.waitFor(() => expect(root.querySelector('.departure p')?.textContent?.replaceAll('\u00a0', ' ')).toBe(SENTENCE));
    expect(await seriousFaults()).toEqual([]);
    button(root, 'J’ai lu')?.click();
    await vi.waitFor(() => expect(root.querySelector('.departure')).toBeNull());
  });

  test('is said on the sign-in page too, where nobody is signed in any more', async () => {
    const { root } = show('', { signedIn: false, departures: true });
    await vi.waitFor(() => expect(root.querySelector('.signin .departure p')?.textContent?.replaceAll('\u00a0', ' ')).toBe(SENTENCE));
  });
});

describe('somebody who has left the firm, with files they had given to nobody', () => {
  test('is told where those are, and can save or remove each; nothing else', async () => {
    const left = { id: 'b', at: SAMPLE_NOW, firm: 'Cabinet Aubrac Conseil', dossiers: null, documents: 0, others: 0 };
    const { doors, root } = show('#/deposit', { side: 'client', companies: 0, documents: 0, tray: true }, (given) => ({
      ...given,
      library: { ...given.library, departures: { subscribe: (listener) => (listener([left]), () => undefined) } },
    }));
    await vi.waitFor(() => expect(root.querySelectorAll('.capture')).toHaveLength(3));
    expect(root.querySelector('.departure p')?.textContent).toMatch(
      /Votre accès au cabinet Cabinet Aubrac Conseil a été retiré.*L’enregistrer ou le retirer/,
    );
    expect(root.querySelector('.give')).toBeNull();
    expect(button(root, 'Enregistrer une copie, HX-88120-11.pdf')).toBeDefined();
    expect(await seriousFaults()).toEqual([]);
    const discarded = vi.spyOn(doors.library, 'discard');
    root.querySelector<HTMLButtonElement>('.capture .acts button:last-child')?.click();
    await vi.waitFor(() => expect(discarded.mock.calls.length + root.querySelectorAll('dialog[open]').length).toBeGreaterThan(0));
  });
});

describe('D5 signing out of a computer others use', () => {
  test('erases by default once it is called shared, and lists what is unsent first', async () => {
    changeSettings({ shared: true });
    const { root } = show('#/home', { side: 'client', sync: 'offline', refused: true, tray: true });
    const menu = await vi.waitFor(() => {
      const found = root.querySelector<HTMLButtonElement>('button.me');
      expect(found).not.toBeNull();
      return found;
    });
    menu?.click();
    await vi.waitFor(() => expect(button(root, 'Se déconnecter')).toBeDefined());
    button(root, 'Se déconnecter')?.click();
    const dialog = await vi.waitFor(() => {
      const found = document.querySelector('dialog');
      expect(found?.textContent).toContain('à reprendre');
      return found;
    });
    expect(dialog?.textContent).toContain('à confirmer');
    expect(dialog?.querySelector<HTMLInputElement>('input[type="radio"]:checked')?.value).toBe('erase');
  });
});
