/**
 * When the next commit begins: at once for a lone update, a little later while more are worth waiting for.
 *
 * Each commit costs an fsync and the pages it touches, however many updates are in it. Under load a commit begins no
 * sooner than `gatherMs` after the one before it began; where such a wait brought no second call it is left out for a
 * while, so that somebody who writes one thing after the other does not pay for company they do not have. Knows no clock.
 */
export type CommitPace = {
  /** Milliseconds to wait before a commit, asked when work arrives. */
  delay(now: number): number;
  /** A commit begins, with work that came by `calls`. */
  begins(now: number, calls: number): void;
};

const LONGEST_PAUSE = 1024;

export function makeCommitPace(gatherMs: number): CommitPace {
  let began = Number.NEGATIVE_INFINITY;
  let waited = false;
  /** Commits that do not wait, and how many there will be after the next wait in vain. */
  let [free, pause] = [0, 1];
  return {
    delay(now) {
      const rest = began + gatherMs - now;
      waited = rest > 0 && free === 0;
      return waited ? rest : 0;
    },
    begins(now, calls) {
      if (calls > 1) [free, pause] = [0, 1];
      else if (waited) {
        free = pause;
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      } else if (free > 0) free--;
      waited = false;
      began = now;
    },
  };
}
