/**
 * A world with a script in the place of a drawn plan: for the named scenarios. Production code, twins and invariants are the same;
 * what happens when is said by the test.
 *
 * Device 0 is the staff's; 1 and 2 are the client's.
 */
import type { DocumentId } from '@navette/kernel/ids';
import type { DocumentRow } from '@navette/device/model';
import { documentViews } from '../../../packages/device/src/library/document-list.ts';
import { guardGlobals } from './guarded-globals.ts';
import { livesOn } from './people.ts';
import { MINUTE, type Fault, type PersonAct, type Plan } from './plan.ts';
import type { WorldDevice } from './world-device.ts';
import { World, type Seams } from './world.ts';

const PLAN: Plan = {
  seed: 1,
  dossiers: 1,
  people: [
    { side: 'staff', right: 0, dossiers: [0] },
    { side: 'client', right: 0, dossiers: [0] },
  ],
  devices: [
    { person: 0, kind: 'extension', latency: 20 },
    { person: 1, kind: 'extension', latency: 20 },
    { person: 1, kind: 'portal', latency: 20 },
  ],
  acts: [],
  faults: [],
};

export type Stage = {
  readonly world: World;
  readonly staff: WorldDevice;
  readonly client: WorldDevice;
  readonly portal: WorldDevice;
  /** Lets time pass, and everything that happens in it. */
  pass(milliseconds: number): Promise<void>;
  /** Lets things happen until this work is done. */
  until<T>(work: Promise<T>): Promise<T>;
  /** An act of a person, remembered by the oracle; in the background or the first tab, unless it says otherwise. */
  act(device: WorldDevice, what: PersonAct['what'], n?: number, context?: 0 | 1): Promise<void>;
  /** A deposit into the common box. */
  deposit(device: WorldDevice): Promise<DocumentId>;
  /** Brings a device up to date, as far as its line allows. */
  sync(device: WorldDevice): Promise<void>;
  row(device: WorldDevice, id: DocumentId): Promise<DocumentRow | undefined>;
  /** Faults stop; ten quiet minutes; every invariant holds. */
  end(): Promise<void>;
};

/** Plays a script to its end, and then looks at every invariant. */
export async function onStage(
  script: (stage: Stage) => Promise<void>,
  options: { readonly faults?: readonly Fault[]; readonly seams?: Seams; readonly plan?: Partial<Plan> } = {},
): Promise<void> {
  const world = new World({ ...PLAN, ...options.plan, faults: options.faults ?? [] }, options.seams ?? {});
  const restore = guardGlobals(world.sim);
  let acts = 0;
  let ended = false;
  const run = (until: number, over: () => boolean): Promise<void> => world.sim.run({ until, over, most: 100_000 });
  const [staff, client, portal] = [0, 1, 2].map((i) => () => world.devices[i] as WorldDevice) as [
    () => WorldDevice,
    () => WorldDevice,
    () => WorldDevice,
  ];
  const stage: Stage = {
    world,
    get staff() {
      return staff();
    },
    get client() {
      return client();
    },
    get portal() {
      return portal();
    },
    pass: (milliseconds) => run(world.sim.now + milliseconds, () => false),
    async until(work) {
      let over = false;
      const settled = (): void => void (over = true);
      void work.then(settled, settled);
      await run(world.sim.now + 30 * MINUTE, () => over);
      if (!over) throw new Error('waited half an hour in vain');
      return await work;
    },
    act: (device, what, n = 0, context = 0) =>
      stage.until(livesOn(world, device, { what, at: 0, device: world.devices.indexOf(device), context, n }, acts++)),
    async deposit(device) {
      await stage.act(device, 'deposit', 4 * acts);
      const id = [...world.told.files.keys()].at(-1);
      if (!id) throw new Error('nothing was deposited');
      return id;
    },
    async sync(device) {
      for (const context of device.contexts) if (context.sync) await stage.until(context.sync.syncNow());
    },
    row: async (device, id) => (await documentViews(device.disk.open(device.storeName), null)).find((row) => row.id === id),
    async end() {
      ended = true;
      await world.calm();
    },
  };
  try {
    await world.begin();
    await stage.pass(3_000);
    await script(stage);
    if (!ended) await stage.end();
  } finally {
    restore();
  }
}
