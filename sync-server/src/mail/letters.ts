/**
 * What the server writes to people: one letter a kind, in French, as text and as HTML of one fixed form (threat ⑪).
 *
 * Names come from people: trimmed, without anything that looks like an address, escaped in HTML. A letter holds no password,
 * no document and no amount; its links begin with the configured origin, never with a request's `Host`.
 */
import type { Mail } from '../ports.ts';

/** Facts are plain text; `link` is a path with its fragment, from the portal's origin; `until` is written out already. */
export type Letter =
  | { readonly kind: 'code'; readonly code: string; readonly minutes: number }
  | { readonly kind: 'invitation'; readonly company: string; readonly by: string; readonly link: string; readonly until: string }
  | { readonly kind: 'access-link'; readonly company: string; readonly link: string; readonly until: string }
  | { readonly kind: 'password-reset'; readonly link: string; readonly until: string }
  | { readonly kind: 'migration-reminder'; readonly company: string; readonly note: string; readonly link: string }
  | { readonly kind: 'administrator-named'; readonly company: string; readonly name: string; readonly link: string }
  | { readonly kind: 'activation-key'; readonly company: string; readonly product: string; readonly link: string }
  | { readonly kind: 'notice'; readonly what: NoticeKind; readonly detail: string; readonly link: string };

/** What happened to an account, told to its person (A8). */
export type NoticeKind =
  | 'new-sign-in'
  | 'password-changed'
  | 'email-changing'
  | 'email-changed'
  | 'factor-added'
  | 'factor-removed'
  | 'right-changed'
  | 'key-created'
  | 'export-made';

export type LetterParts = { readonly to: string; readonly firm: string; readonly origin: string };

/** A letter as it leaves. */
export function writeLetter(letter: Letter, { to, firm, origin }: LetterParts): Mail {
  const facts = Object.entries(letter)
    .filter(([name]) => name !== 'kind')
    .map(([name, value]) => `${name} : ${name === 'link' ? origin : ''}${value}`);
  const text = [`${firm}`, '', ...facts].join('\n');
  return { to, subject: `${firm} : ${letter.kind}`, text, html: `<pre>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>` };
}
