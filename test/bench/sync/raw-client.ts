/**
 * A client on a bare TCP socket that counts what comes and builds no document, so that a thousand of them cost little and
 * the server stays what is measured. All share one read buffer: nothing of it is kept past the call.
 */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { MARK, MARK_DIGITS } from './papers.ts';
import {
  ANSWER,
  ASK,
  asks,
  CLOSE,
  clientFrame,
  frameAt,
  greeting,
  hasNothing,
  PING,
  PONG,
  wrap,
  WRAPPED_ANSWER,
  WRAPPED_STORED,
  writes,
  type Dialect,
} from './wire.ts';

const SHARED = Buffer.allocUnsafeSlow(256 * 1024);
const NEEDLE = Buffer.from(MARK);
const HEAD_END = '\r\n\r\n';

export type Address = {
  readonly port: number;
  readonly path: string;
  readonly room: string;
  readonly dialect: Dialect;
  /** Beside those of the upgrade: who it is. */
  readonly headers?: Readonly<Record<string, string>>;
};

type Waiter = { readonly done: () => boolean; readonly resolve: () => void; readonly reject: (error: Error) => void };

export class RawClient {
  /** Bytes of content in answers and updates. */
  bytes = 0;
  /** Whether its question was answered. */
  answered = false;
  /** Updates the server said it has stored (the wrapped dialect only). */
  stored = 0;
  closed = false;
  /** Called with the number of each marked record that comes. */
  onMark: ((mark: number) => void) | null = null;
  readonly #address: Address;
  readonly #vector: Uint8Array | undefined;
  #socket: Socket | null = null;
  #upgraded = false;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #needed = 0;
  #waiters: Waiter[] = [];
  #at = 0;

  /** @param vector what it says it has; nothing without one */
  constructor(address: Address, vector?: Uint8Array) {
    this.#address = address;
    this.#vector = vector;
  }

  /** Opens the socket and asks. @returns once the server answered the upgrade */
  connect(): Promise<void> {
    const { port, path, headers = {} } = this.#address;
    const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const onread = {
      buffer: SHARED,
      callback: (size: number, buffer: Uint8Array): boolean => {
        this.#take(buffer as Buffer, size);
        return true;
      },
    };
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
    this.#socket = socket;
    socket.on('connect', () => {
      const key = randomBytes(16).toString('base64');
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n${own.join('')}\r\n`,
      );
    });
    socket.on('error', (error) => this.#end(error.message));
    socket.on('close', () => this.#end('the connection ended'));
    return this.until(() => this.#upgraded, 30_000);
  }

  /** @param atLeast content that must have come, for servers that answer in pieces */
  async synced(atLeast = 0, within = 20_000): Promise<void> {
    if (!this.#socket) await this.connect();
    await this.until(() => this.answered && this.bytes >= atLeast, within);
  }

  write(update: Uint8Array): void {
    this.writeFrame(this.frameOf(update));
  }

  /** An update as it will go over the wire, so that making it is not part of what is timed. */
  frameOf(update: Uint8Array): Buffer {
    return clientFrame(wrap(this.#address.dialect, this.#address.room, writes(update)));
  }

  writeFrame(frame: Buffer): void {
    if (!this.closed) this.#socket?.write(frame);
  }

  /** Everything over the socket, both ways, upgrade included. */
  get traffic(): { readonly down: number; readonly up: number } {
    return { down: this.#socket?.bytesRead ?? 0, up: this.#socket?.bytesWritten ?? 0 };
  }

  /** Stops reading, as a laptop put to sleep would. */
  stopReading(): void {
    this.#socket?.pause();
  }

  close(): void {
    this.#end('the socket was closed');
  }

  /** Resolves once `done`, looked at after each message; rejects when the socket ends or the time is over. */
  until(done: () => boolean, within: number): Promise<void> {
    if (done()) return Promise.resolve();
    if (this.closed) return Promise.reject(new Error('the socket is closed'));
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => fail(new Error(`not within ${within} ms`)), within);
      const fail = (error: Error): void => {
        clearTimeout(late);
        this.#waiters = this.#waiters.filter((one) => one !== waiter);
        reject(error);
      };
      const settle = (): void => {
        clearTimeout(late);
        resolve();
      };
      const waiter: Waiter = { done, resolve: settle, reject: fail };
      this.#waiters.push(waiter);
    });
  }

  #check(): void {
    if (this.#waiters.length === 0) return;
    const still: Waiter[] = [];
    for (const waiter of this.#waiters) {
      if (waiter.done()) waiter.resolve();
      else still.push(waiter);
    }
    this.#waiters = still;
  }

  #end(why: string): void {
    if (this.closed) return;
    this.closed = true;
    this.#socket?.destroy();
    for (const waiter of this.#waiters) waiter.reject(new Error(why));
  }

  #take(chunk: Buffer, size: number): void {
    if (this.#held.length === 0) return this.#keep(chunk, this.#read(chunk, 0, size), size);
    this.#held.push(Buffer.from(chunk.subarray(0, size)));
    this.#heldBytes += size;
    if (this.#heldBytes < this.#needed) return;
    const whole = Buffer.concat(this.#held, this.#heldBytes);
    this.#held = [];
    this.#heldBytes = 0;
    this.#keep(whole, this.#read(whole, 0, whole.length), whole.length);
  }

  /** What is left of an unfinished frame waits for the rest; its size is known as soon as its head is there. */
  #keep(bytes: Buffer, from: number, to: number): void {
    if (from === to || this.closed) return;
    const rest = Buffer.from(bytes.subarray(from, to));
    this.#held = [rest];
    this.#heldBytes = rest.length;
    this.#needed = (this.#upgraded ? frameAt(rest, 0, rest.length)?.end : undefined) ?? rest.length + 1;
  }

  /** @returns how far whole frames reached */
  #read(bytes: Buffer, from: number, to: number): number {
    let at = from;
    if (!this.#upgraded) {
      const end = bytes.subarray(at, to).indexOf(HEAD_END);
      if (end < 0) return at;
      if (bytes.toString('latin1', at + 9, at + 12) !== '101') {
        this.#end(`the upgrade was answered ${bytes.toString('latin1', at + 9, at + 12)}`);
        return to;
      }
      at += end + HEAD_END.length;
      this.#upgraded = true;
      this.#begin();
    }
    for (let frame = frameAt(bytes, at, to); frame && frame.end <= to; frame = frameAt(bytes, at, to)) {
      at = frame.end;
      if (frame.opcode === CLOSE)
        this.#end(`the server closed: ${frame.end - frame.payload < 2 ? 'no code' : bytes.readUInt16BE(frame.payload)}`);
      else if (frame.opcode === PING) this.writeFrame(clientFrame(bytes.subarray(frame.payload, frame.end), PONG));
      else this.#hear(bytes, frame.payload, frame.end);
      if (this.closed) return to;
    }
    this.#check();
    return at;
  }

  #begin(): void {
    const { dialect, room } = this.#address;
    const hello = greeting(dialect, room);
    if (hello) this.writeFrame(clientFrame(hello));
    this.writeFrame(clientFrame(wrap(dialect, room, asks(this.#vector))));
  }

  #uint(bytes: Buffer): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[this.#at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  #hear(bytes: Buffer, from: number, to: number): void {
    const { dialect, room } = this.#address;
    this.#at = from;
    const name = dialect === 'wrapped' ? this.#uint(bytes) : 0;
    this.#at += name;
    const kind = this.#uint(bytes);
    if (dialect === 'wrapped' && kind === WRAPPED_STORED) this.stored++;
    if (kind !== 0 && !(dialect === 'wrapped' && kind === WRAPPED_ANSWER)) return;
    const step = this.#uint(bytes);
    if (step === ASK) return this.writeFrame(clientFrame(wrap(dialect, room, hasNothing())));
    if (step === ANSWER) this.answered = true;
    this.bytes += this.#uint(bytes);
    if (this.onMark) this.#marks(bytes.subarray(this.#at, to), this.onMark);
  }

  #marks(content: Buffer, tell: (mark: number) => void): void {
    for (let at = content.indexOf(NEEDLE); at >= 0; at = content.indexOf(NEEDLE, at)) {
      at += NEEDLE.length;
      tell(Number(content.toString('latin1', at, at + MARK_DIGITS)));
    }
  }
}
