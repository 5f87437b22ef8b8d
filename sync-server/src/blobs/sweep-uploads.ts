/** The timer that drops uploads nobody continued (B5). */
import type { Log } from '@navette/kernel/ports';
import { errorFacts } from '../error-facts.ts';

/** Once an hour, the uploads nobody continued. @returns what ends it */
export function sweepUploads(drop: () => Promise<number>, log: Log): () => void {
  const timer = setInterval(() => {
    drop().then(
      (count) => count > 0 && log('uploads-dropped', { count }),
      (error: unknown) => log('uploads-not-dropped', errorFacts(error)),
    );
  }, 3600_000);
  timer.unref();
  return () => clearInterval(timer);
}
