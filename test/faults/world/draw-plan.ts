/** The plan of a seed: the same for the same seed, each with its own half of the faults (swarm). */
import { seededRandom, type Draw } from '../../support/seeded-random.ts';
import {
  DEVICE_PORTS,
  FAULTS,
  FIRM_ACTS,
  MINUTE,
  SERVER_PORTS,
  type Act,
  type DevicePlan,
  type Fault,
  type FaultName,
  type PersonAct,
  type PersonPlan,
  type Plan,
} from './plan.ts';
import { NET_FAULTS, type RequestKind } from './world-net.ts';

/** A session that ends between two requests is rare: it is drawn twice as often as the other acts. */
const OFTEN = [...FIRM_ACTS, 'end-sessions'] as const;

/** What strikes at one call out of many is drawn more often. */
const WEIGHT: { readonly [F in FaultName]?: number } = { net: 8, 'kill-device': 5, 'kill-server': 3, 'server-fails': 3, restore: 2 };

export type PlanOptions = {
  /** Faults that may be drawn; without it all. */
  readonly faults?: readonly FaultName[];
};

/** The plan of a seed. Each has its own half of the faults (swarm). */
export function planOf(seed: number, options: PlanOptions = {}): Plan {
  const draw = seededRandom(Math.imul(seed, 0x9e37_79b1) ^ 0x1234);
  const dossiers = draw.chance(0.7) ? 1 : 2;
  const people = [...drawnPeople(draw, dossiers)];
  const devices = drawnDevices(draw, people);
  const acts = drawnActs(draw, devices, people.length, dossiers);
  const end = acts.at(-1)?.at ?? 0;
  const on = (options.faults ?? FAULTS).filter(() => draw.chance(0.5));
  const many = on.flatMap((name) => Array.from({ length: WEIGHT[name] ?? 1 }, () => name));
  const count = many.length === 0 ? 0 : 1 + draw.below(12);
  const faults = Array.from({ length: count }, () => drawnFault(draw, draw.one(many), devices.length, end));
  return { seed, dossiers, people, devices, acts, faults };
}

function* drawnPeople(draw: Draw, dossiers: number): Generator<PersonPlan> {
  const all = Array.from({ length: dossiers }, (_, i) => i);
  yield { side: 'staff', right: 0, dossiers: all };
  yield { side: 'client', right: draw.chance(0.6) ? 0 : draw.below(3), dossiers: [0] };
  if (draw.chance(0.5)) yield { side: 'client', right: draw.below(4), dossiers: [draw.below(dossiers)] };
  if (draw.chance(0.2)) yield { side: 'staff', right: 0, dossiers: [draw.below(dossiers)] };
}

function drawnDevices(draw: Draw, people: readonly PersonPlan[]): DevicePlan[] {
  const owners = people.map((_, i) => i);
  if (draw.chance(0.4)) owners.push(draw.below(people.length));
  return owners.map((person) => ({ person, kind: draw.chance(0.75) ? 'extension' : 'portal', latency: draw.one([5, 40, 300]) }));
}

function drawnActs(draw: Draw, devices: readonly DevicePlan[], people: number, dossiers: number): Act[] {
  const acts: Act[] = [];
  let at = 0;
  for (let left = 6 + draw.below(12); left > 0; left--) {
    at += draw.chance(0.6) ? draw.below(250) : draw.chance(0.8) ? draw.below(15_000) : draw.below(8 * MINUTE);
    const n = draw.below(1_000_000);
    if (draw.chance(0.13)) acts.push({ what: draw.one(OFTEN), at, person: draw.below(people), dossier: draw.below(dossiers), n });
    else acts.push({ what: personAct(draw, acts.length), at, device: draw.below(devices.length), context: draw.chance(0.5) ? 0 : 1, n });
  }
  return acts;
}

/** Deposits first and most; then what can be done about them. */
function personAct(draw: Draw, before: number): PersonAct['what'] {
  if (draw.chance(before < 3 ? 0.8 : 0.3)) return 'deposit';
  const weights: readonly (readonly [PersonAct['what'], number])[] = [
    ['deposit-same-bytes', 1],
    ['capture', 2],
    ['give-from-tray', 2],
    ['comment', 4],
    ['reclassify', 3],
    ['undo', 2],
    ['take', 2],
    ['accept', 3],
    ['refuse', 2],
    ['open-file', 2],
    ['look', 4],
    ['sign-in', 1],
    ['sign-out', 1],
    ['erase', 0.5],
  ];
  let at = draw.next() * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [what, weight] of weights) if ((at -= weight) < 0) return what;
  return 'look';
}

const NET_PLACES: readonly (RequestKind | 'any')[] = [
  'any',
  'pull',
  'push',
  'create',
  'piece',
  'stand',
  'account',
  'download',
  'leaving',
  'leaving',
];

function drawnFault(draw: Draw, what: FaultName, devices: number, end: number): Fault {
  const device = draw.below(devices);
  const at = draw.below(end + 5_000);
  const back = draw.chance(0.5) ? draw.below(500) : draw.below(90_000);
  const lasts = draw.chance(0.5) ? 200 + draw.below(3_000) : draw.below(4 * MINUTE);
  const after = draw.chance(0.5);
  switch (what) {
    case 'net': {
      const how = draw.one(NET_FAULTS);
      const on = how === 'torn' || how === 'flipped' ? 'piece' : draw.chance(0.4) ? 'push' : draw.one(NET_PLACES);
      return { what, device, on, nth: 1 + draw.below(on === 'any' ? 12 : 3), how };
    }
    case 'cable':
    case 'disk-full':
    case 'sleep':
      return { what, device, at, lasts };
    case 'kill-device': {
      const on = draw.one(DEVICE_PORTS);
      return {
        what,
        device,
        on,
        nth: 1 + draw.below(on === 'step' ? 150 : on === 'commit' ? 30 : 12),
        after,
        back,
        whole: draw.chance(0.5),
      };
    }
    case 'store-fails':
      return { what, device, nth: 1 + draw.below(30), how: draw.chance(0.5) ? 'store-full' : 'store-unavailable' };
    case 'clock':
      return {
        what,
        device: draw.chance(0.3) ? 'server' : device,
        at,
        by: draw.one([-86_400_000, -3_600_000, -90_000, 90_000, 3_600_000, 40 * 86_400_000]),
        lasts,
      };
    case 'copy-profile':
      return { what, device, at };
    case 'old-profile':
      return { what, device, from: draw.below(at + 1), at };
    case 'kill-server':
      return { what, ...serverPlace(draw), after, back };
    case 'server-fails':
      return { what, ...serverPlace(draw), after };
    case 'power-cut':
      return { what, at, back, keep: draw.below(64) };
    case 'server-full':
      return { what, at, lasts };
    case 'restore':
      return { what, at, back, identity: draw.chance(0.3), ...(draw.chance(0.7) ? { from: draw.below(at + 1) } : {}) };
  }
}

/** Entries are many, files and rooms read from the disk are few. */
function serverPlace(draw: Draw): { readonly on: (typeof SERVER_PORTS)[number]; readonly nth: number } {
  const on = draw.one(SERVER_PORTS);
  return { on, nth: 1 + draw.below(on === 'step' ? 150 : on.startsWith('log') && on !== 'log scope' ? 15 : 4) };
}
