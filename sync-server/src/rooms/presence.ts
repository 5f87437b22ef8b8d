/**
 * Awareness of one room: the latest state of each connection, never stored, never across the client/firm border (R13).
 *
 * A connection speaks for one Yjs client id: the first it names that nobody else of its circle speaks for, or that an older
 * connection of the same person left hanging. What a stock client repeats of others is dropped. Who it is, is the server's
 * word: the field `user` of every state. However much is said, a circle hears one message each half second, the latest
 * states in it; the sender hears itself too, since a stock client reconnects when it hears nothing for thirty seconds.
 */
import { awarenessFrame, type AwarenessState } from './sync-messages.ts';

export type Present = {
  readonly identity: { readonly user: string };
  /** Those who may see each other: a side of the dossier, or one person. */
  readonly circle: string;
  send(frame: Uint8Array): void;
};

/** Calls back once after so many milliseconds. @returns what calls it off */
export type Later = (run: () => void, after: number) => () => void;

/** `said`: what was last passed on, stamped; null before anything was, and after a goodbye. `heard`: what waits. */
type Spoken = { readonly client: number; clock: number; said: string | null; heard: AwarenessState | null };

class Circle<P> {
  readonly spoken = new Map<P, Spoken>();
  readonly speakers = new Map<number, P>();
}

const TICK = 500;
/** States in one message: a full house is told of itself in several ticks. */
const MOST_AT_ONCE = 64;
/** People of one circle who are shown; beyond, who comes is not. */
const MOST_SHOWN = 256;
const GONE = 'null';

export class Presence<P extends Present> {
  readonly #later: Later;
  #circles: Map<string, Circle<P>> | null = null;
  #watchers: Iterable<P> | null = null;
  /** Set between two ticks, and with it who was greeted since the last one. */
  #tick: { readonly callOff: () => void; readonly greeted: Set<P> } | null = null;

  constructor(later: Later = afterMilliseconds) {
    this.#later = later;
  }

  /** Takes what `from` says of itself; it is passed on now, or with the next tick if there was one lately. */
  hear(from: P, states: readonly AwarenessState[], watchers: Iterable<P>): void {
    this.#circles ??= new Map();
    const circle = this.#circles.get(from.circle) ?? new Circle<P>();
    const held = circle.spoken.get(from);
    const own = states.find(({ client, state }) => (held ? held.client === client : state !== GONE && this.#mayTake(circle, from, client)));
    if (!own) return;
    // An older connection of this person is silent from now on, and its end is not theirs.
    const before = circle.speakers.get(own.client);
    const taken = before && before !== from ? circle.spoken.get(before) : undefined;
    if (before && taken) circle.spoken.delete(before);
    this.#circles.set(from.circle, circle);
    circle.speakers.set(own.client, from);
    if (held) held.heard = own;
    else circle.spoken.set(from, { client: own.client, clock: taken?.clock ?? 0, said: taken?.said ?? null, heard: own });
    this.#watchers = watchers;
    if (!this.#tick) this.#tell();
  }

  #mayTake(circle: Circle<P>, from: P, client: number): boolean {
    const speaker = circle.speakers.get(client);
    return speaker ? speaker.identity.user === from.identity.user : circle.spoken.size < MOST_SHOWN;
  }

  /** Who is there, for one who comes or asks; once a tick. */
  greet(newcomer: P): void {
    const circle = this.#circles?.get(newcomer.circle);
    if (!circle || this.#tick?.greeted.has(newcomer)) return;
    const there = [...circle.spoken.values()].flatMap(({ client, clock, said }) => (said === null ? [] : [{ client, clock, state: said }]));
    if (there.length === 0) return;
    for (let i = 0; i < there.length; i += MOST_AT_ONCE) newcomer.send(awarenessFrame(there.slice(i, i + MOST_AT_ONCE)));
    this.#tick ??= this.#startTick();
    this.#tick.greeted.add(newcomer);
  }

  /** The end of a connection, told at once. */
  leave(gone: P, watchers: Iterable<P>): void {
    const circle = this.#circles?.get(gone.circle);
    const held = circle?.spoken.get(gone);
    this.#tick?.greeted.delete(gone);
    if (!circle || !held) return;
    circle.spoken.delete(gone);
    circle.speakers.delete(held.client);
    if (circle.spoken.size === 0) this.#circles?.delete(gone.circle);
    if (this.#circles?.size === 0) {
      this.#circles = null;
      this.#tick?.callOff();
      this.#tick = null;
    }
    // Of the same clock, as a stock server does: with a later one its return would go unseen.
    if (held.said !== null) send(gone.circle, [{ client: held.client, clock: held.clock, state: GONE }], watchers);
  }

  /** Passes on what waits, then holds back for a tick. */
  #tell(): void {
    let told = false;
    for (const [name, { spoken }] of this.#circles ?? []) {
      const states: AwarenessState[] = [];
      for (const [who, held] of spoken) {
        if (states.length === MOST_AT_ONCE) break;
        const state = held.heard && stamped(who, held.heard);
        held.heard = null;
        if (!state) continue;
        held.clock = state.clock;
        held.said = state.state === GONE ? null : state.state;
        states.push(state);
        // To the end of the line: in a full house everybody's turn comes.
        spoken.delete(who);
        spoken.set(who, held);
      }
      if (states.length === 0) continue;
      told = true;
      if (this.#watchers) send(name, states, this.#watchers);
    }
    this.#tick = told ? this.#startTick() : null;
  }

  #startTick(): { callOff: () => void; greeted: Set<P> } {
    return { callOff: this.#later(() => this.#tell(), TICK), greeted: new Set() };
  }
}

function send<P extends Present>(circle: string, states: readonly AwarenessState[], watchers: Iterable<P>): void {
  const frame = awarenessFrame(states);
  for (const watcher of watchers) if (watcher.circle === circle) watcher.send(frame);
}

/** @returns the state with the server's word on who it is; null for what is no object */
function stamped({ identity }: Present, { client, clock, state }: AwarenessState): AwarenessState | null {
  if (state === GONE) return { client, clock, state };
  try {
    const said: unknown = JSON.parse(state);
    if (typeof said !== 'object' || said === null || Array.isArray(said)) return null;
    return { client, clock, state: JSON.stringify({ ...said, user: identity.user }) };
  } catch {
    return null;
  }
}

const afterMilliseconds: Later = (run, after) => {
  const timer = setTimeout(run, after);
  timer.unref();
  return () => clearTimeout(timer);
};
