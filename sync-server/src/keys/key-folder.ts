/**
 * The folder of the firm's keys: one private key a purpose, the published list of all there ever were, and the secrets that
 * entries of the log are proved with (K3).
 *
 *   list.json            every act: key, successor, distrust (`@navette/protocol/keys`)   entry-proofs.json  secrets
 *   <purpose>-<id>.pem   the private keys that sign now
 *   signing.pem          the one key of a folder from before the list: it became the log's
 *
 * A change is durable with `list.json`, which is written after all it speaks of; what it does not speak of counts for nothing.
 * A key that is missing is never silently made anew. Whoever changes the folder holds its lock.
 */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { base64UrlToBytes, bytesToBase64Url } from '@navette/kernel/bytes';
import type { Clock } from '@navette/kernel/ports';
import { KEY_PURPOSES, KeyAct, keyListText, type KeyPurpose, type UnsignedKeyAct } from '@navette/protocol/keys';
import * as v from 'valibot';
import { newKey, readSigner } from '../adapters/ed25519-signer.ts';
import { settle, writeWhole } from '../cli/folder-files.ts';
import { hold } from '../data-folder.ts';
import type { KeyRing, Keys, Signer } from '../ports.ts';
import { proofSecretOf } from '../rooms/entry-proofs.ts';

const LIST = 'list.json';
const SECRETS = 'entry-proofs.json';
const FIRST_KEY = 'signing.pem';
const KEY_FILE = new RegExp(`^(${KEY_PURPOSES.join('|')})-([0-9a-f]{16})\\.pem$`);
/** Milliseconds to wait for somebody else who changes the keys. */
const PATIENCE = 10_000;

const StoredList = v.object({ format: v.literal(1), acts: v.array(KeyAct) });
const Secret = v.object({
  secret: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  from: v.number(),
  /** Whoever took a key of its time may have it: proofs made with it are believed no more. */
  dropped: v.exactOptional(v.literal(true)),
});
const StoredSecrets = v.object({ format: v.literal(1), secrets: v.pipe(v.array(Secret), v.minLength(1)) });
export type StoredSecret = v.InferOutput<typeof Secret>;

/** What the folder holds at one moment. */
export type StoredKeys = {
  readonly acts: readonly KeyAct[];
  /** The newest first. */
  readonly secrets: readonly StoredSecret[];
  /** Private keys that are here, by id. */
  readonly signers: ReadonlyMap<string, Signer>;
};

/** The private key of a purpose is not in the folder, or none is at all. */
export class KeyMissing extends Error {
  override readonly name = 'KeyMissing';
}

/** @throws KeyMissing, or what reading gave when a file is not what it should be */
export function readKeys(folder: string): StoredKeys {
  const signersOf = (names: readonly string[]): ReadonlyMap<string, Signer> =>
    new Map(names.map((name) => readSigner(path.join(folder, name))).map((signer) => [signer.keyId, signer]));
  if (existsSync(path.join(folder, LIST))) {
    const { acts } = v.parse(StoredList, JSON.parse(readFileSync(path.join(folder, LIST), 'utf8')));
    const { secrets } = v.parse(StoredSecrets, JSON.parse(readFileSync(path.join(folder, SECRETS), 'utf8')));
    return { acts, secrets, signers: signersOf(keyFiles(folder)) };
  }
  if (!existsSync(path.join(folder, FIRST_KEY))) throw new KeyMissing('no list of keys');
  const signers = signersOf([FIRST_KEY]);
  return { acts: [], secrets: [...signers.values()].map(firstSecret), signers };
}

/** The ring of what was read; of a folder without a list, its one key signs everything. */
export function ringOf({ acts, secrets, signers }: StoredKeys): KeyRing {
  return {
    acts,
    proofSecrets: secrets.filter(({ dropped }) => !dropped).map(({ secret }) => base64UrlToBytes(secret) ?? new Uint8Array()),
    signer(purpose) {
      const id = acts.length === 0 ? [...signers.keys()][0] : presentId(acts, purpose);
      const signer = id === undefined ? undefined : signers.get(id);
      if (!signer) throw new KeyMissing(purpose);
      return signer;
    },
  };
}

/** The keys of the folder as they are, for reading: nothing is made. @throws KeyMissing */
export function openRing(folder: string): KeyRing {
  return ringOf(readKeys(folder));
}

export type OpenKeys = {
  readonly folder: string;
  /** Held while the folder is changed; beside it, since a backup takes the folder whole. */
  readonly lock: string;
  readonly firm: string;
  readonly clock: Clock;
  readonly place: KeyPlace;
  /** True for a firm that never was: its keys are made. */
  readonly mayMake: boolean;
};

/**
 * The keys for the server: made for a new firm, listed for a folder from before the list, read again when they are replaced.
 * @throws KeyMissing when a key that should be there is not
 */
export function openKeys(options: OpenKeys): Keys & { ensure(purpose: KeyPurpose): Signer } {
  const { folder, lock } = options;
  const list = path.join(folder, LIST);
  if (!existsSync(list)) locked(lock, () => existsSync(list) || makeList(options));
  let seen = stampOf(list);
  let ring = openRing(folder);
  let looked = false;
  // Said at the start, not at the first receipt.
  for (const purpose of ['log', 'receipts'] as const) ring.signer(purpose);
  const now = (): KeyRing => {
    // Once for all the signatures and proofs of one answer.
    if (looked) return ring;
    const stamp = stampOf(list);
    if (stamp !== seen) [ring, seen] = [openRing(folder), stamp];
    looked = true;
    queueMicrotask(() => (looked = false));
    return ring;
  };
  return {
    now,
    /** The key of a purpose that not every firm has; made when it is first asked for. */
    ensure(purpose) {
      if (presentId(now().acts, purpose) === undefined) locked(lock, () => addKey(options, purpose));
      looked = false;
      return now().signer(purpose);
    },
  };
}

function stampOf(file: string): string {
  const { mtimeMs, size, ino } = statSync(file);
  return `${mtimeMs} ${size} ${ino}`;
}

/** Does `work` while nobody else changes the keys. */
export function locked<T>(lock: string, work: () => T): T {
  const release = hold(lock, PATIENCE);
  if (!release) throw Object.assign(new Error('the keys are being changed'), { code: 'EBUSY' });
  try {
    return work();
  } finally {
    release();
  }
}

export function presentId(acts: readonly KeyAct[], purpose: KeyPurpose): string | undefined {
  return acts.findLast((act) => act.act === 'key' && act.purpose === purpose)?.keyId;
}

function makeList({ folder, firm, clock, place, mayMake }: OpenKeys): void {
  const at = clock.now();
  const before = existsSync(path.join(folder, FIRST_KEY));
  if (!before && !mayMake) throw new KeyMissing('no list of keys');
  // Of a first start that was cut short: nothing has been signed with them.
  removeKeys(folder, (name) => KEY_FILE.test(name));
  const first = before ? readSigner(path.join(folder, FIRST_KEY)) : addKeyFile(folder, 'log');
  const receipts = addKeyFile(folder, 'receipts');
  writeSecrets(folder, [before ? firstSecret(first) : newSecret(at)]);
  let acts = introduce(firm, [], first, { purpose: 'log', key: first, from: before ? 0 : at, place: before ? null : place });
  // What it signed before it became the log's stays good.
  if (before) acts = introduce(firm, acts, first, { purpose: 'receipts', key: first, from: 0, place: null });
  acts = introduce(firm, acts, first, { purpose: 'receipts', key: receipts, from: at, place });
  writeList(folder, acts);
}

function addKey({ folder, firm, clock }: OpenKeys, purpose: KeyPurpose): void {
  const stored = readKeys(folder);
  if (presentId(stored.acts, purpose) !== undefined) return;
  const key = addKeyFile(folder, purpose);
  writeList(folder, introduce(firm, stored.acts, ringOf(stored).signer('log'), { purpose, key, from: clock.now(), place: null }));
}

function addKeyFile(folder: string, purpose: KeyPurpose): Signer {
  const { signer, pem } = newKey();
  writeKey(folder, purpose, signer, pem);
  return signer;
}

/** Where the log stood; null where it is not beside the keys. */
export type KeyPlace = KeyAct['place'];
export type NewKey = { readonly purpose: KeyPurpose; readonly key: Signer; readonly from: number; readonly place: KeyPlace };

/** @param by the log's key of this moment; the new key itself, where nobody vouches for it */
export function introduce(firm: string, acts: readonly KeyAct[], by: Signer, { purpose, key, from, place }: NewKey): KeyAct[] {
  const publicKey = bytesToBase64Url(key.publicKey);
  const act: UnsignedKeyAct = { act: 'key', purpose, keyId: key.keyId, publicKey, from, place, by: by.keyId };
  const text = keyListText(firm, [...acts, act]);
  return [...acts, { ...act, own: bytesToBase64Url(key.sign(text)), signature: bytesToBase64Url(by.sign(text)) }];
}

export function writeList(folder: string, acts: readonly KeyAct[]): void {
  writeWhole(path.join(folder, LIST), `${JSON.stringify({ format: 1, acts }, null, 1)}\n`);
}

export function writeSecrets(folder: string, secrets: readonly StoredSecret[]): void {
  writeWhole(path.join(folder, SECRETS), `${JSON.stringify({ format: 1, secrets }, null, 1)}\n`);
}

export function writeKey(folder: string, purpose: KeyPurpose, { keyId }: Signer, pem: string): void {
  writeWhole(path.join(folder, `${purpose}-${keyId}.pem`), pem);
}

export function newSecret(from: number): StoredSecret {
  return { secret: randomBytes(32).toString('base64url'), from };
}

/** Until there was a list, the secret of entry proofs followed from the one key. */
function firstSecret(signer: Signer): StoredSecret {
  return { secret: bytesToBase64Url(proofSecretOf(signer)), from: 0 };
}

/** Files of private keys; others may keep keys of their own beside them. */
export function keyFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name === FIRST_KEY || KEY_FILE.test(name))
    .toSorted();
}

/** Removes private keys for good. */
export function removeKeys(folder: string, which: (name: string) => boolean): void {
  const gone = keyFiles(folder).filter(which);
  for (const name of gone) rmSync(path.join(folder, name));
  if (gone.length > 0) settle(folder);
}
