/**
 * Which web origins may speak to this server, and how (N3).
 *
 * The portal's own origin may use its cookie. Extensions are other origins: listed by exact id (Chromium) or by scheme
 * (Firefox gives each installation its own), and they only ever show a bearer token.
 */
export type Origins = {
  readonly portal: string;
  /** Exact origins: the portal's and each listed Chromium extension's. */
  readonly exact: readonly string[];
  isPortal(origin: string | undefined): boolean;
  isExtension(origin: string | undefined): boolean;
};

const FIREFOX = /^moz-extension:\/\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @param extensions Chromium ids that may */
export function makeOrigins(portal: string, extensions: readonly string[]): Origins {
  const chromium = extensions.map((id) => `chrome-extension://${id}`);
  return {
    portal,
    exact: [portal, ...chromium],
    isPortal: (origin) => origin === portal,
    isExtension: (origin) => origin !== undefined && (FIREFOX.test(origin) || chromium.includes(origin)),
  };
}

/** The same list for better-auth, which checks it again. */
export function trustedOrigins(origins: Origins): string[] {
  return [...origins.exact, 'moz-extension://*'];
}
