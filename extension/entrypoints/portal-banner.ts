import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { showPortalBanners } from '../page/portal-banner.ts';

export default defineUnlistedScript(() => showPortalBanners());
