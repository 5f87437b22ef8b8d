import type { SyncStatus } from '@navette/device/model';
import { formats } from '@navette/texts/formats';
import { texts } from '@navette/texts/texts';
import { expect, test } from 'vitest';
import { syncWords } from './sync-words.ts';

const NOW = Date.parse('2026-11-20T13:50:00Z');
const words = (status: Partial<SyncStatus>) =>
  syncWords(
    texts('fr'),
    formats('fr'),
    { state: 'idle', problem: null, lastSyncAt: NOW - 18 * 60_000, nextTryAt: null, waiting: 0, refused: 0, ...status },
    NOW,
  ).words;

test('the quiet line says where this device stands, and always the time', () => {
  expect(words({})).toBe('À jour à 14:32');
  expect(words({ state: 'offline', problem: 'offline', waiting: 3 })).toBe('Hors ligne · 3\u00a0en attente · à jour à 14:32');
  expect(words({ problem: 'server-down', waiting: 1 })).toBe('1\u00a0en échec · à jour à 14:32');
  expect(words({ refused: 1 })).toBe('1\u00a0en échec · à jour à 14:32');
  expect(words({ waiting: 2, state: 'syncing' })).toBe('2\u00a0en attente · à jour à 14:32');
  expect(words({ lastSyncAt: null })).toBe('Pas encore à jour');
});
