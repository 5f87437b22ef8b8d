/**
 * One socket on one room: reads a stock y-websocket client, answers from the log, hands writes to the accept path.
 *
 * Frames are taken in order, many waiting writes as one call; a write comes back to its sender once it is stored. What a
 * read-only connection writes is dropped before it is decoded and answered with "permission denied" (R11). What goes out
 * is `socket-outlet.ts`.
 */
import type { Duplex } from 'node:stream';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import { CLOSE } from '@navette/protocol/access-codes';
import type { RoomName } from '@navette/rooms/room-names';
import type { WebSocket } from 'ws';
import { usedBuffer } from '../large-buffers.ts';
import type { Accepted } from './accept.ts';
import type { Present } from './presence.ts';
import { readVector, type Clocks } from './room-answer.ts';
import { SocketOutlet, type OutletHost } from './socket-outlet.ts';
import { askFrame, deniedFrame, isAsk, isWrite, readClientMessage, type AwarenessState } from './sync-messages.ts';
import { encodeClocks } from './trim-update.ts';

/** Right taken away: a stock client does not come back after 4400 to 4499. */
export const CLOSE_FORBIDDEN = 4403;
/** What the client holds can never be taken: reconnecting would send it again. */
export const CLOSE_REFUSED = 4422;
export const CLOSE_GARBAGE = 4400;
const CLOSE_FAILED = 1011;

/** Read ahead of what was handled: then the socket is not read, and the sender waits. */
const FRAMES_WAITING = 256;
const BYTES_WAITING = 16 * 1024 * 1024;

export type LiveAnswer = {
  /** Finished; the last one tells the client that it is in sync. */
  readonly frames: readonly Buffer[];
  /** To be called once its reader took it. */
  taken(): void;
};

/** Bytes of a message that are watched, and how many a second are slow but honest. */
const HALF_A_MESSAGE = 64 * 1024;
const SLOWEST = 256 * 1024;

export type LiveHost = {
  /** What somebody with these clocks lacks. */
  answer(who: LiveIdentity, known: Clocks): Promise<LiveAnswer>;
  clocks(room: RoomName): Promise<Clocks>;
  write(connection: LiveConnection, updates: readonly Uint8Array[]): Promise<readonly Accepted[]>;
  aware(connection: LiveConnection, states: readonly AwarenessState[]): void;
  greet(connection: LiveConnection): void;
  /** A write was dropped for want of the right (R11). */
  refusedWrite(): void;
  /** Resolves when this person may ask once more. */
  mayAsk(user: UserId): Promise<void>;
  failed(user: UserId, error: unknown): void;
  now(): number;
};

type Write = { readonly update: Uint8Array; readonly answers: boolean };

export type LiveIdentity = {
  readonly user: UserId;
  readonly device: DeviceNumber;
  readonly room: RoomName;
  readonly circle: string;
  readonly session: string;
};

export class LiveConnection implements Present {
  readonly identity: LiveIdentity;
  /** What goes out. */
  readonly outlet: SocketOutlet;
  readonly #socket: WebSocket;
  readonly #wire: Duplex & { readonly bytesRead?: number };
  readonly #host: LiveHost;
  /** Bytes read when the last message was whole, and since when one has been on its way. */
  #readTo: number;
  #halfSince: number | null = null;
  #mayWrite: boolean;
  #waiting: Uint8Array[] | null = null;
  #waitingBytes = 0;
  #busy = false;
  #askedForGap = false;
  #toldReadOnly = 0;

  /** @param wire what carries `socket` */
  constructor(socket: WebSocket, wire: Duplex, identity: LiveIdentity, mayWrite: boolean, host: LiveHost, outlets: OutletHost) {
    this.#socket = socket;
    this.#wire = wire;
    this.#readTo = this.#bytesRead;
    this.outlet = new SocketOutlet(socket, wire, outlets, (error) => this.#failed(error));
    this.identity = identity;
    this.#mayWrite = mayWrite;
    this.#host = host;
    socket.on('message', (data, binary) => {
      this.#readTo = this.#bytesRead;
      this.#halfSince = null;
      if (!binary || !(data instanceof Buffer)) return this.close(CLOSE_GARBAGE, 'garbage');
      this.#take(data);
    });
  }

  get #bytesRead(): number {
    return this.#wire.bytesRead ?? 0;
  }

  /** Called now and then: what goes out, and a message of which the end does not come (N5). */
  checkUp(stall: number): void {
    this.outlet.checkUp();
    const half = this.#bytesRead - this.#readTo;
    if (half < HALF_A_MESSAGE || this.#socket.isPaused) return;
    this.#halfSince ??= this.#host.now();
    if (this.#host.now() - this.#halfSince > stall + (half / SLOWEST) * 1000) this.#socket.terminate();
  }

  get circle(): string {
    return this.identity.circle;
  }

  /** Greets: a writer is asked for what the room lacks, everybody hears who is there. */
  open(): void {
    this.#host.greet(this);
    if (this.#mayWrite) this.#run(() => this.#ask());
  }

  /** A right that changed while the socket is open (R12). */
  setWrite(mayWrite: boolean): void {
    if (this.#mayWrite === mayWrite) return;
    this.#mayWrite = mayWrite;
    if (mayWrite) this.#run(() => this.#ask());
    else this.outlet.say(deniedFrame('read-only'));
  }

  send(message: Uint8Array): void {
    this.outlet.send(message);
  }

  close(code: number, reason: string): void {
    this.#forget();
    this.#socket.close(code, reason);
    // A peer that does not answer the close is let go.
    const timer = setTimeout(() => this.#socket.terminate(), 1000);
    timer.unref();
    this.#socket.once('close', () => clearTimeout(timer));
  }

  /** Signed out, expired or ended elsewhere: what is under way is not awaited (R12). */
  endSession(): void {
    this.close(CLOSE.signInNeeded, 'sign-in-needed');
  }

  #forget(): void {
    this.#waiting = null;
    this.#waitingBytes = 0;
  }

  #run(task: () => Promise<void>): void {
    task().catch((error: unknown) => this.#failed(error));
  }

  #failed(error: unknown): void {
    this.#host.failed(this.identity.user, error);
    this.close(CLOSE_FAILED, 'failed');
  }

  #take(data: Buffer): void {
    if (!this.#mayWrite && isWrite(data)) {
      this.#host.refusedWrite();
      if (this.#host.now() - this.#toldReadOnly < 1000) return;
      this.#toldReadOnly = this.#host.now();
      return this.outlet.say(deniedFrame('read-only'));
    }
    this.#waiting ??= [];
    this.#waiting.push(alone(data));
    usedBuffer(data.length);
    this.#waitingBytes += data.length;
    if (this.#waiting.length >= FRAMES_WAITING || this.#waitingBytes >= BYTES_WAITING) this.#socket.pause();
    if (!this.#busy) this.#run(() => this.#drain());
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    try {
      for (let frames = this.#waiting; frames; frames = this.#waiting) {
        this.#forget();
        if (this.#socket.isPaused) this.#socket.resume();
        await this.#handle(frames);
      }
    } finally {
      this.#busy = false;
    }
  }

  async #handle(frames: readonly Uint8Array[]): Promise<void> {
    let updates: Write[] = [];
    // Of many questions the last one's answer holds the others'.
    const lastAsk = frames.findLastIndex(isAsk);
    for (const [index, bytes] of frames.entries()) {
      if (!this.outlet.isOpen && !isWrite(bytes)) continue;
      if (index < lastAsk && isAsk(bytes)) continue;
      const message = readOrNull(bytes);
      if (!message) return this.close(CLOSE_GARBAGE, 'garbage');
      if (message.tag === 'writes') {
        updates.push(message);
        continue;
      }
      await this.#write(updates);
      updates = [];
      // Gone while its writes were stored: nobody asks, and nobody is there, any more.
      if (!this.outlet.isOpen) continue;
      if (message.tag === 'asks') {
        const known = readVector(message.vector);
        if (!known) return this.close(CLOSE_GARBAGE, 'garbage');
        await this.#answer(known);
      } else if (message.tag === 'awareness') this.#host.aware(this, message.states);
      else if (message.tag === 'asks-awareness') this.#host.greet(this);
    }
    await this.#write(updates);
  }

  async #answer(known: Clocks): Promise<void> {
    await this.#host.mayAsk(this.identity.user);
    await this.outlet.drained();
    if (!this.outlet.isOpen) return;
    const { frames, taken } = await this.#host.answer(this.identity, known);
    // Nothing reaches it now, and nothing may count as sent: it is answered after the log brought it back.
    if (!this.outlet.answer(frames)) this.outlet.onceBack(() => this.#run(() => this.#answer(known)));
    const read = this.outlet.drained();
    if (read) void read.then(taken);
    else taken();
  }

  async #ask(): Promise<void> {
    this.outlet.say(askFrame(encodeClocks(await this.#host.clocks(this.identity.room))));
  }

  async #write(writes: readonly Write[]): Promise<void> {
    if (writes.length === 0) return;
    const answers = await this.#host.write(
      this,
      writes.map(({ update }) => update),
    );
    for (const [index, answer] of answers.entries()) {
      if ('without' in answer) this.outlet.say(deniedFrame('wipe'));
      if (answer.status === 'stored' || answer.status === 'known') this.#askedForGap = false;
      else if (answer.status === 'gap' && writes[index]?.answers) {
        // All it has, and still something is missing: it is told that nothing of it was taken.
        this.outlet.say(deniedFrame('gap'));
      } else if (answer.status === 'gap' && !this.#askedForGap) {
        this.#askedForGap = true;
        await this.#ask();
      } else if (answer.status === 'refused') {
        this.outlet.say(deniedFrame(answer.reason));
        if (answer.reason !== 'forbidden') return this.close(CLOSE_REFUSED, answer.reason);
      }
    }
  }
}

/** Bytes with no memory beside them that a length that lies could reach into: copied where they share theirs. */
function alone(data: Buffer): Uint8Array {
  return data.length === data.buffer.byteLength ? new Uint8Array(data.buffer) : new Uint8Array(data);
}

function readOrNull(bytes: Uint8Array): ReturnType<typeof readClientMessage> | null {
  try {
    return readClientMessage(bytes);
  } catch {
    return null;
  }
}
