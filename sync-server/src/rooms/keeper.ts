/**
 * Keeps rooms short to read: what was written since the last segment becomes a segment once the room is quiet, eight
 * segments of one tier the next tier, and a room half of which is deleted is collected whole. Entries are never touched.
 *
 * Tiers, not rewriting: each byte is merged about as often as its room has tiers. The bytes are made beside the server
 * (`merger.ts`); the swap is one commit, refused when the room's segments are not as they were read.
 */
import type { Clock, Log } from '@navette/kernel/ports';
import type { RoomName } from '@navette/rooms/room-names';
import { errorFacts } from '../error-facts.ts';
import type { Bus, RoomLog } from '../ports.ts';
import type { Accept } from './accept.ts';
import { Lanes } from './lanes.ts';
import type { Merger, Pages } from './merger.ts';
import { digestAt } from './room-digest.ts';
import type { KeptSegment, RoomMemory } from './room-memory.ts';

/** Entries worth a segment of their own once the room is quiet, and however busy it is. */
const QUIET_ENTRIES = 16;
const BUSY_ENTRIES = 2048;
const BUSY_BYTES = 4 * 1024 * 1024;
const ENTRIES_A_PAGE = 64;
const SAME_TIER = 8;
/** Deleted clocks below which nothing is collected. */
const COLLECT_FROM = 500;
const QUIET_FOR = 1_000;
/** Too few entries for a segment of their own may follow others from before: looked at once the room rests. */
const REST = 30_000;
const LOOK_EVERY = 500;
const AT_ONCE = 16;
/** A room that could not be kept is left alone for this long. */
const AFTER_FAILURE = 10 * 60_000;

export type Keeper = {
  /**
   * Brings one room to its shortest.
   * @param least entries since the last segment that are worth one
   * @returns whether anything changed
   * @throws when its history does not merge, or the log cannot be read or written
   */
  keep(room: RoomName, least?: number): Promise<boolean>;
  /** Somebody had to read a long tail: the room is kept soon, though nobody writes to it. */
  longTail(room: RoomName): void;
  close(): Promise<void>;
};

export type KeeperParts = {
  readonly log: RoomLog;
  readonly accept: Pick<Accept, 'look' | 'forget'>;
  readonly merger: Merger;
  readonly clock: Clock;
  readonly report: Log;
  /** Tells of writes; without it rooms are kept only when asked. */
  readonly bus?: Bus;
};

/** Which entries become one segment. */
export type KeepPlan = { readonly from: number; readonly to: number; readonly tier: number; readonly collect: boolean };

/** @returns what is worth doing for a room, or null */
export function planKeeping({ seq, segments, state, collected }: RoomMemory, least: number): KeepPlan | null {
  let clocks = 0;
  for (const clock of state.clocks.values()) clocks += clock;
  const dead = state.deletedClocks - collected;
  if (dead >= COLLECT_FROM && dead > (clocks - collected) / 2)
    return { from: 1, to: seq, tier: Math.max(1, ...segments.map(({ tier }) => tier)), collect: true };
  const last = segments.at(-1)?.to ?? 0;
  if (seq - last < least) return null;
  let [tier, count] = [1, segments.length];
  for (;;) {
    const same = segments.slice(Math.max(0, count - (SAME_TIER - 1)), count);
    if (same.length < SAME_TIER - 1 || same.some((segment) => segment.tier > tier)) break;
    count -= same.length;
    tier++;
  }
  return { from: (segments[count - 1]?.to ?? 0) + 1, to: seq, tier, collect: false };
}

export function makeKeeper({ log, accept, merger, clock, report, bus }: KeeperParts): Keeper {
  const written = new Map<RoomName, { entries: number; bytes: number; last: number }>();
  const failed = new Map<RoomName, number>();
  const lanes = new Lanes<RoomName>();
  const running = new Set<Promise<unknown>>();
  let closed = false;

  const unsubscribe = bus?.subscribe(({ room, bytes }) => {
    const known = written.get(room) ?? { entries: 0, bytes: 0, last: 0 };
    if (known.entries++ === 0) written.set(room, known);
    known.bytes += bytes.length;
    known.last = clock.now();
  });

  let looking = false;
  const timer = bus && setInterval(() => void look(), LOOK_EVERY);
  timer?.unref();

  async function look(): Promise<void> {
    if (looking || written.size === 0) return;
    looking = true;
    const now = clock.now();
    const due = [...written]
      .filter(([, { entries, bytes, last }]) => {
        const quiet = Math.abs(now - last);
        return quiet >= (entries >= QUIET_ENTRIES ? QUIET_FOR : REST) || entries >= BUSY_ENTRIES || bytes >= BUSY_BYTES;
      })
      .map(([room]) => room);
    for (const room of due) written.delete(room);
    // Some side by side, so that their commits are one.
    const next = due.values();
    await Promise.all(Array.from({ length: AT_ONCE }, () => keepEach(next)));
    looking = false;
  }

  async function keepEach(rooms: Iterable<RoomName>): Promise<void> {
    for (const room of rooms) {
      const now = clock.now();
      if (closed || Math.abs(now - (failed.get(room) ?? -Infinity)) < AFTER_FAILURE) continue;
      failed.delete(room);
      await keep(room).catch((error: unknown) => {
        failed.set(room, now);
        report('room-not-kept', { room, ...errorFacts(error) });
      });
    }
  }

  async function keepNow(room: RoomName, least: number): Promise<boolean> {
    const planned = await accept.look(room, (memory) => {
      const plan = planKeeping(memory, least);
      if (!plan) return null;
      const collected = plan.collect ? memory.state.deletedClocks : memory.collected;
      const before = memory.segments.filter(({ to }) => to < plan.from);
      return {
        plan,
        before,
        collected,
        held: memory.segments,
        deletes: [...memory.state.deletes()],
        tail: memory.tail,
        digest: digestAt(memory),
      };
    });
    if (!planned) return false;
    const { plan, before, collected, held, deletes, tail, digest } = planned;
    const { from, to, tier } = plan;
    const bytes = await merger.merge({ deletes, collect: plan.collect }, pagesOf(room, from, to));
    const segments: readonly KeptSegment[] = [...before, { to, tier, bytes: bytes.length }];
    if (!(await log.compact(room, { from, to, tier, bytes }, { seq: to, bytes: digest({ segments, collected }) }))) {
      // The copies are not what was remembered of them (dropped, since one was damaged): they are looked up anew.
      accept.forget(room);
      return false;
    }
    await accept.look(room, (memory) => {
      // Read anew meanwhile, it has them already.
      if (memory.segments === held) Object.assign(memory, { segments, collected, tail: Math.max(0, memory.tail - tail) });
    });
    return true;
  }

  /** The segments from entry `from` on, then the entries after them; read when the merger comes to it. */
  async function* pagesOf(room: RoomName, from: number, to: number): Pages {
    const covered = (await log.segments(room)).filter((segment) => segment.from >= from);
    yield covered.map(({ bytes }) => bytes);
    for (let at = covered.at(-1)?.to ?? from - 1; at < to; at += ENTRIES_A_PAGE) {
      const entries = await log.room(room, at, Math.min(to, at + ENTRIES_A_PAGE));
      yield entries.map(({ bytes }) => bytes);
    }
  }

  function keep(room: RoomName, least = QUIET_ENTRIES): Promise<boolean> {
    const result = lanes.run(room, () => keepNow(room, least));
    running.add(result);
    const over = (): void => void running.delete(result);
    result.then(over, over);
    return result;
  }

  return {
    keep,
    longTail: (room) => void (written.has(room) || written.set(room, { entries: QUIET_ENTRIES, bytes: 0, last: clock.now() })),
    async close() {
      closed = true;
      unsubscribe?.();
      clearInterval(timer);
      await Promise.allSettled(running);
      await merger.close();
    },
  };
}
