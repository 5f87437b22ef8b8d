/**
 * The server of a world: the production heart and account rooms on the twins of log and files, in lives. Each call of a
 * port is a step; a killed server restarts from its disk. The edge is four plain routes: about, sign-in, sign-out, enrol.
 */
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import type { Membership } from '@navette/domain/membership';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import { makeId, type BlobHash, type DeviceNumber, type UserId } from '@navette/kernel/ids';
import { MEDIA_TYPE, PROTOCOL_VERSION } from '@navette/protocol/version';
import { EnrolRequest } from '@navette/protocol/commands';
import { parseRoom } from '@navette/rooms/room-names';
import { Hono } from 'hono';
import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { openIdentityDatabase } from '../../../sync-server/src/accounts/identity-database.ts';
import { sessionProof } from '../../../sync-server/src/accounts/session-proof.ts';
import { publishAccounts, type AccountRooms } from '../../../sync-server/src/accounts/account-room.ts';
import { memoryBlobStore } from '../../../sync-server/src/adapters/memory-blob-store.ts';
import { memoryHealBook } from '../../../sync-server/src/adapters/memory-heal-book.ts';
import { memoryBus } from '../../../sync-server/src/adapters/memory-bus.ts';
import { CHAIN_START } from '../../../sync-server/src/log/log-chain.ts';
import { memoryRoomLog } from '../../../sync-server/src/log/memory-room-log.ts';
import { makeReceipts } from '../../../sync-server/src/blobs/completion.ts';
import { NO_TRANSFER_LIMITS } from '../../../sync-server/src/blobs/pace.ts';
import { makeFirmTray, type Handed } from '../../../sync-server/src/leaving/firm-tray.ts';
import { leavingRoutes } from '../../../sync-server/src/leaving/leaving.ts';
import { makeOrderBook, orderShown } from '../../../sync-server/src/leaving/order-book.ts';
import { mayReadHanded } from '../../../sync-server/src/leaving/tray-routes.ts';
import { signCheckpoint } from '../../../sync-server/src/keys/signed.ts';
import { NO_METRICS } from '../../../sync-server/src/figures/metrics.ts';
import { planRedaction, redactionsOf } from '../../../sync-server/src/redaction/plan-redaction.ts';
import { RoomContents } from '../../../sync-server/src/redaction/room-contents.ts';
import { signRedaction } from '../../../sync-server/src/redaction/signed-redaction.ts';
import { carryOutAll } from '../../../sync-server/src/redaction/carry-out.ts';
import { memoryRedactionBook } from '../../../sync-server/src/redaction/redaction-book.ts';
import { mergeHere } from '../../../sync-server/src/rooms/merger.ts';
import { newEpoch } from '../../../sync-server/src/rooms/new-epoch.ts';
import type { BlobStore, Directory, HealBook, RedactionBook, RoomLog, Sessions } from '../../../sync-server/src/ports.ts';
import { makeServerWriter } from '../../../sync-server/src/rooms/server-writer.ts';
import { makeSyncHeart, type SyncHeart } from '../../../sync-server/src/rooms/sync-heart.ts';
import { copyDisk, newServerDisk, type Backup, type ServerDisk } from './server-disk.ts';
import type { Life, Simulation } from './simulation.ts';
import type { WorldDirectory } from './world-directory.ts';
import { WorldKeys } from './world-keys.ts';

/** Where a planted bug may take the place of a part (`teeth.ts`). */
export type ServerSeams = {
  readonly log?: (log: RoomLog, server: WorldServer) => RoomLog;
  readonly blobs?: (blobs: BlobStore, server: WorldServer) => BlobStore;
  readonly directory?: (directory: Directory) => Directory;
  /** The disk as a restart finds it. */
  readonly restart?: (disk: ServerDisk) => ServerDisk;
  readonly epoch?: (fresh: string, former: string) => string;
};

export type ServerEyes = {
  /** As the heart asks the log to keep entries, before anything happens. */
  appending(entries: Parameters<RoomLog['append']>[0]): void;
  /** @param before the person's rights as the request came */
  answered(user: UserId | null, before: Membership | null, path: string, status: number, answer: Uint8Array): void;
  reported(event: string): void;
};

type Up = { readonly life: Life; readonly heart: SyncHeart; readonly routes: Hono };

export class WorldServer {
  readonly sim: Simulation;
  readonly directory: WorldDirectory;
  readonly keys: WorldKeys;
  disk: ServerDisk;
  clockOffset = 0;
  /** No room left for files or entries. */
  full = false;
  /** Killed and waiting to be started again. */
  down = false;
  readonly backups: Backup[] = [];
  readonly #seams: ServerSeams;
  readonly #eyes: ServerEyes;
  readonly #sessions = new Map<string, UserId>();
  #identity: DatabaseSync | null = null;
  #up: Up | null = null;
  #life: Life | null = null;
  #serial = 0;

  constructor(sim: Simulation, directory: WorldDirectory, eyes: ServerEyes, seams: ServerSeams = {}) {
    this.sim = sim;
    this.directory = directory;
    this.keys = new WorldKeys(directory.firmId);
    this.#eyes = eyes;
    this.#seams = seams;
    this.disk = newServerDisk(this.#random(`disk`));
  }

  /** A token good until the session ends. */
  newSession(user: UserId): string {
    const token = `${user}.${this.#serial++}`;
    this.#sessions.set(token, user);
    return token;
  }

  endSessions(user: UserId): void {
    for (const [token, who] of this.#sessions) if (who === user) this.#sessions.delete(token);
  }

  start(): void {
    this.down = false;
    this.disk = this.#seams.restart?.(this.disk) ?? this.disk;
    const life = this.sim.life('server');
    const clock = { now: () => this.sim.now + this.clockOffset };
    const random = this.#random(`server ${this.#serial++}`);
    const plainLog = memoryRoomLog({ clock, random, disk: this.disk.log });
    const plainBlobs = memoryBlobStore({ clock, disk: this.disk.blobs });
    const steppedLog = this.#stepped(life, 'log', plainLog);
    const log = this.#seams.log?.(steppedLog, this) ?? steppedLog;
    const append: RoomLog['append'] = async (entries, receipts) => {
      this.#eyes.appending(entries);
      if (this.full) throw new Error('no room left on the disk');
      return await log.append(entries, receipts);
    };
    const steppedBlobs = this.#steppedBlobs(life, plainBlobs);
    const blobs = this.#seams.blobs?.(steppedBlobs, this) ?? steppedBlobs;
    this.directory.deaf();
    const directory = this.#seams.directory?.(this.directory) ?? this.directory;
    const report = (event: string): void => this.#eyes.reported(event);
    const sessions = this.#sessionsPort();
    const plainBook = memoryRedactionBook(this.disk.book);
    const book: RedactionBook = {
      ...plainBook,
      add: (added) => this.sim.step(life, 'book add', life.draw.below(3), () => plainBook.add(added)),
    };
    let accounts: AccountRooms | null = null;
    const heart = makeSyncHeart({
      log: { ...log, append },
      blobs,
      directory,
      sessions,
      keys: this.keys,
      bus: memoryBus(),
      clock,
      random,
      limits: DEFAULT_LIMITS,
      origins: [],
      merger: mergeHere,
      healing: this.#steppedBook(life),
      redactions: book,
      onHealed(name) {
        const room = parseRoom(name);
        if (room?.kind === 'account') accounts?.publishAgain(room.user);
      },
      handed: (membership, dossier, hash) =>
        this.#identity !== null && mayReadHanded(makeFirmTray(this.#identity), membership, dossier, hash),
      leaver: (headers) => (this.#identity === null ? null : orderShown(makeOrderBook(this.#identity), headers, clock.now())),
      report,
    });
    const gathered = { ...log, append };
    const receive = makeReceipts({ log: gathered, writer: heart.writer, directory, keys: this.keys, clock, metrics: NO_METRICS });
    const leaving = (): Hono =>
      leavingRoutes({
        database: this.#openIdentity(),
        directory: this.directory,
        sessions,
        standing: () => heart.standing(),
        redactions: book,
        keys: this.keys,
        blobs,
        log: gathered,
        clock,
        random,
        limits: DEFAULT_LIMITS,
        transfers: NO_TRANSFER_LIMITS,
        receive,
        report,
      });
    const failed = (error: Error): Response => {
      report(`request-failed ${error.message}`);
      return new Response('{}', { status: 500 });
    };
    heart.routes.onError(failed);
    let exits: Hono | null = null;
    const routes = new Hono().all('/api/v1/*', async (c) => {
      if (!/^\/api\/v1\/(orders|hand-in|tray)/.test(c.req.path)) return await heart.routes.fetch(c.req.raw);
      exits ??= leaving().onError(failed);
      return await exits.fetch(c.req.raw);
    });
    this.#life = life;
    const writer = makeServerWriter({ log: gathered, bus: memoryBus(), clock, random, healing: this.#steppedBook(life) });
    // The tables of the tray are made when they are first asked for.
    const tray = { holdsAnywhere: (hash: BlobHash) => this.#tray()?.holdsAnywhere(hash) ?? false, redact: () => undefined };
    const firm = this.directory.firmId;
    void carryOutAll({ log: gathered, blobs, book, writer, tray, keys: this.keys, firm, clock, random, report })
      .then(() => publishAccounts({ directory: this.directory, writer: heart.writer, fileLimit: DEFAULT_LIMITS.fileBytes, log: report }))
      .then((published) => {
        accounts = published;
        if (!life.dead) this.#up = { life, heart, routes };
      })
      // It does not start: whoever looks after it starts it again.
      .catch(() => {
        report('not-started');
        if (life.dead || !this.isLife(life)) return;
        this.kill();
        this.sim.at(this.sim.now + 1_000, () => this.down && this.start());
      });
  }

  /** Ends this life; what is on the disk stays. */
  kill(): void {
    if ([...this.disk.blobs.uploads.values()].some(({ writing }) => writing)) this.#eyes.reported('died-in-the-middle-of-a-piece');
    this.down = true;
    this.#up = null;
    this.#life?.die();
  }

  isLife(life: Life): boolean {
    return this.#life === life;
  }

  /** What `navette backup` does: a copy, and the signed word of how far it goes. */
  backup(): Backup {
    const { epoch, entries } = this.disk.log;
    const last = entries.at(-1);
    const facts = {
      firm: this.directory.firmId,
      epoch,
      cursor: entries.length,
      head: last?.hash ?? CHAIN_START,
      at: this.sim.now,
    };
    this.disk.healing.backedUpTo = signCheckpoint(this.keys.now(), facts);
    const backup = { disk: copyDisk(this.disk), enrolled: this.directory.enrolled, takenAt: this.sim.now };
    this.backups.push(backup);
    return backup;
  }

  /** What `navette restore` does: the backup takes the disk's place, as another epoch, by a signed act. */
  /** @param heard whether a device that will come again knows of a redaction: then nobody need look for it elsewhere */
  restore(backup: Backup, withIdentity: boolean, heard: (id: string) => boolean = () => false): void {
    this.kill();
    const disk = copyDisk(backup.disk);
    const since = this.disk.book.redactions.filter(({ id }) => !disk.book.redactions.some((one) => one.id === id) && !heard(id));
    disk.book.redactions = [...disk.book.redactions, ...since];
    const last = disk.healing.backedUpTo;
    if (!last) throw new Error('no backup');
    const act = newEpoch({
      firm: this.directory.firmId,
      from: { epoch: last.epoch, cursor: last.cursor, hash: last.head },
      at: this.sim.now + this.clockOffset,
      backupAt: backup.takenAt,
      why: 'disque perdu',
      signer: this.keys.now().signer('log'),
      random: this.#random(`epoch ${this.#serial++}`),
    });
    disk.healing.restores.push(act);
    disk.log.epoch = this.#seams.epoch?.(act.epoch, this.disk.log.epoch) ?? act.epoch;
    this.disk = disk;
    if (withIdentity) this.directory.forgetDevicesAfter(backup.enrolled);
  }

  /**
   * What `navette redact` signs, as durable as the disk; the next start carries it out.
   * @returns the document and the words of comments that go with it
   */
  async orderRedaction(id: string): Promise<string[]> {
    const random = this.#random(`redaction ${this.#serial++}`);
    const clock = { now: () => this.sim.now + this.clockOffset };
    const log = memoryRoomLog({ clock, random, disk: this.disk.log });
    const plan = await planRedaction(log, { what: 'document', id });
    if ('tag' in plan) return [];
    const words = [id];
    for (const { room, ranges } of plan.rooms.filter((one) => one.room.includes('/talk/'))) {
      const contents = new RoomContents(room, await log.room(room, 0));
      for (const key of contents.keysOf(ranges)) words.push((contents.value(key) as { text?: string } | undefined)?.text ?? id);
    }
    const facts = { firm: this.directory.firmId, at: clock.now(), by: 'Le cabinet', why: 'à sa demande', basis: '' };
    const orders = redactionsOf(plan, facts, id, () => makeId(this.sim.now, random.bytes(10)));
    await memoryRedactionBook(this.disk.book).add(orders.map((one) => signRedaction(one, this.keys.now().signer('log'))));
    return words;
  }

  /** What `navette key --rotate` does, whether the server runs or not. */
  replaceKeys(): void {
    const { epoch, entries } = this.disk.log;
    this.keys.replace(this.sim.now + this.clockOffset, { epoch, cursor: entries.length });
  }

  /** Merges the history of every room into segments, as the keeper does when rooms are quiet. */
  async keepRooms(): Promise<void> {
    const heart = this.#up?.heart;
    for (const room of new Set(this.disk.log.entries.map((entry) => entry.room))) await heart?.keeper.keep(room, 1);
  }

  /** What people who lost their access handed in, and nobody has answered. */
  handedIn(): readonly Handed[] {
    return this.#identity === null ? [] : makeFirmTray(this.#identity).waiting('all', 10_000);
  }

  /** The tables of orders and of the firm's tray, as durable as the directory; made when first asked for. */
  #openIdentity(): DatabaseSync {
    if (this.#identity === null) {
      this.#identity = openIdentityDatabase(':memory:');
      // People and dossiers are the directory's here: their tables stay empty.
      this.#identity.exec('PRAGMA foreign_keys = OFF');
    }
    return this.#identity;
  }

  #tray() {
    return this.#identity === null ? null : makeFirmTray(this.#identity);
  }

  #steppedBook(life: Life): HealBook {
    const book = memoryHealBook(this.disk.healing);
    return { ...book, note: (entries) => this.sim.step(life, 'book note', life.draw.below(3), () => book.note(entries)) };
  }

  /** @returns null when no server answered, now or before it died */
  async handle(path: string, init: { method: string; headers: Record<string, string>; body?: Uint8Array<ArrayBuffer> }) {
    const up = this.#up;
    if (!up) return null;
    const answering = this.#respond(up, path, init);
    return await Promise.race([answering, up.life.died.then(() => null)]);
  }

  async #respond({ routes }: Up, path: string, init: { method: string; headers: Record<string, string>; body?: Uint8Array<ArrayBuffer> }) {
    const user = this.#userOf(init.headers['authorization']);
    const now = user && this.directory.membership(user);
    const before = now && { ...now, dossiers: new Map(now.dossiers) };
    const response = this.#edge(path, init, user) ?? (await routes.request(path, init));
    // A file that fails in the middle of its answer is a connection that breaks.
    const bytes = await response.arrayBuffer().then(
      (whole) => new Uint8Array(whole),
      () => null,
    );
    if (bytes === null) return null;
    this.#eyes.answered(user, before, path, response.status, bytes);
    return { status: response.status, header: (name: string) => response.headers.get(name), bytes };
  }

  #edge(path: string, init: { method: string; headers: Record<string, string>; body?: Uint8Array }, user: UserId | null): Response | null {
    if (path === '/api/v1/about')
      return answer({
        firm: this.directory.firm(),
        protocol: PROTOCOL_VERSION,
        keyId: this.keys.now().signer('log').keyId,
        publicKey: bytesToBase64Url(this.keys.now().signer('log').publicKey),
      });
    if (path === '/api/v1/sign-in') {
      const { email } = JSON.parse(new TextDecoder().decode(init.body)) as { email: string };
      const who = email.split('@')[0] as UserId;
      if (!this.directory.person(who)) return answer({ outcome: 'wrong', signedIn: false });
      const signedIn = answer({ outcome: 'signed-in', signedIn: true });
      signedIn.headers.set('set-auth-token', this.newSession(who));
      return signedIn;
    }
    if (path === '/api/auth/get-session') return answer(user && { user: { id: user } });
    if (path === '/api/auth/sign-out') return new Response('{}', { status: 200 });
    if (path !== '/api/v1/enrol') return null;
    const person = user && this.directory.person(user);
    if (!person)
      return new Response(JSON.stringify({ problem: 'sign-in-needed' }), { status: 401, headers: { 'content-type': MEDIA_TYPE } });
    const wanted = v.parse(EnrolRequest, JSON.parse(new TextDecoder().decode(init.body)));
    const former = wanted.device as DeviceNumber | undefined;
    const device = former !== undefined && this.directory.ownsDevice(person.id, former) ? former : this.directory.enrol(person.id);
    const proof = sessionProof(new Headers(init.headers));
    if (proof !== null) this.directory.proveDevice(device, proof);
    return answer({ device, user: person });
  }

  #userOf(authorization: string | undefined): UserId | null {
    return this.#sessions.get(authorization?.replace('Bearer ', '') ?? '') ?? null;
  }

  #sessionsPort(): Sessions {
    return {
      of: async (headers) => {
        const token = headers.get('authorization')?.replace('Bearer ', '') ?? '';
        const user = this.#sessions.get(token);
        return user === undefined ? null : { user, sessionId: token, by: 'bearer', since: 0, until: Infinity, device: null };
      },
      alive: (token) => this.#sessions.has(token),
      bind: () => undefined,
      speaksFor: () => true,
    };
  }

  #random(name: string) {
    const draw = this.sim.chanceOf(name);
    return { bytes: (count: number) => Uint8Array.from({ length: count }, () => draw.below(256)) };
  }

  /** Each method of a port as a step, whatever methods it has. */
  #stepped<P extends object>(life: Life, name: string, port: P): P {
    return Object.fromEntries(
      Object.entries(port).map(([method, call]) => [
        method,
        typeof call === 'function'
          ? (...args: unknown[]) =>
              this.sim.step(life, `${name} ${method}`, life.draw.below(3), () => Reflect.apply(call, port, args) as unknown)
          : (call as unknown),
      ]),
    ) as P;
  }

  /** A file is read piece by piece, and one that is written may be torn. */
  #steppedBlobs(life: Life, blobs: BlobStore): BlobStore {
    const stepped = this.#stepped(life, 'blobs', blobs);
    const sim = this.sim;
    return {
      ...stepped,
      // A piece comes in two halves: what dies in between leaves the first, and a power cut a part of it.
      write: (id, offset, bytes, asPromised) =>
        this.full ? Promise.resolve('full' as const) : blobs.write(id, offset, inHalves(sim, life, bytes), asPromised),
      async *read(hash, from, to) {
        await sim.step(life, 'blobs read', life.draw.below(3), () => undefined);
        yield* blobs.read(hash, from, to);
      },
    };
  }
}

async function* inHalves(sim: Simulation, life: Life, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    const half = piece.length >> 1;
    for (const part of [piece.slice(0, half), piece.slice(half)]) {
      await sim.step(life, 'blobs write', life.draw.below(3), () => undefined);
      yield part;
    }
  }
}

function answer(value: unknown): Response {
  return new Response(JSON.stringify(value), { status: 200, headers: { 'content-type': MEDIA_TYPE } });
}
