/**
 * What came back after restores (R101): the acts, and for each what devices handed back, checked against the log and against
 * the proof it came with. Changes nothing, and may run beside the server.
 */
import type { RestoreAct } from '@navette/protocol/healing';
import { healedIn, restoresIn } from '../adapters/sqlite-heal-book.ts';
import { parseRoom } from '@navette/rooms/room-names';
import type { HealedEntry } from '../ports.ts';
import { makeEntryProofs } from '../rooms/entry-proofs.ts';
import { receiptsIn } from './receipts.ts';
import { onOneView } from './stored-entries.ts';
import type { StoredFolder } from './stored-folder.ts';

export type HealedRoom = {
  readonly room: string;
  readonly entries: number;
  /** People who wrote them, and whose devices brought them. */
  readonly authors: readonly string[];
  readonly broughtBy: readonly string[];
  /** Times they were first stored at. */
  readonly from: number;
  readonly to: number;
};

export type HealedRestore = {
  readonly act: RestoreAct;
  readonly entries: number;
  /** Of which the bytes had come back otherwise, in whole or in part (a portal page that was still open): same id, no proof left to check. */
  readonly saidAgain: number;
  readonly rooms: readonly HealedRoom[];
  /** Files whose receipt came back, and which no device has sent again yet: `<dossier>/<box>/<hash>`. */
  readonly awaited: readonly string[];
};

/** @returns the restores, the latest last; empty for a log that never was */
export function readHealed({ log, healing, ring }: StoredFolder): readonly HealedRestore[] {
  if (!healing) return [];
  const proofs = makeEntryProofs(() => ring.proofSecrets);
  const holds = log.prepare('SELECT 1 FROM blobs WHERE dossier = ? AND box = ? AND hash = ?');
  const entryOf = log.prepare('SELECT author, device, counter, bytes FROM entry WHERE id = ?');
  return onOneView(log, () => {
    const acts = restoresIn(healing);
    const seen = healedIn(healing).flatMap((entry) => {
      const row = entryOf.get(entry.id);
      if (!row) return [];
      const author = String(row['author']);
      const facts = { ...entry, author, device: Number(row['device']), counter: row['counter'] === null ? null : Number(row['counter']) };
      const bytes = row['bytes'] instanceof Uint8Array ? row['bytes'] : new Uint8Array();
      const receipts = parseRoom(entry.room)?.kind === 'receipts' ? receiptsIn(bytes).filter((receipt) => receipt !== null) : [];
      const awaited = receipts
        .filter(({ dossier, box, hash }) => !holds.get(dossier, box, hash))
        .map(({ dossier, box, hash }) => `${dossier}/${box}/${hash}`);
      return [{ ...entry, author, awaited, proved: proofs.good(facts, bytes, entry.proof) }];
    });
    return acts.map((act, i) => {
      const until = acts[i + 1]?.at ?? Infinity;
      const mine = seen.filter(({ healedAt }) => healedAt >= act.at && healedAt < until);
      const rooms = [...Map.groupBy(mine, ({ room }) => room)].map(([room, entries]) => roomOf(room, entries));
      return {
        act,
        entries: mine.length,
        saidAgain: mine.filter(({ proved }) => !proved).length,
        rooms: rooms.toSorted((a, b) => (a.room < b.room ? -1 : 1)),
        awaited: mine.flatMap(({ awaited }) => awaited),
      };
    });
  });
}

function roomOf(room: string, entries: readonly (HealedEntry & { readonly author: string })[]): HealedRoom {
  const times = entries.map(({ at }) => at);
  return {
    room,
    entries: entries.length,
    authors: [...new Set(entries.map(({ author }) => author))].toSorted(),
    broughtBy: [...new Set(entries.map(({ by }) => by as string))].toSorted(),
    from: times.reduce((a, b) => Math.min(a, b)),
    to: times.reduce((a, b) => Math.max(a, b)),
  };
}
