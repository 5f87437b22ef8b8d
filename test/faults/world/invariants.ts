/**
 * The invariants that can be seen while things happen (I1, I2, I6, I7, I13), and what the end must look like (`at-end.ts`).
 *
 * It looks from outside: at disks, answers and what people were told, never into the parts that are tested.
 */
import * as v from 'valibot';
import * as Y from 'yjs';
import type { Membership } from '@navette/domain/membership';
import type { BlobHash, DocumentId, DossierId, UserId } from '@navette/kernel/ids';
import { decodeFrame } from '@navette/protocol/framing';
import { HEAL_PATH } from '@navette/protocol/healing';
import { access } from '@navette/rooms/access';
import { parseRoom, type RoomName } from '@navette/rooms/room-names';
import { CHAIN_START, entryHash } from '../../../sync-server/src/log/log-chain.ts';
import type { Handed } from '../../../sync-server/src/leaving/firm-tray.ts';
import type { LogEntry, NewEntry } from '../../../sync-server/src/ports.ts';
import { checkEnd } from './at-end.ts';
import { hashOfText, type ToldFile } from './told.ts';
import type { WorldDevice } from './world-device.ts';
import type { ServerEyes } from './world-server.ts';
import type { World } from './world.ts';

export class Broken extends Error {
  override readonly name = 'Broken';
}

const Head = v.looseObject({});
type PullHead = {
  readonly epoch: string;
  readonly rights: unknown;
  readonly backfilled: readonly unknown[];
  readonly entries: readonly { readonly room: string }[];
  readonly checkpoint: { readonly epoch: string; readonly cursor: number; readonly head: string };
};
type PushHead = { readonly results: readonly { readonly id: string; readonly status: string; readonly reason?: string }[] };

export class Invariants implements ServerEyes {
  readonly #world: World;
  /** Ids the server called stored or known, whether or not the answer arrived. */
  readonly acked = new Set<string>();
  /** The log was restored: what was acknowledged after the backup has to come back from devices. */
  wasRestored = false;
  /** Devices whose disk went back in time or that are copies. */
  readonly doubted = new Set<string>();
  quietSince = Infinity;
  readonly #heads = new Map<string, string>();
  #entries: readonly LogEntry[] = [];
  #checked = 0;
  readonly #lastOf = new Map<RoomName, LogEntry>();
  readonly #ids = new Map<string, LogEntry>();
  /** Keys ever set, by room. */
  readonly keys = new Map<RoomName, Map<string, number>>();
  readonly reports: string[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  broken(invariant: string, what: string): never {
    const error = new Broken(`${invariant}: ${what} (at ${this.#world.sim.now - this.#world.start} ms, step ${this.#world.sim.steps})`);
    this.#world.sim.fail(error);
    throw error;
  }

  /* ---- the server's side -------------------------------------------------------------------------------------- */

  appending(entries: readonly NewEntry[]): void {
    const healed = new Set(this.#world.server.disk.healing.healed.map((entry) => entry.id));
    for (const { room, author, id } of entries) {
      // What a restore lost and a device handed back was accepted once, with the right of then.
      if (author === 'server' || healed.has(id)) continue;
      const [parsed, membership] = [parseRoom(room), this.#world.directory.membership(author)];
      if (!parsed || !membership || access(parsed, membership) !== 'write')
        this.broken('I7', `an entry of ${room} is accepted without the right`);
    }
  }

  answered(user: UserId | null, before: Membership | null, path: string, status: number, answer: Uint8Array): void {
    const { met } = this.#world;
    met.set(`${path.replace(/[0-9a-f]{64}|[0-9a-f-]{36}/g, '*')} ${status}`, 1);
    // D6: nobody is called a copy, or unknown, who is not.
    const suspect = ['copy-profile', 'old-profile', 'restore'].some((fault) => met.has(fault));
    if (status === 409 && path === '/api/v1/push' && !suspect) this.broken('D6', 'a device that is no copy is called one');
    if (status !== 200) return;
    if (path === '/api/v1/push') this.#pushAnswered(headOf<PushHead>(answer));
    if (path === HEAL_PATH)
      for (const result of headOf<PushHead>(answer).results)
        met.set(`handed back ${result.status}${result.reason ? ` ${result.reason}` : ''}`, 1);
    if (path === '/api/v1/pull' && user) this.#pullAnswered(user, before, headOf<PullHead>(answer));
    const [, dossier, hash] = /^\/api\/v1\/dossiers\/([^/]+)\/blobs\/([^/]+)/.exec(path) ?? [];
    if (dossier && hash && user) this.#fileGiven(user, before, dossier as DossierId, hash as BlobHash, answer);
  }

  reported(event: string): void {
    this.#world.sim.note(`server says ${event}`);
    this.#world.met.set(`server says ${event.split(' ')[0]}`, 1);
  }

  #pushAnswered({ results }: PushHead): void {
    this.#readLog();
    for (const { id, status, reason } of results) {
      this.#world.met.set(`push ${status}${reason ? ` ${reason}` : ''}`, 1);
      if (status !== 'stored' && status !== 'known') continue;
      this.acked.add(id);
      if (!this.#ids.has(id)) this.broken('I2', `update ${id} was acknowledged and is not in the log`);
    }
  }

  #pullAnswered(user: UserId, before: Membership | null, head: PullHead): void {
    for (const { room } of head.entries)
      if (!this.mayRead(room, user, before)) this.broken('I7', `${user} was given an entry of ${room} without the right to read it`);
    if (head.rights) this.#world.met.set('rights told', 1);
    if (head.backfilled.length > 0) this.#world.met.set('scope brought from its start', 1);
    const { epoch, cursor, head: hash } = head.checkpoint;
    const known = this.#heads.get(`${epoch}/${cursor}`);
    if (known !== undefined && known !== hash) this.broken('I6', `two checkpoints of cursor ${cursor} say different things`);
    this.#heads.set(`${epoch}/${cursor}`, hash);
    this.#readLog();
  }

  #fileGiven(user: UserId, before: Membership | null, dossier: DossierId, hash: BlobHash, bytes: Uint8Array): void {
    const boxes = this.#world.server.disk.log.receipts.filter((row) => row.dossier === dossier && row.hash === hash).map((row) => row.box);
    // A file of the firm's tray, for the staff of its dossier.
    const staff = before?.firmRole === 'admin' || before?.dossiers.get(dossier)?.side === 'staff';
    const handed = staff && this.handed().some(({ file, dossier: place }) => file?.hash === hash && place === dossier);
    if (!handed && !boxes.some((box) => this.mayRead(`dossier/${dossier}/receipts/${box}`, user, before)))
      this.broken('I7', 'a file was given to someone who may not read it');
    if (hashOfText(new TextDecoder().decode(bytes)) !== hash) this.broken('I11', 'a file was given whose bytes are not its name');
    this.#world.met.set('file given', 1);
  }

  /** As of now, or as of the moment the request came. */
  mayRead(room: string, user: UserId, before: Membership | null): boolean {
    const parsed = parseRoom(room);
    const now = this.#world.directory.membership(user);
    return parsed !== undefined && [now, before].some((membership) => membership !== null && access(parsed, membership) !== 'none');
  }

  afterStep(what: string): void {
    if (what === 'log append') this.#readLog();
  }

  /** I6: every new entry follows the one before, in the log and in its room. */
  #readLog(): void {
    const { entries } = this.#world.server.disk.log;
    if (entries !== this.#entries || entries.length < this.#checked) this.#startOver(entries);
    for (; this.#checked < entries.length; this.#checked++) {
      const entry = entries[this.#checked] as LogEntry;
      const previous = entries[this.#checked - 1]?.hash ?? CHAIN_START;
      const last = this.#lastOf.get(entry.room);
      if (entry.cursor !== this.#checked + 1) this.broken('I6', `cursor ${entry.cursor} stands at ${this.#checked + 1}`);
      if (entry.seq !== (last?.seq ?? 0) + 1) this.broken('I6', `seq ${entry.seq} follows ${last?.seq ?? 0} in ${entry.room}`);
      if (entry.at < (last?.at ?? 0)) this.broken('I6', 'time goes back in a room');
      if (entryHash(previous, entry) !== entry.hash) this.broken('I6', `the chain breaks at ${entry.cursor}`);
      if (this.#ids.has(entry.id)) this.broken('I5', `update ${entry.id} stands twice in the log`);
      this.#lastOf.set(entry.room, entry);
      this.#ids.set(entry.id, entry);
      this.#learnKeys(entry);
    }
  }

  #startOver(entries: readonly LogEntry[]): void {
    this.#entries = entries;
    this.#checked = 0;
    for (const map of [this.#lastOf, this.#ids, this.keys]) map.clear();
  }

  #learnKeys(entry: LogEntry): void {
    const keys = this.keys.get(entry.room) ?? new Map<string, number>();
    this.keys.set(entry.room, keys);
    for (const struct of Y.decodeUpdate(entry.bytes).structs)
      if ('parentSub' in struct && struct.parentSub !== null) keys.set(struct.parentSub, (keys.get(struct.parentSub) ?? 0) + 1);
  }

  inLog(id: string): boolean {
    return this.#ids.has(id);
  }

  /** The rooms in whose log entries this key was set. */
  roomsOf(key: string): RoomName[] {
    return [...this.keys].filter(([, keys]) => keys.has(key)).map(([room]) => room);
  }

  /* ---- the people's side --------------------------------------------------------------------------------------- */

  /** I1, I2, I13 at any moment: what was acknowledged is in the log, what was saved is somewhere with its bytes. */
  atMoment(): void {
    this.#readLog();
    if (!this.wasRestored)
      for (const id of this.acked) if (!this.#ids.has(id)) this.broken('I2', `update ${id} was acknowledged and is gone`);
    for (const file of this.#world.told.files.values()) if (file.state === 'saved') this.#checkPresent(file);
  }

  #checkPresent(file: ToldFile): void {
    const device = this.#world.devices.find((one) => one.name === file.device);
    // What a restored server lost and others will give back is looked for at the end.
    if (!device || this.#world.told.erased.has(file.id) || (this.wasRestored && this.#world.told.leftToServer.has(file.user))) return;
    const recorded = this.roomsOf(file.id).length > 0 || this.handed().some(({ document }) => document === file.id);
    if (!recorded && !this.isHere(device, file)) this.broken('I1', `file ${file.id}, said saved on ${file.device}, is nowhere`);
    if (!this.hasBytes(device, file) && !this.#world.server.disk.blobs.files.has(file.hash))
      this.broken('I1', `the bytes of file ${file.id}, said saved on ${file.device}, are nowhere`);
  }

  isHere(device: WorldDevice, file: ToldFile): boolean {
    const { disk } = device;
    if (disk.row(file.store, 'documents', file.id)?.base) return true;
    return [file.store, 'device'].some(
      (store) =>
        disk.row(store, 'captures', file.id) !== undefined ||
        (file.undone !== 'no' && disk.rows(store, 'captures').some((row) => row.hash === file.hash)),
    );
  }

  hasBytes({ disk }: WorldDevice, file: ToldFile): boolean {
    return [file.store, 'device'].some((store) => disk.row(store, 'blobs', file.hash) !== undefined);
  }

  /** The firm's tray: what people who lost their access handed in. */
  handed(): readonly Handed[] {
    return this.#world.server.handedIn();
  }

  /** How many things in the firm's tray say this; one that came without words (what it hung on was erased) may. */
  handedSays(text: string): number {
    return this.handed().filter(({ said, what }) => JSON.stringify(said).includes(text) || (said.length === 0 && what !== 'file')).length;
  }

  /** Nothing of somebody who has left the firm is on their device any more, but what they never gave it. */
  gone(device: WorldDevice): boolean {
    return this.left(device).length === 0;
  }

  /** What is left: tables and how many rows. */
  left(device: WorldDevice): string[] {
    return (['updates', 'outbox', 'documents', 'uploads'] as const).flatMap((table) => {
      const { length } = device.disk.rows(device.storeName, table);
      return length > 0 ? [`${length} ${table}`] : [];
    });
  }

  restored(): void {
    this.wasRestored = true;
  }

  wentBack(device: WorldDevice): void {
    this.doubted.add(device.name);
  }

  noted(device: WorldDevice): { readonly problem: string | null; readonly lastSyncAt: number | null } {
    const value = device.disk.row(device.storeName, 'meta', 'sync')?.value as
      | { problem: string | null; lastSyncAt: number | null }
      | undefined;
    return value ?? { problem: null, lastSyncAt: null };
  }

  problemOf(device: WorldDevice): string | null {
    return this.noted(device).problem;
  }

  /** @param told problems of an upload that its row tells the person */
  waiting(device: WorldDevice, told: readonly string[] = []): number {
    const uploads = device.disk.rows(device.storeName, 'uploads').filter((row) => !told.includes(row.problem ?? ''));
    return device.disk.rows(device.storeName, 'outbox').length + uploads.length;
  }

  /** Nothing moves and nothing waits: the end may be looked at. */
  settled(): boolean {
    const { sim, server, devices } = this.#world;
    if (this.quietSince === Infinity) this.quietSince = sim.now;
    if (sim.busy || server.down) return false;
    return devices.every((device) => {
      if (this.#world.directory.membership(device.user) === null) return this.gone(device) || !device.isProven;
      const { problem, lastSyncAt } = this.noted(device);
      const position = device.disk.row(device.storeName, 'meta', 'position')?.value as
        | { epoch: string; cursor: number; rights: string | null }
        | undefined;
      const healing = device.disk.row(device.storeName, 'meta', 'healing')?.value as { left: number } | undefined;
      return (
        // What a restored server did not take back yet is offered again, after half a minute at first.
        (healing?.left ?? 0) === 0 &&
        device.signedIn &&
        problem === null &&
        (lastSyncAt ?? 0) >= this.quietSince &&
        this.waiting(device) === 0 &&
        position?.epoch === server.disk.log.epoch &&
        // Null while a loss waits for what a restored server has not back yet.
        position.rights !== null &&
        position.cursor === server.disk.log.entries.length
      );
    });
  }

  async atEnd(): Promise<void> {
    this.#startOver(this.#world.server.disk.log.entries);
    this.atMoment();
    await checkEnd(this.#world);
  }

  isDocumentIn(rooms: readonly RoomName[], id: DocumentId, facet: string): number {
    return rooms.reduce(
      (sum, room) => sum + [...(this.keys.get(room)?.keys() ?? [])].filter((key) => key.startsWith(`${id}/${facet}`)).length,
      0,
    );
  }
}

function headOf<H>(frame: Uint8Array): H {
  const decoded = decodeFrame(Head, frame);
  if (!decoded) throw new Error('the server answered with something that is not a frame');
  return decoded.head as unknown as H;
}
