/**
 * Whether the server can do its work now, for whoever watches it: part by part, yes or no, and no figure (O3: figures are
 * on a port of their own).
 *
 * `/healthz` says that the process answers; `/readyz` that it can take work: the log can be written, identities read,
 * and nobody asked it to stop. Asked often, it looks once a second.
 */
import type { Clock } from '@navette/kernel/ports';
import type { RoomLog } from '../ports.ts';

export type Readiness = {
  readonly ok: boolean;
  readonly log: boolean;
  readonly identity: boolean;
  /** Files are taken. What people write and read goes on without it, so it does not make the server unready. */
  readonly disk: boolean;
  readonly draining: boolean;
  /** No backup is late. It does not make the server unready either: whoever watches is told here (O2). */
  readonly backup: boolean;
};

export type Health = {
  ready(): Promise<Readiness>;
  /** From now on the server is ending: not ready, whatever else. */
  drain(): void;
  readonly draining: boolean;
};

export type HealthParts = {
  readonly log: Pick<RoomLog, 'append'>;
  /** @throws when the identity database does not answer */
  readonly identity: () => unknown;
  /** Share of the disk that is free, 0 to 1. */
  readonly freeDisk: () => Promise<number>;
  readonly freeDiskShare: number;
  readonly clock: Clock;
  /** Whether a backup is late; without it, none is made here. */
  readonly backupLate?: () => boolean;
  /** Milliseconds after which a part that does not answer is not there. */
  readonly patience?: number;
};

const LOOKED_AT_FOR = 1_000;

export function makeHealth({
  log,
  identity,
  freeDisk,
  freeDiskShare,
  clock,
  backupLate = () => false,
  patience = 2_000,
}: HealthParts): Health {
  let draining = false;
  let looked: { readonly at: number; readonly parts: Promise<Omit<Readiness, 'ok' | 'draining' | 'backup'>> } | null = null;

  async function look(): Promise<Omit<Readiness, 'ok' | 'draining' | 'backup'>> {
    const [written, known, free] = await Promise.all([
      // An append of nothing goes through the same door as every other, and a log that failed refuses it.
      holds(() => log.append([])),
      holds(async () => identity()),
      holds(async () => {
        if ((await freeDisk()) < freeDiskShare) throw new Error('full');
      }),
    ]);
    return { log: written, identity: known, disk: free };
  }

  async function holds(question: () => Promise<unknown>): Promise<boolean> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('late')), patience);
    });
    return Promise.race([question(), late])
      .then(
        () => true,
        () => false,
      )
      .finally(() => clearTimeout(timer));
  }

  return {
    async ready() {
      const now = clock.now();
      if (!looked || now < looked.at || now - looked.at >= LOOKED_AT_FOR) looked = { at: now, parts: look() };
      const parts = await looked.parts;
      return { ok: parts.log && parts.identity && !draining, ...parts, draining, backup: !backupLate() };
    },
    drain: () => void (draining = true),
    get draining() {
      return draining;
    },
  };
}
