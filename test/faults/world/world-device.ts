/**
 * A device of a world: the production library, session and sync engine in one to three contexts (an extension's background
 * and a page of it, or two portal tabs) over one disk and one set of locks. Every call of a port is a step that may fail or
 * kill; a killed context starts again from the disk.
 */
import { SELDOM } from '@navette/device/seldom';
import { saveEnrolment, type Enrolment } from '@navette/device/enrolment';
import { makeLibrary, type LibraryWithDesk } from '@navette/device/library';
import type { Net } from '@navette/device/net';
import { makeSession, type SessionWithCookie } from '@navette/device/session';
import { StoreFailure, type Change, type LocalStore } from '@navette/device/store';
import { makeSyncEngine, type SyncEngine } from '@navette/device/sync';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import { createHash } from 'node:crypto';
import { sessionProof } from '../../../sync-server/src/accounts/session-proof.ts';
import { DeviceDisk } from './device-disk.ts';
import type { Life, Simulation } from './simulation.ts';
import { DeviceLocks } from './world-locks.ts';
import { worldNet, type Line } from './world-net.ts';
import type { WorldServer } from './world-server.ts';

export const ORIGIN = 'http://localhost';

export type Context = {
  readonly name: string;
  readonly life: Life;
  readonly library: LibraryWithDesk;
  readonly session: SessionWithCookie;
  /** Null in a page that leaves the network to the background. */
  readonly sync: SyncEngine | null;
};

/** Where a planted bug may take the place of a part (`teeth.ts`). */
export type DeviceSeams = {
  /** Each of its calls of the store given to it is a step of its own. */
  readonly store?: (store: LocalStore, device: WorldDevice) => LocalStore;
  readonly net?: (net: Net, device: WorldDevice) => Net;
  /** Before the first context starts again from the disk. */
  readonly restart?: (device: WorldDevice) => void;
  readonly killed?: (device: WorldDevice) => void;
  readonly locks?: (locks: ReturnType<DeviceLocks['of']>) => ReturnType<DeviceLocks['of']>;
};

export type DeviceParts = {
  readonly sim: Simulation;
  readonly server: WorldServer;
  readonly name: string;
  readonly user: UserId;
  readonly kind: 'extension' | 'portal';
  readonly line: Line;
  readonly seams: DeviceSeams;
  readonly bug: (error: unknown) => void;
};

export class WorldDevice {
  readonly parts: DeviceParts;
  readonly name: string;
  readonly user: UserId;
  readonly line: Line;
  disk: DeviceDisk;
  clockOffset = 0;
  full = false;
  contexts: Context[] = [];
  #locks = new DeviceLocks();
  #lives = 0;

  constructor(parts: DeviceParts, disk = new DeviceDisk()) {
    this.parts = parts;
    this.name = parts.name;
    this.user = parts.user;
    this.line = parts.line;
    this.disk = disk;
  }

  /** As after a sign-in long ago, with the dossiers it was told of then. */
  async enrolBefore(enrolment: Enrolment, token: string, account: readonly { key: string; value: unknown }[]): Promise<void> {
    await saveEnrolment(this.disk.open('device'), enrolment);
    await this.disk.open(enrolment.storeName).commit({ put: { account, meta: [{ key: 'device', value: enrolment.device }] } });
    await this.disk.keychain().keep(ORIGIN, token);
  }

  /** The signed-in person's store, or the last one's. */
  get storeName(): string {
    const enrolment = this.disk.row('device', 'meta', 'enrolment')?.value as Enrolment | undefined;
    return enrolment?.storeName ?? this.disk.storeNames[0] ?? 'none';
  }

  get signedIn(): boolean {
    return this.disk.row('device', 'meta', 'enrolment') !== undefined;
  }

  /** Whether the server knows this device by the token it shows. */
  get isProven(): boolean {
    const number = this.disk.row(this.storeName, 'meta', 'device')?.value as DeviceNumber;
    const proof = sessionProof(new Headers({ authorization: `Bearer ${this.disk.token(ORIGIN)}` }));
    return proof !== null && this.parts.server.directory.provenOwner(number, proof) === this.user;
  }

  get contextNames(): readonly string[] {
    return this.parts.kind === 'extension' ? ['background', 'page'] : ['tab', 'other-tab'];
  }

  /** Starts what does not run, and lets it look for work. */
  start(): void {
    for (const name of this.contextNames) if (!this.context(name)) this.startContext(name);
  }

  context(name: string): Context | undefined {
    return this.contexts.find((one) => one.name === name);
  }

  startContext(name: string): Context {
    const running = this.context(name);
    if (running) return running;
    if (this.contexts.length === 0) this.parts.seams.restart?.(this);
    const context = this.#make(name);
    this.contexts.push(context);
    this.nudge(context);
    return context;
  }

  /** Something may wait: the engine of a context looks, waking the background where it is the one with the network. */
  nudge(from: Context): void {
    const engine = from.sync ? from : this.startContext('background');
    void engine.sync?.syncNow().catch(this.parts.bug);
  }

  kill(context: Context): void {
    this.contexts = this.contexts.filter((one) => one !== context);
    context.life.die();
    this.parts.seams.killed?.(this);
  }

  /** The lid is closed: nothing of it is picked before that moment. */
  sleep(until: number): void {
    for (const { life } of this.contexts) life.asleepUntil = until;
  }

  get asleep(): boolean {
    return this.contexts.some(({ life }) => life.asleepUntil > this.parts.sim.now);
  }

  wake(): void {
    this.sleep(0);
  }

  killAll(): void {
    for (const context of this.contexts) this.kill(context);
  }

  /** The browser threw away all that was kept here. */
  evict(): void {
    this.become(new DeviceDisk());
  }

  /** The device's disk is another's, or its own of some time ago. */
  become(disk: DeviceDisk): void {
    this.killAll();
    this.disk = disk;
    this.#locks = new DeviceLocks();
  }

  #make(name: string): Context {
    const { sim, server, seams } = this.parts;
    const life = sim.life(`${this.name}/${name}`);
    const pause = (most: number): number => life.draw.below(most);
    const random = sim.chanceOf(`${this.name}/${name}/${this.#lives++}`);
    const locks = this.#locks.of(life);
    const platform = {
      clock: { now: () => sim.now + this.clockOffset },
      timers: { after: (delay: number, task: () => void) => sim.at(sim.now + delay, () => (life.dead ? undefined : task())) },
      random: { bytes: (count: number) => Uint8Array.from({ length: count }, () => random.below(256)) },
      hasher: {
        sha256: (bytes: Uint8Array<ArrayBuffer>) =>
          sim.step(life, 'hash', pause(2), () => new Uint8Array(createHash('sha256').update(bytes).digest())),
      },
      locks: seams.locks?.(locks) ?? locks,
      seldom: () => Promise.resolve(SELDOM),
    };
    const openStore = (storeName: string): LocalStore => this.#stepped(life, storeName);
    const deviceStore = openStore('device');
    const library = makeLibrary({ platform, deviceStore, openStore, roomLeft: () => Promise.resolve(null) });
    const plain = this.disk.keychain();
    const keychain = {
      token: (origin: string) => sim.step(life, 'token', 0, () => plain.token(origin)),
      keep: (origin: string, token: string) => sim.step(life, 'keep token', pause(2), () => plain.keep(origin, token)),
      forget: (origin: string) => sim.step(life, 'forget token', pause(2), () => plain.forget(origin)),
    };
    const net = (origin: string, token?: string): Net => {
      const line = worldNet(sim, server, life, this.line, () => (token === undefined ? keychain.token(origin) : Promise.resolve(token)));
      return seams.net?.(line, this) ?? line;
    };
    const withEngine = name !== 'page';
    const sync = withEngine
      ? makeSyncEngine({
          platform,
          library,
          net: (desk) => net(desk.enrolment.origin),
          depart: (desk, departure) => session.depart(desk, departure),
        })
      : null;
    const session: SessionWithCookie = makeSession({
      keychain,
      deviceStore,
      openStore,
      desks: library.desks,
      net,
      label: this.name,
      timers: platform.timers,
      onSignedIn: () => sync?.nudge(),
    });
    return { name, life, library, session, sync };
  }

  #stepped(life: Life, name: string): LocalStore {
    const { sim, seams } = this.parts;
    const store = this.disk.open(name);
    const pause = (): number => life.draw.below(3);
    const stepped: LocalStore = {
      name,
      commit: (change) =>
        sim.step(life, 'commit', pause(), () => {
          if (this.full && grows(change)) throw new StoreFailure('store-full');
          return store.commit(change);
        }),
      get: (table, key) => sim.step(life, 'get', 0, () => store.get(table, key)),
      list: (table, range) => sim.step(life, 'list', pause(), () => store.list(table, range)),
      observe: (query) => store.observe(query),
      watch: (listener) => store.watch(listener),
      close: () => undefined,
      erase: (unless) => sim.step(life, 'erase', pause(), () => store.erase(unless)),
    };
    return seams.store?.(stepped, this) ?? stepped;
  }
}

function grows(change: Change): boolean {
  return Object.keys({ ...change.put, ...change.merge }).length > 0;
}
