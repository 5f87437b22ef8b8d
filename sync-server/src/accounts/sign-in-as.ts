/**
 * The one place where a person who proved who they are otherwise than by their password is signed in: with an invitation, an
 * access link, a mailed code.
 *
 * Null means that the session is not opened here, since something is still to be shown (A4): they sign in by the usual way.
 */
import type { UserId } from '@navette/kernel/ids';
import type { Arrival, WayIn, WaysIn } from './ways-in.ts';

/** @param said the body of the answer, beside which the session travels */
export type SignInAs = (way: WayIn, user: UserId, from: Arrival, said: { readonly signedIn: true }) => Promise<Response | null>;

export function makeSignInAs({ waysIn }: { readonly waysIn: WaysIn }): SignInAs {
  return async (way, user, from, said) => {
    const entry = await waysIn.admit(way, user, from);
    return entry.tag === 'open' ? entry.answer(said) : null;
  };
}
