/**
 * A passkey in software, for tests: it answers both ceremonies as a browser would, from whatever origin it is told, and lies
 * where a test wants it to.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { PasskeyAssertion, PasskeyAttestation, PasskeyQuestion } from '@navette/protocol/identity';

export type Lies = {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  /** False: somebody touched it, nobody was verified. */
  readonly verified?: boolean;
  readonly counter?: number;
  readonly userHandle?: string;
  readonly type?: string;
  readonly signedBy?: KeyObject;
};

export type SoftwareAuthenticator = {
  readonly id: string;
  attest(question: PasskeyQuestion, origin: string, lies?: Lies): PasskeyAttestation;
  assert(question: PasskeyQuestion, origin: string, lies?: Lies): PasskeyAssertion;
};

export function softwareAuthenticator(): SoftwareAuthenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  let counter = 0;
  let userHandle = '';

  const clientData = (type: string, question: PasskeyQuestion, origin: string, lies: Lies): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? question.options['challenge'],
        origin: lies.origin ?? origin,
        crossOrigin: false,
      }),
    );
  const authenticatorData = (rpId: string, lies: Lies, attested: Buffer = Buffer.alloc(0)): Buffer => {
    const flags = 0x01 | (lies.verified === false ? 0 : 0x04) | (attested.length > 0 ? 0x40 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(lies.counter ?? ++counter);
    return Buffer.concat([
      createHash('sha256')
        .update(lies.rpId ?? rpId)
        .digest(),
      Buffer.from([flags]),
      count,
      attested,
    ]);
  };

  return {
    id: bytesToBase64Url(id),
    attest(question, origin, lies = {}) {
      const { rp, user } = question.options as { rp: { id: string }; user: { id: string } };
      userHandle ||= user.id;
      const cose = cborMap([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]);
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose]);
      const attestationObject = cborMap([
        ['fmt', 'none'],
        ['attStmt', null],
        ['authData', authenticatorData(rp.id, lies, attested)],
      ]);
      return {
        id: bytesToBase64Url(id),
        rawId: bytesToBase64Url(id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: bytesToBase64Url(clientData('webauthn.create', question, origin, lies)),
          attestationObject: bytesToBase64Url(attestationObject),
          transports: ['internal'],
        },
      };
    },
    assert(question, origin, lies = {}) {
      const rpId = String(question.options['rpId']);
      const client = clientData('webauthn.get', question, origin, lies);
      const data = authenticatorData(rpId, lies);
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      return {
        id: bytesToBase64Url(id),
        rawId: bytesToBase64Url(id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: bytesToBase64Url(client),
          authenticatorData: bytesToBase64Url(data),
          signature: bytesToBase64Url(sign('sha256', signed, lies.signedBy ?? privateKey)),
          userHandle: lies.userHandle ?? userHandle,
        },
      };
    },
  };
}

type CborValue = number | string | Buffer | null;

/** As much of CBOR as a passkey needs; null is the empty map. */
function cborMap(entries: readonly (readonly [number | string, CborValue])[]): Buffer {
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, value]) => [cbor(key), cbor(value)])]);
}

function cbor(value: CborValue): Buffer {
  if (value === null) return head(5, 0);
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  const bytes = Buffer.from(value as string);
  return Buffer.concat([head(typeof value === 'string' ? 3 : 2, bytes.length), bytes]);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  return length < 256 ? Buffer.from([(major << 5) | 24, length]) : Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}
