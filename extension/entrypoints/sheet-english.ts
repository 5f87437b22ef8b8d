import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import type { SheetWorld } from '../capture/sheet-job.ts';
import { ENGLISH } from '../locales/english.ts';

export default defineUnlistedScript(() => void ((globalThis as SheetWorld).navetteTexts = ENGLISH));
