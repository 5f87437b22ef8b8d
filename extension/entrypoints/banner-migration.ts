import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { announceBanner } from '../page/banner-flags.ts';

export default defineUnlistedScript(() => announceBanner('migration'));
