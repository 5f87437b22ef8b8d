/**
 * The y-websocket protocol as bytes: what a client says, and the frames the server answers with. No Y.Doc, no state.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;
const QUERY_AWARENESS = 3;
const STEP1 = 0;
const STEP2 = 1;
const UPDATE = 2;
const PERMISSION_DENIED = 0;

/** Awareness of one message, per client id (R13). */
export type AwarenessState = { readonly client: number; readonly clock: number; readonly state: string };

export type ClientMessage =
  | { readonly tag: 'asks'; readonly vector: Uint8Array }
  /** `answers`: all that the client has beyond the vector it was asked with. */
  | { readonly tag: 'writes'; readonly update: Uint8Array; readonly answers: boolean }
  | { readonly tag: 'awareness'; readonly states: readonly AwarenessState[] }
  | { readonly tag: 'asks-awareness' | 'other' };

/** Largest awareness message, and how many states one may carry: a stock client repeats those of others. */
const AWARENESS_BYTES = 512;
const AWARENESS_MESSAGE_BYTES = 64 * 1024;

/** Whether a frame carries a write, told from its first two bytes, before anything is decoded (R11). */
export function isWrite(frame: Uint8Array): boolean {
  return frame[0] === SYNC && frame[1] !== STEP1;
}

/** Whether a frame asks what its sender lacks. */
export function isAsk(frame: Uint8Array): boolean {
  return frame[0] === SYNC && frame[1] === STEP1;
}

/** @throws for anything that is not one message: the caller closes that one socket (N5) */
export function readClientMessage(frame: Uint8Array): ClientMessage {
  const decoder = decoding.createDecoder(frame);
  const type = decoding.readVarUint(decoder);
  if (type === QUERY_AWARENESS) return { tag: 'asks-awareness' };
  if (type === AWARENESS) return readAwareness(decoding.readVarUint8Array(decoder));
  if (type !== SYNC) return { tag: 'other' };
  const step = decoding.readVarUint(decoder);
  const bytes = decoding.readVarUint8Array(decoder);
  if (decoding.hasContent(decoder)) throw new Error('bytes after the end');
  if (step === STEP1) return { tag: 'asks', vector: bytes };
  if (step === STEP2 || step === UPDATE) return { tag: 'writes', update: bytes, answers: step === STEP2 };
  throw new Error('unknown step');
}

function readAwareness(bytes: Uint8Array): ClientMessage {
  if (bytes.length > AWARENESS_MESSAGE_BYTES) return { tag: 'other' };
  const decoder = decoding.createDecoder(bytes);
  const states: AwarenessState[] = [];
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const client = decoding.readVarUint(decoder);
    const clock = decoding.readVarUint(decoder);
    const state = decoding.readVarUint8Array(decoder);
    if (state.length <= AWARENESS_BYTES) states.push({ client, clock, state: new TextDecoder('utf-8', { fatal: true }).decode(state) });
  }
  return { tag: 'awareness', states };
}

function frame(write: (encoder: encoding.Encoder) => void): Uint8Array {
  return encoding.encode(write);
}

function syncFrame(step: number, bytes: Uint8Array): Uint8Array {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, SYNC);
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, bytes);
  });
}

/** "Here is what I have: send me the rest." */
export const askFrame = (vector: Uint8Array): Uint8Array => syncFrame(STEP1, vector);
export const updateFrame = (update: Uint8Array): Uint8Array => syncFrame(UPDATE, update);

export function awarenessFrame(states: readonly AwarenessState[]): Uint8Array {
  const update = frame((encoder) => {
    encoding.writeVarUint(encoder, states.length);
    for (const { client, clock, state } of states) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, state);
    }
  });
  return frame((encoder) => {
    encoding.writeVarUint(encoder, AWARENESS);
    encoding.writeVarUint8Array(encoder, update);
  });
}

/** What a stock client reports as "permission denied", with our reason; the socket stays open. */
export function deniedFrame(reason: string): Uint8Array {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, AUTH);
    encoding.writeVarUint(encoder, PERMISSION_DENIED);
    encoding.writeVarString(encoder, reason);
  });
}
