/**
 * Puts the deposit sheet into the page the person is on: after a gesture only, by `activeTab`, into the top frame (P4).
 */
import { browser } from 'wxt/browser';
import { isEnglish } from '../locales/own-texts.ts';
import type { SheetJob, SheetWorld } from '../capture/sheet-job.ts';

/** @returns false where the browser lets no script in: its own pages, the store, other sites' frames */
export async function showSheet(tabId: number, job: SheetJob): Promise<boolean> {
  try {
    const target = { tabId, frameIds: [0] };
    const texts = isEnglish(navigator.language) ? '/sheet-english.js' : '/sheet-french.js';
    await browser.scripting.executeScript({ target, injectImmediately: true, func: leaveJob, args: [job] });
    await browser.scripting.executeScript({ target, injectImmediately: true, files: [texts, '/deposit-sheet.js'] });
    return true;
  } catch {
    return false;
  }
}

/** Runs in the page's isolated world: what it leaves there no page can read or write. */
function leaveJob(job: SheetJob): void {
  (globalThis as SheetWorld).navetteJob = job;
}

/** Media type of the tab's document, as the browser sees it; undefined where no script may run. */
export async function typeOfTab(tabId: number): Promise<string | undefined> {
  try {
    const [found] = await browser.scripting.executeScript({
      target: { tabId, frameIds: [0] },
      injectImmediately: true,
      func: () => document.contentType,
    });
    return typeof found?.result === 'string' ? found.result : undefined;
  } catch {
    return undefined;
  }
}
