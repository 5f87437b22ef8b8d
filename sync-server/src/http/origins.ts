/**
 * Which web origins may speak to this server, and how (N3).
 *
 * The portal's own origin may use its cookie. Extensions are other origins: listed by exact id (Chromium) or by scheme
 * (Firefox gives each installation its own), and they only ever show a bearer token.
 */
export type Origins = {
  readonly portal: string;
  isPortal(origin: string | undefined): boolean;
  isExtension(origin: string | undefined): boolean;
};

const FIREFOX = /^moz-extension:\/\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const CHROMIUM = /^chrome-extension:\/\/([a-p]{32})$/;

/** @param extensions Chromium ids that may; `'any'` in a demonstration, where the unpacked id depends on the folder */
export function makeOrigins(portal: string, extensions: readonly string[] | 'any'): Origins {
  return {
    portal,
    isPortal: (origin) => origin === portal,
    isExtension(origin) {
      if (origin === undefined) return false;
      if (FIREFOX.test(origin)) return true;
      const id = CHROMIUM.exec(origin)?.[1];
      return id !== undefined && (extensions === 'any' || extensions.includes(id));
    },
  };
}

/** The same list for better-auth, which checks it again. */
export function trustedOrigins(portal: string, extensions: readonly string[] | 'any'): string[] {
  const chromium = extensions === 'any' ? ['chrome-extension://*'] : extensions.map((id) => `chrome-extension://${id}`);
  return [portal, ...chromium, 'moz-extension://*'];
}
