import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { openDepositSheet } from '../page/deposit-sheet.ts';

export default defineUnlistedScript(() => openDepositSheet());
