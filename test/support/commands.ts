/** Commands over real HTTP, and the letters a test server could not send, as tests ask and read them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { commandPath, type Command } from '@navette/protocol/account-commands';
import { CLIENT_HEADER } from '@navette/protocol/version';
import * as v from 'valibot';
import { TEST_EXTENSION_ORIGIN, type TestServer } from '../../sync-server/src/testing/test-server.ts';

/** Somebody who shows a token, or nobody. */
export type Shows = { readonly token: string } | null;

/** What came back raw: the status, the body, and the token where a session was opened. */
export async function send(server: TestServer, who: Shows, command: Command, body: unknown) {
  const answer = await fetch(`${server.origin}${commandPath(command.name)}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: TEST_EXTENSION_ORIGIN,
      [CLIENT_HEADER]: 'test',
      ...(who ? { authorization: `Bearer ${who.token}` } : {}),
    },
    body: JSON.stringify(body),
  });
  return { status: answer.status, said: (await answer.json()) as unknown, token: answer.headers.get('set-auth-token') };
}

/** An answer through its schema. @throws for a problem */
export async function ask<Q extends v.GenericSchema, A extends v.GenericSchema>(
  server: TestServer,
  who: Shows,
  command: Command<Q, A>,
  body: v.InferInput<Q>,
): Promise<v.InferOutput<A>> {
  const { status, said } = await send(server, who, command, body);
  if (status !== 200) throw new Error(`${command.name}: ${status} ${JSON.stringify(said)}`);
  return v.parse(command.answer, said);
}

export type KeptLetter = { readonly to: string; readonly subject: string; readonly text: string; readonly html: string };

/** Letters without a relay, oldest first. */
export function lettersTo(server: TestServer, to: string): KeptLetter[] {
  const folder = path.join(server.data, 'outbox');
  // In the order of the disk: a test's clock may stand still, and names within one moment are in no order.
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => path.join(folder, name))
    .map((file) => ({ at: statSync(file, { bigint: true }).mtimeNs, letter: JSON.parse(readFileSync(file, 'utf8')) as KeptLetter }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ letter }) => letter)
    .filter((letter) => letter.to === to);
}

/** The token of the last link sent to an address. @throws without one */
export function lastLink(server: TestServer, to: string): string {
  const links = lettersTo(server, to).flatMap(({ text }) => /#\/welcome\?link=([\w-]{43})/.exec(text)?.[1] ?? []);
  const last = links.at(-1);
  if (last === undefined) throw new Error('no link was sent');
  return last;
}

/** The code last mailed to an address. @throws without one */
export function lastCode(server: TestServer, to: string): string {
  const codes = lettersTo(server, to).flatMap(({ text }) => /^\s+(\d{4})\u00a0(\d{4})$/m.exec(text)?.slice(1).join('') ?? []);
  const last = codes.at(-1);
  if (last === undefined) throw new Error('no code was sent');
  return last;
}
