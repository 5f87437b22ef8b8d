/**
 * The server's word on one entry of its log, short enough to travel with each: HMAC-SHA-256, cut to 132 bits, over where the
 * entry stood, who wrote it when, and its bytes. After a restore a device hands the entry back with it (R101), and nobody
 * who brings it can have changed anything.
 *
 * The secrets are the server's own (`keys/key-folder.ts`): the newest makes proofs, and each that was not dropped after a theft
 * checks them, so that what was served before keys were replaced is healed all the same. Within an epoch the cursor fixes the
 * seq, so that needs no place of its own.
 */
import { hash, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Signer } from '../ports.ts';

/** What a proof speaks of, beside the bytes. */
export type ProvenFacts = {
  readonly epoch: string;
  readonly cursor: number;
  readonly room: string;
  readonly id: string;
  readonly author: string;
  readonly device: number;
  readonly counter: number | null;
  readonly at: number;
};

export type EntryProofs = {
  /** @returns 22 characters, base64url */
  of(facts: ProvenFacts, bytes: Uint8Array): string;
  /** Whether this server, or one with the same key, served exactly this entry. */
  good(facts: ProvenFacts, bytes: Uint8Array, proof: string): boolean;
};

const BLOCK = 64;
const PROOF_LENGTH = 22;
const KEY_TEXT = 'navette-entry-proof-key-v1\n';

/**
 * The secret of a server that has one key: derived from its signature over a text that nothing else ever signs, so that
 * whoever could make a proof could sign receipts too.
 */
export function proofSecretOf(signer: Signer): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', signer.sign(KEY_TEXT), '', 'navette-entry-proof-v1', 32));
}

/** @param secrets the newest first, at least one; asked at each proof */
export function makeEntryProofs(secrets: () => readonly Uint8Array[]): EntryProofs {
  const made = new WeakMap<Uint8Array, ProofOf>();
  const proofOf = (secret: Uint8Array): ProofOf => {
    const known = made.get(secret) ?? underSecret(secret);
    made.set(secret, known);
    return known;
  };
  return {
    of(facts, bytes) {
      const [newest] = secrets();
      if (!newest) throw new Error('entry proofs: no secret');
      return proofOf(newest)(facts, bytes);
    },
    good(facts, bytes, proof) {
      // A line break in a field would let one field's end be read as the next one's beginning.
      if ([facts.epoch, facts.room, facts.id, facts.author].some((text) => text.includes('\n'))) return false;
      const given = Buffer.from(proof, 'latin1');
      return secrets().some((secret) => {
        const expected = Buffer.from(proofOf(secret)(facts, bytes), 'latin1');
        return given.length === expected.length && timingSafeEqual(given, expected);
      });
    },
  };
}

type ProofOf = EntryProofs['of'];

function underSecret(key: Uint8Array): ProofOf {
  // HMAC by its definition: `createHmac` costs three times as much for entries of this size.
  const outer = Buffer.concat([pad(key, 0x5c), Buffer.alloc(32)]);
  const inner = pad(key, 0x36);
  let scratch = Buffer.concat([inner, Buffer.alloc(16 * 1024)]);

  return (facts, bytes) => {
    const text = textOf(facts);
    // A character takes three bytes at most.
    const most = BLOCK + text.length * 3 + bytes.length;
    if (most > scratch.length) scratch = Buffer.concat([inner, Buffer.alloc(most)]);
    const from = BLOCK + scratch.write(text, BLOCK, 'utf8');
    scratch.set(bytes, from);
    outer.write(hash('sha256', scratch.subarray(0, from + bytes.length), 'hex'), BLOCK, 'hex');
    return hash('sha256', outer, 'base64url').slice(0, PROOF_LENGTH);
  };
}

function textOf({ epoch, cursor, room, id, author, device, counter, at }: ProvenFacts): string {
  return `navette-entry-proof-v1\n${epoch}\n${cursor}\n${room}\n${id}\n${author}\n${device}\n${counter ?? '-'}\n${at}\n`;
}

function pad(key: Uint8Array, value: number): Buffer {
  const block = Buffer.alloc(BLOCK, value);
  for (const [i, byte] of key.entries()) block[i] = byte ^ value;
  return block;
}
