/**
 * A sign-in for a person whose identity the server has established by another proof, as a better-auth plugin, so that
 * the session and its cookie are made by the same code as a password's.
 *
 * The endpoint is not open over HTTP: it takes a pass that lives for one call inside this process.
 */
import { randomBytes } from 'node:crypto';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import * as v from 'valibot';

/** What a session is opened with beside its person: the device it goes on speaking for, and the moment, by the server's clock. */
export type SessionFacts = { readonly device: DeviceNumber | null; readonly at: number };
/** @returns better-auth's answer, with the session's cookie and token */
export type KnownUserSignIn = (user: UserId, facts: SessionFacts, headers: Headers) => Promise<Response>;

const passes = new Map<string, { readonly user: UserId; readonly facts: SessionFacts }>();
const Body = v.object({ pass: v.string() });

function plugin() {
  return {
    id: 'known-user-sign-in',
    endpoints: {
      signInKnownUser: createAuthEndpoint(
        '/sign-in/known-user',
        { method: 'POST', body: Body, metadata: { SERVER_ONLY: true } },
        async (ctx) => {
          const pass = passes.get(ctx.body.pass);
          const found = pass === undefined ? null : await ctx.context.internalAdapter.findUserById(pass.user);
          if (!found) throw new APIError('UNAUTHORIZED');
          const { device = null, at = Date.now() } = pass?.facts ?? {};
          // Ours in the place of the library's: what counts as recent is judged by the same clock. The end stays the library's.
          const facts = { device, seenAt: at, createdAt: new Date(at) };
          const session = await ctx.context.internalAdapter.createSession(found.id, false, facts, true);
          await setSessionCookie(ctx, { session, user: found });
          return ctx.json({ ok: true });
        },
      ),
    },
  } satisfies BetterAuthPlugin;
}

/** @param call the endpoint, as better-auth exposes it to the server's own code */
function through(call: (pass: string, headers: Headers) => Promise<Response>): KnownUserSignIn {
  return async (user, facts, headers) => {
    const pass = randomBytes(32).toString('base64url');
    passes.set(pass, { user, facts });
    try {
      return await call(pass, headers);
    } finally {
      passes.delete(pass);
    }
  };
}

export const knownUserSignIn = { plugin, through };
