/** The link of an invitation, from the address of this page or pasted by a person; the server judges it. */
import { originOf } from '../sign-in-address.ts';

export type WelcomeLink = { readonly token: string; readonly origin: string };

const TOKEN = /[#&?/]welcome\?(?:[^#]*&)?link=([\w-]{43})(?![\w-])/;

/** @returns the token in the hash of a page of the portal; null without one */
export function tokenIn(hash: string): string | null {
  return TOKEN.exec(hash)?.[1] ?? null;
}

/** @returns null for what is no invitation link */
export function pastedLink(text: string): WelcomeLink | null {
  const token = tokenIn(text.trim());
  const origin = originOf(text);
  return token === null || origin === 'bad' || origin === 'insecure' ? null : { token, origin };
}
