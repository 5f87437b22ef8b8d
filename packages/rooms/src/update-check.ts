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
  | { readonly verdict: 'take'; readonly fresh: readonly ClockRange[] }
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

const LONGEST_STRUCT = 1_000_000;
/** Deletions allowed beyond four for each insertion, where no shape says otherwise (R5). */
const WIPE_ALLOWANCE = 64;

export class RoomState {
  /** Client id to the number of clocks known, all contiguous from 0. */
  readonly clocks = new Map<number, number>();
  readonly #deleted = new Map<number, { from: number; to: number }[]>();

  clock(client: number): number {
    return this.clocks.get(client) ?? 0;
  }

  has(id: StructId): boolean {
    return id.clock < this.clock(id.client);
  }

  /** How many clocks of the range are not deleted yet. */
  notYetDeleted(range: ClockRange): number {
    let left = range.length;
    for (const { from, to } of this.#deleted.get(range.client) ?? []) {
      left -= Math.max(0, Math.min(to, range.clock + range.length) - Math.max(from, range.clock));
    }
    return left;
  }

  /** Takes what a checked update brings; known parts change nothing. */
  take(update: ReadUpdate): void {
    for (const range of update.ranges) {
      if (range.clock + range.length > this.clock(range.client)) this.clocks.set(range.client, range.clock + range.length);
    }
    for (const range of update.deletes) this.#delete(range);
  }

  #delete(range: ClockRange): void {
    let merged = { from: range.clock, to: range.clock + range.length };
    const apart: { from: number; to: number }[] = [];
    for (const known of this.#deleted.get(range.client) ?? []) {
      if (known.to < merged.from || known.from > merged.to) apart.push(known);
      else merged = { from: Math.min(known.from, merged.from), to: Math.max(known.to, merged.to) };
    }
    apart.push(merged);
    this.#deleted.set(range.client, apart);
  }
}

/** Decides on one update; changes nothing. Call `state.take(update)` once it is durable. */
export function checkUpdate(update: ReadUpdate, state: RoomState, rules: UpdateRules): UpdateVerdict {
  const fresh = update.ranges.map((range) => trim(range, state.clock(range.client))).filter((range) => range.length > 0);
  const newlyDeleted = update.deletes.reduce((sum, range) => sum + state.notYetDeleted(range), 0);
  if (fresh.length === 0 && newlyDeleted === 0) return { verdict: 'known' };

  for (const range of update.ranges) {
    const ahead = range.clock > state.clock(range.client);
    if ((ahead || !range.contiguous) && range.clock + range.length > state.clock(range.client))
      return { verdict: 'gap', client: range.client };
  }
  const refusal = refuseStructs(update, state, rules, fresh) ?? refuseDeletes(update, state, rules, fresh, newlyDeleted);
  return refusal ? { verdict: 'refused', refusal } : { verdict: 'take', fresh };
}

function trim(range: ClockRange, known: number): ClockRange {
  const clock = Math.max(range.clock, known);
  return { client: range.client, clock, length: Math.max(0, range.clock + range.length - clock) };
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
  return dangling === undefined ? undefined : { tag: 'dangling-origin', client: dangling };
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

/** The clocks of the room once it holds this update. */
function endsAfter(update: ReadUpdate, state: RoomState): Map<number, number> {
  const ends = new Map(state.clocks);
  for (const range of update.ranges) ends.set(range.client, Math.max(range.clock + range.length, ends.get(range.client) ?? 0));
  return ends;
}

/** A struct with an origin or a parent stands where that one was already checked to stand. */
function fits(struct: ReadStruct, shape: RoomShape): boolean {
  if (struct.type !== 'item') return true;
  if (!shape.contents.has(struct.content)) return false;
  if (typeof struct.parent !== 'string') return struct.parent === null || shape.contents.has(TYPE);
  return struct.parent === shape.root && struct.key !== null && shape.takesKey(struct.key);
}

function refuseDeletes(
  update: ReadUpdate,
  state: RoomState,
  rules: UpdateRules,
  fresh: readonly ClockRange[],
  newlyDeleted: number,
): UpdateRefusal | undefined {
  const ends = endsAfter(update, state);
  const future = update.deletes.find((range) => range.clock + range.length > (ends.get(range.client) ?? 0));
  if (future) return { tag: 'delete-the-future', client: future.client };
  const inserted = fresh.reduce((sum, range) => sum + range.length, 0);
  const first = update.deletes[0];
  return first && newlyDeleted > 4 * inserted + (rules.shape?.deletions ?? WIPE_ALLOWANCE)
    ? { tag: 'wipe', client: first.client }
    : undefined;
}
