/** What the background does seldom, as a script of its own: see `background/load-seldom.ts`. */
import { SELDOM } from '@navette/device/seldom';
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import type { SeldomWorld } from '../background/load-seldom.ts';

export default defineUnlistedScript(() => void ((globalThis as SeldomWorld).navetteSeldom = SELDOM));
