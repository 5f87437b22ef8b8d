/**
 * What the sync server promised before it was built: each figure as a ratio to a peer measured in the same run, or as such
 * where no peer has it. Never decides whether a change is correct.
 */
import { round, type Figures } from './figures.ts';

/** Figures of each target, by name of the target and letter of the workload. */
export type Results = ReadonlyMap<string, ReadonlyMap<string, Figures>>;

type Goal = {
  readonly title: string;
  readonly work: string;
  readonly figure: string;
  readonly unit: string;
  /** The peer it is divided by; null for a figure that is promised as such. */
  readonly against: string | null;
  readonly atMost?: number;
  readonly atLeast?: number;
};

const PLAIN = 'y-websocket';

const GOALS: readonly Goal[] = [
  { title: 'first sync, empty room, p50', work: 'a', figure: 'empty-p50-ms', unit: 'ms', against: PLAIN, atMost: 0.8 },
  { title: 'first sync, 10,000 records, p50', work: 'a', figure: 'full-p50-ms', unit: 'ms', against: PLAIN, atMost: 0.2 },
  { title: 'first sync, 10,000 records, CPU', work: 'a', figure: 'full-cpu-ms', unit: 'ms', against: PLAIN, atMost: 0.2 },
  { title: 'fan-out to 100 readers, updates/s', work: 'b', figure: 'to100-updates-per-s', unit: '/s', against: PLAIN, atLeast: 12 },
  { title: '500 rooms x 2 clients, CPU', work: 'c', figure: 'cpu-s', unit: 's', against: PLAIN, atMost: 1.2 },
  { title: 'idle connection', work: 'd', figure: 'idle-kib', unit: 'KiB', against: PLAIN, atMost: 0.8 },
  { title: 'room of 10,000 records in memory', work: 'd', figure: 'room-mib', unit: 'MiB', against: PLAIN, atMost: 0.05 },
  { title: 'memory once everybody left, to its start', work: 'd', figure: 'after-all-left', unit: 'x', against: null, atMost: 1.1 },
  { title: 'seen by others, then lost at kill -9', work: 'e', figure: 'lost', unit: 'updates', against: null, atMost: 0 },
  { title: 'restart + 500 rooms back', work: 'f', figure: 'total-ms', unit: 'ms', against: 'y-websocket+leveldb', atMost: 0.25 },
  { title: 'memory for a reader that stopped', work: 'g', figure: 'for-it-mib', unit: 'MiB', against: null, atMost: 4 },
  { title: '64 behind: bytes, to those of the tail', work: 'h', figure: 'bytes-of-tail', unit: 'x', against: null, atMost: 1.1 },
  { title: '64 behind: CPU', work: 'h', figure: 'cpu-ms', unit: 'ms', against: null, atMost: 1 },
];

/** One line of the table: our figure, that of each other target, and what became of the goal. */
export type Line = {
  readonly title: string;
  readonly unit: string;
  readonly goal: string;
  readonly value: number;
  /** Ours divided by theirs, for every other target that has the figure. */
  readonly ratios: Readonly<Record<string, number>>;
  readonly verdict: 'reached' | 'not reached' | 'no peer to compare with';
};

/** @param ours the target whose promises these are */
export function lines(results: Results, ours: string): readonly Line[] {
  const value = (target: string, { work, figure }: Goal) => results.get(target)?.get(work)?.[figure];
  return GOALS.flatMap((goal) => {
    const own = value(ours, goal);
    if (own === undefined) return [];
    const others = [...results.keys()].filter((target) => target !== ours);
    const ratios = Object.fromEntries(
      others.flatMap((target) => {
        const theirs = value(target, goal);
        return theirs === undefined || theirs === 0 ? [] : [[target, round(own / theirs)]];
      }),
    );
    const measured = goal.against === null ? own : ratios[goal.against];
    return [{ title: goal.title, unit: goal.unit, goal: inWords(goal), value: round(own), ratios, verdict: verdict(goal, measured) }];
  });
}

function verdict({ atMost, atLeast }: Goal, measured: number | undefined): Line['verdict'] {
  if (measured === undefined) return 'no peer to compare with';
  return measured <= (atMost ?? Infinity) && measured >= (atLeast ?? -Infinity) ? 'reached' : 'not reached';
}

function inWords({ atMost, atLeast, against, unit }: Goal): string {
  const bound = atMost === undefined ? `>= ${atLeast ?? 0}` : `<= ${atMost}`;
  return against === null ? `${bound} ${unit}` : `${bound}x ${against}`;
}
