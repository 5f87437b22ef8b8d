/**
 * One firm's server that can be backed up, lost and restored, on the memory log or on SQLite, and whole devices in memory
 * (real library and sync engine) that speak to whichever server stands. No sockets, and a session lasts as long as its
 * person is of the firm: their bearer token is their id.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { saveEnrolment } from '@navette/device/enrolment';
import { makeLibrary } from '@navette/device/library';
import { Unreachable, type Net } from '@navette/device/net';
import { makeSyncEngine } from '@navette/device/sync';
import { openMemoryStore } from '@navette/device/store/memory';
import { testPlatform } from '@navette/device/testing/test-device';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { Redaction } from '@navette/protocol/redaction';
import { checkpointText } from '@navette/protocol/replication';
import { temporarySigner } from '../../sync-server/src/adapters/ed25519-signer.ts';
import { oneKey } from '../../sync-server/src/keys/one-key.ts';
import { memoryBlobDisk, memoryBlobStore, type MemoryBlobDisk } from '../../sync-server/src/adapters/memory-blob-store.ts';
import { memoryBus } from '../../sync-server/src/adapters/memory-bus.ts';
import { memoryHealBook, memoryHealDisk, type MemoryHealDisk } from '../../sync-server/src/adapters/memory-heal-book.ts';
import { memoryLogDisk, memoryRoomLog, type MemoryLogDisk } from '../../sync-server/src/log/memory-room-log.ts';
import { openSqliteRoomLog } from '../../sync-server/src/log/sqlite-room-log.ts';
import type { RoomLog, Sessions } from '../../sync-server/src/ports.ts';
import { newEpoch } from '../../sync-server/src/rooms/new-epoch.ts';
import { makeSyncHeart, type SyncHeart } from '../../sync-server/src/rooms/sync-heart.ts';
import { orderShown, type OrderBook } from '../../sync-server/src/leaving/order-book.ts';
import { carryOutAll } from '../../sync-server/src/redaction/carry-out.ts';
import { planRedaction, redactionsOf, type Selection } from '../../sync-server/src/redaction/plan-redaction.ts';
import { memoryRedactionBook } from '../../sync-server/src/redaction/redaction-book.ts';
import { signRedaction } from '../../sync-server/src/redaction/signed-redaction.ts';
import { makeServerWriter } from '../../sync-server/src/rooms/server-writer.ts';
import { withLeaving } from './leaving-world.ts';
import { CLIENT_RIGHT, countedRandom, freshId, NOON, TestDirectory, type TestPerson } from './sync-world.ts';

export type LogKind = 'memory' | 'sqlite';
type LogDisk = { readonly memory: MemoryLogDisk } | { readonly file: string };
type Disk = {
  readonly log: LogDisk;
  readonly blobs: MemoryBlobDisk;
  readonly healing: MemoryHealDisk;
  readonly book: { redactions: readonly Redaction[] };
};
export type Backup = { readonly disk: Disk; readonly at: number };

let worlds = 0;

/** @param more `leaving`: it also answers to a device whose right was withdrawn */
export async function restoredWorld(kind: LogKind, { leaving = false } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'navette-restored-'));
  const time = { now: NOON };
  const clock = { now: () => time.now };
  const random = countedRandom(`restored ${worlds++}`);
  const directory = new TestDirectory();
  const sessions: Sessions = {
    async of(headers) {
      const user = headers.get('authorization')?.replace(/^Bearer /, '') as UserId | undefined;
      return user && directory.membership(user) ? { user, sessionId: user, by: 'bearer', since: 0, until: Infinity, device: null } : null;
    },
    alive: () => true,
    bind: () => undefined,
    speaksFor: () => true,
  };
  const signer = temporarySigner();
  let files = 0;
  const freshFile = () => path.join(folder, `log-${files++}.sqlite`);
  let disk: Disk = {
    log: kind === 'memory' ? { memory: memoryLogDisk(random) } : { file: freshFile() },
    blobs: memoryBlobDisk(),
    healing: memoryHealDisk(),
    book: { redactions: [] },
  };
  let up = start();

  function start(): { readonly log: RoomLog; readonly heart: SyncHeart } {
    const log =
      'memory' in disk.log
        ? memoryRoomLog({ clock, random, disk: disk.log.memory })
        : openSqliteRoomLog({ file: disk.log.file, clock, random });
    const blobs = memoryBlobStore({ clock, disk: disk.blobs });
    let orders: OrderBook | null = null;
    const heart = makeSyncHeart({
      log,
      blobs,
      directory,
      sessions,
      keys: oneKey(signer),
      clock,
      random,
      bus: memoryBus(),
      limits: DEFAULT_LIMITS,
      origins: [],
      report: () => undefined,
      healing: memoryHealBook(disk.healing),
      redactions: memoryRedactionBook(disk.book),
      leaver: (headers) => orders && orderShown(orders, headers, clock.now()),
    });
    if (!leaving) return { log, heart };
    const world = withLeaving({ directory, blobs, log, signer, clock, random, heart });
    orders = world.orders;
    return { log, heart: world.heart };
  }

  async function stop(): Promise<void> {
    await up.heart.close();
    await up.log.close();
  }

  async function copyLog(log: LogDisk): Promise<LogDisk> {
    if ('memory' in log) return { memory: { ...structuredClone(log.memory) } };
    const file = freshFile();
    const source = new DatabaseSync(log.file, { readOnly: true });
    await backup(source, file);
    source.close();
    return { file };
  }

  async function copyDisk(from: Disk): Promise<Disk> {
    const { files: held, ...others } = from.blobs;
    return {
      log: await copyLog(from.log),
      blobs: { ...structuredClone(others), files: new Map(held) },
      healing: structuredClone(from.healing),
      book: { ...from.book },
    };
  }

  const dossier = freshId<DossierId>();
  const claire = directory.add([[dossier, CLIENT_RIGHT]]);
  const paul = directory.add([[dossier, CLIENT_RIGHT]]);
  const nadia = directory.add([[dossier, { side: 'staff' }]], 'staff');
  const advance = (milliseconds: number): void => void (time.now += milliseconds);

  const net = (who: TestPerson, cut: ReadonlySet<string>): Net => ({
    async send({ method, path: address, headers, body }) {
      if (cut.has(address)) throw new Unreachable('cut');
      const init = { method, headers: { ...headers, authorization: `Bearer ${who.id}` }, ...(body === undefined ? {} : { body }) };
      const answer = await up.heart.routes.request(address, init);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      return { status: answer.status, header: (name) => answer.headers.get(name), bytes: async () => bytes };
    },
  });

  /** A device of this person, signed in: a new one each time, unless it brings its stores. */
  async function device(who: TestPerson, number = who.device) {
    const platform = { ...testPlatform(1000 + files++), clock };
    const deviceStore = openMemoryStore('device');
    const store = openMemoryStore(`store-${who.id}-${number}`);
    const right = directory.membership(who.id)?.dossiers.get(dossier);
    await saveEnrolment(deviceStore, {
      origin: 'http://localhost',
      user: { id: who.id, name: 'Personne', email: 'personne@example.test' },
      firm: { id: directory.firmId, name: 'Cabinet', demo: true },
      keyId: signer.keyId,
      publicKey: bytesToBase64Url(signer.publicKey),
      device: number,
      storeName: store.name,
    });
    await store.commit({ put: { account: [{ key: `dossier/${dossier}`, value: { v: 1, name: 'Atelier Bonnefoy', right } }] } });
    const library = makeLibrary({ platform, deviceStore, openStore: () => store, roomLeft: () => Promise.resolve(null) });
    const cut = new Set<string>();
    const sync = makeSyncEngine({ platform, library, net: () => net(who, cut) });
    return {
      who: { ...who, device: number },
      store,
      library,
      sync,
      /** Paths this device does not reach. */
      cut,
      async deposit(text: string) {
        const done = await library.captureAndDeposit(
          new Blob([`%PDF-1.7\n${text}`]),
          { name: `${text}.pdf`, way: 'drop' },
          { dossier, kind: 'purchase-invoices' },
        );
        if (!done.ok) throw new Error(done.refusal.tag);
        return done.value.id;
      },
    };
  }

  return {
    dossier,
    claire,
    paul,
    nadia,
    directory,
    signer,
    advance,
    clock,
    device,
    get log() {
      return up.log;
    },
    get heart() {
      return up.heart;
    },
    get disk() {
      return disk;
    },
    /** What `navette backup` does: a copy, verified, and noted beside the log. */
    async backUp(): Promise<Backup> {
      const copied = { disk: await copyDisk(disk), at: clock.now() };
      const { epoch, cursor, hash } = await up.log.head();
      const facts = { firm: directory.firmId, epoch, cursor, head: hash, at: clock.now(), keyId: signer.keyId };
      const checkpoint = { ...facts, signature: bytesToBase64Url(signer.sign(checkpointText(facts))) };
      disk.healing.backedUpTo = checkpoint;
      copied.disk.healing.backedUpTo = checkpoint;
      return copied;
    },
    /** The disk is lost; what `navette restore` does takes its place. */
    async restore({ disk: saved, at }: Backup): Promise<void> {
      await stop();
      disk = await copyDisk(saved);
      const last = disk.healing.backedUpTo;
      if (!last) throw new Error('no backup');
      const act = newEpoch({
        firm: directory.firmId,
        from: { epoch: last.epoch, cursor: last.cursor, hash: last.head },
        at: clock.now(),
        backupAt: at,
        why: 'disque perdu',
        signer,
        random,
      });
      disk.healing.restores.push(act);
      if ('memory' in disk.log) disk.log.memory.epoch = act.epoch;
      else {
        const database = new DatabaseSync(disk.log.file);
        database.prepare('UPDATE epoch SET name = ?').run(act.epoch);
        database.close();
      }
      up = start();
    },
    /** Another disk is started as it is, without a word: a snapshot of the machine. @returns the one that was there */
    async swap(to: Disk): Promise<Disk> {
      await stop();
      const former = disk;
      disk = to;
      up = start();
      return former;
    },
    /** What `navette redact` does, the server stopped meanwhile; without a selection, what a start does again. */
    async redact(selection?: Selection): Promise<void> {
      await stop();
      up = start();
      const { log } = up;
      const book = memoryRedactionBook(disk.book);
      if (selection) {
        const plan = await planRedaction(log, selection);
        if ('tag' in plan) throw new Error(plan.tag);
        const facts = { firm: directory.firmId, at: clock.now(), by: 'Le cabinet', why: 'à la demande de la personne', basis: '' };
        const document = selection.what === 'document' ? selection.id : null;
        await book.add(redactionsOf(plan, facts, document, () => freshId()).map((one) => signRedaction(one, signer)));
      }
      const blobs = memoryBlobStore({ clock, disk: disk.blobs });
      const writer = makeServerWriter({ log, bus: memoryBus(), clock, random, healing: memoryHealBook(disk.healing) });
      const tray = { holdsAnywhere: () => false, redact: () => undefined };
      await carryOutAll({
        log,
        blobs,
        book,
        writer,
        tray,
        keys: oneKey(signer),
        firm: directory.firmId,
        clock,
        random,
        report: () => undefined,
      });
      await stop();
      up = start();
    },
    async restart(): Promise<void> {
      await stop();
      up = start();
    },
    async close(): Promise<void> {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type RestoredWorld = Awaited<ReturnType<typeof restoredWorld>>;
export type WorldDevice = Awaited<ReturnType<RestoredWorld['device']>>;
