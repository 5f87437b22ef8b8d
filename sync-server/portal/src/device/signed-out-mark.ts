/**
 * A sign-out made while the server could not hear it: no script can remove the session's cookie, so this device notes that
 * nobody is signed in here. Until somebody signs in again, the cookie is not believed, and the server is told at the next
 * chance.
 */
import { saysSignedIn } from '@navette/device/commands';
import type { SessionWithCookie } from '@navette/device/session';

const KEY = 'navette.signed-out';

/** The same session, which leaves the note at each sign-out and takes it away at each sign-in. */
export function rememberSignOut(session: SessionWithCookie): SessionWithCookie {
  return {
    ...session,
    async signIn(origin, email, password) {
      const signed = await session.signIn(origin, email, password);
      if (signed.ok) unmarkSignedOut();
      return signed;
    },
    async proveBy(origin, name, body) {
      const proved = await session.proveBy(origin, name, body);
      if (proved.ok && saysSignedIn(proved.value)) unmarkSignedOut();
      return proved;
    },
    async signOut(choice) {
      const done = await session.signOut(choice);
      if (done.ok) localStorage.setItem(KEY, '1');
      return done;
    },
  };
}

export function isMarkedSignedOut(): boolean {
  return localStorage.getItem(KEY) !== null;
}

export function unmarkSignedOut(): void {
  localStorage.removeItem(KEY);
}
