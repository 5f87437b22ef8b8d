/**
 * Who this device belongs to, and for which servers: what every context may know, and no secret.
 *
 * A person may be signed in to several firms, one server each (R208); one of them is the current one, which the screens show.
 * Each enrolment stands in one row of the device's own store, beside the tray of captures made while nobody was signed in: the
 * current one under a key of its own, the others under their stores' names. Every change is one commit. Tokens are elsewhere
 * (`Keychain`), in a store that only the context talking to the servers opens (M2).
 */
import * as v from 'valibot';
import type { DeviceNumber, FirmId, UserId } from '@navette/kernel/ids';
import type { KeyValueRow, LocalStore } from '../store/local-store.ts';

export const DEVICE_STORE = 'navette-device';
const CURRENT = 'enrolment';
const OTHER = 'enrolment/';
const TURN = 'sign-ins';

const text = v.string();
export const Enrolment = v.object({
  origin: text,
  user: v.object({
    id: v.pipe(
      text,
      v.transform((id) => id as UserId),
    ),
    name: text,
    email: text,
  }),
  firm: v.object({
    id: v.pipe(
      text,
      v.transform((id) => id as FirmId),
    ),
    name: text,
    demo: v.boolean(),
  }),
  keyId: text,
  /** Ed25519, raw, base64url: pinned at sign-in; another key stops sync (N1). */
  publicKey: text,
  device: v.pipe(
    v.number(),
    v.transform((number) => number as DeviceNumber),
  ),
  storeName: text,
  /** When the session ends, as the server said at the sign-in (R071). */
  until: v.optional(v.number()),
  /** How many sign-ins this device has seen: contexts that had rooms open before this one read them again. */
  turn: v.optional(v.number()),
});
export type Enrolment = v.InferOutput<typeof Enrolment>;

export async function currentEnrolment(deviceStore: LocalStore): Promise<Enrolment | null> {
  return read((await deviceStore.get('meta', CURRENT))?.value);
}

/** Every firm somebody is signed in to here: the current one first, then the others by their names. */
export async function allEnrolments(deviceStore: LocalStore): Promise<readonly Enrolment[]> {
  const current = await currentEnrolment(deviceStore);
  const others = (await otherRows(deviceStore)).toSorted((a, b) => (a.firm.name < b.firm.name ? -1 : 1));
  return current ? [current, ...others] : others;
}

/**
 * Adds an enrolment and makes it the current one. A server knows this device as one person: whoever was signed in there is
 * so no more. The key it was taken by is pinned in the same commit.
 */
export async function saveEnrolment(deviceStore: LocalStore, enrolment: Enrolment): Promise<void> {
  const turn = Number((await deviceStore.get('meta', TURN))?.value ?? 0) + 1;
  const [former, others] = [await currentEnrolment(deviceStore), await otherRows(deviceStore)];
  await deviceStore.commit({
    put: {
      meta: [
        { key: CURRENT, value: { ...enrolment, turn } },
        { key: TURN, value: turn },
        pinRow(enrolment.origin, enrolment),
        ...(former && former.origin !== enrolment.origin ? [otherRow(former)] : []),
      ],
    },
    remove: { meta: others.filter(({ origin }) => origin === enrolment.origin).map(({ storeName }) => OTHER + storeName) },
  });
}

/** Makes another firm the current one; one that is not known changes nothing. */
export async function makeCurrent(deviceStore: LocalStore, storeName: string): Promise<void> {
  const [former, wanted] = [await currentEnrolment(deviceStore), read((await deviceStore.get('meta', OTHER + storeName))?.value)];
  if (!wanted) return;
  await deviceStore.commit({
    remove: { meta: [OTHER + storeName] },
    put: { meta: [{ key: CURRENT, value: wanted }, ...(former ? [otherRow(former)] : [])] },
  });
}

/** Nobody is signed in to this firm here any more; of the others the one signed in to last becomes the current one. */
export async function endEnrolment(deviceStore: LocalStore, { storeName, turn }: Enrolment): Promise<void> {
  const [current, others] = [await currentEnrolment(deviceStore), await otherRows(deviceStore)];
  // Signed in anew in between: another enrolment, which this does not end.
  const ends = (one: Enrolment | null): boolean => one?.storeName === storeName && one.turn === turn;
  if (!ends(current)) {
    if (others.some(ends)) await deviceStore.commit({ remove: { meta: [OTHER + storeName] } });
    return;
  }
  const next = others.toSorted((a, b) => (b.turn ?? 0) - (a.turn ?? 0))[0];
  await deviceStore.commit(
    next ? { remove: { meta: [OTHER + next.storeName] }, put: { meta: [{ key: CURRENT, value: next }] } } : { remove: { meta: [CURRENT] } },
  );
}

function read(value: unknown): Enrolment | null {
  const parsed = v.safeParse(Enrolment, value);
  return parsed.success ? parsed.output : null;
}

async function otherRows(deviceStore: LocalStore): Promise<Enrolment[]> {
  return (await deviceStore.list('meta', { from: OTHER, to: `${OTHER}\uffff` }))
    .map((row) => read(row.value))
    .filter((one) => one !== null);
}

function otherRow(enrolment: Enrolment): KeyValueRow {
  return { key: OTHER + enrolment.storeName, value: enrolment };
}

/** The key a server is known by on this device, whoever signs in: it outlives the session, so that another key is never taken in silence. */
const Pin = v.object({ keyId: text, publicKey: text });
export type Pin = v.InferOutput<typeof Pin>;

export function pinRow(origin: string, { keyId, publicKey }: Pin): KeyValueRow {
  return { key: `pin/${origin}`, value: { keyId, publicKey } };
}

export async function readPin(deviceStore: LocalStore, origin: string): Promise<Pin | null> {
  const parsed = v.safeParse(Pin, (await deviceStore.get('meta', `pin/${origin}`))?.value);
  return parsed.success ? parsed.output : null;
}

/** One database per server and person: a second person on the same computer opens another one (D5). */
export function storeNameOf(origin: string, user: string): string {
  return `navette-${origin.replace(/^https?:\/\//, '').replace(/[^a-z0-9.-]/gi, '-')}-${user}`;
}
