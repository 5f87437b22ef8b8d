/**
 * Brings one file of the server to this device, whole or not at all: what counts is that its bytes hash to its name.
 *
 * A download that is cut goes on from where it stopped, in this call or the next one for the same file; a line that brings
 * nothing more is not insisted on. Bytes that came are held in memory, for one file at a time.
 */
import { bytesToHex, concatBytes } from '@navette/kernel/bytes';
import type { BlobHash, DossierId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { blobPath } from '@navette/protocol/uploads';
import { commitBytes } from '../capture/keep-bytes.ts';
import type { Desk } from '../library.ts';
import type { SyncProblem } from '../model.ts';
import { ask, isUnreachable, type Net, type NetAnswer } from '../net.ts';
import type { Platform } from '../platform.ts';

type Bytes = Uint8Array<ArrayBuffer>;
export type BringBlob = (desk: Desk, net: Net, dossier: DossierId, hash: BlobHash) => Promise<Result<void, SyncProblem>>;

export function makeBringBlob(platform: Platform): BringBlob {
  let cut: { readonly hash: BlobHash; readonly bytes: Bytes } | null = null;

  return async (desk, net, dossier, hash) => {
    if (await desk.store.get('blobs', hash)) return ok(undefined);
    let came: Bytes = cut?.hash === hash ? cut.bytes : new Uint8Array();
    cut = null;
    for (;;) {
      const range: Record<string, string> = came.length > 0 ? { range: `bytes=${came.length}-` } : {};
      const headers = { accept: 'application/octet-stream', ...range };
      const answer = await ask(net, { method: 'GET', path: blobPath(dossier, hash), headers }, 'bytes');
      if (!answer.ok) {
        // Nothing lies beyond what came: it is all here, or it was never a part of this file.
        if (answer.refusal.status === 416) return settle(desk, hash, came);
        if (came.length > 0 && answer.refusal.status !== 404) cut = { hash, bytes: came };
        return refuse(answer.refusal.problem);
      }
      const before = goesOn(answer.value, came.length) ? came : new Uint8Array();
      const read = await readSome(answer.value);
      came = concatBytes([before, read.bytes]);
      if (read.whole) return settle(desk, hash, came);
      if (read.bytes.length > 0) continue;
      if (came.length > 0) cut = { hash, bytes: came };
      return refuse('server-down');
    }
  };

  async function settle(desk: Desk, hash: BlobHash, bytes: Bytes): Promise<Result<void, SyncProblem>> {
    if (bytesToHex(await platform.hasher.sha256(bytes)) !== hash) return refuse('server-error');
    const blob = { hash, bytes: new Blob([bytes], { type: 'application/octet-stream' }), size: bytes.length, usedAt: platform.clock.now() };
    const kept = await commitBytes(desk.store, bytes.length, () => desk.store.commit({ put: { blobs: [blob] } }));
    return kept.ok ? kept : refuse(kept.refusal.tag === 'store-full' ? 'device-full' : 'device-error');
  }
}

/** Whether the answer begins where we stopped; a server that does not know ranges sends everything again. */
function goesOn(answer: NetAnswer, from: number): boolean {
  return answer.status === 206 && answer.header('content-range')?.startsWith(`bytes ${from}-`) === true;
}

async function readSome(answer: NetAnswer): Promise<{ readonly whole: boolean; readonly bytes: Bytes }> {
  try {
    return { whole: true, bytes: await answer.bytes() };
  } catch (error) {
    if (isUnreachable(error)) return { whole: false, bytes: error.came };
    throw error;
  }
}
