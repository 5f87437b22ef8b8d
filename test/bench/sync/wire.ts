/**
 * What a load generator says and hears, as bytes: messages of the y-websocket protocol, the way Hocuspocus wraps them, and
 * WebSocket frames of a client. No document, no socket.
 */
import * as encoding from 'lib0/encoding';

export const ASK = 0;
export const ANSWER = 1;
const WRITE = 2;
/** Kinds of Hocuspocus beside sync: its answer to a question has a number of its own, and so has "it is stored". */
export const WRAPPED_ANSWER = 4;
export const WRAPPED_STORED = 8;

export const PING = 9;
export const PONG = 10;
export const CLOSE = 8;

/** How messages travel: as they are (stock), or each behind the name of its room, after a sign-in (Hocuspocus). */
export type Dialect = 'stock' | 'wrapped';

function sync(step: number, bytes: Uint8Array): Uint8Array {
  return encoding.encode((to) => {
    encoding.writeVarUint(to, 0);
    encoding.writeVarUint(to, step);
    encoding.writeVarUint8Array(to, bytes);
  });
}

/** "Here is what I have, send the rest"; without a vector: I have nothing. */
export const asks = (vector: Uint8Array = Uint8Array.of(0)): Uint8Array => sync(ASK, vector);
/** The answer of a client with nothing of its own. */
export const hasNothing = (): Uint8Array => sync(ANSWER, Uint8Array.of(0, 0));
export const writes = (update: Uint8Array): Uint8Array => sync(WRITE, update);

export function wrap(dialect: Dialect, room: string, message: Uint8Array): Uint8Array {
  if (dialect === 'stock') return message;
  return encoding.encode((to) => {
    encoding.writeVarString(to, room);
    encoding.writeUint8Array(to, message);
  });
}

/** What must be said before the first message. */
export function greeting(dialect: Dialect, room: string): Uint8Array | null {
  if (dialect === 'stock') return null;
  const [auth, token] = [2, 0];
  return encoding.encode((to) => {
    encoding.writeVarString(to, room);
    encoding.writeVarUint(to, auth);
    encoding.writeVarUint(to, token);
    encoding.writeVarString(to, 'bench');
    encoding.writeVarString(to, '4.7.0');
  });
}

/** One whole frame of a client. The mask the protocol asks for is all zeros: nothing has to be turned over byte by byte. */
export function clientFrame(payload: Uint8Array, opcode = 2): Buffer {
  const size = payload.length;
  const extra = size < 126 ? 0 : size < 65_536 ? 2 : 8;
  const frame = Buffer.alloc(6 + extra + size);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (extra === 0 ? size : extra === 2 ? 126 : 127);
  if (extra === 2) frame.writeUInt16BE(size, 2);
  if (extra === 8) frame.writeBigUInt64BE(BigInt(size), 2);
  frame.set(payload, 6 + extra);
  return frame;
}

/** Where the first frame of `bytes` from `at` has its payload and its end; null while its head is not whole. */
export function frameAt(
  bytes: Buffer,
  at: number,
  end: number,
): { readonly opcode: number; readonly payload: number; readonly end: number } | null {
  if (end - at < 2) return null;
  const short = (bytes[at + 1] ?? 0) & 127;
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (end - at < head) return null;
  const size = short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
  return { opcode: (bytes[at] ?? 0) & 15, payload: at + head, end: at + head + size };
}
