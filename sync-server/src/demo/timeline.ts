/** Acts of the past, run in the order of time, each under a clock that shows its own moment. */

const MINUTE = 60_000;

type Act = { readonly at: number; readonly run: (at: number) => Promise<void> };

export class Timeline {
  readonly #acts: Act[] = [];
  readonly #now: number;
  readonly #setTime: (at: number) => void;

  constructor(now: number, setTime: (at: number) => void) {
    this.#now = now;
    this.#setTime = setTime;
  }

  /** @param latest minutes before the present after which the act may not fall, whatever `at` says */
  add(at: number, latest: number, run: (at: number) => Promise<void>): void {
    this.#acts.push({ at: Math.min(at, this.#now - latest * MINUTE), run });
  }

  async run(): Promise<void> {
    for (const { at, run } of this.#acts.toSorted((a, b) => a.at - b.at)) {
      this.#setTime(at);
      await run(at);
    }
  }
}
