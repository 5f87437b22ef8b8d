/** The words of the sheet in French, as a script of its own: put into a page only for who reads French. */
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import type { SheetWorld } from '../capture/sheet-job.ts';
import { FRENCH } from '../locales/french.ts';

export default defineUnlistedScript(() => void ((globalThis as SheetWorld).navetteTexts = FRENCH));
