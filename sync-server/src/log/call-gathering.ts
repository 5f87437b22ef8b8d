/**
 * Holds calls until their commit goes: at once when nothing is under way, with all the others that came meanwhile otherwise.
 *
 * Knows neither calls nor commits; `pace` says whether waiting a little pays. Nothing given is kept for ever: each call
 * goes at the latest when what is under way ends and the pace allows.
 */
import { makeCommitPace } from './commit-pace.ts';

export type Gathering<Call> = {
  add(call: Call): void;
  /** What was sent is answered. */
  answered(): void;
  /** Sends what waits, now. */
  flush(): void;
};

/** Under load, milliseconds from the beginning of one commit to that of the next. */
export const GATHER_MS = 16;
/** Entries worth a commit of their own at any time. */
const ENOUGH = 16;

/**
 * @param send takes calls to be committed together; `answered` is called once for each `send`
 * @param entriesOf how many entries a call brings
 */
export function makeGathering<Call>(
  gatherMs: number,
  send: (calls: readonly Call[]) => void,
  entriesOf: (call: Call) => number,
): Gathering<Call> {
  const pace = makeCommitPace(gatherMs);
  let waiting: Call[] = [];
  let entries = 0;
  let underWay = 0;
  let turn: NodeJS.Immediate | undefined;
  let timer: NodeJS.Timeout | undefined;

  function go(): void {
    clearImmediate(turn);
    clearTimeout(timer);
    turn = timer = undefined;
    const calls = waiting;
    if (calls.length === 0) return;
    waiting = [];
    entries = 0;
    underWay++;
    pace.begins(performance.now(), calls.length);
    send(calls);
  }

  function arrange(): void {
    if (turn || waiting.length === 0) return;
    // The end of the turn: what else the sockets bring in it goes along.
    if (entries >= ENOUGH) turn = setImmediate(go);
    else if (underWay === 0 && !timer) {
      const delay = pace.delay(performance.now());
      if (delay > 0) timer = setTimeout(go, delay);
      else turn = setImmediate(go);
    }
  }

  return {
    add(call) {
      waiting.push(call);
      entries += entriesOf(call);
      arrange();
    },
    answered() {
      underWay--;
      arrange();
    },
    flush: go,
  };
}
