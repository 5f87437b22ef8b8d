/**
 * What goes out on one socket. Beyond a cap nothing is queued for a reader that does not keep up: from then on it is brought
 * back from the log as it reads, or closed (1013) once it reads nothing for too long.
 *
 * Whole frames are written under the WebSocket library, on the wire it was given. Knows positions of a room, not its rights.
 */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { socketFrame, syncSocketFrame } from './socket-frames.ts';

const CLOSE_TOO_SLOW = 1013;
/** Bytes that count as reading, at least once in the time a reader may stand still: about a kibibyte a second. */
const PROGRESS = 32 * 1024;
/** Entries brought to a late reader at a time. */
const ENTRIES = 16;

export type OutletHost = {
  /** Updates of the room's entries above `after`, some of them, in order. */
  entries(after: number, most: number): Promise<readonly { readonly seq: number; readonly bytes: Uint8Array }[]>;
  /** The reader lost its queue, or was closed for good. */
  slow(what: 'behind' | 'closed'): void;
  now(): number;
  /** Bytes that may wait for the reader; milliseconds it may not read at all. */
  readonly queueBytes: number;
  readonly stall: number;
};

/** Between `from`, the last position it was sent, and `to`, the last it should have been; `done` waits for it to be back. */
type Behind = { from: number; to: number; since: number; queued: number; bringing: boolean; done: (() => void) | null };

export class SocketOutlet {
  readonly #socket: WebSocket;
  readonly #wire: Duplex;
  readonly #host: OutletHost;
  readonly #failed: (error: unknown) => void;
  #behind: Behind | null = null;

  /**
   * @param wire what carries `socket`
   * @param failed told when what the reader lacks cannot be read
   */
  constructor(socket: WebSocket, wire: Duplex, host: OutletHost, failed: (error: unknown) => void) {
    this.#socket = socket;
    this.#wire = wire;
    this.#host = host;
    this.#failed = failed;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Sends one message, unless the reader is behind: what it lacks is in the log. */
  send(message: Uint8Array): void {
    if (this.#behind === null) this.#put(socketFrame(message));
  }

  /** The same, also to one that is behind: a question or a word of few bytes that nothing repeats. */
  say(message: Uint8Array): void {
    this.#put(socketFrame(message));
  }

  /** Takes finished frames of the entries after `before`, up to `last`, the same for all who watch the room. */
  news(frames: Buffer, before: number, last: number): void {
    const behind = this.#behind;
    if (behind) {
      if (behind.from === behind.to) behind.from = before;
      behind.to = Math.max(behind.to, last);
    } else if (this.#wire.writableLength <= this.#host.queueBytes) this.#put(frames);
    else this.fallBehind(before, last);
  }

  /**
   * Sends all of an answer, in finished frames.
   * @returns false when the reader fell behind meanwhile and got none of it: to be asked for again once `back`
   */
  answer(frames: readonly Buffer[]): boolean {
    if (this.#behind) return false;
    this.#wire.cork();
    for (const frame of frames) this.#put(frame);
    this.#wire.uncork();
    return true;
  }

  /** Calls back once the reader is no longer behind; only the last one to ask is called. */
  onceBack(done: () => void): void {
    if (this.#behind) this.#behind.done = done;
    else done();
  }

  /** Who asks and asks without reading the answers waits for them: no answer is made for a full queue (N5). */
  drained(): Promise<void> | undefined {
    if (this.#wire.writableLength <= this.#host.queueBytes) return undefined;
    return new Promise((resolve) => {
      const go = (): void => {
        this.#wire.off('drain', go).off('close', go);
        resolve();
      };
      this.#wire.on('drain', go).on('close', go);
    });
  }

  /** News were lost on their way here, or do not fit: they are read from the log instead. */
  fallBehind(from: number, to: number): void {
    const behind = this.#behind;
    if (behind) {
      if (behind.from === behind.to) behind.from = from;
      behind.to = Math.max(behind.to, to);
      return;
    }
    this.#behind = this.#lateAt(from, to);
    this.#host.slow('behind');
    this.#checkUpOnceDrained();
    this.checkUp();
  }

  /** Called when the queue has drained, and now and then: brings back a late reader, closes one that stalls. */
  checkUp(): void {
    const queued = this.#unread();
    // One that asked for a large room and reads none of it is watched like one that is behind.
    if (this.#behind === null && this.#wire.writableLength > this.#host.queueBytes) this.#behind = this.#lateAt(0, 0);
    const behind = this.#behind;
    if (behind === null || behind.bringing) return;
    if (behind.queued - queued >= PROGRESS || queued === 0) {
      behind.since = this.#host.now();
      behind.queued = queued;
    } else behind.queued = Math.max(behind.queued, queued);
    if (this.#host.now() - behind.since > this.#host.stall) {
      this.#host.slow('closed');
      // Behind what it does not read, a close would wait as long.
      this.#socket.close(CLOSE_TOO_SLOW, 'too slow');
      this.#socket.terminate();
    } else if (this.#wire.writableLength <= this.#host.queueBytes / 4) this.#bringBack(behind).catch(this.#failed);
  }

  async #bringBack(behind: Behind): Promise<void> {
    behind.bringing = true;
    try {
      while (behind.from < behind.to) {
        if (this.#wire.writableLength > this.#host.queueBytes / 4) {
          behind.queued = this.#unread();
          return this.#checkUpOnceDrained();
        }
        const entries = await this.#host.entries(behind.from, ENTRIES);
        const last = entries.at(-1);
        // Told of before it is to be read here: the next check finds it.
        if (!last || !this.isOpen) return;
        for (const { bytes } of entries) this.#put(syncSocketFrame(2, bytes));
        behind.from = last.seq;
        behind.since = this.#host.now();
      }
      this.#behind = null;
    } finally {
      behind.bringing = false;
    }
    behind.done?.();
  }

  #lateAt(from: number, to: number): Behind {
    return { from, to, since: this.#host.now(), queued: this.#unread(), bringing: false, done: null };
  }

  /**
   * What the peer has not taken yet. Node counts a write as waiting until all of it is gone; how much of it is gone only the
   * handle knows, as Node's own time limit of sockets asks it.
   */
  #unread(): number {
    const { _handle: handle } = this.#wire as { readonly _handle?: { readonly writeQueueSize?: number } | null };
    return this.#wire.writableLength + (handle?.writeQueueSize ?? 0);
  }

  #checkUpOnceDrained(): void {
    if (this.#wire.writableNeedDrain) this.#wire.once('drain', () => this.checkUp());
  }

  #put(frames: Buffer): void {
    if (this.isOpen) this.#wire.write(frames);
  }
}
