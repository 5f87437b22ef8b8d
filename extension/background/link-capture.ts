/**
 * "Déposer" on a link, an image or a page that is a document: a row first, then the bytes, fetched with the person's own
 * session inside the page they are looking at (P5).
 *
 * The address comes from the browser's click data; what cannot be fetched stays in the tray with its reason.
 */
import type { CaptureProblem } from '@navette/device/model';
import { originOfCapture } from '@navette/domain/deposit';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { makeId, type DocumentId } from '@navette/kernel/ids';
import { browser } from 'wxt/browser';
import { fetchDocument } from '../capture/fetch-document.ts';
import { patternOf } from '../messages/origin-pattern.ts';
import type { BackgroundDevice } from './background-device.ts';
import { isWebPage } from './capture-handlers.ts';
import { forgetJob, rememberJob } from './capture-jobs.ts';
import { linkTarget, nameOfAddress } from './link-target.ts';
import { showSheet, typeOfTab } from './sheet.ts';

type Tab = { readonly id: number; readonly url: string; readonly incognito: boolean };

/** Takes what stands at `address`, clicked in `tab`. Answers where the person looks, or by the badge. */
export async function captureAddress(device: BackgroundDevice, address: string, tab: Tab, way: 'link' | 'page'): Promise<void> {
  const target = linkTarget(address, tab.url);
  const name = nameOfAddress(address);
  if (target.tag === 'refused') {
    await showSheet(tab.id, { mode: 'failed', name, reason: target.reason });
    return;
  }
  const capture = makeId<DocumentId>(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
  const origin = tab.incognito ? undefined : originOfCapture(tab.url);
  const begun = await device.intake.begin({ capture, name, way, url: target.url, ...(origin === undefined ? {} : { origin }) });
  if (!begun.ok) {
    await showSheet(tab.id, { mode: 'failed', name, reason: begun.refusal.tag });
    return;
  }
  if (target.tag === 'same-origin') {
    await rememberJob(capture, { tab: tab.id, way });
    if (await showSheet(tab.id, { mode: 'fetch', capture, way, url: target.url, name, limit: DEFAULT_LIMITS.fileBytes })) return;
  }
  if (await fetchFromBackground(device, capture)) return;
  await showSheet(tab.id, { mode: 'failed', name, reason: 'elsewhere' });
}

/**
 * The document itself where the page is one, else the sheet, to drop its file on; it says so where the page was wanted.
 * @returns false where no script may run
 */
export async function depositTab(device: BackgroundDevice, tab: Tab, wanted: 'page' | 'sheet'): Promise<boolean> {
  const type = await typeOfTab(tab.id);
  if (type === undefined) return false;
  if (type === 'text/html' || type === 'application/xhtml+xml') return showSheet(tab.id, { mode: 'drop', plainPage: wanted === 'page' });
  await captureAddress(device, tab.url, tab, 'page');
  return true;
}

/**
 * Fetches a placeholder's address from the background, where the person has allowed its site (P5: the address is the one
 * the browser gave at the click).
 * @returns whether the bytes are on this computer; if not, the placeholder says why
 */
export async function fetchFromBackground(device: BackgroundDevice, capture: DocumentId): Promise<boolean> {
  const row = await device.intake.again(capture);
  if (row === null || row.status.tag === 'ready') return row !== null;
  const problem = await fetchInto(device, capture, row.status.url, row.name, row.way);
  if (problem !== null) await device.intake.fail(capture, problem);
  await forgetJob(capture);
  return problem === null;
}

async function fetchInto(
  device: BackgroundDevice,
  capture: DocumentId,
  url: string,
  name: string,
  way: 'link' | 'page' | string,
): Promise<CaptureProblem | null> {
  const origin = URL.parse(url)?.origin;
  if (origin === undefined || !(await browser.permissions.contains({ origins: [patternOf(origin)] }))) return 'elsewhere';
  const fetched = await fetchDocument(url, DEFAULT_LIMITS.fileBytes);
  if (!fetched.ok) return fetched.reason;
  if (await isWebPage(fetched.bytes)) return 'session-expired';
  const { size } = fetched.bytes;
  const count = Math.ceil(size / DEFAULT_LIMITS.messageChunkBytes);
  for (let index = 0; index < count; index++) {
    const bytes = fetched.bytes.slice(index * DEFAULT_LIMITS.messageChunkBytes, (index + 1) * DEFAULT_LIMITS.messageChunkBytes);
    const stored = await device.intake.put({ capture, index, count, size, name, way: way === 'page' ? 'page' : 'link', bytes });
    if (stored.status === 'refused') return stored.refusal.tag === 'file-too-large' ? 'too-large' : 'interrupted';
  }
  return null;
}

/** Placeholders whose fetch died with its tab or browser are marked, so that none waits for ever. */
export async function sweepPlaceholders(
  device: BackgroundDevice,
  captures: readonly { readonly id: DocumentId; readonly capturedAt: number; readonly status: { readonly tag: string } }[],
  now: number,
): Promise<void> {
  const stale = captures.filter((row) => row.status.tag === 'fetching' && now - row.capturedAt > STALE_AFTER);
  for (const row of stale) await device.intake.fail(row.id, 'interrupted');
}

const STALE_AFTER = 10 * 60_000;
