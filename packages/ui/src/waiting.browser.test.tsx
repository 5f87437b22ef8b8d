// What screens show while something is on its way: the store's first answer, the first synchronisation, a file of the server.

import { render, type ComponentChild } from 'preact';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import type { DeviceDoors, SyncStatus } from '@navette/device/model';
import { ok, refuse } from '@navette/kernel/result';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import { Popup, type PageState } from './Popup.tsx';
import './style/style.css';
import { SAMPLE_NOW, sampleId } from './testing/sample-data.ts';
import { sampleDoors } from './testing/sample-doors.ts';
import { samplePdf } from './testing/sample-pdf.ts';

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };
const silent = { subscribe: () => () => undefined };
let place: HTMLElement | null = null;

function show(what: ComponentChild): HTMLElement {
  place = document.createElement('div');
  document.body.append(place);
  render(what, place);
  return place;
}

function showApp(hash: string, doors: DeviceDoors): HTMLElement {
  location.hash = hash;
  return show(<App doors={doors} host={host} />);
}

afterEach(async () => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
  await browserPage.viewport(1280, 800);
});

describe('before the store has answered', () => {
  const EMPTY = /Rien|Aucun|n’attend rien|Tous les documents|paraîtront/;

  test.each([
    ['client', '#/home'],
    ['client', '#/deposit'],
    ['client', '#/documents'],
    ['client', '#/requests'],
    ['client', '#/queue'],
    ['staff', '#/home'],
  ] as const)('no list of the %s says it is empty (%s): its shape is shown', async (side, hash) => {
    const doors = sampleDoors({ side });
    const unanswered = { documents: () => silent, requests: () => silent, ledgers: () => silent, tray: silent };
    const root = showApp(hash, { ...doors, library: { ...doors.library, ...unanswered } });
    await vi.waitFor(() => expect(root.querySelector('main h1')).not.toBeNull());
    expect(root.querySelector('main')?.textContent).not.toMatch(EMPTY);
  });

  test('nor on a new device, while the first synchronisation runs', async () => {
    const doors = sampleDoors({ documents: 0 });
    const first: SyncStatus = { state: 'syncing', problem: null, lastSyncAt: null, nextTryAt: null, waiting: 0, refused: 0 };
    const status = { subscribe: (listener: (value: SyncStatus) => void) => (listener(first), () => undefined) };
    const root = showApp('#/documents', { ...doors, sync: { ...doors.sync, status } });
    await vi.waitFor(() => expect(root.querySelector('tr.ghost')).not.toBeNull());
    expect(root.querySelector('main')?.textContent).not.toMatch(EMPTY);
  });
});

describe('after a first synchronisation that failed', () => {
  const failed = (lastSyncAt: number | null) => {
    const doors = sampleDoors({ companies: 0, documents: 0 });
    const now: SyncStatus = { state: 'offline', problem: 'offline', lastSyncAt, nextTryAt: SAMPLE_NOW + 60_000, waiting: 0, refused: 0 };
    const status = { subscribe: (listener: (value: SyncStatus) => void) => (listener(now), () => undefined) };
    return showApp('#/deposit', { ...doors, sync: { ...doors.sync, status } });
  };

  test('nobody is told that they may not deposit: the companies are not known yet, and files are kept meanwhile', async () => {
    const root = failed(null);
    await vi.waitFor(() => expect(root.querySelector('main')?.textContent).toContain('Vos sociétés ne sont pas encore connues'));
    await vi.waitFor(() => expect(root.querySelector('main')?.textContent).toContain('Rien à confirmer'));
    expect(root.querySelector('main')?.textContent).not.toContain('Demandez ce droit');
    expect(root.querySelector('main input[type="file"]')).not.toBeNull();
  });

  test('whom the server has told that there is no company is told so', async () => {
    const root = failed(SAMPLE_NOW - 60_000);
    await vi.waitFor(() => expect(root.querySelector('main')?.textContent).toContain('Demandez ce droit au cabinet'));
    expect(root.querySelector('main')?.textContent).not.toContain('pas encore connues');
  });
});

test('a file that could not come for want of a network comes by itself once the server has answered', async () => {
  const doors = sampleDoors();
  let network = false;
  let told: (status: SyncStatus) => void = () => undefined;
  const status = {
    subscribe: (listener: (value: SyncStatus) => void) => {
      const stop = doors.sync.status.subscribe(listener);
      const before = told;
      told = (value) => (before(value), listener(value));
      return stop;
    },
  };
  const bytes = async () => (network ? samplePdf(['Facture']) : null);
  const bring = async () => (network ? ok(undefined) : refuse('offline' as const));
  const root = showApp(`#/documents/${sampleId(4, 2)}`, {
    ...doors,
    library: { ...doors.library, bytes },
    sync: { ...doors.sync, status, bring },
  });
  await vi.waitFor(() => expect(root.querySelector('.viewer')?.textContent).toContain('Pas de réseau.'));
  network = true;
  told({ state: 'idle', problem: null, lastSyncAt: SAMPLE_NOW + 1, nextTryAt: null, waiting: 0, refused: 0 });
  await vi.waitFor(() => expect(root.querySelector('.viewer')?.textContent).not.toContain('Pas de réseau.'));
});

describe('a document open', () => {
  test('on a narrow screen it is the title of the page and has focus; closed, the list is the title again', async () => {
    await browserPage.viewport(390, 844);
    const root = showApp(`#/documents/${sampleId(4, 2)}`, sampleDoors({ bytes: 'away' }));
    const titles = () => [...root.querySelectorAll('h1')].filter((title) => title.checkVisibility()).map((title) => title.textContent);
    await vi.waitFor(() => expect(titles()).toHaveLength(1));
    expect(titles()).not.toEqual(['Documents']);
    expect(document.activeElement?.className).toBe('viewer');
    // A person never acts within the drawing of what they act on.
    await new Promise((resolve) => setTimeout(resolve, 50));
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect(titles()).toEqual(['Documents']));
    // Focus goes back to the row it was opened from.
    await vi.waitFor(() => expect(document.activeElement?.closest('tr')).not.toBeNull());
  });
});

test('in the popup the staff find what they received and have not taken on, never what they asked of a client', async () => {
  const page = {
    state: { subscribe: (listener: (state: PageState) => void) => (listener({ canDeposit: true }), () => undefined) },
    depositThisPage: async () => undefined,
  };
  const root = show(<Popup doors={sampleDoors({ side: 'staff' })} host={host} page={page} />);
  await vi.waitFor(() => expect(root.querySelectorAll('.need').length).toBeGreaterThan(0));
  expect([...root.querySelectorAll('.need small')].map((small) => small.textContent).join()).not.toContain('avant le');
});

test('a sign-out that nobody answers is said to be unconfirmed, and invents no number of waiting documents', async () => {
  const doors = sampleDoors({ side: 'client' });
  const root = showApp('#/home', { ...doors, session: { ...doors.session, signOut: () => Promise.reject(new Error('silence')) } });
  const button = (within: string) =>
    [...root.querySelectorAll<HTMLElement>(`${within} button`)].find((one) => one.textContent === 'Se déconnecter');
  await vi.waitFor(() => expect(root.querySelector('.me')).not.toBeNull());
  root.querySelector<HTMLElement>('.me')?.click();
  await vi.waitFor(() => expect(button('.menu')).toBeDefined());
  button('.menu')?.click();
  await vi.waitFor(() => expect(button('dialog')).toBeDefined());
  button('dialog')?.click();
  await vi.waitFor(() =>
    expect(root.querySelector('dialog [role=alert]')?.textContent).toBe('La déconnexion n’est pas confirmée. Réessayez dans un instant.'),
  );
});
