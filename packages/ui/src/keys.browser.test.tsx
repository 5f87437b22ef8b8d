// The firm's keys and backups for its administrators, and a server whose key has changed, in a real browser.

import axe from 'axe-core';
import { render, type ComponentChildren } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import type { CommandRefusal } from '@navette/device/model';
import type { Result } from '@navette/kernel/result';
import { ok, refuse } from '@navette/kernel/result';
import type { KeysListAnswer } from '@navette/protocol/keys-commands';
import { SigningKeys } from './administration/SigningKeys.tsx';
import { sectionsOf } from './administration/sections.tsx';
import type { Host } from './host.ts';
import { MigrationAssistant } from './migration/MigrationAssistant.tsx';
import { changeSettings } from './settings.ts';
import { SignIn } from './SignIn.tsx';
import './style/style.css';
import { Surrounded } from './surroundings.tsx';
import { ATELIER, SAMPLE_NOW, sampleAccount, sampleRows } from './testing/sample-data.ts';
import { sampleDoors } from './testing/sample-doors.ts';
import { Proof } from './viewer/Proof.tsx';

const DAY = 24 * 3600_000;
const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };
let place: HTMLElement | null = null;

function show(element: ComponentChildren): HTMLElement {
  place = document.createElement('div');
  document.body.append(place);
  render(element, place);
  return place;
}

const LIST: KeysListAnswer = {
  keys: [
    { purpose: 'log', keyId: '0b7e55d1f0c94a21', from: 0, until: SAMPLE_NOW - 12 * DAY, distrustedAfter: SAMPLE_NOW - 15 * DAY },
    { purpose: 'receipts', keyId: '1111222233334444', from: SAMPLE_NOW - 400 * DAY, until: SAMPLE_NOW - 12 * DAY, distrustedAfter: null },
    { purpose: 'log', keyId: '7f3a91c204be5d60', from: SAMPLE_NOW - 12 * DAY, until: null, distrustedAfter: null },
    { purpose: 'receipts', keyId: 'c0ffee00c0ffee00', from: SAMPLE_NOW - 12 * DAY, until: null, distrustedAfter: null },
  ],
  backups: {
    encrypted: true,
    places: [
      { madeAt: SAMPLE_NOW - DAY / 2, late: false, problem: null },
      { madeAt: SAMPLE_NOW - 3 * DAY, late: true, problem: 'place-missing' },
    ],
  },
};

function panel(answer: Result<KeysListAnswer, CommandRefusal>): HTMLElement {
  const doors = sampleDoors({ side: 'staff', commands: (name) => (name === 'keys-list' ? answer : undefined) });
  return show(
    <Surrounded doors={doors} host={host}>
      <main class="main">
        <SigningKeys />
      </main>
    </Surrounded>,
  );
}
const words = (root: HTMLElement) => (root.textContent ?? '').replaceAll(/\s/g, ' ');

async function seriousFaults(): Promise<string[]> {
  await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  const { violations } = await axe.run(document.body, { resultTypes: ['violations'] });
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
}

beforeEach(() => browserPage.viewport(1280, 800));
afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  changeSettings({ language: null, theme: 'system' });
});

describe('K3 the firm’s keys', () => {
  test.each(['light', 'dark'] as const)('axe finds nothing serious, %s', async (theme) => {
    changeSettings({ theme });
    const root = panel(ok(LIST));
    await vi.waitFor(() => expect(root.querySelector('.keyrows')).not.toBeNull());
    root.querySelector('details')?.setAttribute('open', '');
    expect(await seriousFaults()).toEqual([]);
  });

  test('those in use first, each with what it is for; the fingerprint to give to clients is the log’s, in fours', async () => {
    const root = panel(ok(LIST));
    await vi.waitFor(() => expect(root.querySelectorAll('.keyrows')).toHaveLength(2));
    const [inUse, former] = root.querySelectorAll('.keyrows');
    expect([...(inUse?.children ?? [])].map((row) => row.querySelector('b')?.textContent)).toEqual(['Journal', 'Accusés de réception']);
    expect(root.querySelector('.fingerprint b')?.textContent).toBe('7f3a\u00a091c2\u00a004be\u00a05d60');
    expect(words(former as HTMLElement)).toContain('Remplacée du 16 octobre 2025 au 8 novembre 2026');
    expect(words(former as HTMLElement)).toContain('Non fiable après le 5 novembre 2026 jusqu’au 8 novembre 2026');
  });

  test('O2 R099 each place says when its last backup was, and a late one says so and why', async () => {
    const root = panel(ok(LIST));
    await vi.waitFor(() => expect(root.querySelectorAll('.backupplace')).toHaveLength(2));
    const [first, second] = root.querySelectorAll<HTMLElement>('.backupplace');
    expect(words(first as HTMLElement)).toMatch(
      /Premier lieu\s*Dernière sauvegarde vérifiée le 20 novembre 2026, .*il y a 12 heures\s*À jour/,
    );
    expect(words(second as HTMLElement)).toMatch(/Second lieu.*il y a 3 jours.*disque débranché.*En retard/);
    expect(words(root)).toContain('la clé privée qui les ouvre n’est pas sur le serveur');
  });

  test('one place is not two; none at all is said plainly', async () => {
    const root = panel(ok({ ...LIST, backups: { encrypted: false, places: [{ madeAt: null, late: true, problem: null }] } }));
    await vi.waitFor(() => expect(words(root)).toContain('Un seul lieu'));
    expect(words(root)).toContain('Aucune sauvegarde vérifiée');
    render(null, root);
    const none = panel(ok({ ...LIST, backups: null }));
    await vi.waitFor(() => expect(words(none)).toContain('Le serveur ne fait pas de sauvegarde de lui-même'));
  });

  test('without the server it says so, and asks again', async () => {
    const root = panel(refuse({ tag: 'unreachable' }));
    await vi.waitFor(() => expect(words(root)).toContain('n’ont pas pu être lues'));
    expect(root.querySelector('button')?.textContent).toBe('Réessayer');
  });
});

test('K3 a document whose proof was signed by a stolen key says that it is to be renewed, and no more that it was received', () => {
  const row = sampleRows(ATELIER, 8).find(({ receivedAt }) => receivedAt !== null);
  if (!row) throw new Error('no sample');
  const account = sampleAccount('client', 1, true, 'finalised');
  const proof = (one: typeof row) =>
    show(
      <Surrounded doors={sampleDoors()} host={host}>
        <Proof account={account} row={one} />
      </Surrounded>,
    );
  const before = proof(row);
  expect(words(before)).toContain('Reçu par le serveur le');
  render(null, before);
  const after = proof({ ...row, receivedAt: null, proofToRenew: true });
  expect(words(after)).toContain('Preuve à renouveler par le cabinet');
  expect(words(after)).not.toContain('Reçu par le serveur');
});

describe('K3 N1 a server whose key has changed', () => {
  const signIn = (theme: 'light' | 'dark' = 'light') => {
    changeSettings({ theme });
    const doors = sampleDoors({ signedIn: false, keyBefore: '0b7e55d1f0c94a21' });
    return show(<SignIn doors={doors} host={{ ...host, kind: 'portal', origin: 'https://navette.cabinet.example' }} />);
  };

  test.each(['light', 'dark'] as const)('axe finds nothing serious, %s', async (theme) => {
    const root = signIn(theme);
    await vi.waitFor(() => expect(words(root)).toContain('La clé de ce serveur a changé'));
    expect(await seriousFaults()).toEqual([]);
  });

  test('asks no password before the person has compared and accepted the fingerprint', async () => {
    const root = signIn();
    await vi.waitFor(() => expect(words(root)).toContain('0b7e 55d1 f0c9 4a21'));
    expect(words(root)).toContain('7f3a 91c2 04be 5d60');
    expect(root.querySelector('input[type="password"]')).toBeNull();
    const accept = [...root.querySelectorAll('button')].find((one) => one.textContent === 'Accepter cette clé');
    expect(accept?.disabled).toBe(true);
    root.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click();
    await vi.waitFor(() => expect(accept?.disabled).toBe(false));
    accept?.click();
    await vi.waitFor(() => expect(root.querySelector('input[type="password"]')).not.toBeNull());
    expect(words(root)).not.toContain('a changé');
  });

  test('nor does the assistant of the move tell it anything before', async () => {
    const doors = sampleDoors({ signedIn: false, keyBefore: '0b7e55d1f0c94a21' });
    const root = show(
      <Surrounded doors={doors} host={host}>
        <MigrationAssistant account={null} />
      </Surrounded>,
    );
    const address = await vi.waitFor(() => {
      const found = root.querySelector<HTMLInputElement>('form input');
      if (!found) throw new Error('no field');
      return found;
    });
    address.value = 'https://navette.cabinet.example';
    address.dispatchEvent(new Event('input', { bubbles: true }));
    await vi.waitFor(() => {
      address.form?.requestSubmit();
      expect(words(root)).toContain('La clé de ce serveur a changé');
    });
    expect(root.querySelector('input[type="email"], input[type="password"]')).toBeNull();
    root.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click();
    const accept = [...root.querySelectorAll('button')].find((one) => one.textContent === 'Accepter cette clé');
    await vi.waitFor(() => expect(accept?.disabled).toBe(false));
    accept?.click();
    await vi.waitFor(() => expect(root.querySelector('input[type="email"]')).not.toBeNull());
  });

  test('the firm’s keys have their place in the administration of the firm, and in that of no company', () => {
    const member = sampleAccount('client', 1, true, 'finalised');
    expect(sectionsOf({ ...sampleAccount('staff', 1, true, 'finalised'), firmRole: 'admin' }).map(({ name }) => name)).toContain('signing');
    expect(sectionsOf(member).map(({ name }) => name)).not.toContain('signing');
  });
});
