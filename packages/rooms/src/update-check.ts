/**
 * Whether a room takes an update, decided on its structure alone: the server's accept path holds no Y.Doc.
 *
 * `RoomState` is what the server remembers of a live room: the clock of each client and the deleted ranges. Each check
 * stops an attack that was tried and worked (threats R2 to R7): forged ids, clock jumps, deletions made before the
 * write, wipes, dangling origins, foreign roots.
 */
import { TYPE, type RoomShape } from './room-shape.ts';
import type { ClockRange, ReadStruct, ReadUpdate, StructId } from './update-reader.ts';

export type UpdateRefusal = {
  readonly tag: 'foreign-client' | 'delete-the-future' | 'wipe' | 'dangling-origin' | 'shape' | 'struct-too-long';
  readonly client: number;
};

export type UpdateVerdict =
  /**
   * `inserted`: clocks that bring content, each of which cost its writer a byte at least. `deleted`: clocks of the room that
   * it deletes; what it brings and deletes itself is its own.
   */
  | {
      readonly verdict: 'take';
      readonly fresh: readonly ClockRange[];
      readonly inserted: number;
      readonly deleted: number;
    }
  /** Nothing in it that the room does not have: acknowledged, not stored. */
  | { readonly verdict: 'known' }
  /** It builds on writes the room has not seen: held or asked for, never stored as a hole. */
  | { readonly verdict: 'gap'; readonly client: number }
  | { readonly verdict: 'refused'; readonly refusal: UpdateRefusal };

export type UpdateRules = {
  readonly shape: RoomShape | null;
  /** Whether the writer may write under this Yjs client id. */
  readonly owns: (client: number) => boolean;
};

const DELETED = 1;
const ANY = 8;
const LONGEST_STRUCT = 1_000_000;
/** Ranges of deletions in one update that say something new: Yjs cuts an item at each. */
const MOST_NEW_DELETES = 10_000;
/** Values of one item: Yjs copies the rest at each cut. A map holds one a key. */
const MOST_VALUES = 64;
/** Items of one client in one update that hang on the same left: Yjs compares those of two clients each with each. */
const MOST_SIBLINGS = { flat: 4, text: 1_000 };
/** Deletions allowed beyond four for each insertion, where no shape says otherwise (R5). */
const WIPE_ALLOWANCE = 64;

type Span = { from: number; to: number };

export class RoomState {
  /** Client id to the number of clocks known, all contiguous from 0. */
  readonly clocks: Map<number, number>;
  /** Per client, apart from one another and in order. */
  readonly #deleted = new Map<number, Span[]>();
  #deletedClocks = 0;
  #spans = 0;

  constructor(clocks: Iterable<readonly [client: number, clock: number]> = [], deletes: Iterable<ClockRange> = []) {
    this.clocks = new Map(clocks);
    for (const range of deletes) this.#delete(range);
  }

  clock(client: number): number {
    return this.clocks.get(client) ?? 0;
  }

  has(id: StructId): boolean {
    return id.clock < this.clock(id.client);
  }

  /** How many clocks are deleted in the whole room. */
  get deletedClocks(): number {
    return this.#deletedClocks;
  }

  /** How many ranges that takes to say. */
  get spans(): number {
    return this.#spans;
  }

  /** Every deleted range, a client's in order. */
  *deletes(): Generator<ClockRange> {
    for (const [client, spans] of this.#deleted) {
      for (const { from, to } of spans) yield { client, clock: from, length: to - from };
    }
  }

  /** How many clocks of the range are not deleted yet. */
  notYetDeleted(range: ClockRange): number {
    const spans = this.#deleted.get(range.client);
    if (!spans) return range.length;
    const end = range.clock + range.length;
    let left = range.length;
    for (let i = firstEndingAfter(spans, range.clock); i < spans.length; i++) {
      const { from, to } = spans[i] as Span;
      if (from >= end) break;
      left -= Math.min(to, end) - Math.max(from, range.clock);
    }
    return left;
  }

  /** Takes what a checked update brings; known parts change nothing. */
  take(update: ReadUpdate): void {
    // Yjs counts what comes dead as deleted, and every stock client says so from then on.
    for (const struct of update.structs) {
      if (!isDead(struct)) continue;
      const part = trim(struct, this.clock(struct.client));
      if (part.length > 0) this.#delete(part);
    }
    for (const range of update.ranges) {
      if (range.clock + range.length > this.clock(range.client)) this.clocks.set(range.client, range.clock + range.length);
    }
    if (update.deletes.length < MANY_DELETES) for (const range of update.deletes) this.#delete(range);
    else this.#deleteMany(update.deletes);
  }

  /** Sorted and merged once, where one by one each would move all that stand behind it. */
  #deleteMany(deletes: readonly ClockRange[]): void {
    for (const [client, ranges] of Map.groupBy(deletes, (range) => range.client)) {
      const before = this.#deleted.get(client) ?? [];
      const all = [...before, ...ranges.map(({ clock, length }): Span => ({ from: clock, to: clock + length }))];
      all.sort((a, b) => a.from - b.from);
      const spans: Span[] = [];
      for (const { from, to } of all) {
        const last = spans.at(-1);
        if (last && from <= last.to) last.to = Math.max(last.to, to);
        else spans.push({ from, to });
      }
      this.#deletedClocks += lengthOf(spans) - lengthOf(before);
      this.#spans += spans.length - before.length;
      this.#deleted.set(client, spans);
    }
  }

  #delete(range: ClockRange): void {
    let spans = this.#deleted.get(range.client);
    if (!spans) this.#deleted.set(range.client, (spans = []));
    const merged = { from: range.clock, to: range.clock + range.length };
    // Those that touch it become one with it.
    const first = firstEndingAfter(spans, merged.from - 1);
    let after = first;
    let known = 0;
    for (let span = spans[after]; span && span.from <= merged.to; span = spans[++after]) {
      known += span.to - span.from;
      merged.from = Math.min(merged.from, span.from);
      merged.to = Math.max(merged.to, span.to);
    }
    this.#deletedClocks += merged.to - merged.from - known;
    this.#spans += 1 - (after - first);
    spans.splice(first, after - first, merged);
  }
}

const MANY_DELETES = 32;

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** Index of the first span that ends after `clock`. */
function firstEndingAfter(spans: readonly Span[], clock: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).to > clock) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Structs that hold nothing: a few bytes claim a million clocks, so they earn no deletions (R5). */
function isDead({ type, content }: ReadStruct): boolean {
  return type !== 'item' || content === DELETED;
}

/** Decides on one update; changes nothing. Call `state.take(update)` once it is durable. */
export function checkUpdate(update: ReadUpdate, state: RoomState, rules: UpdateRules): UpdateVerdict {
  const fresh = update.ranges.map((range) => trim(range, state.clock(range.client))).filter((range) => range.length > 0);
  const newlyDeleted = update.deletes.filter((range) => state.notYetDeleted(range) > 0);
  if (fresh.length === 0 && newlyDeleted.length === 0) return { verdict: 'known' };

  for (const range of update.ranges) {
    const ahead = range.clock > state.clock(range.client);
    if ((ahead || !range.contiguous) && range.clock + range.length > state.clock(range.client))
      return { verdict: 'gap', client: range.client };
  }
  const inserted = update.structs.reduce((sum, one) => sum + (isDead(one) ? 0 : trim(one, state.clock(one.client)).length), 0);
  const deleted = newlyDeleted.reduce((sum, range) => sum + state.notYetDeleted(known(range, state.clock(range.client))), 0);
  const refusal =
    refuseStructs(update, state, rules, fresh) ?? refuseDeletes(update, state, rules, { inserted, deleted, ranges: newlyDeleted.length });
  return refusal ? { verdict: 'refused', refusal } : { verdict: 'take', fresh, inserted, deleted };
}

function trim(range: ClockRange, known: number): ClockRange {
  const clock = Math.max(range.clock, known);
  return { client: range.client, clock, length: Math.max(0, range.clock + range.length - clock) };
}

/** The part of a range below the room's clock. */
function known({ client, clock, length }: ClockRange, end: number): ClockRange {
  return { client, clock, length: Math.max(0, Math.min(clock + length, end) - clock) };
}

function refuseStructs(update: ReadUpdate, state: RoomState, rules: UpdateRules, fresh: readonly ClockRange[]): UpdateRefusal | undefined {
  const foreign = fresh.find((range) => !rules.owns(range.client));
  if (foreign) return { tag: 'foreign-client', client: foreign.client };
  for (const struct of update.structs) {
    if (struct.clock + struct.length <= state.clock(struct.client)) continue;
    if (struct.length > LONGEST_STRUCT) return { tag: 'struct-too-long', client: struct.client };
    if (rules.shape && !fits(struct, rules.shape)) return { tag: 'shape', client: struct.client };
  }
  const dangling = findDangling(update, state);
  if (dangling !== undefined) return { tag: 'dangling-origin', client: dangling };
  const crowding = rules.shape && findCrowding(update, state, rules.shape.contents.has(TYPE));
  return crowding ? { tag: 'shape', client: crowding.client } : undefined;
}

/**
 * Whether every struct can be put in its place once those it hangs on are: clients are walked side by side, each as far
 * as its links allow, so that a struct hanging on itself, on a later one of its own, or on a circle of others is found
 * too. (Yjs throws half way through such an update, or keeps it and all that follows pending for ever.)
 * @returns a client whose struct hangs on nothing, or undefined
 */
function findDangling(update: ReadUpdate, state: RoomState): number | undefined {
  const queues = new Map<number, ReadStruct[]>();
  for (const struct of update.structs) {
    if (struct.clock + struct.length <= state.clock(struct.client)) continue;
    const queue = queues.get(struct.client);
    if (queue) queue.push(struct);
    else queues.set(struct.client, [struct]);
  }
  const ends = new Map<number, number>();
  const reached = new Map<number, number>();
  const waiting = new Waiters();
  const ready = [...queues.keys()];
  let client: number | undefined;
  while ((client = ready.pop()) !== undefined) {
    const queue = queues.get(client) ?? [];
    let at = reached.get(client) ?? 0;
    for (; at < queue.length; at++) {
      const struct = queue[at] as ReadStruct;
      const missing = linksOf(struct).find((link) => link.clock >= (ends.get(link.client) ?? state.clock(link.client)));
      if (missing) {
        const own = missing.client === client;
        if (own || !queues.has(missing.client)) return client;
        waiting.add(missing, client);
        break;
      }
      ends.set(client, struct.clock + struct.length);
    }
    reached.set(client, at);
    // Who waits for more than a finished client has is looked at once more, and found to hang on nothing.
    if (at === queue.length) queues.delete(client);
    ready.push(...waiting.take(client, queues.has(client) ? (ends.get(client) ?? 0) : Infinity));
  }
  return queues.keys().next().value;
}

/** Clients that wait for a clock of another one, the nearest clock last. */
class Waiters {
  readonly #of = new Map<number, { readonly clock: number; readonly who: number }[]>();

  add(link: StructId, who: number): void {
    const list = this.#of.get(link.client) ?? [];
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle]?.clock ?? 0) > link.clock) low = middle + 1;
      else high = middle;
    }
    list.splice(low, 0, { clock: link.clock, who });
    this.#of.set(link.client, list);
  }

  /** Those who waited for a clock below `end`; they wait no longer. */
  take(client: number, end: number): number[] {
    const list = this.#of.get(client) ?? [];
    const free: number[] = [];
    for (let last = list.at(-1); last && last.clock < end; last = list.at(-1)) {
      list.pop();
      free.push(last.who);
    }
    return free;
  }
}

function linksOf(struct: ReadStruct): StructId[] {
  return [struct.origin, struct.rightOrigin, typeof struct.parent === 'string' ? null : struct.parent].filter((link) => link !== null);
}

/** @returns a new item that would make Yjs compare many with many, or undefined */
function findCrowding({ structs }: ReadUpdate, state: RoomState, texts: boolean): ReadStruct | undefined {
  const most = texts ? MOST_SIBLINGS.text : MOST_SIBLINGS.flat;
  const counts = new Map<string, number>();
  return structs.find((struct) => {
    if (struct.type !== 'item' || struct.clock + struct.length <= state.clock(struct.client)) return false;
    // A map hangs each value on the one before it, and on nothing to its right.
    if (struct.rightOrigin && !texts) return true;
    if (structs.length <= most) return false;
    const left = `${struct.client} ${leftOf(struct)}`;
    const count = (counts.get(left) ?? 0) + 1;
    counts.set(left, count);
    return count > most;
  });
}

/** The origin, or the beginning of what it stands in. */
function leftOf({ origin, parent, key }: ReadStruct): string {
  if (origin) return `${origin.client}:${origin.clock}`;
  if (parent === null) return 'before another';
  return typeof parent === 'string' ? `/${key}` : `${parent.client}:${parent.clock}/${key}`;
}

/** The clocks that the update's clients have once the room holds it. */
function endsAfter(update: ReadUpdate, state: RoomState): Map<number, number> {
  return new Map(update.ranges.map(({ client, clock, length }) => [client, Math.max(clock + length, state.clock(client))]));
}

/** A struct with an origin or a parent stands where that one was already checked to stand. */
function fits(struct: ReadStruct, shape: RoomShape): boolean {
  if (struct.type !== 'item') return true;
  if (!shape.contents.has(struct.content)) return false;
  if (struct.content === TYPE && typeof struct.parent !== 'string') return false;
  if (struct.content === ANY && struct.length > MOST_VALUES) return false;
  // In a text everything stands in line: of a key in it, Yjs throws in every reader once the text is deleted.
  if (typeof struct.parent !== 'string') return struct.parent === null || (shape.contents.has(TYPE) && struct.key === null);
  return struct.parent === shape.root && struct.key !== null && shape.takesKey(struct.key);
}

function refuseDeletes(
  update: ReadUpdate,
  state: RoomState,
  rules: UpdateRules,
  { inserted, deleted, ranges }: { inserted: number; deleted: number; ranges: number },
): UpdateRefusal | undefined {
  if (update.deletes.length === 0) return undefined;
  const ends = endsAfter(update, state);
  const future = update.deletes.find((range) => range.clock + range.length > (ends.get(range.client) ?? state.clock(range.client)));
  if (future) return { tag: 'delete-the-future', client: future.client };
  const first = update.deletes[0];
  return first && (ranges > MOST_NEW_DELETES || deleted > 4 * inserted + (rules.shape?.deletions ?? WIPE_ALLOWANCE))
    ? { tag: 'wipe', client: first.client }
    : undefined;
}
