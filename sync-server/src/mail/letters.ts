/**
 * What the server writes to people: one letter a kind, in French, as text and as HTML of one fixed form (threat ⑪).
 *
 * Names come from people: trimmed, without anything that looks like an address, escaped in HTML. A letter holds no password,
 * no document and no amount; its links begin with the configured origin, never with a request's `Host`.
 */
import type { Mail } from '../ports.ts';
import { letterHtml, letterText, type LetterContent, type LetterFrame } from './letter-form.ts';
import { letterContent } from './letter-texts.ts';
import { plainName } from './plain-words.ts';

/** Facts are plain text; `link` is a path with its fragment, from the portal's origin; `until` is written out already. */
export type Letter =
  | { readonly kind: 'code'; readonly code: string; readonly minutes: number }
  | { readonly kind: 'invitation'; readonly company: string; readonly by: string; readonly link: string; readonly until: string }
  /** To join the firm's own people. */
  | { readonly kind: 'staff-invitation'; readonly by: string; readonly link: string; readonly until: string }
  | { readonly kind: 'access-link'; readonly company: string; readonly link: string; readonly until: string }
  | { readonly kind: 'password-reset'; readonly link: string; readonly until: string }
  | { readonly kind: 'migration-reminder'; readonly company: string; readonly note: string; readonly link: string }
  | { readonly kind: 'administrator-named'; readonly company: string; readonly name: string; readonly link: string }
  | { readonly kind: 'activation-key'; readonly company: string; readonly product: string; readonly link: string }
  | { readonly kind: 'notice'; readonly what: NoticeKind; readonly detail: string; readonly link: string };

/** What happened to an account, told to its person (A8). */
export const NOTICE_KINDS = [
  'new-sign-in',
  'password-changed',
  'email-changing',
  'email-changed',
  'factor-added',
  'factor-removed',
  'right-changed',
  'right-withdrawn',
  'key-created',
  'export-made',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export type LetterParts = { readonly to: string; readonly firm: string; readonly origin: string };

/**
 * A letter as it leaves.
 * @throws for a link that would leave the configured origin: a bug
 */
export function writeLetter(letter: Letter, { to, firm, origin }: LetterParts): Mail {
  const name = plainName(firm, 'Navette');
  const content: LetterContent = letterContent(letter, { firm: name, address: (link) => addressOf(link, origin) });
  const frame: LetterFrame = {
    firm: name,
    foot: `Ce message automatique vient de ${name}, par Navette. Personne ne lit les réponses à cette adresse.`,
    copyThis: 'Si le bouton ne s’ouvre pas, copiez cette adresse dans votre navigateur\u202f:',
  };
  return { to, sender: name, subject: content.subject, text: letterText(content, frame), html: letterHtml(content, frame) };
}

function addressOf(link: string, origin: string): string {
  const base = new URL(origin).origin;
  const url = URL.parse(link, base);
  // oxlint-disable-next-line no-control-regex -- none belongs into an address
  if (!/^\/(?!\/)[^\s\\\u0000-\u001f]*$/.test(link) || url?.origin !== base) throw new Error('a letter links elsewhere');
  return `${base}${link}`;
}
