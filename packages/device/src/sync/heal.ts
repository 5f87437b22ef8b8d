/**
 * After the server was restored from a backup: hands back the entries it lost, with its own proofs, and sends again the
 * files whose receipts it lost (R101). What it acknowledged without this device having a proof is simply unsent again.
 *
 * Nothing leaves the store here. Killed anywhere, it goes on from what the server has not given its last word on.
 */
import { shelfOf, type Holder } from '@navette/domain/boxes';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { decodeFrame, encodeFrame } from '@navette/protocol/framing';
import { HEAL_PATH, HealAnswer, HEALED_AT_ONCE, type HandedBack, type HealRequest } from '@navette/protocol/healing';
import { FRAME_TYPE } from '@navette/protocol/version';
import type { DocumentId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { parseRoom } from '@navette/rooms/room-names';
import { receiptKey } from '../fold/fold-room.ts';
import type { Desk } from '../library/desk.ts';
import type { RestoreNotice } from '../model.ts';
import { ask, readBytes, type Net, type NetProblem } from '../net.ts';
import type { Platform } from '../platform.ts';
import { recordIdOf } from '../rooms/open-room.ts';
import type { LocalStore, ReceiptRow, UpdateRow, UploadRow } from '../store/local-store.ts';
import { SAY_AGAIN } from '../accounts/device-number.ts';
import { REDACTIONS_AT_ONCE } from '@navette/protocol/redaction';
import { redactionsTold, tellsOfRedaction } from './redactions.ts';
import { isLost, presentEpoch, type EpochSeen } from './epochs.ts';
import type { Position } from './position.ts';
import { RESTORED } from './status.ts';

const KEY = 'healing';
/** `left`: entries the server does not take yet, tried again at `nextAt`, each time after twice as long. */
type Healing = { readonly epoch: string | null; readonly left: number; readonly nextAt: number; readonly wait: number };
const NEVER: Healing = { epoch: null, left: 0, nextAt: 0, wait: 30_000 };
const LONGEST_WAIT = 6 * 3600_000;
/** Who leaves has offered for two hours what the server does not take: whoever has the rest may never come (D2). */
const ENOUGH_WAIT = 2 * 3600_000;
const PAGE = 500;

/** What of a row is needed to put it in order. */
type Lost = Pick<UpdateRow, 'i' | 'epoch' | 'cursor'> & { readonly size: number; readonly tells: boolean };

/** Where the server's log stands, as this device was told. */
export type Standing = Pick<Position, 'epoch' | 'epochs' | 'restored'>;

/**
 * @param under headers of somebody who has no session any more, and an order instead (`leave.ts`)
 * @returns whether something was done: the next pull brings it back
 */
export async function healRestored(
  desk: Desk,
  net: Net,
  platform: Platform,
  { epoch, epochs, restored }: Standing,
  under: Readonly<Record<string, string>> = {},
): Promise<Result<boolean, NetProblem>> {
  const { store } = desk;
  const former = { ...NEVER, ...((await store.get('meta', KEY))?.value as Partial<Healing> | undefined) };
  const again = former.epoch === epoch;
  if (epoch === null || epochs.length < 2 || (again && (former.left === 0 || platform.clock.now() < former.nextAt))) return ok(false);

  const handed = { documents: new Set<DocumentId>(), entries: 0, left: 0 };
  for (const batch of await lostBatches(store, epochs)) {
    const rows = (await store.list('updates', { anyOf: batch })).filter((row) => isLost(row, epochs));
    const outcome = await handBack(desk, net, epoch, epochs, rows, under);
    if (!outcome.ok) return outcome;
    handed.entries += outcome.value.healed.length;
    handed.left += outcome.value.left;
    for (const row of outcome.value.healed) for (const id of await documentsIn(desk, row)) handed.documents.add(id);
  }
  const uploads = again ? [] : await filesAgain(desk, restored);
  const wait = again ? Math.min(LONGEST_WAIT, former.wait * 2) : NEVER.wait;
  const healing: Healing = { epoch, left: handed.left, nextAt: platform.clock.now() + wait, wait };
  const notice = restored && (await noticeOf(store, restored, [...handed.documents, ...uploads.map((row) => row.document)], handed));
  await store.commit({ put: { uploads, meta: [{ key: KEY, value: healing }, ...(notice ? [{ key: RESTORED, value: notice }] : [])] } });
  return ok(true);
}

/** Whether the server of this epoch may still take what it has lost: entries that others hold the beginning of. */
export async function isOwed({ store }: Desk, epoch: string): Promise<boolean> {
  const healing = { ...NEVER, ...((await store.get('meta', KEY))?.value as Partial<Healing> | undefined) };
  return healing.epoch === epoch && healing.left > 0 && healing.wait < ENOUGH_WAIT;
}

/** Keys of the rows that the server acknowledged and has no more, in the order of its log, in batches. */
async function lostBatches(store: LocalStore, epochs: readonly EpochSeen[]): Promise<number[][]> {
  const lost: Lost[] = [];
  for (let from = 0, page: UpdateRow[] = []; from === 0 || page.length === PAGE; from = (page.at(-1)?.i ?? 0) + 1) {
    page = await store.list('updates', { from, limit: PAGE });
    for (const row of page)
      if (isLost(row, epochs))
        lost.push({ i: row.i ?? 0, epoch: row.epoch ?? 0, cursor: row.cursor, size: row.bytes.length, tells: tellsOfRedaction(row.id) });
  }
  lost.sort((a, b) => (a.epoch ?? 0) - (b.epoch ?? 0) || (a.cursor ?? Infinity) - (b.cursor ?? Infinity));
  const batches: number[][] = [];
  let [bytes, words] = [Infinity, 0];
  for (const { i = 0, size, tells } of lost) {
    bytes += size;
    words += tells ? 1 : 0;
    if (bytes > DEFAULT_LIMITS.pushBytes || batches.at(-1)?.length === HEALED_AT_ONCE || words > REDACTIONS_AT_ONCE) {
      batches.push([]);
      [bytes, words] = [size, tells ? 1 : 0];
    }
    batches.at(-1)?.push(i);
  }
  return batches;
}

type Handed = { readonly healed: readonly UpdateRow[]; readonly left: number };

/** One batch. What has no proof, or a bad one, and is this person's own is unsent again. */
async function handBack(
  { store, book, enrolment }: Desk,
  net: Net,
  epoch: string,
  epochs: readonly EpochSeen[],
  rows: readonly UpdateRow[],
  under: Readonly<Record<string, string>>,
): Promise<Result<Handed, NetProblem>> {
  const ordered = rows.toSorted((a, b) => (a.epoch ?? 0) - (b.epoch ?? 0) || (a.cursor ?? 0) - (b.cursor ?? 0));
  const proved = ordered.filter((row) => row.proof && row.cursor !== null);
  const head: HealRequest = {
    device: enrolment.device,
    epoch,
    entries: proved.map((row) => handedBack(row, epochs)),
    redactions: await redactionsTold(
      store,
      proved.map(({ id }) => id),
    ),
  };
  const body = encodeFrame(
    head,
    proved.map((row) => row.bytes),
  );
  const headers = { ...under, 'content-type': FRAME_TYPE, accept: FRAME_TYPE };
  const answer = proved.length > 0 ? await ask(net, { method: 'POST', path: HEAL_PATH, headers, body }, 'frame') : null;
  if (answer && !answer.ok) return answer;
  const bytes = answer && (await readBytes(answer.value));
  const read = bytes && decodeFrame(HealAnswer, bytes)?.head;
  // Restored once more in the meantime: the next pull tells.
  if (answer && read?.epoch !== epoch) return refuse({ problem: 'server-error', said: null });
  const results = new Map(read?.results.map((result) => [result.id, result]));
  const unproved = ordered.filter((row) => {
    const result = results.get(row.id);
    return !row.proof || row.cursor === null || (result?.status === 'refused' && result.reason === 'no-proof');
  });
  const own = unproved.filter((row) => row.author === enrolment.user.id);
  if (own.length > 0) {
    await book.unsend(own);
    // Written under a number this device no longer has: said anew under the present one.
    if (own.some((row) => row.device !== enrolment.device)) await store.commit({ put: { meta: [{ key: SAY_AGAIN, value: true }] } });
  }
  const settled = proved.filter((row) => !own.includes(row) && (results.get(row.id)?.status ?? 'gap') !== 'gap');
  const now = presentEpoch(epochs);
  await store.commit({ patch: { updates: settled.map(({ i }) => ({ ...(i === undefined ? {} : { i }), settled: now })) } });
  const left = ordered.length - own.length - settled.length;
  return ok({ healed: proved.filter((row) => results.get(row.id)?.status === 'healed'), left });
}

function handedBack(
  { epoch = 0, cursor, room, id, author, device, counter, at, proof, bytes }: UpdateRow,
  epochs: readonly EpochSeen[],
): HandedBack {
  const name = epochs[epoch]?.name ?? '';
  return {
    epoch: name,
    cursor: cursor ?? 0,
    room,
    id,
    author,
    device,
    counter: counter ?? null,
    at,
    proof: proof ?? '',
    size: bytes.length,
  };
}

async function documentsIn({ book }: Desk, row: UpdateRow): Promise<DocumentId[]> {
  return parseRoom(row.room)?.kind === 'deposits' ? ((await book.read(row.room)).keysWrittenBy(row).map(recordIdOf) as DocumentId[]) : [];
}

/** A receipt is signed a moment before its entry has a cursor: others may have come in between. */
const MARGIN = 100;

/**
 * Uploads of the files that are here, are this person's or of the firm's side, and were received after the backup, if at all.
 * Told by the place in the log that each receipt is signed with: the server's clock may have been wrong on that day. The receipt may
 * be back before the file is, or be of after the restore: what the server has all the same, it says before a byte is sent.
 */
async function filesAgain({ store, enrolment }: Desk, restored: Position['restored']): Promise<UploadRow[]> {
  const uploads: UploadRow[] = [];
  const staff = new Set((await store.list('account')).filter(({ value }) => isStaffRight(value)).map(({ key }) => key));
  const given = (await store.list('documents')).flatMap(({ id, dossier, hash, base, withdrawn }) =>
    dossier && hash && base && !withdrawn ? [{ id, dossier, hash, box: base.box as Holder, by: base.by }] : [],
  );
  const published = (await store.list('archive')).map((row) => ({ ...row, box: shelfOf(row.box), by: row.published.by }));
  for (const { id, dossier, hash, box, by } of [...given, ...published]) {
    if (by !== enrolment.user.id && !staff.has(`dossier/${dossier}`)) continue;
    const key = receiptKey(dossier, box, hash);
    const receipt = await store.get('receipts', key);
    // What the firm has erased it does not want back (K5).
    if (receipt?.erased) continue;
    if (receipt?.valid && !(restored && signedAfter(receipt, restored.cursor - MARGIN))) continue;
    const blob = (await store.get('uploads', id)) ? undefined : await store.get('blobs', hash);
    if (!blob) continue;
    uploads.push({
      document: id,
      dossier,
      box,
      hash,
      size: blob.size,
      path: null,
      offset: 0,
      attempt: 0,
      nextAt: 0,
      problem: null,
    });
  }
  return uploads;
}

function signedAfter({ record }: ReceiptRow, cursor: number): boolean {
  return Number((record as { readonly cursor?: unknown }).cursor) >= cursor;
}

function isStaffRight(value: unknown): boolean {
  const right = (value as { readonly right?: { readonly side?: unknown } } | null)?.right;
  return right?.side === 'staff';
}

async function noticeOf(
  store: LocalStore,
  { at, backupAt }: Pick<RestoreNotice, 'at' | 'backupAt'>,
  documents: readonly DocumentId[],
  { entries, left }: { readonly entries: number; readonly left: number },
): Promise<RestoreNotice> {
  const known = (await store.get('meta', RESTORED))?.value as RestoreNotice | undefined;
  const before = known?.at === at ? known : undefined;
  return {
    at,
    backupAt,
    documents: [...new Set([...(before?.documents ?? []), ...documents])],
    entries: (before?.entries ?? 0) + entries,
    left,
  };
}
