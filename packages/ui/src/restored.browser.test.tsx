// What the queue says after the server was restored from a backup, in a real browser.

import { loadTexts } from '@navette/texts/texts';
import { render } from 'preact';
import { afterEach, expect, test, vi } from 'vitest';
import type { DocumentId } from '@navette/kernel/ids';
import type { RestoreNotice, SyncStatus } from '@navette/device/model';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import { changeSettings } from './settings.ts';
import './style/style.css';
import { SAMPLE_NOW } from './testing/sample-data.ts';
import { sampleDoors } from './testing/sample-doors.ts';

const DAY = 24 * 3600_000;
const LAST_NIGHT = Date.parse('2026-11-19T21:00:00Z');
let place: HTMLElement | null = null;

function queueWith(restored: Partial<RestoreNotice>, language: 'fr' | 'en' = 'fr', now = SAMPLE_NOW): HTMLElement {
  location.hash = '#/queue';
  changeSettings({ language });
  const host: Host = { kind: 'extension', language, workerUrl: '/pdf.worker.mjs', now: () => now };
  const doors = sampleDoors({});
  const notice: RestoreNotice = { at: SAMPLE_NOW - DAY / 2, backupAt: LAST_NIGHT, documents: [], entries: 4, left: 0, ...restored };
  const told: SyncStatus = {
    state: 'idle',
    problem: null,
    lastSyncAt: SAMPLE_NOW,
    nextTryAt: null,
    waiting: 0,
    refused: 0,
    restored: notice,
  };
  const status = { subscribe: (listener: (value: SyncStatus) => void) => (listener(told), () => undefined) };
  place = document.createElement('div');
  document.body.append(place);
  render(<App doors={{ ...doors, sync: { ...doors.sync, status } }} host={host} />, place);
  return place;
}

await loadTexts('en');
afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
  changeSettings({ language: null });
});

/** Whatever spaces keep the words together. */
const words = (root: HTMLElement) => (root.textContent ?? '').replaceAll(/\s/g, ' ');
const ids = ['a', 'b', 'c'] as DocumentId[];

test('R101 it says from which backup, how many documents this device sent back, and what the server does not take yet', async () => {
  const root = queueWith({ documents: ids, left: 2 });
  await vi.waitFor(() =>
    expect(words(root)).toContain(
      'Le serveur a été restauré à partir de la sauvegarde du 19 novembre 2026 à 22:00 ; 3 documents ont été renvoyés.',
    ),
  );
  expect(words(root)).toContain('2 écritures que le serveur a perdues ne sont pas encore reprises');
});

test('in English too, and for one document', async () => {
  const root = queueWith({ documents: ids.slice(1, 2) }, 'en');
  await vi.waitFor(() =>
    expect(words(root)).toContain('The server was restored from the backup of 19 November 2026 at 22:00; 1 document was sent back.'),
  );
});

test('for two weeks, or for as long as something is left', async () => {
  const root = queueWith({ documents: ids, at: SAMPLE_NOW - 15 * DAY });
  await vi.waitFor(() => expect(root.querySelector('.queuehead')).not.toBeNull());
  expect(root.textContent).not.toContain('restauré');
  render(null, root);
  const later = queueWith({ documents: ids, at: SAMPLE_NOW - 15 * DAY, left: 1 });
  await vi.waitFor(() => expect(later.textContent).toContain('restauré'));
});
