/** A payroll product outside our house, as it meets a firm's server: an API key, HTTP, and nothing of ours. */
import { createApiKey } from '@navette/protocol/sendings';
import { commandPath } from '@navette/protocol/account-commands';
import { CLIENT_HEADER } from '@navette/protocol/version';
import * as v from 'valibot';
import { DEMO_COMPANIES } from '../../sync-server/src/demo/demo-companies.ts';
import type { TestServer } from '../../sync-server/src/testing/test-server.ts';

export const JULIEN = 'julien.mercier@demo.navette.example';

export type Scope = v.InferInput<typeof createApiKey.request>['scope'];

const tokens = new WeakMap<TestServer, Map<string, Promise<string>>>();
/** Somebody's session, opened once: each sign-in is a password hash. */
export async function tokenOf(server: TestServer, email: string): Promise<string> {
  const known = tokens.get(server) ?? new Map<string, Promise<string>>();
  tokens.set(server, known);
  const token = known.get(email) ?? server.signIn(email);
  known.set(email, token);
  return await token;
}

/** A command as a device asks it. */
export async function askCommand(server: TestServer, token: string, name: string, body: unknown): Promise<Response> {
  return await fetch(`http://localhost:${server.port}${commandPath(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, [CLIENT_HEADER]: 'test' },
    body: JSON.stringify(body),
  });
}

/** A new key of this person's making. */
export async function makeKey(server: TestServer, email: string, scope: Scope, product = 'Paie Pro'): Promise<{ key: string; id: string }> {
  const answer = await askCommand(server, await tokenOf(server, email), createApiKey.name, { name: 'Paie du cabinet', product, scope });
  const said = v.parse(createApiKey.answer, await answer.json());
  if (said.outcome !== 'created') throw new Error(said.outcome);
  return { key: said.key, id: said.view.id };
}

export type Posted = {
  readonly status: number;
  readonly said: Record<string, unknown> & { sending?: { state: string; states: object[] } };
};

/** The DSN of October of Atelier Bonnefoy, sent; or what `also` makes of it. */
export function dsn(also: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    company: { siren: DEMO_COMPANIES.bonnefoy.siren },
    reference: 'DSN-2026-10',
    kind: 'dsn',
    title: 'DSN mensuelle d’octobre 2026',
    recipient: 'Net-entreprises',
    period: '2026-10',
    states: [{ state: 'sent', at: '2026-11-05T08:12:00+01:00' }],
    ...also,
  };
}

export async function postSending(server: TestServer, key: string, body: unknown): Promise<Posted> {
  const answer = await fetch(`http://localhost:${server.port}/api/v1/sendings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, [CLIENT_HEADER]: 'paie-pro' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, said: (await answer.json()) as Posted['said'] };
}

export async function readSending(server: TestServer, key: string, reference: string): Promise<Posted> {
  const answer = await fetch(`http://localhost:${server.port}/api/v1/sendings/${reference}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return { status: answer.status, said: (await answer.json()) as Posted['said'] };
}
