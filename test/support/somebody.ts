/**
 * Somebody at a server, as a browser would ask for them: commands with a session, a device mark and an origin of their own, and
 * the codes of their authenticator application.
 */
import { commandPath, type Command } from '@navette/protocol/account-commands';
import { SignIn } from '@navette/protocol/identity';
import { BeginTotp, ConfirmTotp } from '@navette/protocol/own-account';
import { CLIENT_HEADER, KNOWN_DEVICE_HEADER } from '@navette/protocol/version';
import * as v from 'valibot';
import { totpCode, totpStep } from '../../sync-server/src/accounts/totp.ts';
import { TEST_EXTENSION_ORIGIN, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';

export type Said<C extends Command> = {
  readonly status: number;
  /** Through the command's schema; null for a problem. */
  readonly body: v.InferOutput<C['answer']> | null;
  readonly problem: string | null;
  readonly headers: Headers;
};

export class Somebody {
  readonly server: TestServer;
  /** Extension by default; the portal's origin makes it a page of the portal. */
  readonly origin: string;
  /** As a proxy names the network. */
  network: string | null = null;
  token: string | null = null;
  /** Name to value, as a browser keeps them. */
  readonly cookies = new Map<string, string>();
  mark: string | null = null;

  constructor(server: TestServer, origin: string = TEST_EXTENSION_ORIGIN) {
    this.server = server;
    this.origin = origin;
  }

  get signedIn(): boolean {
    return this.token !== null || this.cookies.has('navette.session_token');
  }

  headers(): Record<string, string> {
    return {
      'content-type': 'application/json',
      origin: this.origin,
      [CLIENT_HEADER]: 'test',
      ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
      ...(this.cookies.size === 0 ? {} : { cookie: [...this.cookies].map((pair) => pair.join('=')).join('; ') }),
      ...(this.mark === null ? {} : { [KNOWN_DEVICE_HEADER]: this.mark }),
      ...(this.network === null ? {} : { 'x-forwarded-for': this.network }),
    };
  }

  /** Keeps what a browser would of an answer. */
  keep(headers: Headers): void {
    this.token = headers.get('set-auth-token') ?? this.token;
    this.mark = headers.get(`set-${KNOWN_DEVICE_HEADER}`) ?? this.mark;
    for (const cookie of headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split(/=(.*)/s);
      this.cookies.set(name, value);
    }
  }

  async ask<C extends Command>(command: C, body: v.InferInput<C['request']>): Promise<Said<C>> {
    const given = await fetch(`http://localhost:${this.server.port}${commandPath(command.name)}`, {
      method: 'POST',
      headers: this.headers(),
      body: JSON.stringify(body),
    });
    const said: unknown = await given.json();
    this.keep(given.headers);
    const problem = typeof said === 'object' && said !== null && 'problem' in said ? String(said.problem) : null;
    return { status: given.status, body: problem === null ? v.parse(command.answer, said) : null, problem, headers: given.headers };
  }

  async outcome<C extends Command>(command: C, body: v.InferInput<C['request']>): Promise<string | null> {
    const { body: said, problem } = await this.ask(command, body);
    return problem ?? (said as { outcome?: string } | null)?.outcome ?? null;
  }

  /** @throws unless it opens a session */
  async signIn(email: string, password = TEST_PASSWORD): Promise<this> {
    const outcome = await this.outcome(SignIn, { email, password });
    if (outcome !== 'signed-in') throw new Error(`sign-in: ${outcome}`);
    return this;
  }

  /** Whose session this is, as the server sees it. */
  async whoAmI(): Promise<string | null> {
    const answer = await fetch(`http://localhost:${this.server.port}/api/auth/get-session`, { headers: this.headers() });
    return ((await answer.json()) as { user: { id: string } } | null)?.user.id ?? null;
  }
}

/** An authenticator application holding one secret. */
export type AuthenticatorApp = { code(at: number): string };

export function authenticatorApp(secret: string): AuthenticatorApp {
  const bytes = fromBase32(secret);
  return { code: (at) => totpCode(bytes, totpStep(at)) };
}

/** @returns their application and recovery codes */
export async function addTotp(who: Somebody, now: () => number): Promise<{ app: AuthenticatorApp; recovery: readonly string[] }> {
  const begun = (await who.ask(BeginTotp, {})).body;
  if (!begun) throw new Error('no secret');
  const app = authenticatorApp(begun.secret);
  const added = (await who.ask(ConfirmTotp, { code: app.code(now()) })).body;
  if (added?.outcome !== 'added') throw new Error(`not added: ${added?.outcome}`);
  return { app, recovery: added.recoveryCodes ?? [] };
}

function fromBase32(text: string): Uint8Array {
  const bits = [...text].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/** A server clock that can be moved, from the real time: sessions are stamped by the system's. */
export function movingClock(): { now(): number; forward(milliseconds: number): void } {
  let ahead = 0;
  return { now: () => Date.now() + ahead, forward: (milliseconds) => void (ahead += milliseconds) };
}
