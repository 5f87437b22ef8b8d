/**
 * The firm's list of keys on this device (K3): asked for when a statement names another one than is known, believed as far as
 * the pinned key vouches for it, and never shorter than it was. What a key signed after it was stolen is marked in the commit
 * that learns of it.
 */
import { isVouched, KeyList, KEYS_PATH, knownKeys, listHead, type KeyAct } from '@navette/protocol/keys';
import type { Checkpoint } from '@navette/protocol/replication';
import { MEDIA_TYPE } from '@navette/protocol/version';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { Desk } from '../library/desk.ts';
import { ask, readJson, type Net, type NetProblem } from '../net.ts';
import type { ReceiptRow } from '../store/local-store.ts';
import { POSITION, type Position } from './position.ts';
import { judged, makeProofCheck, signatureCheck, type ProofCheck } from './proofs.ts';

/** The acts known here that the pinned key vouches for: another sign-in may have pinned another one. */
export function vouchedActs({ enrolment }: Pick<Desk, 'enrolment'>, { keys }: Pick<Position, 'keys'>): readonly KeyAct[] {
  return keys.some((act) => act.act === 'key' && act.publicKey === enrolment.publicKey) ? keys : [];
}

/** `position`: with the keys as they are known now. */
export type Heeded = { readonly check: ProofCheck; readonly position: Position };

/**
 * What may be believed as of a statement that names the list of keys it goes with.
 * @param said null: whichever list stands now
 * @returns the problem when a list does not go on from what is known here: it is another server's
 */
export async function heedKeys(
  desk: Desk,
  net: Net,
  position: Position,
  said: Pick<Checkpoint, 'keys'> | null,
): Promise<Result<Heeded, NetProblem>> {
  const known = vouchedActs(desk, position);
  if (said !== null && (said.keys ?? '') === listHead(known)) return ok({ check: makeProofCheck(desk.enrolment, known), position });
  const listed = await askKeys(net);
  if (!listed.ok) return listed;
  const list = listed.value;
  const { enrolment, store } = desk;
  const goesOn =
    list.firm === enrolment.firm.id &&
    JSON.stringify(list.acts.slice(0, known.length)) === JSON.stringify(known) &&
    (said === null || list.acts.some(({ signature }) => signature === said.keys)) &&
    (await isVouched(list, enrolment.publicKey, signatureCheck()));
  if (!goesOn) return refuse({ problem: 'other-server', said: null });
  const check = makeProofCheck(enrolment, list.acts);
  const receipts = await judgedAgain(desk, position, list.acts, check);
  const heard = { ...position, keys: list.acts };
  await store.commit({ put: { meta: [{ key: POSITION, value: heard }], receipts } });
  return ok({ check, position: heard });
}

export async function askKeys(net: Net): Promise<Result<KeyList, NetProblem>> {
  const answer = await ask(net, { method: 'GET', path: KEYS_PATH, headers: { accept: MEDIA_TYPE } }, 'json');
  if (!answer.ok) return answer;
  const list = await readJson(answer.value, KeyList);
  return list ? ok(list) : refuse({ problem: 'offline', said: null });
}

/** Receipts of keys that are not to be trusted any more, with what they are worth now. */
async function judgedAgain({ store }: Desk, { epochs }: Position, acts: readonly KeyAct[], check: ProofCheck): Promise<ReceiptRow[]> {
  const doubted = new Set(knownKeys(acts).flatMap(({ keyId, distrusted }) => (distrusted ? keyId : [])));
  if (doubted.size === 0) return [];
  const rows = (await store.list('receipts')).filter((row) => row.valid && doubted.has(row.keyId));
  return await Promise.all(rows.map(async (row) => judged(row, await check.receipt(row, epochs))));
}
