/**
 * A world: devices, people and a server made of production code on twins, living through a plan in virtual time, then
 * ten quiet minutes in which everything must come together. Invariants are watched all along (`invariants.ts`).
 */
import { storeNameOf, type Enrolment } from '@navette/device/enrolment';
import type { ClientRight, DossierRight } from '@navette/domain/membership';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import { makeId, type DossierId, type FirmId, type UserId } from '@navette/kernel/ids';
import { sessionProof } from '../../../sync-server/src/accounts/session-proof.ts';
import type { DeviceDisk } from './device-disk.ts';
import { FaultBook } from './fault-book.ts';
import { Invariants } from './invariants.ts';
import { livesOn } from './people.ts';
import { MINUTE, type Act, type Plan } from './plan.ts';
import { Simulation, type Life } from './simulation.ts';
import { arrange } from './strikes.ts';
import { Told } from './told.ts';
import { ORIGIN, WorldDevice, type DeviceSeams } from './world-device.ts';
import { WorldDirectory } from './world-directory.ts';
import { WorldServer, type ServerSeams } from './world-server.ts';
import type { Line } from './world-net.ts';

/** Noon in Paris on 20 November 2026. */
const NOON = Date.UTC(2026, 10, 20, 11);
const MOST_STEPS = 12_000;
const QUIET = 10 * MINUTE;

export type Seams = { readonly device?: DeviceSeams; readonly server?: ServerSeams };

export class World {
  readonly plan: Plan;
  /** When it begins. */
  readonly start: number;
  readonly sim: Simulation;
  readonly met = new Map<string, number>();
  readonly book: FaultBook;
  readonly told = new Told();
  readonly dossiers: readonly DossierId[];
  readonly users: readonly UserId[];
  readonly directory: WorldDirectory;
  readonly server: WorldServer;
  readonly devices: WorldDevice[] = [];
  readonly invariants: Invariants;
  readonly #seams: Seams;
  /** Ids and texts of the people's own making. */
  readonly ids: () => Uint8Array;

  constructor(plan: Plan, seams: Seams) {
    this.plan = plan;
    this.#seams = seams;
    this.start = plan.start ?? NOON;
    this.sim = new Simulation(plan.seed, this.start);
    const draw = this.sim.chanceOf('ids');
    this.ids = () => Uint8Array.from({ length: 10 }, () => draw.below(256));
    const id = <T extends string>(): T => makeId<T>(this.start - 1000, this.ids());
    this.book = new FaultBook(plan, this.met);
    this.dossiers = Array.from({ length: plan.dossiers }, () => id<DossierId>());
    this.users = plan.people.map(() => id<UserId>());
    this.directory = new WorldDirectory(id<FirmId>(), this.dossiers);
    this.invariants = new Invariants(this);
    this.server = new WorldServer(this.sim, this.directory, this.invariants, seams.server);
    for (const [i, person] of plan.people.entries()) {
      const user = this.users[i] as UserId;
      this.directory.add(user, person.side === 'staff' ? 'staff' : null);
      for (const n of person.dossiers) this.directory.setRight(user, this.dossier(n), this.rightOf(i));
    }
    this.sim.judge = (life, what) => this.book.judge(life, what);
    this.sim.kill = (life) => this.#killed(life);
    this.sim.afterStep = (what) => this.invariants.afterStep(what);
  }

  dossier(n: number): DossierId {
    return this.dossiers[n % this.dossiers.length] as DossierId;
  }

  rightOf(person: number): DossierRight {
    const { side, right } = this.plan.people[person] ?? { side: 'client' as const, right: 0 };
    if (side === 'staff') return { side: 'staff' };
    return clientRight(right, this.users[person] as UserId);
  }

  async begin(): Promise<void> {
    for (const [i, { person, kind, latency }] of this.plan.devices.entries()) {
      const user = this.users[person] as UserId;
      const line: Line = { down: false, latency, inFlight: new Map(), faultOf: (request) => this.book.ofRequest(i, request) };
      const device = this.addDevice(`d${i}`, user, kind, line);
      const enrolment: Enrolment = {
        origin: ORIGIN,
        user: { id: user, name: 'Personne', email: `${user}@example.test` },
        firm: this.directory.firm(),
        keyId: this.server.keys.now().signer('log').keyId,
        publicKey: bytesToBase64Url(this.server.keys.now().signer('log').publicKey),
        device: this.directory.enrol(user),
        storeName: storeNameOf(ORIGIN, user),
      };
      const account = this.plan.people[person]?.dossiers.map((n) => ({
        key: `dossier/${this.dossier(n)}`,
        value: { v: 1, name: 'Atelier', right: this.rightOf(person) },
      }));
      const token = this.server.newSession(user);
      this.directory.proveDevice(enrolment.device, sessionProof(new Headers({ authorization: `Bearer ${token}` })) ?? '');
      await device.enrolBefore(enrolment, token, account ?? []);
    }
    this.server.start();
    for (const device of this.devices) this.wakesNowAndThen(device);
    for (const [i, act] of this.plan.acts.entries()) this.sim.at(this.start + 1_000 + act.at, () => this.#act(act, i));
    for (const fault of this.plan.faults) arrange(this, fault);
    // The first sync of each device happens a little before the first act, or in the middle of it.
    for (const device of this.devices) this.sim.at(this.start + this.sim.draw.below(1_500), () => device.start());
  }

  async live(): Promise<void> {
    const end = this.start + 1_000 + (this.plan.acts.at(-1)?.at ?? 0) + 2_000;
    await this.sim.run({ until: end, over: () => false, most: MOST_STEPS });
    await this.calm();
  }

  /** The faults stop; within ten quiet minutes everything has come together, and every invariant is looked at. */
  async calm(): Promise<void> {
    this.book.on = false;
    this.#mend();
    const until = this.sim.now + QUIET;
    this.#tendTo(until);
    await this.sim.run({ until, over: () => this.invariants.settled(), most: MOST_STEPS });
    await this.invariants.atEnd();
  }

  addDevice(name: string, user: UserId, kind: 'extension' | 'portal', line: Line, disk?: DeviceDisk): WorldDevice {
    const bug = (error: unknown): void => this.sim.fail(error);
    const device = new WorldDevice(
      { sim: this.sim, server: this.server, name, user, kind, line, seams: this.#seams.device ?? {}, bug },
      disk,
    );
    this.devices.push(device);
    return device;
  }

  /** The periodic alarm of the background. */
  wakesNowAndThen(device: WorldDevice): void {
    this.sim.at(this.sim.now + 5 * MINUTE, () => {
      const [context] = device.contexts;
      if (context) device.nudge(context);
      this.wakesNowAndThen(device);
    });
  }

  #act(act: Act, number: number): void {
    this.invariants.atMoment();
    if ('device' in act) {
      const device = this.devices[act.device % this.devices.length];
      if (device) void livesOn(this, device, act, number).catch((error: unknown) => this.sim.fail(error));
      return;
    }
    this.sim.note(`firm ${act.what} ${act.person}`);
    const user = this.users[act.person % this.users.length] as UserId;
    const dossier = this.dossier(act.dossier);
    if (act.what === 'revoke' || act.what === 'narrow' || act.what === 'dismiss') this.told.leaveToServer(user);
    if (act.what === 'revoke') this.directory.setRight(user, dossier, null);
    else if (act.what === 'grant') this.directory.setRight(user, dossier, this.rightOf(act.person));
    else if (act.what === 'narrow')
      this.directory.setRight(user, dossier, this.plan.people[act.person]?.side === 'staff' ? null : clientRight(3, user));
    else if (act.what === 'end-sessions') this.server.endSessions(user);
    else if (act.what === 'backup') this.server.backup();
    else if (act.what === 'keep') void this.server.keepRooms().catch(() => undefined);
    else if (act.what === 'replace-keys') this.server.replaceKeys();
    else if (act.what === 'dismiss') this.#dismiss(user);
    else if (act.what === 'redact') void this.#redact(act.n).catch((error: unknown) => this.sim.fail(error));
    else if (!this.server.down) {
      this.server.kill();
      this.serverBack(act.n % 3_000);
    }
    if (act.what !== 'redact') this.met.set(act.what, 1);
  }

  /** The operator stops the server, erases one of its documents, and starts it again: what was ordered is done at the start. */
  async #redact(n: number): Promise<void> {
    const deposited = [...this.told.files.values()].filter(({ id }) => this.invariants.roomsOf(id).length > 0 && !this.told.erased.has(id));
    const file = deposited[n % Math.max(1, deposited.length)];
    if (!file || this.server.down) return;
    this.server.kill();
    for (const words of await this.server.orderRedaction(file.id)) this.told.erased.add(words);
    this.met.set('redact', 1);
    this.serverBack(n % 3_000);
  }

  /** Staff stay: somebody has to see what was handed in. */
  #dismiss(user: UserId): void {
    if (this.directory.membership(user)?.firmRole !== null) return;
    this.directory.dismiss(user);
    this.server.endSessions(user);
  }

  /** Of what people left to the server, what neither it nor any device has is the end of it. */
  loseWhatNobodyHolds(): void {
    const kept = [
      ...this.server.disk.log.entries,
      ...this.devices.flatMap(({ disk }) =>
        disk.storeNames.flatMap((store) => [...disk.rows(store, 'updates'), ...disk.rows(store, 'refused')]),
      ),
    ].map(({ bytes }) => Buffer.from(bytes));
    const captured = new Set<string>(
      this.devices.flatMap(({ disk }) => disk.storeNames.flatMap((store) => disk.rows(store, 'captures').map(({ id }) => id))),
    );
    this.told.loseWhatNobodyHolds(
      (words) => captured.has(words) || kept.some((bytes) => bytes.includes(words)),
      ({ user, hash }) =>
        this.server.disk.blobs.files.has(hash) ||
        this.devices.some(
          ({ user: owner, disk }) =>
            (owner === user || this.plan.people[this.users.indexOf(owner)]?.side === 'staff') &&
            [...disk.storeNames, 'device'].some((store) => disk.row(store, 'blobs', hash) !== undefined),
        ),
    );
  }

  /** The server starts again after this long, unless something else started it. */
  serverBack(after: number): void {
    this.sim.at(this.sim.now + after, () => this.server.down && this.server.start());
  }

  #killed(life: Life): void {
    const killer = this.book.killer;
    if (life.name === 'server') {
      this.server.kill();
      this.serverBack(killer?.what === 'kill-server' ? killer.back : 1_000);
      return;
    }
    const device = this.devices.find((one) => one.contexts.some((context) => context.life === life));
    const context = device?.contexts.find((one) => one.life === life);
    if (!device || !context) return life.die();
    if (killer?.what === 'kill-device' && killer.whole) device.killAll();
    else device.kill(context);
    this.invariants.atMoment();
    this.sim.at(this.sim.now + (killer?.what === 'kill-device' ? killer.back : 1_000), () => device.start());
  }

  /** Faults stop: cables are in, disks have room, clocks are right, everything runs. */
  #mend(): void {
    this.sim.note('quiet');
    this.server.full = false;
    this.server.clockOffset = 0;
    if (this.server.down) this.server.start();
    for (const device of this.devices) {
      device.line.down = false;
      device.full = false;
      device.clockOffset = 0;
      device.wake();
      device.start();
      const [context] = device.contexts;
      if (context) device.nudge(context);
    }
  }

  /** People sign in again where they are asked to. */
  #tendTo(until: number): void {
    if (this.sim.now >= until) return;
    for (const device of this.devices) {
      const problem = this.invariants.problemOf(device);
      if (this.directory.membership(device.user) === null) continue;
      if (device.signedIn && problem !== 'sign-in-needed' && problem !== 'copied-device') continue;
      const context = device.startContext(device.contextNames[0] ?? '');
      this.met.set(`signed in again: ${problem ?? 'signed out'}`, 1);
      void context.session.signIn(ORIGIN, `${device.user}@example.test`, 'secret').catch((error: unknown) => this.sim.fail(error));
    }
    this.sim.at(this.sim.now + MINUTE, () => this.#tendTo(until));
  }
}

function clientRight(variant: number, user: UserId): ClientRight {
  const none: ClientRight = { side: 'client', deposit: [], read: [], archive: [], accounts: 'none', admin: false };
  if (variant === 0)
    return { ...none, deposit: ['common', 'pay'], read: ['common', 'pay'], archive: ['common'], accounts: 'read', admin: true };
  if (variant === 1) return { ...none, deposit: ['common'], read: ['common'] };
  if (variant === 2) return { ...none, deposit: [`own-${user}`] };
  return { ...none, read: ['common'] };
}
