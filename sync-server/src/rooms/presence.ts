/**
 * Awareness of one room: the latest state of each connection, never stored, never across the client/firm border (R13).
 *
 * A connection speaks for one Yjs client id, the first it names that nobody else speaks for; what a stock client repeats
 * of others is dropped. Its own states come back to it: it reconnects when it hears nothing for thirty seconds.
 */
import { awarenessFrame, type AwarenessState } from './sync-messages.ts';

export type Present = {
  /** Those who may see each other: a side of the dossier, or one person. */
  readonly circle: string;
  send(frame: Uint8Array): void;
};

type Spoken = { client: number; clock: number; state: string; credit: number; refilledAt: number };

const PER_SECOND = 2;
const BURST = 20;

export class Presence<P extends Present> {
  readonly #states = new Map<P, Spoken>();

  /** Takes what `from` says of itself and passes it on. */
  hear(from: P, states: readonly AwarenessState[], others: Iterable<P>, now: number): void {
    const own = states.find((state) => this.#speaksFor(from, state));
    if (!own || !isJson(own.state)) return;
    const held = this.#states.get(from) ?? { client: own.client, clock: own.clock, state: own.state, credit: BURST, refilledAt: now };
    held.credit = Math.min(BURST, held.credit + ((now - held.refilledAt) / 1000) * PER_SECOND);
    held.refilledAt = now;
    if (held.credit < 1) return;
    Object.assign(held, { clock: own.clock, state: own.state, credit: held.credit - 1 });
    this.#states.set(from, held);
    const frame = awarenessFrame([own]);
    for (const other of others) if (other.circle === from.circle) other.send(frame);
  }

  #speaksFor(from: P, { client, state }: AwarenessState): boolean {
    const held = this.#states.get(from);
    if (held) return held.client === client;
    return state !== 'null' && ![...this.#states.values()].some((other) => other.client === client);
  }

  /** Who is there, for one who comes. */
  greet(newcomer: P): void {
    const states = [...this.#states]
      .filter(([other, { state }]) => other.circle === newcomer.circle && state !== 'null')
      .map(([, spoken]) => spoken);
    if (states.length > 0) newcomer.send(awarenessFrame(states));
  }

  leave(gone: P, others: Iterable<P>): void {
    const held = this.#states.get(gone);
    this.#states.delete(gone);
    if (!held || held.state === 'null') return;
    const frame = awarenessFrame([{ client: held.client, clock: held.clock + 1, state: 'null' }]);
    for (const other of others) if (other.circle === gone.circle) other.send(frame);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
