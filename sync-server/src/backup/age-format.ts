/**
 * The age format (age-encryption.org/v1): a file key wrapped for an X25519 recipient, and the bytes in pieces of 64 KiB under
 * ChaCha20-Poly1305, each under its number and the last one marked. So what is cut, reordered, repeated or changed is refused,
 * and the standard `age` program opens what stands here.
 *
 * Every primitive is Node's. Pieces are given out as they are proved: whoever reads uses nothing before the end has come.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { ephemeralKey, recipientOf, shared } from './age-keys.ts';

export type AgeProblem =
  /** Not this format, or not this version. */
  | 'not-age'
  /** Encrypted to somebody else. */
  | 'wrong-key'
  /** A byte has changed, or a piece is not in its place. */
  | 'damaged'
  /** The end is missing. */
  | 'cut-short';

export class AgeError extends Error {
  override readonly name = 'AgeError';
  readonly problem: AgeProblem;
  constructor(problem: AgeProblem) {
    super(problem);
    this.problem = problem;
  }
}

export const PIECE = 64 * 1024;
const TAG = 16;
const FILE_KEY = 16;
const NONCE = 16;
const VERSION = 'age-encryption.org/v1';
const CIPHER = 'chacha20-poly1305';
/** Of a header; ours has 200. */
const MOST_HEADER = 16 * 1024;

/** @param recipient raw X25519 public key */
export async function* encrypt(recipient: Uint8Array, plain: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const fileKey = randomBytes(FILE_KEY);
  const ephemeral = ephemeralKey();
  const share = recipientOf(ephemeral);
  const wrapped = seal(wrapKey(shared(ephemeral, recipient), share, recipient), Buffer.alloc(12), fileKey);
  const header = `${VERSION}\n-> X25519 ${base64(share)}\n${base64(wrapped)}\n---`;
  const nonce = randomBytes(NONCE);
  yield Buffer.concat([Buffer.from(`${header} ${base64(macOf(fileKey, header))}\n`, 'latin1'), nonce]);
  const key = derived(fileKey, nonce, 'payload');
  let number = 0;
  for await (const { piece, last } of inPieces(plain, PIECE)) yield seal(key, pieceNonce(number++, last), piece);
}

/**
 * @param identity raw X25519 private key
 * @throws AgeError; what was given out before it is part of a whole that is not there
 */
export async function* decrypt(identity: Uint8Array, cipher: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = cipher[Symbol.asyncIterator]();
  const { stanzas, header, mac, rest } = await readHeader(source);
  const fileKey = unwrapped(identity, stanzas);
  if (!fileKey) throw new AgeError('wrong-key');
  if (mac.length !== 32 || !timingSafeEqual(macOf(fileKey, header), mac)) throw new AgeError('damaged');
  const { head: nonce, rest: payload } = await takeBytes(source, rest, NONCE);
  const key = derived(fileKey, nonce, 'payload');
  let number = 0;
  for await (const { piece, last } of inPieces(resume(payload, source), PIECE + TAG)) {
    // Nothing after the header is not even an empty file.
    if (piece.length < TAG) throw new AgeError('cut-short');
    if (piece.length === TAG && number > 0) throw new AgeError('damaged');
    const plain = unseal(key, pieceNonce(number, last), piece);
    // A whole file ends in a piece that says so: one that would be good in the middle is the last of what was left.
    if (!plain) throw new AgeError(last && unseal(key, pieceNonce(number, false), piece) ? 'cut-short' : 'damaged');
    number += 1;
    yield plain;
  }
}

type Stanza = { readonly args: readonly string[]; readonly body: Buffer };

function unwrapped(identity: Uint8Array, stanzas: readonly Stanza[]): Buffer | undefined {
  const own = recipientOf(identity);
  for (const { args, body } of stanzas) {
    const share = args.length === 2 && args[0] === 'X25519' ? fromBase64(args[1] ?? '') : undefined;
    if (share?.length !== 32 || body.length !== FILE_KEY + TAG) continue;
    try {
      const fileKey = unseal(wrapKey(shared(identity, share), share, own), Buffer.alloc(12), body);
      if (fileKey) return fileKey;
    } catch {
      // A share that shares nothing is nobody's.
    }
  }
  return undefined;
}

async function readHeader(source: AsyncIterator<Uint8Array>) {
  let held = Buffer.alloc(0);
  for (;;) {
    const end = /\n---(?: [\w+/]*)?\n/.exec(held.toString('latin1'));
    if (end) {
      const [header, mac = ''] = [held.toString('latin1', 0, end.index + 4), end[0].slice(5, -1)];
      const lines = header.split('\n');
      const stanzas = lines.shift() === VERSION && lines.pop() === '---' ? stanzasIn(lines) : undefined;
      const code = fromBase64(mac);
      if (!stanzas || !code) throw new AgeError('not-age');
      return { stanzas, header, mac: code, rest: held.subarray(end.index + end[0].length) };
    }
    if (held.length > MOST_HEADER || !VERSION.startsWith(held.toString('latin1', 0, VERSION.length))) throw new AgeError('not-age');
    const next = await source.next();
    if (next.done) throw new AgeError(held.length === 0 ? 'not-age' : 'cut-short');
    held = Buffer.concat([held, next.value]);
  }
}

/** `-> kind args`, then base64 in lines of 64, the last one shorter. */
function stanzasIn(lines: readonly string[]): readonly Stanza[] | undefined {
  const stanzas: Stanza[] = [];
  for (let i = 0; i < lines.length;) {
    const [arrow, ...args] = (lines[i++] ?? '').split(' ');
    if (arrow !== '->' || args.length === 0) return undefined;
    let text = '';
    for (let line = 64; line === 64; i++) {
      if (lines[i] === undefined) return undefined;
      text += lines[i];
      line = lines[i]?.length ?? 0;
    }
    const body = fromBase64(text);
    if (!body) return undefined;
    stanzas.push({ args, body });
  }
  return stanzas;
}

/** Exactly `size` bytes each, but for the last: known as such, since it is only given once nothing follows. */
async function* inPieces(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<{ piece: Uint8Array; last: boolean }> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of source) {
    let rest = part;
    while (bytes + rest.length > size) {
      const piece = Buffer.concat([...held, rest.subarray(0, size - bytes)]);
      rest = rest.subarray(size - bytes);
      [held, bytes] = [[], 0];
      yield { piece, last: false };
    }
    if (rest.length > 0) held.push(rest);
    bytes += rest.length;
  }
  yield { piece: Buffer.concat(held), last: true };
}

async function takeBytes(source: AsyncIterator<Uint8Array>, first: Uint8Array, size: number) {
  let held = Buffer.from(first);
  while (held.length < size) {
    const next = await source.next();
    if (next.done) throw new AgeError('cut-short');
    held = Buffer.concat([held, next.value]);
  }
  return { head: held.subarray(0, size), rest: held.subarray(size) };
}

async function* resume(first: Uint8Array, source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (;;) {
    const next = await source.next();
    if (next.done) return;
    yield next.value;
  }
}

function derived(ikm: Uint8Array, salt: Uint8Array, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', ikm, salt, info, 32));
}

function wrapKey(secret: Uint8Array, share: Uint8Array, recipient: Uint8Array): Buffer {
  return derived(secret, Buffer.concat([share, recipient]), `${VERSION}/X25519`);
}

function macOf(fileKey: Uint8Array, header: string): Buffer {
  return createHmac('sha256', derived(fileKey, Buffer.alloc(0), 'header'))
    .update(header, 'latin1')
    .digest();
}

function pieceNonce(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(number), 3);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG });
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function unseal(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Buffer | undefined {
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG });
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG)), decipher.final()]);
  } catch {
    return undefined;
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}

/** Canonical, or nothing: one text for the same bytes. */
function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return base64(bytes) === text ? bytes : undefined;
}
