/**
 * A provider that answers what a test wants: right in everything but what it is told to lie about. For what the real one would
 * never send.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { CLIENT } from './oidc-house.ts';

export type ProviderLies = {
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Claims left out. */
  readonly without?: readonly string[];
  readonly signature?: 'none' | 'client-secret' | 'another-key';
  readonly issuerInDescription?: string;
  /** Where it says its tokens are to be had. */
  readonly tokenEndpoint?: string;
  readonly tokenStatus?: number;
  readonly redirectsTokens?: boolean;
};

export type LyingProvider = {
  readonly issuer: string;
  lie(lies: ProviderLies): void;
  /** What it was asked at its token endpoint. */
  readonly asked: { readonly form: URLSearchParams; readonly authorization: string }[];
  /** Answers the authorization request as if somebody had signed in: the address back, with its code. */
  signIn(url: string, more?: Readonly<Record<string, string | null>>): string;
  close(): Promise<void>;
};

export async function openLyingProvider(): Promise<LyingProvider> {
  const [right, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const jwk = { ...(await exportJWK(right.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  let lies: ProviderLies = {};
  let nonce = '';
  const asked: { form: URLSearchParams; authorization: string }[] = [];
  let issuer = '';

  async function idToken(): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims: Record<string, unknown> = {
      iss: issuer,
      aud: CLIENT.clientId,
      sub: 'subject-1',
      iat: now,
      exp: now + 300,
      nonce,
      email: 'nadia@aubrac.example',
      email_verified: true,
      ...lies.claims,
    };
    for (const name of lies.without ?? []) delete claims[name];
    if (lies.signature === 'none') return new UnsecuredJWT(claims).encode();
    if (lies.signature === 'client-secret')
      return await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(CLIENT.clientSecret));
    const key: CryptoKey = lies.signature === 'another-key' ? other.privateKey : right.privateKey;
    return await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key);
  }

  const server = createServer((request, response) => {
    const json = (body: unknown, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (request.url === '/.well-known/openid-configuration')
      return json({
        issuer: lies.issuerInDescription ?? issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: lies.tokenEndpoint ?? `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        authorization_response_iss_parameter_supported: true,
      });
    if (request.url === '/keys') return json({ keys: [jwk] });
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      asked.push({ form: new URLSearchParams(body), authorization: request.headers.authorization ?? '' });
      if (lies.redirectsTokens === true) {
        response.writeHead(307, { location: `${issuer}/elsewhere` });
        return response.end();
      }
      void idToken().then((id_token) => json({ access_token: 'x', token_type: 'Bearer', id_token }, lies.tokenStatus ?? 200));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  issuer = `http://localhost:${(server.address() as AddressInfo).port}`;

  return {
    issuer,
    asked,
    lie: (next) => void (lies = next),
    signIn(url, more = {}) {
      const request = new URL(url);
      nonce = request.searchParams.get('nonce') ?? '';
      const back = new URL(request.searchParams.get('redirect_uri') ?? '');
      const answer: Record<string, string | null> = { code: 'the-code', state: request.searchParams.get('state'), iss: issuer, ...more };
      for (const [name, value] of Object.entries(answer)) if (value !== null) back.searchParams.set(name, value);
      return back.href;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
