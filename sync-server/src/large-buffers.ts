/**
 * Gives the memory of large buffers back soon after they were used.
 *
 * V8 counts a 3 MiB buffer as a few bytes of its own heap and lets dozens of dead ones stand: measured, a hundred rooms of
 * 2.6 MiB that nobody used any more held 145 MiB. A young collection each few mebibytes costs about a millisecond, a full
 * one some ten; the last one, when nothing large has moved for a second, also gives emptied pages back to the system.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Smaller ones come and go with the heap's own collections. */
const LARGE = 32 * 1024;
const YOUNG_EVERY = 8 * 1024 * 1024;
/** What lived through two young collections waits for a full one. */
const OLD_EVERY = 48 * 1024 * 1024;
/** Once this much was used and nothing large moved for a second, but not more often than this. */
const GIVE_BACK_FROM = 16 * 1024 * 1024;
const QUIET_FOR = 1_000;
const GIVE_BACK_EVERY = 30_000;
/** A larger heap takes too long to compact while everybody waits. */
const LARGEST_HEAP = 128 * 1024 * 1024;

type Collect = (options: { readonly type: 'minor' | 'major'; readonly execution: 'sync'; readonly flavor?: 'last-resort' }) => void;

let collect: Collect | undefined;
let sinceYoung = 0;
let sinceOld = 0;
let sinceGivenBack = 0;
let givenBackAt = Number.NEGATIVE_INFINITY;
let quiet: NodeJS.Timeout | undefined;

/** Tells that a buffer of this many bytes was used and will soon not be. */
export function usedBuffer(bytes: number): void {
  if (bytes < LARGE) return;
  sinceYoung += bytes;
  sinceOld += bytes;
  if (sinceOld >= OLD_EVERY) {
    sinceYoung = sinceOld = 0;
    collector()({ type: 'major', execution: 'sync' });
  } else if (sinceYoung >= YOUNG_EVERY) {
    sinceYoung = 0;
    collector()({ type: 'minor', execution: 'sync' });
  }
  sinceGivenBack += bytes;
  if (quiet) quiet.refresh();
  else if (sinceGivenBack >= GIVE_BACK_FROM) quiet = setTimeout(giveBack, QUIET_FOR).unref();
}

/** Emptied pages too. */
function giveBack(): void {
  quiet = undefined;
  const wait = givenBackAt + GIVE_BACK_EVERY - performance.now();
  if (wait > 0) {
    quiet = setTimeout(giveBack, wait).unref();
    return;
  }
  givenBackAt = performance.now();
  sinceYoung = sinceOld = sinceGivenBack = 0;
  if (process.memoryUsage().heapUsed > LARGEST_HEAP) return;
  collector()({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

function collector(): Collect {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as Collect;
  }
  return collect;
}
