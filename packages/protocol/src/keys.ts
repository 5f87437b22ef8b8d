/**
 * The firm's signing keys, published (K3): which key is for what, since when, which one followed it, and which is not to be
 * trusted after a moment.
 *
 * GET /api/v1/keys   -> KeyList   for anybody; a checkpoint names the last act, so that a device knows when to ask again
 *
 * The list only ever grows. Each act is signed by the log's key of its time over everything the list says up to it, and a
 * new key signs the same text itself. So whoever has pinned any one of the log's keys can check what came after it (each
 * successor signed by its predecessor) and what was before it (by the pinned key's own signature). A log key that nobody
 * vouches for begins anew: only a person who compared its fingerprint may take it.
 *
 * Checking a signature needs a platform; the text does not.
 */
import * as v from 'valibot';

export const KEYS_PATH = '/api/v1/keys';

/** What a key signs, and nothing else: receipts; statements about the log and what follows from it (checkpoints, restores, orders, other keys); licences. */
export const KEY_PURPOSES = ['receipts', 'log', 'licence'] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Ids, and base64url of keys and signatures: no character of them can end a word or a line of the text that is signed. */
const word = v.pipe(v.string(), v.regex(/^[\w-]{1,90}$/));
/** Where the log stood; null for a server that does not keep it beside its keys. */
const place = v.nullable(v.object({ epoch: word, cursor: count }));

export const KeyAct = v.variant('act', [
  v.object({
    act: v.literal('key'),
    purpose: v.picklist(KEY_PURPOSES),
    /** Start of the SHA-256 of the public key. */
    keyId: word,
    /** Ed25519, raw 32 bytes, base64url. */
    publicKey: word,
    /** It signs from here on, and the one before it no more. */
    from: count,
    place,
    /** The log's key that signed this; its own id where nobody vouches for it. */
    by: word,
    /** The new key's own signature. */
    own: word,
    signature: word,
  }),
  /** Stolen, or feared to be: what this key signed is believed up to `after` and to that place of the log. */
  v.object({ act: v.literal('distrust'), keyId: word, after: count, place, at: count, by: word, signature: word }),
]);
export type KeyAct = v.InferOutput<typeof KeyAct>;
type NewKey = Extract<KeyAct, { act: 'key' }>;

export const KeyList = v.object({ firm: v.string(), acts: v.pipe(v.array(KeyAct), v.maxLength(200)) });
export type KeyList = v.InferOutput<typeof KeyList>;

/** Names a list by its last act; '' for none. */
export function listHead(acts: readonly KeyAct[]): string {
  return acts.at(-1)?.signature ?? '';
}

type Unsigned<A> = A extends KeyAct ? Omit<A, 'signature' | 'own'> : never;
export type UnsignedKeyAct = Unsigned<KeyAct>;

/** The exact text the last of `acts` signs: all that the list says so far, one line an act, under a domain separator of its own. */
export function keyListText(firm: string, acts: readonly UnsignedKeyAct[]): string {
  return ['navette-keys-v1', firm, ...acts.map(line), ''].join('\n');
}

function line(act: UnsignedKeyAct): string {
  const at = act.place ? `${act.place.epoch} ${act.place.cursor}` : '- -';
  return act.act === 'key'
    ? `key ${act.purpose} ${act.keyId} ${act.publicKey} from ${act.from} ${at} by ${act.by}`
    : `distrust ${act.keyId} after ${act.after} ${at} at ${act.at} by ${act.by}`;
}

/** Whether `signature` was made over `text` by the owner of `publicKey`; both base64url. */
export type CheckSignature = (publicKey: string, text: string, signature: string) => Promise<boolean>;

/**
 * Whether every act is signed as it must be, and vouched for by a key that is trusted already.
 * @param pin public key of the log that is trusted; null checks the signatures only
 */
export async function isVouched({ firm, acts }: KeyList, pin: string | null, check: CheckSignature): Promise<boolean> {
  let log: NewKey | null = null;
  let passed = pin === null;
  for (const [i, act] of acts.entries()) {
    const text = keyListText(firm, acts.slice(0, i + 1));
    const next: NewKey | null = act.act === 'key' && act.purpose === 'log' ? act : null;
    const anew: boolean = next !== null && next.by === next.keyId;
    const by: NewKey | null = anew ? next : log;
    // Beyond the pinned key, nothing that its successors did not sign.
    if (anew && passed && pin !== null) return false;
    if (act.by !== by?.keyId || !(await check(by.publicKey, text, act.signature))) return false;
    if (act.act === 'key' && !(await check(act.publicKey, text, act.own))) return false;
    log = next ?? log;
    passed ||= next?.publicKey === pin;
  }
  return passed;
}

/** A key as the whole list tells of it. */
export type KnownKey = {
  readonly purpose: KeyPurpose;
  readonly keyId: string;
  readonly publicKey: string;
  readonly from: number;
  /** When and where its successor took its place; null while it signs. */
  readonly until: { readonly at: number; readonly cursor: number } | null;
  readonly distrusted: { readonly after: number; readonly place: { readonly epoch: string; readonly cursor: number } | null } | null;
};

/** What a list that was checked amounts to, in the order in which its keys came. */
export function knownKeys(acts: readonly KeyAct[]): readonly KnownKey[] {
  let keys: KnownKey[] = [];
  for (const act of acts) {
    if (act.act === 'key') {
      const until = { at: act.from, cursor: act.place?.cursor ?? 0 };
      keys = keys.map((key) => (key.purpose === act.purpose && key.until === null ? { ...key, until } : key));
      keys.push({ purpose: act.purpose, keyId: act.keyId, publicKey: act.publicKey, from: act.from, until: null, distrusted: null });
    } else {
      const { after, place: at } = act;
      // Of two words about one key the stricter stands.
      keys = keys.map((key) =>
        key.keyId === act.keyId && !(key.distrusted && key.distrusted.after <= after) ? { ...key, distrusted: { after, place: at } } : key,
      );
    }
  }
  return keys;
}

/** The one that signs now. */
export function presentKey(keys: readonly KnownKey[], purpose: KeyPurpose): KnownKey | undefined {
  return keys.findLast((key) => key.purpose === purpose);
}

/**
 * Whether a statement that says it was made at `at` may be one of this key's, its signature apart: before its successor came, by
 * the clock or by the log (a server's clock may have been set back), and not after it was stolen.
 * @param cursor where the log stood, as the statement itself says
 */
export function mayHaveSaid(key: KnownKey, at: number, cursor: number): boolean {
  const { until, distrusted } = key;
  return (until === null || at <= until.at || cursor <= until.cursor) && (distrusted === null || at <= distrusted.after);
}
