/**
 * One thread of virtual time: every call of a port waits here as a step until the seeded scheduler picks it.
 *
 * Nothing real passes: between two steps the event loop turns once, so that whatever a step woke has come to its next step.
 * It knows lives (what can be killed), steps and moments; nothing of devices and servers. The same seed makes the same trace.
 */
import { seededRandom, type Draw } from '../../support/seeded-random.ts';

/** Something that runs until it is killed: a page, a worker, a server process. What it awaits after its death never comes. */
export type Life = {
  readonly name: string;
  readonly draw: Draw;
  dead: boolean;
  /** Resolves when it dies. */
  readonly died: Promise<void>;
  readonly die: () => void;
  /** Not picked before this moment: the computer sleeps. */
  asleepUntil: number;
};

/** What becomes of a step, decided when it is picked. */
export type Verdict =
  | { readonly tag: 'run' }
  | { readonly tag: 'fail'; readonly after: boolean; readonly error: () => Error }
  | { readonly tag: 'kill'; readonly after: boolean };

type Pending = {
  readonly life: Life;
  readonly what: string;
  readonly readyAt: number;
  readonly run: () => unknown;
  readonly settle: (outcome: { readonly value: unknown } | { readonly error: unknown }) => void;
};
type Moment = { readonly at: number; readonly order: number; readonly run: () => void; cancelled: boolean };

const never = new Promise<never>(() => {});
const realImmediate = setImmediate;
const turn = (): Promise<void> => new Promise((resolve) => void realImmediate(resolve));
const RUN: Verdict = { tag: 'run' };

export class Simulation {
  now: number;
  steps = 0;
  /** What the scheduler did, folded into one number. */
  trace = 2_166_136_261;
  /** When set, every step is written here. */
  told: string[] | null = null;
  readonly draw: Draw;
  /** Asked as each step is picked. */
  judge: (life: Life, what: string) => Verdict = () => RUN;
  /** Called after each step. */
  afterStep: (what: string) => void = () => undefined;
  /** Called by whoever kills in a step's name. */
  kill: (life: Life) => void = (life) => life.die();
  readonly #seed: number;
  #lives = 0;
  #pending: Pending[] = [];
  readonly #moments: Moment[] = [];
  #order = 0;
  #failure: { readonly error: unknown } | null = null;

  constructor(seed: number, now: number) {
    this.#seed = seed;
    this.now = now;
    this.draw = seededRandom(seed ^ 0x5c4ed);
  }

  /** Chance of its own for a name: dropping one actor from a plan leaves the others' draws alone. */
  chanceOf(name: string): Draw {
    return seededRandom(this.#seed ^ hashOf(name));
  }

  life(name: string): Life {
    let die: () => void = () => undefined;
    const died = new Promise<void>((resolve) => (die = resolve));
    const life: Life = {
      name,
      draw: this.chanceOf(`${name}#${this.#lives++}`),
      dead: false,
      died,
      asleepUntil: 0,
      die: () => {
        life.dead = true;
        this.#pending = this.#pending.filter((step) => step.life !== life);
        die();
      },
    };
    return life;
  }

  /**
   * One call of a port.
   * @param delay milliseconds before it may be picked
   * @param run its effect; everything it awaits must come without real time
   */
  step<T>(life: Life, what: string, delay: number, run: () => T | Promise<T>): Promise<T> {
    if (life.dead) return never;
    return new Promise<T>((resolve, reject) => {
      const settle: Pending['settle'] = (outcome) => {
        if (life.dead) return;
        if ('error' in outcome) reject(outcome.error instanceof Error ? outcome.error : new Error(String(outcome.error)));
        else resolve(outcome.value as T);
      };
      this.#pending.push({ life, what, readyAt: this.now + delay, run, settle });
    });
  }

  /** Runs `task` at a moment. @returns cancels it */
  at(moment: number, task: () => void): () => void {
    const entry: Moment = { at: Math.max(moment, this.now), order: this.#order++, run: task, cancelled: false };
    let i = this.#moments.length;
    while (i > 0 && after(this.#moments[i - 1], entry)) i--;
    this.#moments.splice(i, 0, entry);
    return () => void (entry.cancelled = true);
  }

  /** A broken invariant or a bug ends the run at once. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  note(text: string): void {
    this.trace = hashOf(text, this.trace);
    this.told?.push(`${this.now} ${text}`);
  }

  /** Whether a step waits that may still happen. */
  get busy(): boolean {
    return this.#pending.length > 0;
  }

  /**
   * Lets things happen until `over` says so, `until` has come, or nothing is left to happen.
   * @throws what `fail` was told; an error when the run takes more than `most` steps
   */
  async run({ until, over, most }: { readonly until: number; readonly over: () => boolean; readonly most: number }): Promise<void> {
    const last = this.steps + most;
    for (;;) {
      await turn();
      if (this.#failure) throw this.#failure.error;
      if (over()) return;
      let next = this.#next();
      if (!next) {
        // Product code may give way for a turn of its own: time only jumps once that came back too.
        await turn();
        next = this.#next();
      }
      if (next) {
        if (++this.steps > last) throw new Error(`livelock: more than ${most} steps`);
        this.#take(next);
        continue;
      }
      const moment = this.#nextMoment();
      if (moment === null || moment > until) {
        this.now = Math.max(this.now, Math.min(until, moment ?? until));
        return;
      }
      this.now = moment;
      this.#ring();
    }
  }

  #next(): Pending | undefined {
    const ready = this.#pending.filter((step) => step.readyAt <= this.now && step.life.asleepUntil <= this.now);
    return ready.length > 0 ? this.draw.one(ready) : undefined;
  }

  #take(step: Pending): void {
    this.#pending.splice(this.#pending.indexOf(step), 1);
    const verdict = this.judge(step.life, step.what);
    this.note(`${step.life.name} ${step.what}${verdict.tag === 'run' ? '' : ` ${verdict.tag} ${verdict.after ? 'after' : 'before'}`}`);
    if (verdict.tag === 'kill' && !verdict.after) return this.kill(step.life);
    if (verdict.tag === 'fail' && !verdict.after) return step.settle({ error: verdict.error() });
    const done = perform(step.run);
    // Whoever is killed after the effect never hears of it.
    if (verdict.tag === 'kill') this.kill(step.life);
    void done.then((outcome) => {
      step.settle(verdict.tag === 'fail' ? { error: verdict.error() } : outcome);
      this.afterStep(step.what);
    });
  }

  #nextMoment(): number | null {
    const first = this.#moments.find((moment) => !moment.cancelled)?.at ?? Infinity;
    const steps = this.#pending.map((step) => Math.max(step.readyAt, step.life.asleepUntil));
    const soonest = Math.min(first, ...steps);
    return Number.isFinite(soonest) ? soonest : null;
  }

  #ring(): void {
    while (this.#moments[0] && this.#moments[0].at <= this.now) {
      const moment = this.#moments.shift();
      if (moment && !moment.cancelled) moment.run();
    }
  }
}

async function perform(run: () => unknown): Promise<{ readonly value: unknown } | { readonly error: unknown }> {
  try {
    return { value: await run() };
  } catch (error) {
    return { error };
  }
}

function after(a: Moment | undefined, b: Moment): boolean {
  return a !== undefined && (a.at > b.at || (a.at === b.at && a.order > b.order));
}

/** FNV-1a, 32 bits. */
export function hashOf(text: string, start = 2_166_136_261): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
  return hash >>> 0;
}
