import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import type { SheetWorld } from '../capture/sheet-job.ts';
import { FRENCH } from '../locales/french.ts';

export default defineUnlistedScript(() => void ((globalThis as SheetWorld).navetteTexts = FRENCH));
