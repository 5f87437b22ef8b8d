/**
 * Bytes offered by scripts in visited pages: stored before each answer, so that a stopped background loses nothing and a
 * piece sent twice is one piece.
 *
 * It believes the browser about the page, and the bytes about their type; of the message only the name is kept, as text.
 */
import type { CaptureProblem } from '@navette/device/model';
import { originOfCapture } from '@navette/domain/deposit';
import { SIGNATURE_BYTES, typeOfBytes } from '@navette/formats/signature';
import type { DocumentId } from '@navette/kernel/ids';
import type { Sender } from '../messages/callers.ts';
import type { Context } from '../messages/dispatcher.ts';
import type { MessageBody, SiteAnswer } from '../messages/message-table.ts';
import type { PieceAnswer } from '@navette/device/capture-chunks';
import type { BackgroundDevice } from './background-device.ts';
import { forgetJob, jobOf, rememberJob, type CaptureJob } from './capture-jobs.ts';

const refused = (reason: string, limit?: number): SiteAnswer => ({ status: 'refused', reason, ...(limit === undefined ? {} : { limit }) });

/** Called with each capture that was just saved; tells whether it became a deposit at once. */
export type AfterSave = (capture: DocumentId, context: Context) => Promise<boolean>;

/**
 * Takes one piece. Only the portal's own banner may use the way 'banner'; ways 'link' and 'page' need a job of ours for
 * that capture in that tab.
 * @returns ok with the pieces still missing (none: saved on this computer), or refused with a reason of `texts`
 */
export async function takePiece(
  device: BackgroundDevice,
  body: MessageBody<'capture-piece'>,
  context: Context,
  afterSave: AfterSave,
): Promise<SiteAnswer & { deposited?: boolean }> {
  const tab = context.sender.tab?.id;
  const job = await jobOf(body.capture);
  if (tab === undefined || !mayOffer(body, context, job, tab)) return refused('not-allowed');
  if (job === undefined) await rememberJob(body.capture, { tab, way: 'site' });
  if (body.index === 0 && job !== undefined && job.way !== 'site' && (await isWebPage(body.bytes))) {
    await device.intake.fail(body.capture, 'session-expired');
    return refused('session-expired');
  }
  const origin = pageOf(context.sender);
  const stored = await device.intake.put({ ...body, ...(origin === undefined ? {} : { origin }) });
  return answerOf(stored, () => afterSave(body.capture, context));
}

/** Marks a placeholder of that tab as failed; anything else is refused. */
export async function takeFailure(
  device: BackgroundDevice,
  body: { readonly capture: DocumentId; readonly reason: CaptureProblem },
  context: Context,
): Promise<SiteAnswer> {
  const job = await jobOf(body.capture);
  if (job === undefined || job.way === 'site' || job.tab !== context.sender.tab?.id) return refused('not-allowed');
  await device.intake.fail(body.capture, body.reason);
  await forgetJob(body.capture);
  return { status: 'ok' };
}

function mayOffer(body: MessageBody<'capture-piece'>, context: Context, job: CaptureJob | undefined, tab: number): boolean {
  if (job !== undefined && job.tab !== tab) return false;
  if (body.way === 'banner') return context.caller === 'portal';
  if (body.way === 'link' || body.way === 'page') return job?.way === body.way;
  return job === undefined || job.way === 'site';
}

async function answerOf(stored: PieceAnswer, afterSave: () => Promise<boolean>): Promise<SiteAnswer & { deposited?: boolean }> {
  if (stored.status === 'more') return { status: 'ok', missing: [...stored.missing] };
  if (stored.status === 'saved') return { status: 'ok', missing: [], deposited: await afterSave() };
  return refused(stored.refusal.tag, 'limit' in stored.refusal ? stored.refusal.limit : undefined);
}

/** A login page in place of a document (P6): read from the bytes. */
export async function isWebPage(bytes: Blob): Promise<boolean> {
  return typeOfBytes(new Uint8Array(await bytes.slice(0, SIGNATURE_BYTES).arrayBuffer())) === 'text/html';
}

/** Origin and path of the page a capture came from; nothing at all from a private window. */
export function pageOf(sender: Sender): string | undefined {
  if (sender.tab?.incognito === true || sender.url === undefined) return undefined;
  return originOfCapture(sender.url);
}
