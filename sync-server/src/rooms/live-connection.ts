/**
 * One socket on one room: reads a stock y-websocket client, answers from the log, hands writes to the accept path.
 *
 * Frames are taken in order, many waiting writes as one call. What a read-only connection writes is dropped before it is
 * decoded and answered with "permission denied" (R11). A reader that does not keep up loses its queue and is brought back
 * from the log; one that stalls is closed (1013).
 */
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import { CLOSE } from '@navette/protocol/access-codes';
import type { RoomName } from '@navette/rooms/room-names';
import type { WebSocket } from 'ws';
import { diffUpdate } from 'yjs';
import type { LogEntry, RoomNews } from '../ports.ts';
import type { Accepted } from './accept.ts';
import type { Present } from './presence.ts';
import { mergeInTiers, type RoomSnapshot } from './room-snapshots.ts';
import { answerFrame, askFrame, deniedFrame, isWrite, readClientMessage, updateFrame, type AwarenessState } from './sync-messages.ts';
import { encodeClocks } from './trim-update.ts';

/** Right taken away: a stock client does not come back after 4400 to 4499. */
export const CLOSE_FORBIDDEN = 4403;
/** What the client holds can never be taken: reconnecting would send it again. */
export const CLOSE_REFUSED = 4422;
export const CLOSE_GARBAGE = 4400;

const QUEUE_BYTES = 4 * 1024 * 1024;
const STALLED_AFTER = 30_000;
/** Read ahead of what was handled: then the socket is not read, and the sender waits. */
const FRAMES_WAITING = 64;
const BYTES_WAITING = 16 * 1024 * 1024;

export type LiveHost = {
  entries(room: RoomName, after: number): Promise<readonly LogEntry[]>;
  /** The room whole, as one update. */
  snapshot(room: RoomName): Promise<RoomSnapshot>;
  clocks(room: RoomName): Promise<ReadonlyMap<number, number>>;
  write(connection: LiveConnection, updates: readonly Uint8Array[]): Promise<readonly Accepted[]>;
  aware(connection: LiveConnection, states: readonly AwarenessState[]): void;
  greet(connection: LiveConnection): void;
  failed(connection: LiveConnection, error: unknown): void;
  now(): number;
};

export type LiveIdentity = {
  readonly id: string;
  readonly user: UserId;
  readonly device: DeviceNumber;
  readonly room: RoomName;
  readonly circle: string;
  readonly session: string;
};

export class LiveConnection implements Present {
  readonly identity: LiveIdentity;
  readonly circle: string;
  readonly #socket: WebSocket;
  readonly #host: LiveHost;
  #mayWrite: boolean;
  /** The last position of the room sent; null until it was told one. */
  #sent: number | null = null;
  #behindSince: number | null = null;
  /** The last position heard of while behind: a read of the log under way may not have it. */
  #missed = 0;
  /** What it asked while behind, answered once it is not. */
  #asked: Uint8Array | null = null;
  #resyncing = false;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #busy = false;
  #askedForGap = false;
  #toldReadOnly = 0;
  /** Writes dropped for want of the right. */
  dropped = 0;

  constructor(socket: WebSocket, identity: LiveIdentity, mayWrite: boolean, host: LiveHost) {
    this.#socket = socket;
    this.identity = identity;
    this.circle = identity.circle;
    this.#mayWrite = mayWrite;
    this.#host = host;
    socket.on('message', (data, binary) => {
      if (!binary || !(data instanceof Buffer)) return this.close(CLOSE_GARBAGE, 'garbage');
      this.#take(data);
    });
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

  send(frame: Uint8Array): void {
    if (this.#behindSince === null && this.#socket.readyState === this.#socket.OPEN) this.#socket.send(frame);
  }

  /** @param frame the news as one frame, built once for all who watch */
  hear(news: RoomNews, frame: Uint8Array): void {
    if (this.#behindSince !== null) {
      this.#missed = news.seq;
      return;
    }
    if (this.#socket.bufferedAmount > QUEUE_BYTES || (this.#sent !== null && news.seq > this.#sent + 1)) {
      this.#sent ??= news.seq - 1;
      this.#missed = news.seq;
      this.#behindSince = this.#host.now();
      this.checkUp();
      return;
    }
    if (news.from !== this.identity.id) this.send(frame);
    this.#sent = Math.max(this.#sent ?? 0, news.seq);
  }

  /** Called now and then: brings back a reader that has drained, closes one that stalls. */
  checkUp(): void {
    if (this.#behindSince === null || this.#resyncing) return;
    if (this.#socket.bufferedAmount > 0 && this.#host.now() - this.#behindSince > STALLED_AFTER) return this.close(1013, 'too slow');
    if (this.#socket.bufferedAmount > QUEUE_BYTES / 16) return;
    this.#resyncing = true;
    this.#run(async () => {
      const entries = await this.#host.entries(this.identity.room, this.#sent ?? 0).finally(() => (this.#resyncing = false));
      this.#behindSince = null;
      this.#sent = entries.at(-1)?.seq ?? this.#sent;
      if (entries.length > 0) this.send(updateFrame(mergeInTiers(entries.map((entry) => entry.bytes))));
      // Written since the log was read: the next check brings it.
      if (this.#missed > (this.#sent ?? 0)) this.#behindSince = this.#host.now();
      const asked = this.#asked;
      this.#asked = null;
      if (asked) await this.#answer(asked);
    });
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
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  #run(task: () => Promise<void>): void {
    task().catch((error: unknown) => {
      this.#host.failed(this, error);
      this.close(1011, 'failed');
    });
  }

  #take(data: Buffer): void {
    if (!this.#mayWrite && isWrite(data)) {
      this.dropped++;
      if (this.#host.now() - this.#toldReadOnly < 1000) return;
      this.#toldReadOnly = this.#host.now();
      return this.send(deniedFrame('read-only'));
    }
    // A copy of its own: a length that lies must not reach into the memory beside it.
    this.#waiting.push(new Uint8Array(data));
    this.#waitingBytes += data.length;
    if (this.#waiting.length >= FRAMES_WAITING || this.#waitingBytes >= BYTES_WAITING) this.#socket.pause();
    if (!this.#busy) this.#run(() => this.#drain());
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#waiting.length > 0) {
        const frames = this.#waiting;
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
    for (const bytes of frames) {
      const message = readOrNull(bytes);
      if (!message) return this.close(CLOSE_GARBAGE, 'garbage');
      if (message.tag === 'writes') {
        updates.push(message.update);
        continue;
      }
      await this.#write(updates);
      updates = [];
      if (message.tag === 'asks') await this.#answer(message.vector);
      else if (message.tag === 'awareness') this.#host.aware(this, message.states);
      else if (message.tag === 'asks-awareness') this.#host.greet(this);
    }
    await this.#write(updates);
  }

  async #answer(vector: Uint8Array): Promise<void> {
    const { seq, update: whole } = await this.#host.snapshot(this.identity.room);
    const update = diffOrNull(whole, vector);
    if (!update) return this.close(CLOSE_GARBAGE, 'garbage');
    // Nothing reaches it now, and nothing may count as sent: what it lacks is answered after the log brought it back.
    if (this.#behindSince !== null) {
      this.#asked = vector;
      return;
    }
    // News that came meanwhile was sent already.
    this.#sent = Math.max(this.#sent ?? 0, seq);
    this.send(answerFrame(update));
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

function readOrNull(bytes: Uint8Array): ReturnType<typeof readClientMessage> | null {
  try {
    return readClientMessage(bytes);
  } catch {
    return null;
  }
}

/** A state vector is the client's word: one that cannot be read closes its socket. */
function diffOrNull(whole: Uint8Array, vector: Uint8Array): Uint8Array | null {
  try {
    return diffUpdate(whole, vector);
  } catch {
    return null;
  }
}
