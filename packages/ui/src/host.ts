/**
 * What a screen is told of the place it stands in: the extension or the portal. Everything about data comes through
 * `DeviceDoors`; nothing here reads or writes a document.
 */
import type { Capture, Observable } from '@navette/device/model';
import type { Language } from '@navette/texts/formats';

export type Host = {
  readonly kind: 'extension' | 'portal';
  /** The language to begin with; a person's own choice, kept on the device, goes first. */
  readonly language: Language;
  /** Address of pdf.js's worker file, same origin as the page. */
  readonly workerUrl: string;
  /** The one server of this page (portal): sign-in then asks no address. */
  readonly origin?: string;
  /** Opens the full application at a route (`#/documents/<id>`); absent where this page is the application. */
  openApp?(route: string): void;
  /** Opens a page again, from which a capture failed; absent where that cannot be done. */
  openPage?(url: string): void;
  /**
   * Asks the browser for the site a capture's link led to, then takes it again. Call it straight from the click.
   * @returns whether the bytes came
   */
  allowSite?(capture: Capture): Promise<boolean>;
  /** Whether our banners may stand on the portal's pages; absent where they cannot. `ask` straight from a click. */
  readonly portalBanner?: { readonly allowed: Observable<boolean>; ask(): Promise<boolean> };
  /** The clock; `Date.now` when absent. */
  now?(): number;
};
