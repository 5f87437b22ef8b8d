/** The words of the sheet in English, as a script of its own: put into a page only for who reads English. */
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import type { SheetWorld } from '../capture/sheet-job.ts';
import { ENGLISH } from '../locales/english.ts';

export default defineUnlistedScript(() => void ((globalThis as SheetWorld).navetteTexts = ENGLISH));
