/**
 * The one place where a person who proved who they are otherwise than by their password is signed in: with an invitation, an
 * access link, a mailed code.
 *
 * Null means that the session is not opened here, since something is still to be shown (A4): they sign in by the usual way.
 */
import type { UserId } from '@navette/kernel/ids';
import { answer } from '../http/answers.ts';
import { shape } from '../http/auth-routes.ts';
import type { Origins } from '../http/origins.ts';
import type { Auth } from './auth.ts';

/**
 * @param request shows by its origin which form of session it may have (N2)
 * @param said the body of the answer, beside which the session travels
 */
export type OpenSession = (user: UserId, request: Request, said: object) => Promise<Response | null>;

export function makeOpenSession({ auth, origins }: { readonly auth: Auth; readonly origins: Origins }): OpenSession {
  return async (user, request, said) => {
    const origin = request.headers.get('origin');
    if (origin === null) return null;
    const opened = await shape(await auth.signInKnown(user, new Headers({ origin })), origins.isPortal(origin));
    if (!opened.ok) return null;
    const given = answer(said);
    for (const [name, value] of opened.headers) if (name === 'set-auth-token' || name === 'set-cookie') given.headers.append(name, value);
    return given;
  };
}
