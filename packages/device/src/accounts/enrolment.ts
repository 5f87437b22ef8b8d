/**
 * Who this device belongs to, and for which server: what every context may know, and no secret.
 *
 * It stands in the device's own store, beside the tray of captures made while nobody was signed in. Tokens are elsewhere
 * (`Keychain`), in a store that only the context talking to the server opens (M2).
 */
import * as v from 'valibot';
import type { DeviceNumber, FirmId, UserId } from '@navette/kernel/ids';
import type { KeyValueRow, LocalStore } from '../store/local-store.ts';

export const DEVICE_STORE = 'navette-device';
const KEY = 'enrolment';
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
  /** How many sign-ins this device has seen: contexts that had rooms open before this one read them again. */
  turn: v.optional(v.number()),
});
export type Enrolment = v.InferOutput<typeof Enrolment>;

export async function currentEnrolment(deviceStore: LocalStore): Promise<Enrolment | null> {
  const parsed = v.safeParse(Enrolment, (await deviceStore.get('meta', KEY))?.value);
  return parsed.success ? parsed.output : null;
}

export async function saveEnrolment(deviceStore: LocalStore, enrolment: Enrolment): Promise<void> {
  const turn = Number((await deviceStore.get('meta', TURN))?.value ?? 0) + 1;
  const rows = [{ key: KEY, value: { ...enrolment, turn } }, { key: TURN, value: turn }, pinRow(enrolment.origin, enrolment)];
  await deviceStore.commit({ put: { meta: rows } });
}

export async function clearEnrolment(deviceStore: LocalStore): Promise<void> {
  await deviceStore.commit({ remove: { meta: [KEY] } });
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
