/**
 * The sendings that products told of: found again by their reference, written into the dossier's room, once each.
 *
 * The table is written first and the room after it, both before the product hears anything: a server killed in between
 * writes the room at its next start, and the same post again changes nothing. One dossier is written by one post at a time.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Box } from '@navette/domain/boxes';
import { makeId, type DossierId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { PostedSending, SendingRefusal } from '@navette/protocol/sendings';
import type { Sending, SendingState } from '@navette/rooms/records';
import { roomName } from '@navette/rooms/room-names';
import { Lanes } from '../rooms/lanes.ts';
import type { ServerWriter } from '../rooms/server-writer.ts';
import type { ApiKey } from './api-keys.ts';
import { boxOfSending, moveStates } from './sending-states.ts';

export type SendingBook = {
  /**
   * Makes the sending of this reference or brings it along; resolves when its room says so.
   * @param mayMake asked before a new one is made: milliseconds to wait, 0 for now
   */
  post(
    key: ApiKey,
    dossier: DossierId,
    posted: PostedSending,
    mayMake: () => number,
  ): Promise<Result<Posted, { readonly tag: SendingRefusal } | { readonly tag: 'too-many'; readonly wait: number }>>;
  /** Those this product calls so, of the dossiers given. */
  byReference(key: ApiKey, reference: string, dossiers: readonly DossierId[]): readonly KnownSending[];
  /** Writes what a former life of this server left out of its room. */
  writeLeft(): Promise<void>;
};

export type KnownSending = {
  readonly id: string;
  readonly dossier: DossierId;
  readonly box: Box;
  readonly record: Sending;
  /** Reference of the one it puts right. */
  readonly corrects: string | null;
};
export type Posted = {
  readonly outcome: 'created' | 'updated' | 'unchanged';
  readonly late: readonly SendingState[];
  readonly sending: KnownSending;
};

export type SendingBookParts = {
  readonly database: DatabaseSync;
  readonly writer: Pick<ServerWriter, 'setRecord'>;
  readonly clock: Clock;
  readonly random: Random;
};

type Row = Omit<KnownSending, 'corrects'>;

export function makeSendingBook({ database, writer, clock, random }: SendingBookParts): SendingBook {
  const lanes = new Lanes<DossierId>();

  const find = (key: ApiKey, dossier: DossierId, reference: string): Row | null => {
    const row = database
      .prepare('SELECT * FROM sending WHERE owner = ? AND product = ? AND dossier_id = ? AND reference = ?')
      .get(ownerOf(key), key.product, dossier, reference);
    return row ? toRow(row) : null;
  };
  const known = (row: Row): KnownSending => {
    const corrected = row.record.corrects;
    const of = corrected === undefined ? undefined : database.prepare('SELECT reference FROM sending WHERE id = ?').get(corrected);
    return { ...row, corrects: of ? String(of['reference']) : null };
  };
  const write = async ({ id, dossier, box, record }: Row): Promise<void> => {
    await writer.setRecord(roomName({ kind: 'sendings', dossier, box }), id, record);
    database.prepare('UPDATE sending SET written = 1 WHERE id = ? AND record = ?').run(id, JSON.stringify(record));
  };

  return {
    post: (key, dossier, posted, mayMake) =>
      lanes.run(dossier, async () => {
        const { kind, reference, period, title, recipient } = posted;
        const before = find(key, dossier, reference);
        if (before && (before.record.kind !== kind || before.record.period !== period)) return refuse({ tag: 'other-sending' as const });
        const moved = moveStates(before?.record.states ?? [], posted.states, clock.now());
        if (moved === 'final') return refuse({ tag: 'final' as const });
        const corrected = posted.corrects === undefined ? null : find(key, dossier, posted.corrects);
        if (posted.corrects !== undefined && (!corrected || corrected.record.kind !== kind || posted.corrects === reference))
          return refuse({ tag: 'unknown-correction' as const });
        if (before) {
          const changed = moved.states.length > before.record.states.length;
          // What names it is said once: a post that comes late, or twice, renames nothing.
          const row: Row = changed ? { ...before, record: { ...before.record, states: moved.states } } : before;
          if (changed) database.prepare('UPDATE sending SET record = ?, written = 0 WHERE id = ?').run(JSON.stringify(row.record), row.id);
          await write(row);
          return ok({ outcome: changed ? 'updated' : 'unchanged', late: moved.late, sending: known(row) });
        }
        const wait = mayMake();
        if (wait > 0) return refuse({ tag: 'too-many' as const, wait });
        const record: Sending = {
          v: 1,
          kind,
          title,
          recipient,
          period,
          product: key.product,
          reference,
          ...(corrected ? { corrects: corrected.id } : {}),
          states: moved.states,
        };
        const row: Row = { id: makeId(clock.now(), random.bytes(10)), dossier, box: boxOfSending(kind), record };
        database
          .prepare(
            'INSERT INTO sending (id, owner, product, dossier_id, reference, box, record, api_key, written) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)',
          )
          .run(row.id, ownerOf(key), key.product, dossier, reference, row.box, JSON.stringify(record), key.id);
        await write(row);
        return ok({ outcome: 'created', late: moved.late, sending: known(row) });
      }),

    byReference(key, reference, dossiers) {
      const within = new Set(dossiers);
      return database
        .prepare('SELECT * FROM sending WHERE owner = ? AND product = ? AND reference = ? ORDER BY id')
        .all(ownerOf(key), key.product, reference)
        .map(toRow)
        .filter(({ dossier }) => within.has(dossier))
        .map(known);
    },

    async writeLeft() {
      for (const row of database.prepare('SELECT * FROM sending WHERE written = 0').all().map(toRow))
        await lanes.run(row.dossier, () => write(row));
    },
  };
}

/** A key of a company never speaks of what came by the firm's: the same reference there is another sending. */
function ownerOf({ company }: ApiKey): string {
  return company ?? 'firm';
}

function toRow(row: Record<string, unknown>): Row {
  return {
    id: String(row['id']),
    dossier: row['dossier_id'] as DossierId,
    box: row['box'] as Box,
    record: JSON.parse(String(row['record'])) as Sending,
  };
}
