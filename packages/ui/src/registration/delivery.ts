/**
 * What goes between the assistant and the firm as soon as there is a connection: the form that waits, the key that was
 * typed while nobody answered, the key that comes back by itself (R035, R045, K1). Each may be repeated without effect, and a
 * server that does not answer leaves everything as it was.
 */
import type { CommandDoor, Library } from '@navette/device/model';
import { readActivationKey } from '@navette/domain/registration/activation-key';
import { readClientCode, readLicence, tidyDetails } from '@navette/domain/registration/details';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import { makeId, type DossierId } from '@navette/kernel/ids';
import { KeyCheck, RegistrationInfo, RegistrationPoll, RegistrationSend, type Registrar } from '@navette/protocol/registration';
import { ALONE, changeDraft, type Change, type Draft, type DraftKey } from './draft.ts';
import { ensureInstallation } from './installation.ts';
import type { Registration } from './use-registration.ts';

export type DeliveryDoors = { readonly library: Library; readonly commands: CommandDoor; readonly now: () => number };
export type Delivered = Pick<Registration, 'key' | 'origin' | 'registrar' | 'draft' | 'variant'>;

const dossierOf = (key: DraftKey): DossierId | null => (key === ALONE ? null : (key as DossierId));

/** A number and a secret for a form about to be sent: made once, before it leaves, so that it counts once however often it does. */
export function newSending(version: string, now: number): NonNullable<Draft['sending']> {
  const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  return { id: makeId<string>(now, random(10)), secret: bytesToBase64Url(random(32)), version, receivedAt: null, refused: null };
}

/** Sends the form (step 04). @returns whether it arrived; `refused` is in the draft then */
export async function sendForm(
  doors: DeliveryDoors,
  { key, origin, registrar, draft, variant }: Delivered,
): Promise<'arrived' | 'lost' | 'refused'> {
  const { sending, accepted } = draft;
  if (sending === null || accepted === null || registrar === null || origin === null) return 'lost';
  if (sending.receivedAt !== null) return 'arrived';
  const { identification, since } = await ensureInstallation(doors.library, doors.now());
  const answer = await doors.commands.ask(
    RegistrationSend,
    {
      id: sending.id,
      secret: sending.secret,
      dossier: dossierOf(key),
      details: tidyDetails(draft.details),
      terms: accepted,
      installation: { identification, since },
      product: { code: registrar.product.code, version: sending.version },
      edition: variant.education ? 'education' : 'ordinary',
      update: variant.update,
    },
    origin,
  );
  if (!answer.ok) return 'lost';
  const said = answer.value;
  const note =
    (change: Partial<NonNullable<Draft['sending']>>): Change =>
    (before) =>
      before.sending?.id === sending.id ? { ...before, sending: { ...before.sending, ...change } } : before;
  await changeDraft(
    doors.library,
    key,
    [note(said.status === 'received' ? { receivedAt: said.at } : { refused: said.reason })],
    doors.now(),
  );
  return said.status === 'received' ? 'arrived' : 'refused';
}

export type TypedKey = NonNullable<Draft['typed']>;
export type KeyAnswer =
  | { readonly tag: 'accepted' }
  | { readonly tag: 'refused'; readonly reason: 'wrong' | 'other-version' | 'too-many-installations' | 'withdrawn' }
  /** Nobody answered: kept, to be checked at the next connection. */
  | { readonly tag: 'to-verify' }
  | { readonly tag: 'slow'; readonly waitSeconds: number };

/** Has a typed key checked; only the server decides (K1). @param typed already found well formed */
export async function checkKey(doors: DeliveryDoors, { key, origin, registrar }: Delivered, typed: TypedKey): Promise<KeyAnswer> {
  const [read, licence, clientCode] = [readActivationKey(typed.key), readLicence(typed.licence), readClientCode(typed.clientCode)];
  if (!read.ok || licence === undefined || clientCode === undefined) return { tag: 'refused', reason: 'wrong' };
  const keep = (change: Partial<Draft>) => changeDraft(doors.library, key, [(before) => ({ ...before, ...change })], doors.now());
  if (registrar === null || origin === null) {
    await keep({ typed });
    return { tag: 'to-verify' };
  }
  const { identification } = await ensureInstallation(doors.library, doors.now());
  const { code, version } = registrar.product;
  const answer = await doors.commands.ask(
    KeyCheck,
    { licence, key: read.value, clientCode, product: { code, version }, identification },
    origin,
  );
  if (!answer.ok) {
    if (answer.refusal.tag === 'refused' && answer.refusal.problem === 'too-many')
      return { tag: 'slow', waitSeconds: answer.refusal.waitSeconds ?? 60 };
    await keep({ typed });
    return { tag: 'to-verify' };
  }
  const said = answer.value;
  await keep(said.status === 'accepted' ? { activation: said.activation, typed: null } : { typed: null });
  return said.status === 'accepted' ? { tag: 'accepted' } : { tag: 'refused', reason: said.reason };
}

/** Asks whether the key is there, for an installation whose server publishes it nothing (R045). @returns whether it is */
export async function pollKey(doors: DeliveryDoors, { key, origin, draft }: Delivered): Promise<boolean> {
  const { sending } = draft;
  if (key !== ALONE || origin == null || sending === null || sending.receivedAt === null || draft.activation !== null) return false;
  const answer = await doors.commands.ask(RegistrationPoll, { id: sending.id, secret: sending.secret }, origin);
  if (!answer.ok) return false;
  const said = answer.value;
  if (said.status === 'waiting' || said.status === 'unknown') return false;
  const change: Change =
    said.status === 'issued'
      ? (before) => ({ ...before, activation: said.activation, typed: null })
      : (before) => (before.sending?.id === sending.id ? { ...before, sending: { ...before.sending, refused: said.reason } } : before);
  await changeDraft(doors.library, key, [change], doors.now());
  return said.status === 'issued';
}

/** Hears the firm, for an installation where nobody is signed in. @returns what it said, or why there is nothing */
export async function hearRegistrar(
  doors: DeliveryDoors,
  key: DraftKey,
  origin: string,
): Promise<{ readonly registrar: Registrar } | 'closed' | 'unreachable'> {
  const answer = await doors.commands.ask(RegistrationInfo, { dossier: dossierOf(key) }, origin);
  if (!answer.ok) return 'unreachable';
  if (answer.value.status === 'closed') return 'closed';
  const { registrar } = answer.value;
  await changeDraft(doors.library, key, [(before) => ({ ...before, registrar, origin })], doors.now());
  return { registrar };
}
