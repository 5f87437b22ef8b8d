/**
 * How the migrations of a dossier's people went: every step and reminder that its access room has told, read back from the
 * updates this device keeps. The room's newest values are what `access` shows; this is what stood there before.
 */
import * as Y from 'yjs';
import { AccessUser, ROOT_OF, readRecord } from '@navette/rooms/records';
import { roomName } from '@navette/rooms/room-names';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { MigrationFact } from '../model.ts';
import type { LocalStore } from '../store/local-store.ts';

/** @returns each person's facts, the oldest first */
export async function migrationPastOf(store: LocalStore, dossier: DossierId): Promise<ReadonlyMap<UserId, readonly MigrationFact[]>> {
  const room = roomName({ kind: 'access', dossier });
  const rows = await store.list('updates', { index: '[room+i]', from: [room, 0], to: [room, Number.MAX_SAFE_INTEGER] });
  const doc = new Y.Doc();
  const map = doc.getMap(ROOT_OF.access);
  let changed = new Set<string>();
  map.observe((event) => (changed = new Set([...changed, ...event.keysChanged])));
  const past = new Map<UserId, MigrationFact[]>();
  // In the order of the log: a page may have brought an older entry later.
  for (const row of rows.toSorted((a, b) => (a.cursor ?? Infinity) - (b.cursor ?? Infinity))) {
    changed = new Set();
    try {
      Y.applyUpdate(doc, row.bytes);
    } catch {
      // Not an update: it stays in its room, and tells nothing here either.
      continue;
    }
    for (const key of changed) {
      const [family, id = ''] = key.split('/');
      const read = family === 'user' ? readRecord(AccessUser, map.get(key)) : null;
      if (!read?.readable || !read.record) continue;
      const { migration, since, reminded } = read.record;
      const facts = past.get(id as UserId) ?? [];
      past.set(id as UserId, facts);
      if (facts.findLast((fact) => fact.what !== 'reminded')?.what !== migration) facts.push({ what: migration, at: since });
      if (reminded !== undefined && !facts.some((fact) => fact.what === 'reminded' && fact.at === reminded))
        facts.push({ what: 'reminded', at: reminded });
    }
  }
  for (const facts of past.values()) facts.sort((a, b) => a.at - b.at);
  return past;
}
