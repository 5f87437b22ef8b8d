/**
 * One socket on one room: reads a stock y-websocket client, answers from the log, hands writes to the accept path.
 *
 * Frames are taken in order, many waiting writes as one call; a write comes back to its sender once it is stored. What a
 * read-only connection writes is dropped before it is decoded and answered with "permission denied" (R11). For a reader
 * that does not keep up nothing is queued beyond a cap: it is brought back from the log, or closed when it stalls (1013).
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
import { socketFrame, syncSocketFrame } from './socket-frames.ts';
import { askFrame, deniedFrame, isAsk, isWrite, readClientMessage, type AwarenessState } from './sync-messages.ts';
import { encodeClocks } from './trim-update.ts';

/** Right taken away: a stock client does not come back after 4400 to 4499. */
export const CLOSE_FORBIDDEN = 4403;
/** What the client holds can never be taken: reconnecting would send it again. */
export const CLOSE_REFUSED = 4422;
export const CLOSE_GARBAGE = 4400;
const CLOSE_TOO_SLOW = 1013;
const CLOSE_FAILED = 1011;

/** Read ahead of what was handled: then the socket is not read, and the sender waits. */
const FRAMES_WAITING = 256;
const BYTES_WAITING = 16 * 1024 * 1024;
/** Entries brought to a late reader at a time. */
const CATCH_UP_ENTRIES = 16;

export type LiveHost = {
  /** Updates of entries above `after`, some of them, in order. */
  entries(room: RoomName, after: number, most: number): Promise<readonly { readonly seq: number; readonly bytes: Uint8Array }[]>;
  /** What somebody with these clocks lacks, in finished frames; the last one tells it that it is in sync. */
  answer(room: RoomName, known: Clocks): Promise<readonly Buffer[]>;
  clocks(room: RoomName): Promise<Clocks>;
  write(connection: LiveConnection, updates: readonly Uint8Array[]): Promise<readonly Accepted[]>;
  aware(connection: LiveConnection, states: readonly AwarenessState[]): void;
  greet(connection: LiveConnection): void;
  failed(connection: LiveConnection, error: unknown): void;
  /** A reader lost its queue, or was closed for good. */
  slow(connection: LiveConnection, what: 'behind' | 'closed'): void;
  now(): number;
  /** Bytes that may wait for this reader; milliseconds it may not read at all. */
  readonly queueBytes: number;
  readonly stall: number;
};

export type LiveIdentity = {
  readonly user: UserId;
  readonly device: DeviceNumber;
  readonly room: RoomName;
  readonly circle: string;
  readonly session: string;
};

/** Between `from`, the last position it was sent, and `to`, the last it should have been. */
type Behind = { from: number; to: number; since: number; queued: number; bringing: boolean; asked: Clocks | null };

export class LiveConnection implements Present {
  readonly identity: LiveIdentity;
  readonly #socket: WebSocket;
  readonly #wire: Duplex;
  readonly #host: LiveHost;
  #mayWrite: boolean;
  #behind: Behind | null = null;
  #waiting: Uint8Array[] | null = null;
  #waitingBytes = 0;
  #busy = false;
  #askedForGap = false;
  #toldReadOnly = 0;
  /** Writes dropped for want of the right. */
  dropped = 0;

  /** @param wire what carries `socket`: whole frames are written to it directly, many in one write */
  constructor(socket: WebSocket, wire: Duplex, identity: LiveIdentity, mayWrite: boolean, host: LiveHost) {
    this.#socket = socket;
    this.#wire = wire;
    this.identity = identity;
    this.#mayWrite = mayWrite;
    this.#host = host;
    socket.on('message', (data, binary) => {
      if (!binary || !(data instanceof Buffer)) return this.close(CLOSE_GARBAGE, 'garbage');
      this.#take(data);
    });
  }

  get circle(): string {
    return this.identity.circle;
  }

  /** Greets: a writer is asked for what the room lacks, everybody hears who is there. */
  async open(): Promise<void> {
    this.#host.greet(this);
    if (this.#mayWrite) await this.#ask();
  }

  get mayWrite(): boolean {
    return this.#mayWrite;
  }

  /** A right that changed while the socket is open (R12). */
  setWrite(mayWrite: boolean): void {
    if (this.#mayWrite === mayWrite) return;
    this.#mayWrite = mayWrite;
    if (mayWrite) this.#run(() => this.#ask());
    else this.send(deniedFrame('read-only'));
  }

  /** Sends one message, unless the reader is behind: what it lacks is in the log. */
  send(message: Uint8Array): void {
    if (this.#behind === null) this.#put(socketFrame(message));
  }

  /**
   * Takes finished frames of the entries after `before`, up to `last`, that all watchers are sent.
   * A reader whose queue is full is sent nothing more until it has caught up.
   */
  hear(frames: Buffer, before: number, last: number): void {
    const behind = this.#behind;
    if (behind) {
      if (behind.from === behind.to) behind.from = before;
      behind.to = Math.max(behind.to, last);
    } else if (this.#wire.writableLength <= this.#host.queueBytes) this.#put(frames);
    else this.fallBehind(before, last);
  }

  /** News were lost on their way here, or do not fit: they are read from the log instead. */
  fallBehind(from: number, to: number): void {
    if (this.#behind) return;
    this.#behind = this.#lateAt(from, to);
    this.#host.slow(this, 'behind');
    this.#checkUpOnceDrained();
    this.checkUp();
  }

  #lateAt(from: number, to: number): Behind {
    return { from, to, since: this.#host.now(), queued: this.#wire.writableLength, bringing: false, asked: null };
  }

  #checkUpOnceDrained(): void {
    if (this.#wire.writableNeedDrain) this.#wire.once('drain', () => this.checkUp());
  }

  /** Called when the queue has drained, and now and then: brings back a late reader, closes one that stalls. */
  checkUp(): void {
    const queued = this.#wire.writableLength;
    // One that asked for a large room and reads none of it is watched like one that is behind.
    if (this.#behind === null && queued > this.#host.queueBytes) this.#behind = this.#lateAt(0, 0);
    const behind = this.#behind;
    if (behind === null || behind.bringing) return;
    if (queued < behind.queued || queued === 0) behind.since = this.#host.now();
    behind.queued = queued;
    if (this.#host.now() - behind.since > this.#host.stall) {
      this.#host.slow(this, 'closed');
      // Behind what it does not read, a close would wait as long.
      this.#socket.close(CLOSE_TOO_SLOW, 'too slow');
      this.#socket.terminate();
    } else if (queued <= this.#host.queueBytes / 4) this.#run(() => this.#bringBack(behind));
  }

  async #bringBack(behind: Behind): Promise<void> {
    behind.bringing = true;
    try {
      while (behind.from < behind.to) {
        if (this.#wire.writableLength > this.#host.queueBytes / 4) {
          behind.queued = this.#wire.writableLength;
          return this.#checkUpOnceDrained();
        }
        const entries = await this.#host.entries(this.identity.room, behind.from, CATCH_UP_ENTRIES);
        const last = entries.at(-1);
        // Told of before it is to be read here: the next check finds it.
        if (!last || this.#behind !== behind) return;
        for (const { bytes } of entries) this.#put(syncSocketFrame(2, bytes));
        behind.from = last.seq;
        behind.since = this.#host.now();
      }
      this.#behind = null;
    } finally {
      behind.bringing = false;
    }
    if (behind.asked) await this.#answer(behind.asked);
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

  #put(frames: Buffer): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#wire.write(frames);
  }

  #forget(): void {
    this.#waiting = null;
    this.#waitingBytes = 0;
  }

  #run(task: () => Promise<void>): void {
    task().catch((error: unknown) => {
      this.#host.failed(this, error);
      this.close(CLOSE_FAILED, 'failed');
    });
  }

  #take(data: Buffer): void {
    if (!this.#mayWrite && isWrite(data)) {
      this.dropped++;
      if (this.#host.now() - this.#toldReadOnly < 1000) return;
      this.#toldReadOnly = this.#host.now();
      return this.send(deniedFrame('read-only'));
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
    let updates: Uint8Array[] = [];
    // Of many questions the last one's answer holds the others'.
    const lastAsk = frames.findLastIndex(isAsk);
    for (const [index, bytes] of frames.entries()) {
      if (this.#socket.readyState !== this.#socket.OPEN && !isWrite(bytes)) continue;
      if (index < lastAsk && isAsk(bytes)) continue;
      const message = readOrNull(bytes);
      if (!message) return this.close(CLOSE_GARBAGE, 'garbage');
      if (message.tag === 'writes') {
        updates.push(message.update);
        continue;
      }
      await this.#write(updates);
      updates = [];
      if (message.tag === 'asks') {
        const known = readVector(message.vector);
        if (!known) return this.close(CLOSE_GARBAGE, 'garbage');
        await this.#answer(known);
      } else if (message.tag === 'awareness') this.#host.aware(this, message.states);
      else if (message.tag === 'asks-awareness') this.#host.greet(this);
    }
    await this.#write(updates);
  }

  /** Who asks and asks without reading the answers waits for them: no answer is queued on a full queue (N5). */
  #drained(): Promise<void> | undefined {
    if (this.#wire.writableLength <= this.#host.queueBytes) return undefined;
    return new Promise((resolve) => {
      const go = (): void => {
        this.#wire.off('drain', go).off('close', go);
        resolve();
      };
      this.#wire.on('drain', go).on('close', go);
    });
  }

  async #answer(known: Clocks): Promise<void> {
    await this.#drained();
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const frames = await this.#host.answer(this.identity.room, known);
    // Nothing reaches it now, and nothing may count as sent: it is answered after the log brought it back.
    if (this.#behind) {
      this.#behind.asked = known;
      return;
    }
    this.#wire.cork();
    for (const frame of frames) this.#put(frame);
    this.#wire.uncork();
  }

  async #ask(): Promise<void> {
    this.send(askFrame(encodeClocks(await this.#host.clocks(this.identity.room))));
  }

  async #write(updates: readonly Uint8Array[]): Promise<void> {
    if (updates.length === 0) return;
    for (const answer of await this.#host.write(this, updates)) {
      if ('without' in answer) this.send(deniedFrame('wipe'));
      if (answer.status === 'stored') this.#askedForGap = false;
      else if (answer.status === 'gap' && !this.#askedForGap) {
        this.#askedForGap = true;
        await this.#ask();
      } else if (answer.status === 'refused') {
        this.send(deniedFrame(answer.reason));
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
