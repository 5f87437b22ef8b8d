/**
 * The real `oidc-provider` on loopback, with accounts that need no screen: its interactions are answered by whoever a test says
 * is sitting there. And a browser that follows redirects with its cookies.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export type Resident = { readonly sub: string; readonly email: string; readonly emailVerified: boolean };

export type OidcHouse = {
  readonly issuer: string;
  /** Who signs in at the next interaction. */
  sitDown(resident: Resident): void;
  close(): Promise<void>;
};

export const CLIENT = { clientId: 'navette', clientSecret: 'a secret between the two of them' } as const;

/** @param callbacks where the provider may send people back to */
export async function openOidcHouse(callbacks: () => string): Promise<OidcHouse> {
  const residents = new Map<string, Resident>();
  let sitting: Resident = { sub: 'nobody', email: 'nobody@nowhere.example', emailVerified: false };
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;

  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [callbacks()],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    // Claims of the scopes stand in the ID token, as they do at Microsoft.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    ttl: { Interaction: 300, Grant: 300, Session: 300, AccessToken: 300, IdToken: 300, AuthorizationCode: 60 },
    cookies: { keys: ['for', 'tests', 'only'] },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    async findAccount(_ctx, id) {
      const who = residents.get(id);
      return who && { accountId: id, claims: async () => ({ sub: id, email: who.email, email_verified: who.emailVerified }) };
    },
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client?.clientId ?? '',
        accountId: ctx.oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
    renderError(ctx, out) {
      ctx.type = 'json';
      ctx.body = out;
    },
  });
  const callback = provider.callback();
  handle = (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void callback(request, response);
    residents.set(sitting.sub, sitting);
    void provider.interactionFinished(request, response, { login: { accountId: sitting.sub } }, { mergeWithLastSubmission: false });
  };
  return {
    issuer,
    sitDown: (resident) => void (sitting = resident),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

/** Follows redirects as a browser does, each site with its own cookies; stops at the first address that `stop` takes. */
export class RedirectFollower {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** @returns the address it stopped at */
  async follow(address: string, stop: (address: string) => boolean): Promise<string> {
    let at = address;
    for (let hop = 0; hop < 12; hop++) {
      if (stop(at)) return at;
      const { origin } = new URL(at);
      const jar = this.#cookies.get(origin) ?? new Map<string, string>();
      this.#cookies.set(origin, jar);
      const answer = await fetch(at, { redirect: 'manual', headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') } });
      for (const cookie of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split(/=(.*)/s);
        jar.set(name, value);
      }
      const next = answer.headers.get('location');
      if (next === null) throw new Error(`stopped with ${answer.status} at ${at}: ${await answer.text()}`);
      await answer.arrayBuffer();
      at = new URL(next, at).href;
    }
    throw new Error('redirects without end');
  }
}
