/**
 * Which tab a capture belongs to, kept until the browser closes: a script in another tab can neither add bytes to it nor
 * say that it failed (M1). Kept in `storage.session`, since the background may stop between two pieces.
 */
import type { DocumentId } from '@navette/kernel/ids';
import * as v from 'valibot';
import { browser } from 'wxt/browser';

const CaptureJob = v.object({ tab: v.number(), way: v.picklist(['site', 'link', 'page']) });
export type CaptureJob = v.InferOutput<typeof CaptureJob>;

const keyOf = (capture: DocumentId): string => `capture:${capture}`;

export async function rememberJob(capture: DocumentId, job: CaptureJob): Promise<void> {
  await browser.storage.session.set({ [keyOf(capture)]: job });
}

export async function jobOf(capture: DocumentId): Promise<CaptureJob | undefined> {
  const parsed = v.safeParse(CaptureJob, (await browser.storage.session.get(keyOf(capture)))[keyOf(capture)]);
  return parsed.success ? parsed.output : undefined;
}

export async function forgetJob(capture: DocumentId): Promise<void> {
  await browser.storage.session.remove(keyOf(capture));
}
