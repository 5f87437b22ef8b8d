/** Somebody on their way to the single identity, over real HTTP: asks commands, reads the letters that came. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { commandPath, type Command } from '@navette/protocol/account-commands';
import {
  migrationAttach,
  migrationClaim,
  migrationFacts,
  migrationIdentity,
  migrationProve,
  migrationStart,
} from '@navette/protocol/migration';
import { makeId } from '@navette/kernel/ids';
import { CLIENT_HEADER } from '@navette/protocol/version';
import * as v from 'valibot';
import { TEST_EXTENSION_ORIGIN, type TestServer } from '../../sync-server/src/testing/test-server.ts';

export const MOVER_PASSWORD = 'une phrase assez longue';

type Letter = { readonly to: string; readonly subject: string; readonly text: string; readonly html: string };

/** Letters to an address, oldest first. */
export function lettersTo(data: string, to: string): Letter[] {
  const folder = path.join(data, 'outbox');
  // By when they were written: under a clock that stands still their names tell no order.
  const written = (file: string) => statSync(path.join(folder, file)).mtimeMs;
  return readdirSync(folder)
    .toSorted((a, b) => written(a) - written(b))
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Letter)
    .filter((letter) => letter.to === to);
}

/** The last code sent to an address, as a person copies it. */
export function codeSentTo(data: string, to: string): string {
  const text = lettersTo(data, to).at(-1)?.text ?? '';
  return (/\d{4}[\s\u00a0\u202f]?\d{4}/.exec(text)?.[0] ?? '').replaceAll(/\D/g, '');
}

/** Sends a command as the extension does; the answer is parsed, a problem comes as `{problem}`. */
export async function askCommand<Q extends v.GenericSchema, A extends v.GenericSchema>(
  server: Pick<TestServer, 'port'>,
  command: Command<Q, A>,
  body: v.InferInput<Q>,
  token?: string,
): Promise<{ status: number; token: string | null; said: v.InferOutput<A> | { problem: string; outcome?: undefined }; ms: number }> {
  const from = performance.now();
  const given = await fetch(`http://localhost:${server.port}${commandPath(command.name)}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: TEST_EXTENSION_ORIGIN,
      [CLIENT_HEADER]: 'test',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  const json: unknown = await given.json();
  const said = given.ok ? v.parse(command.answer, json) : (json as { problem: string });
  return { status: given.status, token: given.headers.get('set-auth-token'), said, ms: performance.now() - from };
}

export type Mover = { readonly token: string; readonly email: string; readonly name: string };

/** Nobody is signed in: address, code, identity. @returns somebody verified, attached to nothing yet */
export async function activate(server: TestServer, email: string, name = 'Lucie Garnier'): Promise<Mover> {
  const begun = await askCommand(server, migrationStart, { email, as: null });
  if (begun.said.outcome !== 'going-on' || begun.said.code === null) throw new Error(`no code: ${JSON.stringify(begun.said)}`);
  const { flow, code } = begun.said;
  const proved = await askCommand(server, migrationProve, { flow, id: code.id, code: codeSentTo(server.data, email) });
  if (proved.said.outcome !== 'proved' || proved.said.next !== 'identity') throw new Error(`not proved: ${JSON.stringify(proved.said)}`);
  const made = await askCommand(server, migrationIdentity, { flow, name, password: MOVER_PASSWORD });
  if (made.token === null) throw new Error(`no session: ${JSON.stringify(made.said)}`);
  await server.accounts.settled();
  return { token: made.token, email, name };
}

export async function attach(server: TestServer, { token }: Pick<Mover, 'token'>) {
  const { said } = await askCommand(server, migrationAttach, {}, token);
  await server.accounts.settled();
  return said;
}

export async function claim(
  server: TestServer,
  { token }: Pick<Mover, 'token'>,
  what: { readonly clientCode: string; readonly number: string; readonly id?: string; readonly waited?: number; readonly terms?: string },
) {
  const id = what.id ?? makeId<string>(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
  const body = { clientCode: what.clientCode, number: what.number, id, terms: what.terms ?? '2026-11', waited: what.waited ?? 0 };
  const { said } = await askCommand(server, migrationClaim, body, token);
  await server.accounts.settled();
  return said;
}

export async function factsOf(server: TestServer, { token }: Pick<Mover, 'token'>) {
  const { said } = await askCommand(server, migrationFacts, {}, token);
  if ('problem' in said) throw new Error(said.problem);
  return said;
}
