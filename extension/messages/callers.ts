/**
 * Who sent a message, read from what the browser says of the sender and never from the message (M1).
 *
 * `page`: one of our own pages. `portal`: our banner on a portal origin. `anySite`: our sheet on any other page, or
 * whatever took its renderer over: it is believed in nothing.
 */
export type Caller = 'page' | 'portal' | 'anySite';

/** The part of the browser's `MessageSender` that is believed. */
export type Sender = {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
  readonly origin?: string | undefined;
  readonly frameId?: number | undefined;
  readonly tab?: { readonly id?: number | undefined; readonly windowId?: number | undefined; readonly incognito?: boolean } | undefined;
};

export type OwnExtension = {
  readonly id: string;
  /** Address of our own pages, ending with a slash. */
  readonly base: string;
};

/**
 * @param portalOrigins origins on which our banner is registered
 * @returns null for whoever is none of ours: another extension, an outside program, a worker without an address
 */
export function callerOf(sender: Sender, own: OwnExtension, portalOrigins: ReadonlySet<string>): Caller | null {
  if (sender.id !== own.id || sender.url === undefined) return null;
  if (sender.url.startsWith(own.base)) return 'page';
  if (sender.tab?.id === undefined) return null;
  const origin = originOfSender(sender);
  return sender.frameId === 0 && origin !== undefined && portalOrigins.has(origin) ? 'portal' : 'anySite';
}

/** Origin of the document a content script runs in; Firefox does not give it apart. */
export function originOfSender(sender: Sender): string | undefined {
  if (sender.origin !== undefined) return sender.origin;
  const url = sender.url === undefined ? null : URL.parse(sender.url);
  return url === null || url.origin === 'null' ? undefined : url.origin;
}
