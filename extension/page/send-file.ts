/**
 * Hands a file to the background, piece by piece, again and again until it hears "saved".
 *
 * The page's script keeps the bytes; the background may be stopped between two pieces. Sending a piece twice is harmless.
 */
import type { Capture } from '@navette/device/model';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import type { DocumentId } from '@navette/kernel/ids';
import { send } from '../messages/send.ts';

export type SendResult =
  | { readonly status: 'saved'; readonly deposited: boolean }
  | { readonly status: 'refused'; readonly reason: string; readonly limit: number | null };

const PIECE = DEFAULT_LIMITS.messageChunkBytes;
/** A piece that is not answered by then is sent again; storing one takes well under a second. */
const PATIENCE = 8_000;
/** About four minutes in all before giving up; the background is on this computer, and is asked again each two seconds. */
const PAUSES = [200, 500, 1000, ...Array.from({ length: 119 }, () => 2000)];

/** @param onProgress share of the pieces handed over, 0 to 1 */
export async function sendFile(
  file: Blob,
  about: {
    readonly capture: DocumentId;
    readonly name: string;
    readonly way: Capture['way'] & ('drop' | 'pick' | 'link' | 'page' | 'banner');
  },
  onProgress: (share: number) => void,
): Promise<SendResult> {
  const count = Math.max(1, Math.ceil(file.size / PIECE));
  let missing: readonly number[] = [0];
  let tries = 0;
  while (missing.length > 0) {
    const index = missing[0] ?? 0;
    const heard = read(
      await send(
        'capture-piece',
        { ...about, index, count, size: file.size, bytes: file.slice(index * PIECE, (index + 1) * PIECE) },
        PATIENCE,
      ),
    );
    if (heard.status === 'refused' && heard.reason !== 'too-many') return heard;
    if (heard.status !== 'ok') {
      const pause = PAUSES[tries++];
      if (pause === undefined) return { status: 'refused', reason: 'interrupted', limit: null };
      await new Promise((resolve) => setTimeout(resolve, pause));
      continue;
    }
    tries = 0;
    missing = heard.missing;
    onProgress((count - missing.length) / count);
    if (missing.length === 0) return { status: 'saved', deposited: heard.deposited };
  }
  return { status: 'saved', deposited: false };
}

type Heard =
  | { status: 'ok'; missing: number[]; deposited: boolean }
  | { status: 'refused'; reason: string; limit: number | null }
  | { status: 'silence' };

/** Our own background speaks, but the script may be older or newer than it. */
function read(answer: unknown): Heard {
  if (typeof answer !== 'object' || answer === null || !('status' in answer)) return { status: 'silence' };
  const said = answer as { status: unknown; missing?: unknown; reason?: unknown; limit?: unknown; deposited?: unknown };
  if (said.status === 'ok' && Array.isArray(said.missing))
    return { status: 'ok', missing: said.missing.filter((index) => typeof index === 'number'), deposited: said.deposited === true };
  if (said.status === 'refused')
    return { status: 'refused', reason: String(said.reason), limit: typeof said.limit === 'number' ? said.limit : null };
  return { status: 'silence' };
}
