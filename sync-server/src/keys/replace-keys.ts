/**
 * Replacing the firm's keys (K3): successors signed by their predecessors, a key that is not to be trusted after a moment, and
 * a beginning anew where the log's key is lost.
 *
 * Each change is a list of steps, every one of them a whole file written or removed; it happened once the list of keys is
 * written. Killed anywhere, the same command goes on: before that step it begins again, after it it only clears away. The
 * private keys that no longer sign are removed; what they signed is checked with their public halves, for ever.
 */
import path from 'node:path';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import {
  KEY_PURPOSES,
  keyListText,
  knownKeys,
  presentKey,
  type KeyAct,
  type KeyPurpose,
  type UnsignedKeyAct,
} from '@navette/protocol/keys';
import { newKey, readSigner } from '../adapters/ed25519-signer.ts';
import type { Signer } from '../ports.ts';
import {
  introduce,
  keyFiles,
  newSecret,
  presentId,
  readKeys,
  removeKeys,
  ringOf,
  writeKey,
  writeList,
  writeSecrets,
  type KeyPlace,
  type StoredKeys,
} from './key-folder.ts';

export type KeyChange = { readonly folder: string; readonly firm: string; readonly at: number; readonly place: KeyPlace };
/** `key-not-lost`: its private half is here, so it can vouch for a successor. */
export type KeyRefusal = 'key-missing' | 'key-not-lost' | 'unknown-key' | 'key-in-use' | 'too-many-keys' | 'not-listed';
/** Done one after the other; an act that was cut short goes on from where it was. */
export type KeySteps = readonly (() => void)[];

/** Acts a device takes in one list. */
const MOST_ACTS = 190;

/**
 * @returns the steps that put a new key in the place of each that signs now; the end of a replacement that was cut short,
 * where there is one
 */
export function replaceSteps(change: KeyChange): KeySteps | KeyRefusal {
  const { folder, firm, at, place } = change;
  const stored = readKeys(folder);
  if (stored.acts.length === 0) return 'not-listed';
  if (stored.acts.length > MOST_ACTS) return 'too-many-keys';
  const before = stored.signers.get(presentId(stored.acts, 'log') ?? '');
  if (!before) return 'key-missing';
  const spent = spentKeys(folder, stored);
  if (spent.length > 0) return [() => removeKeys(folder, (name) => spent.includes(name))];
  const { fresh, steps } = freshKeys(folder, stored);
  const log = fresh.get('log') ?? before;
  let acts = introduce(firm, stored.acts, before, { purpose: 'log', key: log, from: at, place });
  for (const [purpose, key] of fresh) if (purpose !== 'log') acts = introduce(firm, acts, log, { purpose, key, from: at, place });
  return [...steps, ...commitSteps(change, stored, acts)];
}

/** @returns the steps of a list that goes on with keys nobody vouches for: for a firm that has lost the log's private key */
export function beginAnewSteps(change: KeyChange): KeySteps | KeyRefusal {
  const { folder, firm, at, place } = change;
  const stored = readKeys(folder);
  if (stored.acts.length === 0) return 'not-listed';
  if (stored.acts.length > MOST_ACTS) return 'too-many-keys';
  if (stored.signers.has(presentId(stored.acts, 'log') ?? '')) return 'key-not-lost';
  const { fresh, steps } = freshKeys(folder, stored);
  const log = fresh.get('log');
  if (!log) return 'key-missing';
  let acts = introduce(firm, stored.acts, log, { purpose: 'log', key: log, from: at, place });
  for (const [purpose, key] of fresh) if (purpose !== 'log') acts = introduce(firm, acts, log, { purpose, key, from: at, place });
  return [...steps, ...commitSteps(change, stored, acts)];
}

export type Distrust = KeyChange & {
  readonly keyId: string;
  /** What it signed up to here is believed; `place` is where the log stood then. */
  readonly after: number;
};

/**
 * @returns the steps that say a key is not to be trusted after a moment. The proofs of entries that were made while it signed
 * are believed no more at all: who took the key may have taken their secret, and nothing tells when one was made.
 */
export function distrustSteps({ folder, firm, at, place, keyId, after }: Distrust): KeySteps | KeyRefusal {
  const stored = readKeys(folder);
  if (stored.acts.length === 0) return 'not-listed';
  if (stored.acts.length > MOST_ACTS) return 'too-many-keys';
  const keys = knownKeys(stored.acts);
  const mine = keys.filter((key) => key.keyId === keyId);
  if (mine.length === 0) return 'unknown-key';
  if (KEY_PURPOSES.some((purpose) => presentKey(keys, purpose)?.keyId === keyId)) return 'key-in-use';
  const by = stored.signers.get(presentId(stored.acts, 'log') ?? '');
  if (!by) return 'key-missing';
  if (mine.every(({ distrusted }) => distrusted && distrusted.after <= after)) return [];
  const act: UnsignedKeyAct = { act: 'distrust', keyId, after, place, at, by: by.keyId };
  const signature = bytesToBase64Url(by.sign(keyListText(firm, [...stored.acts, act])));
  const signedUntil = Math.max(...mine.map(({ until }) => until?.at ?? 0));
  const secrets = stored.secrets.map((one, i) => (i > 0 && one.from < signedUntil ? { ...one, dropped: true as const } : one));
  return [() => writeSecrets(folder, secrets), () => writeList(folder, [...stored.acts, { ...act, signature }])];
}

/** Files of private keys that do not sign any more: what is left of a replacement that was cut short after it happened. */
function spentKeys(folder: string, { acts }: StoredKeys): readonly string[] {
  const present = new Set(KEY_PURPOSES.map((purpose) => presentId(acts, purpose)));
  const listed = new Set(acts.map(({ keyId }) => keyId));
  return keyFiles(folder).filter((name) => {
    const { keyId } = readSigner(path.join(folder, name));
    return listed.has(keyId) && !present.has(keyId);
  });
}

/** A new key for each purpose there is, and the steps that write their private halves. */
function freshKeys(folder: string, { acts }: StoredKeys): { readonly fresh: ReadonlyMap<KeyPurpose, Signer>; readonly steps: KeySteps } {
  const listed = new Set(acts.map(({ keyId }) => keyId));
  const fresh = new Map<KeyPurpose, Signer>();
  // Of an attempt that was cut short before it happened: nothing speaks of them.
  const steps: (() => void)[] = [() => removeKeys(folder, (name) => !listed.has(readSigner(path.join(folder, name)).keyId))];
  for (const purpose of KEY_PURPOSES) {
    if (presentId(acts, purpose) === undefined) continue;
    const { signer, pem } = newKey();
    fresh.set(purpose, signer);
    steps.push(() => writeKey(folder, purpose, signer, pem));
  }
  return { fresh, steps };
}

function commitSteps({ folder, at }: KeyChange, stored: StoredKeys, acts: readonly KeyAct[]): KeySteps {
  return [
    () => writeSecrets(folder, [newSecret(at), ...stored.secrets]),
    () => writeList(folder, acts),
    () => {
      const after = readKeys(folder);
      // Each new key is here, or nothing is removed.
      for (const purpose of KEY_PURPOSES) if (presentId(acts, purpose) !== undefined) ringOf(after).signer(purpose);
      const spent = spentKeys(folder, after);
      removeKeys(folder, (name) => spent.includes(name));
    },
  ];
}
