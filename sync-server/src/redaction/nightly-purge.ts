/**
 * The bin emptied by itself, every night, where the firm asked for it (G16): the firm's word is signed and told to devices, as for what is
 * written about an erased document (`watch-strays.ts`). From then on it is served to nobody; log and files lose it at the next start
 * of the server, when nobody else writes.
 *
 * What a rule of retention or a hold keeps stays. Counts are told, never names.
 */
import { setImmediate } from 'node:timers/promises';
import type { RetentionTable } from '@navette/domain/retention';
import { dayInParis } from '@navette/kernel/dates';
import { makeId, type FirmId } from '@navette/kernel/ids';
import type { Clock, Log, Random, Timers } from '@navette/kernel/ports';
import type { RoomName } from '@navette/rooms/room-names';
import { nextDue } from '../backup/nights.ts';
import { errorFacts } from '../error-facts.ts';
import type { Keys, Metrics, RedactionBook, RoomLog } from '../ports.ts';
import { BIN_REASON, binDue } from './bin.ts';
import { planRedaction, redactionsOf, type ReadableLog, type RedactionPlan } from './plan-redaction.ts';
import { signRedaction } from './signed-redaction.ts';

export type NightlyPurgeParts = {
  /** Who asked for it: the firm's word bears that name. */
  readonly by: string;
  /** Time of day in Paris, `HH:MM`. */
  readonly at: string;
  readonly firm: FirmId;
  readonly log: RoomLog;
  readonly book: RedactionBook;
  readonly keys: Keys;
  /** The table in force. */
  readonly table: () => RetentionTable;
  /** Runs a task while nobody writes into a room. */
  readonly alone: (room: RoomName, task: () => Promise<void>) => Promise<void>;
  /** Tells whoever holds a room of what the book says of it. */
  readonly tell: (room: RoomName) => Promise<void>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly metrics: Metrics;
  readonly report: Log;
};

export type NightlyPurge = {
  /** Looks now whether it is due; resolves when it is done. */
  look(): Promise<void>;
  /** Nothing further begins. @returns once what is under way is done */
  close(): Promise<void>;
};

/** Milliseconds between two looks, since clocks are set and computers sleep; and after a failure. */
const LOOK = 5 * 60_000;
const AGAIN = 3600_000;

export function startNightlyPurge(parts: NightlyPurgeParts): NightlyPurge {
  const { by, at, firm, log, book, keys, table, alone, tell, clock, timers, random, metrics, report } = parts;
  // A start is no night: what was signed before is carried out by then, and nothing is erased the moment somebody tries the option.
  let due = nextDue(clock.now(), at);
  let cancel: () => void = () => undefined;
  let closed = false;
  let looking: Promise<void> | null = null;
  const untold = new Set<RoomName>();

  async function empty(): Promise<void> {
    const now = clock.now();
    const keeping = { table: table(), today: dayInParis(now) };
    const plan = await planRedaction(gently(log), binDue(now), keeping);
    if ('tag' in plan || closed) return;
    const held = plan.kept?.length ?? 0;
    let documents = 0;
    for (const [document, rooms] of Map.groupBy(plan.rooms, (one) => one.document)) {
      if (closed || document === undefined) break;
      const names = [...new Set(rooms.map(({ room }) => room))].toSorted();
      await aloneInAll(names, async () => {
        // Taken out of the bin, or held, since it was read: looked at again where nobody can write, and signed there.
        const again = await planRedaction({ ...gently(log), rooms: () => Promise.resolve(names) }, binDue(now), keeping);
        if ('tag' in again || !again.rooms.some((one) => one.document === document)) return;
        await sign({ ...plan, rooms }, now);
        documents++;
      });
    }
    metrics.count('documents_erased', documents);
    if (documents + held > 0) report('bin-emptied', { documents, held });
  }

  async function sign(plan: RedactionPlan, now: number): Promise<void> {
    const newId = (): string => makeId(now, random.bytes(10));
    const facts = { firm, at: now, by, why: BIN_REASON.fr, basis: '' };
    const signed = redactionsOf(plan, facts, null, newId).map((one) => signRedaction(one, keys.now().signer('log')));
    // Durable before anybody is told: whoever is killed here goes on from it.
    await book.add(signed);
    for (const { room } of signed) untold.add(room as RoomName);
  }

  /** @param rooms in an order that is always the same */
  async function aloneInAll([first, ...others]: readonly RoomName[], task: () => Promise<void>): Promise<void> {
    await (first === undefined ? task() : alone(first, () => aloneInAll(others, task)));
  }

  async function tellAll(): Promise<void> {
    for (const room of untold) {
      await tell(room);
      untold.delete(room);
    }
  }

  async function lookOnce(): Promise<void> {
    await tellAll();
    if (closed || clock.now() < due) return;
    await empty();
    await tellAll();
    metrics.count('bin_emptyings', 1, 'done');
    due = nextDue(clock.now(), at);
  }

  function look(): Promise<void> {
    looking ??= lookOnce()
      .catch((error: unknown) => {
        metrics.count('bin_emptyings', 1, 'failed');
        report('bin-not-emptied', errorFacts(error));
        due = clock.now() + AGAIN;
      })
      .finally(() => {
        looking = null;
        schedule();
      });
    return looking;
  }

  function schedule(): void {
    cancel();
    if (!closed) cancel = timers.after(Math.max(0, Math.min(LOOK, due - clock.now())), () => void look());
  }

  schedule();
  return {
    look,
    async close() {
      closed = true;
      cancel();
      await looking;
    },
  };
}

/** Whoever is working is answered between two rooms. */
function gently(log: RoomLog): ReadableLog {
  return {
    rooms: () => log.rooms(),
    holds: (dossier, box, hash) => log.holds(dossier, box, hash),
    async room(name, after) {
      await setImmediate();
      return await log.room(name, after);
    },
  };
}
