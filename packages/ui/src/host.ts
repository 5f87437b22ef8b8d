/**
 * What a screen is told of the place it stands in: the extension or the portal. Everything about data comes through
 * `DeviceDoors`; nothing here reads or writes a document.
 */
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
  /** Opens the assistant of the single identity; without it the banner has no button. */
  openMigration?(): void;
  /** The clock; `Date.now` when absent. */
  now?(): number;
};
