/**
 * Makes this device's person the one the server's cookie is of: somebody who signed in through another page of the portal,
 * or as another person of the demonstration, is found here without typing a password again.
 */
import { currentEnrolment } from '@navette/device/enrolment';
import { ask, jsonBody, readJson } from '@navette/device/net';
import { SessionAnswer } from '@navette/protocol/commands';
import type { PortalDevice } from './portal-device.ts';
import { isMarkedSignedOut, unmarkSignedOut } from './signed-out-mark.ts';

/** Does nothing without a network, without a session, or for the person who is here already. */
export async function matchCookie({ origin, net, session, deviceStore }: PortalDevice): Promise<void> {
  if (isMarkedSignedOut()) {
    const told = await net.send({ method: 'POST', path: '/api/auth/sign-out', ...jsonBody({}) }).catch(() => null);
    // Any answer of the server will do: without a session it says so.
    if (told && told.status < 500) unmarkSignedOut();
    return;
  }
  const answer = await ask(net, { method: 'GET', path: '/api/auth/get-session' }, 'json');
  if (!answer.ok) return;
  const known = await readJson(answer.value, SessionAnswer);
  if (!known) return;
  const here = await currentEnrolment(deviceStore);
  if (here?.user.id !== known.user.id) await session.adoptCookie(origin);
}
