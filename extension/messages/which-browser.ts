/** Whether this is Firefox: two doors differ there, and each says why. */
import { browser } from 'wxt/browser';

export function isFirefox(): boolean {
  return browser.runtime.getURL('/').startsWith('moz-extension:');
}
