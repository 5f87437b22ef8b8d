/**
 * Files go up by tus, a chunk at a time, from bytes that are already safe on this device. A kill loses at most one chunk:
 * the server says where it stands, and the next run goes on from there.
 *
 * An upload row lives until the server has taken the last byte; "reçu" is never said here, the receipt says it.
 */
import { boxOfHolder } from '@navette/domain/boxes';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { encodeUploadMetadata, TUS_VERSION, UPLOADS_PATH } from '@navette/protocol/uploads';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { bytesToHex } from '@navette/kernel/bytes';
import { readBlob } from '../capture/keep-bytes.ts';
import type { Desk } from '../library.ts';
import { ask, type Net, type NetProblem } from '../net.ts';
import type { Platform } from '../platform.ts';
import type { UploadRow } from '../store/local-store.ts';
import type { SyncProblem } from '../model.ts';

const TUS = { 'tus-resumable': TUS_VERSION };
const PARALLEL = 2;
const LONGEST_WAIT = 300_000;
/** What stops the whole queue; everything else is the matter of one file. */
const STOPS_ALL: readonly SyncProblem[] = [
  'offline',
  'server-down',
  'sign-in-needed',
  'server-full',
  'server-busy',
  'client-too-old',
  'server-error',
];

/** Sends every file whose time has come. @returns whether one arrived, or the problem that stopped the queue */
export async function uploadWaiting(desk: Desk, net: Net, platform: Platform): Promise<Result<boolean, NetProblem>> {
  const due = (await desk.store.list('uploads'))
    .filter((row) => isDue(row, platform.clock.now()))
    .toSorted((a, b) => (a.document < b.document ? -1 : 1));
  let arrived = false;
  /** Dossiers whose files wait for their activation key: asked once a run, so that all go as soon as it is there (R006). */
  const waiting = new Set<string>();
  let stopped: NetProblem | null = null;
  const next = due.values();
  const run = async (): Promise<void> => {
    for (const row of next) {
      if (stopped) return;
      if (waiting.has(row.dossier)) {
        if (row.problem !== 'activation-needed') await noteProblem(desk, platform, row, 'activation-needed');
        continue;
      }
      const sent = await uploadOne(desk, net, platform, row);
      if (sent.ok) arrived = true;
      else {
        await noteProblem(desk, platform, row, sent.refusal.problem);
        if (sent.refusal.problem === 'activation-needed') waiting.add(row.dossier);
        if (STOPS_ALL.includes(sent.refusal.problem)) stopped = sent.refusal;
      }
    }
  };
  // Both to their end, whatever happens: the sync lock goes with this call, and nothing may be sent without it (I14).
  const ends = await Promise.allSettled(Array.from({ length: PARALLEL }, run));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return stopped ? refuse(stopped) : ok(arrived);
}

/**
 * A time further ahead than any wait is one that a clock set back has left behind (D4). What waits for a key is asked for at
 * every run: the key may have come.
 */
function isDue(row: UploadRow, now: number): boolean {
  return row.nextAt <= now || row.nextAt > now + LONGEST_WAIT || row.problem === 'activation-needed';
}

async function uploadOne(desk: Desk, net: Net, platform: Platform, row: UploadRow): Promise<Result<void, NetProblem>> {
  const blob = await wholeBlob(desk, platform, row);
  // What is published may be at the server alone, which holds it already: then no byte is asked for.
  if (!blob && boxOfHolder(row.box) !== null) return refuse({ problem: 'file-damaged', said: null });
  const stand = await whereItStands(desk, net, row);
  if (!stand.ok) return stand;
  const { path } = stand.value;
  let { offset } = stand.value;
  while (offset < row.size) {
    if (!blob) return refuse({ problem: 'file-damaged', said: null });
    const chunk = blob.slice(offset, Math.min(offset + DEFAULT_LIMITS.uploadChunkBytes, row.size));
    const answer = await ask(
      net,
      {
        method: 'PATCH',
        path,
        headers: { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
        body: chunk,
      },
      null,
    );
    if (!answer.ok) {
      // The bytes were not what they are named, or the upload is not where we thought: begin anew, from the server's word.
      if (answer.refusal.said === 'hash-mismatch' || answer.refusal.said === 'not-found' || answer.refusal.said === 'offset-mismatch')
        await note(desk, { ...row, path: null, offset: 0 });
      return answer;
    }
    const now = Number(answer.value.header('upload-offset'));
    if (!Number.isSafeInteger(now) || now <= offset) return refuse({ problem: 'server-error', said: null });
    offset = now;
    if (!(await note(desk, { ...row, path, offset, attempt: 0, problem: null }))) return takeBack(net, path);
  }
  await desk.store.commit({ remove: { uploads: [row.document] } });
  return ok(undefined);
}

/** Asks the server for the offset of an upload, creating it when there is none any more. */
async function whereItStands(desk: Desk, net: Net, row: UploadRow): Promise<Result<{ path: string; offset: number }, NetProblem>> {
  if (row.path) {
    const head = await ask(net, { method: 'HEAD', path: row.path, headers: TUS }, null);
    if (head.ok) return ok({ path: row.path, offset: Number(head.value.header('upload-offset') ?? 0) });
    if (head.refusal.status !== 404 && head.refusal.status !== 410) return head;
  }
  const headers = {
    ...TUS,
    'upload-length': String(row.size),
    'upload-metadata': encodeUploadMetadata({ dossier: row.dossier, box: row.box, hash: row.hash }),
  };
  const created = await ask(net, { method: 'POST', path: UPLOADS_PATH, headers }, null);
  if (!created.ok) return created;
  const offset = Number(created.value.header('upload-offset') ?? 0);
  const path = pathOf(created.value.header('location'));
  // The box holds these bytes already, and this person may read them there: nothing to send.
  if (!path && offset === row.size) return ok({ path: '', offset });
  if (!path) return refuse({ problem: 'offline', said: null });
  await note(desk, { ...row, path, offset });
  return ok({ path, offset });
}

/** The server names an upload by a path of its own; a whole address of another host is not followed. */
function pathOf(location: string | null): string | null {
  if (!location) return null;
  const path = location.replace(/^https?:\/\/[^/]+/, '');
  return path.startsWith(`${UPLOADS_PATH}/`) ? path : null;
}

/** Only while it still waits. @returns whether it does: an undone deposit has no upload to go on with */
async function note(desk: Desk, row: UploadRow): Promise<boolean> {
  await desk.store.commit({ patch: { uploads: [row] } });
  return (await desk.store.get('uploads', row.document)) !== undefined;
}

/** The person took the document back while it was being sent: what has come of it is thrown away there. */
async function takeBack(net: Net, path: string): Promise<Result<void, NetProblem>> {
  await ask(net, { method: 'DELETE', path, headers: TUS }, null);
  return ok(undefined);
}

/** The bytes to send, read and hashed first: a damaged file is this file's matter, not the queue's. */
async function wholeBlob(desk: Desk, platform: Platform, row: UploadRow): Promise<Blob | null> {
  const blob = (await desk.store.get('blobs', row.hash))?.bytes;
  const bytes = blob && (await readBlob(blob));
  return blob && bytes && bytesToHex(await platform.hasher.sha256(bytes)) === row.hash ? blob : null;
}

async function noteProblem(desk: Desk, platform: Platform, row: UploadRow, problem: SyncProblem): Promise<void> {
  const now = await desk.store.get('uploads', row.document);
  if (!now) return;
  const attempt = now.attempt + 1;
  // What stops the whole queue is waited for by the queue; the file itself may go as soon as anything may.
  const nextAt = STOPS_ALL.includes(problem) ? 0 : platform.clock.now() + backoff(attempt, platform);
  await desk.store.commit({ patch: { uploads: [{ document: row.document, attempt, problem, nextAt }] } });
}

/** 2 s, 4 s, 8 s … at most 5 minutes, each shortened by up to a half so that devices do not come back together. */
export function backoff(attempt: number, platform: Pick<Platform, 'random'>): number {
  const whole = Math.min(LONGEST_WAIT, 1000 * 2 ** Math.min(attempt, 9));
  const chance = (platform.random.bytes(1)[0] ?? 0) / 255;
  return Math.round(whole * (0.5 + chance / 2));
}
