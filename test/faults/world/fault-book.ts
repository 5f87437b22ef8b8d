/** The faults of a plan that count calls: asked at each step and request, it says which fault strikes now, once each. */
import { StoreFailure } from '@navette/device/store';
import type { Fault, Plan } from './plan.ts';
import type { Life, Verdict } from './simulation.ts';
import type { NetFault, RequestKind } from './world-net.ts';

type Counting = { readonly fault: Fault; seen: number; done: boolean };

export class FaultBook {
  readonly #counting: Counting[];
  /** Times each fault struck, by its name. */
  readonly met: Map<string, number>;
  on = true;
  /** Said by `kill-device` and `kill-server` to whoever kills in the step's name. */
  killer: Fault | null = null;

  constructor(plan: Plan, met: Map<string, number>) {
    this.#counting = plan.faults.map((fault) => ({ fault, seen: 0, done: false }));
    this.met = met;
  }

  struck(name: string): void {
    this.met.set(name, (this.met.get(name) ?? 0) + 1);
  }

  judge(life: Life, what: string): Verdict {
    if (!this.on) return { tag: 'run' };
    const device = life.name === 'server' ? null : Number(/^d(\d+)/.exec(life.name)?.[1] ?? -1);
    for (const one of this.#counting) {
      const { fault } = one;
      if (one.done) continue;
      if (device === null && (fault.what === 'kill-server' || fault.what === 'server-fails')) {
        if ((fault.on !== 'step' && what !== fault.on) || ++one.seen < fault.nth) continue;
        one.done = true;
        this.struck(`${fault.what} ${fault.after ? 'after' : 'before'}`);
        this.killer = fault;
        if (fault.what === 'kill-server') return { tag: 'kill', after: fault.after };
        return { tag: 'fail', after: fault.after && what === 'log append', error: () => new Error('the disk failed') };
      }
      if (fault.what === 'kill-device' && fault.device === device) {
        if ((fault.on !== 'step' && what !== fault.on && !what.endsWith(` ${fault.on}`)) || ++one.seen < fault.nth) continue;
        one.done = true;
        this.struck(`kill-device ${fault.on} ${fault.after ? 'after' : 'before'}`);
        this.killer = fault;
        return { tag: 'kill', after: fault.after };
      }
      if (fault.what === 'store-fails' && fault.device === device) {
        if (what !== 'commit' || ++one.seen < fault.nth) continue;
        one.done = true;
        this.struck(fault.how);
        return { tag: 'fail', after: false, error: () => new StoreFailure(fault.how) };
      }
    }
    return { tag: 'run' };
  }

  ofRequest(device: number, kind: RequestKind): NetFault | null {
    if (!this.on) return null;
    for (const one of this.#counting) {
      const { fault } = one;
      if (one.done || fault.what !== 'net' || fault.device !== device || (fault.on !== 'any' && fault.on !== kind)) continue;
      if (++one.seen < fault.nth) continue;
      if ((fault.how === 'torn' || fault.how === 'flipped') && kind !== 'piece') continue;
      one.done = true;
      this.struck(`net ${fault.how}`);
      return fault.how;
    }
    return null;
  }
}
