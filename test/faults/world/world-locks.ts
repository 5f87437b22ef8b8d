/** The locks of one device over all its contexts: a lock dies with its holder, and the next in line gets it at once (I14). */
import type { Locks } from '@navette/device/locks';
import type { Life } from './simulation.ts';

type Waiting = { readonly life: Life; readonly start: () => void };

export class DeviceLocks {
  readonly #queues = new Map<string, Waiting[]>();

  of(life: Life): Locks {
    void life.died.then(() => {
      for (const name of this.#queues.keys()) this.#leave(name, (one) => one.life === life);
    });
    return {
      hold: (name, task) => this.#hold(life, name, task),
      holdIfFree: (name, task) => ((this.#queues.get(name)?.length ?? 0) > 0 ? Promise.resolve(undefined) : this.#hold(life, name, task)),
    };
  }

  #hold<T>(life: Life, name: string, task: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const queue = this.#queues.get(name) ?? [];
      this.#queues.set(name, queue);
      const mine: Waiting = {
        life,
        start: () =>
          void task()
            .then(resolve, reject)
            .finally(() => this.#leave(name, (one) => one === mine)),
      };
      queue.push(mine);
      if (queue[0] === mine) mine.start();
    });
  }

  #leave(name: string, gone: (one: Waiting) => boolean): void {
    const queue = this.#queues.get(name) ?? [];
    const holder = queue[0];
    const left = queue.filter((one) => !gone(one));
    this.#queues.set(name, left);
    if (left[0] && left[0] !== holder) left[0].start();
  }
}
