/**
 * Finished WebSocket frames, so that one buffer serves all who watch a room and many messages are one write.
 *
 * A server's frames are not masked and ours are neither cut nor compressed: head and payload, whole.
 */

const BINARY = 0x82;
const SYNC = 0;

/** @returns one binary frame around `payload` */
export function socketFrame(payload: Uint8Array): Buffer {
  const head = headLength(payload.length);
  const frame = Buffer.allocUnsafe(head + payload.length);
  writeHead(frame, payload.length);
  frame.set(payload, head);
  return frame;
}

/**
 * A y-websocket sync message in one frame, its bytes copied once.
 * @param step 1: the answer that tells the client it is in sync; 2: an update
 */
export function syncSocketFrame(step: 1 | 2, bytes: Uint8Array): Buffer {
  const lengthBytes = varUintLength(bytes.length);
  const payload = 2 + lengthBytes + bytes.length;
  const head = headLength(payload);
  const frame = Buffer.allocUnsafe(head + payload);
  writeHead(frame, payload);
  frame[head] = SYNC;
  frame[head + 1] = step;
  let at = head + 2;
  let rest = bytes.length;
  for (; rest > 127; rest = Math.floor(rest / 128)) frame[at++] = 128 | (rest % 128);
  frame[at++] = rest;
  frame.set(bytes, at);
  return frame;
}

function headLength(payload: number): number {
  return payload < 126 ? 2 : payload < 65_536 ? 4 : 10;
}

function writeHead(frame: Buffer, payload: number): void {
  frame[0] = BINARY;
  if (payload < 126) frame[1] = payload;
  else if (payload < 65_536) {
    frame[1] = 126;
    frame.writeUInt16BE(payload, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(payload), 2);
  }
}

function varUintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) length++;
  return length;
}
