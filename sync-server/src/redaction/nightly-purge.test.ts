import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { RETENTION_TABLE } from '@navette/domain/retention';
import type { DeviceNumber, DossierId, FirmId, UserId } from '@navette/kernel/ids';
import { ROOT_OF } from '@navette/rooms/records';
import { roomName } from '@navette/rooms/room-names';
import { temporarySigner } from '../adapters/ed25519-signer.ts';
import { systemRandom } from '../adapters/node-platform.ts';
import { NO_METRICS } from '../figures/metrics.ts';
import { oneKey } from '../keys/one-key.ts';
import { memoryRoomLog } from '../log/memory-room-log.ts';
import { startNightlyPurge } from './nightly-purge.ts';
import { memoryRedactionBook } from './redaction-book.ts';

const DAY = 86_400_000;
const DOSSIER = '01980000-0000-7000-8000-00000000d001' as DossierId;
const DOCUMENT = '01980000-0000-7000-8000-0000000000a1';
const ROOM = roomName({ kind: 'archive', dossier: DOSSIER, box: 'common' });

/** A document of 2010 in the bin for a hundred days, and a night's look at it while something is written. */
async function night(meanwhile: Readonly<Record<string, unknown>>) {
  let now = Date.UTC(2026, 7, 1);
  const clock = { now: () => now };
  const log = memoryRoomLog({ clock, random: systemRandom });
  const doc = new Y.Doc({ gc: false });
  let counted = 0;
  const write = async (records: Readonly<Record<string, unknown>>): Promise<void> => {
    const before = Y.encodeStateVector(doc);
    doc.transact(() => Object.entries(records).forEach(([key, value]) => doc.getMap(ROOT_OF.archive).set(key, value)));
    const bytes = Y.encodeStateAsUpdate(doc, before);
    const id = `01980000-0000-7000-8000-0000000000f${++counted}`;
    await log.append([{ room: ROOM, id, author: DOSSIER as string as UserId, device: 1 as DeviceNumber, counter: counted, bytes }]);
  };
  const place = { v: 1, name: 'Grand livre', folder: [], year: 2010, category: 'accounting' };
  await write({ [DOCUMENT]: { v: 1, hash: 'a'.repeat(64), size: 3, type: 'application/pdf', place }, [`${DOCUMENT}/binned`]: { v: 1 } });
  now += 100 * DAY;
  const book = memoryRedactionBook();
  const told: Record<string, unknown>[] = [];
  const purge = startNightlyPurge({
    by: 'Nadia Ferrand',
    at: '04:00',
    firm: DOSSIER as string as FirmId,
    log,
    book,
    keys: oneKey(temporarySigner()),
    table: () => RETENTION_TABLE,
    alone: async (_room, task) => {
      if (Object.keys(meanwhile).length > 0) await write(meanwhile);
      await task();
    },
    tell: () => Promise.resolve(),
    clock,
    timers: { after: () => () => undefined },
    random: systemRandom,
    metrics: NO_METRICS,
    report: (event, facts) => void told.push({ event, ...facts }),
  });
  now += DAY;
  await purge.look();
  return { erased: book.all().length, told };
}

describe('G16 between the night’s reading and the firm’s word', () => {
  test('nothing happened: the document goes', async () => {
    expect(await night({})).toEqual({ erased: 1, told: [{ event: 'bin-emptied', documents: 1, held: 0 }] });
  });

  test('it was taken out of the bin: it stays', async () => {
    expect((await night({ [`${DOCUMENT}/binned`]: null })).erased).toBe(0);
  });

  test('it was held: it stays', async () => {
    expect((await night({ [`${DOCUMENT}/retained`]: { v: 1, rule: null, hold: 'Contrôle fiscal' } })).erased).toBe(0);
  });
});
