/**
 * One holder at a time over all contexts of a device: the replicator, the uploader, each write slot (I14).
 *
 * A lock dies with its holder: a killed worker never blocks the next one.
 */
export type Locks = {
  /** Runs `task` while holding `name`; waits for it. */
  hold<T>(name: string, task: () => Promise<T>): Promise<T>;
  /** Runs `task` if the lock is free now; undefined when somebody else holds it. */
  holdIfFree<T>(name: string, task: () => Promise<T>): Promise<T | undefined>;
};

export function webLocks(): Locks {
  return {
    hold: (name, task) => navigator.locks.request(name, task) as Promise<Awaited<ReturnType<typeof task>>>,
    holdIfFree: (name, task) =>
      navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? task() : undefined)) as Promise<
        Awaited<ReturnType<typeof task>> | undefined
      >,
  };
}

/** The twin: one process, any number of contexts sharing the returned object. */
export function memoryLocks(): Locks {
  const queues = new Map<string, Promise<unknown>>();
  const hold: Locks['hold'] = (name, task) => {
    const before = queues.get(name) ?? Promise.resolve();
    const run = before.then(task, task);
    const settled = run
      .catch(() => undefined)
      .finally(() => {
        if (queues.get(name) === settled) queues.delete(name);
      });
    queues.set(name, settled);
    return run;
  };
  return { hold, holdIfFree: (name, task) => (queues.has(name) ? Promise.resolve(undefined) : hold(name, task)) };
}

/**
 * The lowest write slot of this device that no other context holds, held until this context ends.
 * @throws when all 256 are taken: more contexts than a browser opens
 */
export async function acquireSlot(locks: Locks, scope: string, slots: number): Promise<number> {
  for (let slot = 0; slot < slots; slot++) {
    const got = await new Promise<boolean>((resolve) => {
      void locks
        .holdIfFree(`${scope}/slot/${slot}`, () => {
          resolve(true);
          return new Promise<never>(() => {});
        })
        .then(() => resolve(false));
    });
    if (got) return slot;
  }
  throw new Error('no write slot left');
}
