/**
 * The way through a provider: begun by a command, ended by a command, with the provider's redirect to us in between.
 *
 * The redirect opens nothing. It turns the provider's answer into a pass for the page, good once, for five minutes, and only in
 * the browser that began (a cookie no script reads), so that nobody is signed in as somebody else by a link. It leads to our own
 * sign-in page, whatever the request says.
 */
import { createHash } from 'node:crypto';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { UserId } from '@navette/kernel/ids';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import { OIDC_CALLBACK_PATH, OidcArrive, OidcBegin } from '@navette/protocol/identity';
import { OidcLink, OidcUnlink } from '@navette/protocol/own-account';
import type { Hono } from 'hono';
import * as v from 'valibot';
import type { Notices, NoticeTexts } from '../accounts/notices.ts';
import type { OneTimeSecrets } from '../accounts/one-time-secrets.ts';
import type { WaysIn } from '../accounts/ways-in.ts';
import { answer, problem } from '../http/answers.ts';
import type { AnswerTo, CommandRoutes } from '../http/command-routes.ts';
import type { Origins } from '../http/origins.ts';
import type { IdentityLinks } from './identity-links.ts';
import { ProviderSilent } from './provider-fetch.ts';
import type { OidcProvider } from './providers.ts';
import { makeRelyingParty, type Identity } from './relying-party.ts';

const STATE_LIFETIME = 10 * 60_000;
const PASS_LIFETIME = 5 * 60_000;
const State = v.object({ provider: v.string(), nonce: v.string(), verifier: v.string(), browser: v.string() });
const Pass = v.object({
  provider: v.string(),
  browser: v.string(),
  identity: v.object({ issuer: v.string(), subject: v.string(), email: v.nullable(v.string()), emailVerified: v.boolean() }),
});

export type OidcParts = {
  readonly providers: readonly OidcProvider[];
  readonly links: IdentityLinks;
  readonly secrets: OneTimeSecrets;
  readonly waysIn: WaysIn;
  readonly notices: Notices;
  readonly say: NoticeTexts;
  /** Told when somebody's links changed. */
  readonly touch: (user: UserId) => void;
  readonly origins: Origins;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

export function oidcRoutes(commands: CommandRoutes, routes: Hono, parts: OidcParts): void {
  const { providers, links, secrets, waysIn, notices, say, touch, origins, clock, random, log } = parts;
  const secure = origins.portal.startsWith('https://');
  const cookie = `${secure ? '__Host-' : ''}navette.oidc`;
  const byId = new Map(
    providers.map((provider) => [
      provider.id,
      { provider, party: makeRelyingParty(provider, `${origins.portal}${OIDC_CALLBACK_PATH}`, clock, random) },
    ]),
  );
  const browserOf = (request: Request): string => {
    const mark = new RegExp(`(?:^|;\\s*)${cookie.replaceAll('.', '\\.')}=([\\w-]{43})(?:;|$)`).exec(
      request.headers.get('cookie') ?? '',
    )?.[1];
    return mark === undefined ? '' : browserHash(mark);
  };
  const signInPage = (tail: string): Response =>
    new Response(null, { status: 303, headers: { location: `${origins.portal}/#/arrive/${tail}`, 'cache-control': 'no-store' } });

  commands.anybody(OidcBegin, async ({ provider: id }, { request }): Promise<AnswerTo<typeof OidcBegin>> => {
    const found = byId.get(id);
    // The way back is the portal's cookie: an extension goes through the portal.
    if (!found || waysIn.form(request) !== 'cookie') return problem('not-found');
    const mark = bytesToBase64Url(random.bytes(32));
    const state = bytesToBase64Url(random.bytes(32));
    try {
      const { url, begun } = await found.party.begin(state);
      secrets.issue(
        { purpose: 'oidc-state', facts: { provider: id, browser: browserHash(mark), ...begun }, lifetime: STATE_LIFETIME },
        state,
      );
      const attributes = ['Path=/', 'HttpOnly', 'SameSite=Lax', ...(secure ? ['Secure'] : []), `Max-Age=${STATE_LIFETIME / 1000}`];
      return answer({ outcome: 'go', url }, 200, { 'set-cookie': [`${cookie}=${mark}`, ...attributes].join('; ') });
    } catch (error) {
      if (!(error instanceof ProviderSilent)) throw error;
      log('oidc-provider-silent', { provider: id });
      return { outcome: 'provider-silent' };
    }
  });

  routes.get(OIDC_CALLBACK_PATH, async (c) => {
    const [code, state, iss] = ['code', 'state', 'iss'].map((name) => c.req.query(name) ?? null);
    // Used up by whatever comes back with it, good or bad: nothing is tried twice.
    const begun = state ? secrets.take('oidc-state', state, State) : null;
    const found = begun && byId.get(begun.facts.provider);
    if (!begun || !found || !code || begun.facts.browser !== browserOf(c.req.raw)) {
      log('oidc-refused', { why: begun ? 'answer' : 'state' });
      return signInPage('refused');
    }
    let identity: Identity | null;
    try {
      identity = await found.party.finish({ code, iss: iss ?? null }, begun.facts);
    } catch (error) {
      if (!(error instanceof ProviderSilent)) throw error;
      identity = null;
    }
    if (!identity) {
      log('oidc-refused', { why: 'identity', provider: found.provider.id });
      return signInPage('refused');
    }
    const { browser, provider } = begun.facts;
    return signInPage(secrets.issue({ purpose: 'oidc-pass', facts: { browser, provider, identity }, lifetime: PASS_LIFETIME }));
  });

  /** What a pass says, in the browser it was made for. */
  const taken = (pass: string, request: Request) => {
    const facts = secrets.take('oidc-pass', pass, Pass)?.facts;
    const found = facts && facts.browser === browserOf(request) ? byId.get(facts.provider) : undefined;
    return facts && found ? { identity: facts.identity, provider: found.provider } : null;
  };

  commands.anybody(OidcArrive, async ({ pass }, from): Promise<AnswerTo<typeof OidcArrive>> => {
    const arrived = taken(pass, from.request);
    if (!arrived) return { outcome: 'spent', signedIn: false };
    const { identity, provider } = arrived;
    const person = links.find(identity, provider);
    const unknown = { outcome: 'unknown-identity', signedIn: false, provider: provider.name } as const;
    if (!person) return unknown;
    if (person.isNew) {
      touch(person.user);
      notices.tell(person.user, 'factor-added', say.linked(provider.name));
      log('oidc-linked', { user: person.user, provider: provider.id });
    }
    const entry = await waysIn.admit('openid-connect', person.user, from);
    if (entry.tag === 'open') return entry.answer({ ...SIGNED_IN });
    return entry.tag === 'factor' ? entry.asked : unknown;
  });

  commands.signedIn(
    OidcLink,
    ({ pass }, { person, request }): AnswerTo<typeof OidcLink> => {
      const arrived = taken(pass, request);
      if (!arrived) return { outcome: 'spent' };
      if (!links.link(arrived.identity, person.id)) return { outcome: 'taken' };
      touch(person.id);
      notices.tell(person.id, 'factor-added', say.linked(arrived.provider.name));
      log('oidc-linked', { user: person.id, provider: arrived.provider.id });
      return { outcome: 'linked' };
    },
    { recent: true },
  );

  commands.signedIn(
    OidcUnlink,
    ({ provider: id }, { person }): AnswerTo<typeof OidcUnlink> => {
      const provider = byId.get(id)?.provider;
      if (provider && links.unlink(provider.issuer, person.id)) {
        touch(person.id);
        notices.tell(person.id, 'factor-removed', say.unlinked(provider.name));
        log('oidc-unlinked', { user: person.id, provider: id });
      }
      return { outcome: 'removed' };
    },
    { recent: true },
  );
}

const SIGNED_IN = { outcome: 'signed-in', signedIn: true } as const;

function browserHash(mark: string): string {
  return createHash('sha256').update(`navette-oidc-browser ${mark}`).digest('hex');
}
