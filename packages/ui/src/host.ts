/**
 * What a screen is told of the place it stands in: the extension or the portal. Everything about data comes through
 * `DeviceDoors`; nothing here reads or writes a document.
 */
import type { Capture, Observable } from '@navette/device/model';
import type { Language } from '@navette/texts/formats';

/** Set for everybody by the firm's administrator (managed storage). */
export type ManagedView = {
  /** The one server people may sign in to; null where they choose. */
  readonly serverOrigin: string | null;
  readonly portalOrigins: readonly string[];
};

/** A file the browser saved lately. */
export type DownloadView = {
  readonly id: number;
  readonly name: string;
  /** Bytes; 0 or less where the browser does not say. */
  readonly size: number;
  readonly at: number;
  /** Null for what has no address to be asked again. */
  readonly url: string | null;
};

export type Host = {
  readonly kind: 'extension' | 'portal';
  /** The language to begin with; a person's own choice, kept on the device, goes first. */
  readonly language: Language;
  /** Address of pdf.js's worker file, same origin as the page. */
  readonly workerUrl: string;
  /** Addresses of the reading worker's script and of pdf.js's, of the page's own origin; absent where files are not read. */
  readonly reader?: { readonly script: string; readonly pdfjs: string };
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
  /** The last downloads, where the browser can tell of them. `ask` and `take` straight from a click. */
  readonly downloads?: {
    readonly allowed: Observable<boolean>;
    ask(): Promise<boolean>;
    revoke(): Promise<void>;
    list(): Promise<readonly DownloadView[]>;
    /** @returns null where the browser does not hand it over */
    take(download: DownloadView): Promise<File | null>;
  };
  /** What the firm's administrator set on this browser; absent where nobody can. */
  readonly managed?: Observable<ManagedView>;
  /**
   * Asks the browser for the server's own site, without which no passkey of it can be used on this page. Call it straight from
   * the click; absent where the page is the server's own.
   */
  allowServer?(origin: string): Promise<boolean>;
  /** The clock; `Date.now` when absent. */
  now?(): number;
};
