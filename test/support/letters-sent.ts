/** What a test server wrote to people, from its outbox folder, in the order it was written. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { TestServer } from '../../sync-server/src/testing/test-server.ts';

export type SentLetter = { readonly to: string; readonly subject: string; readonly text: string };

export function lettersOf(server: Pick<TestServer, 'data'>, to: string): SentLetter[] {
  const folder = path.join(server.data, 'outbox');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as SentLetter)
    .filter((letter) => letter.to === to);
}

/** The secret of a letter's link into the portal. @throws when there is none */
export function linkIn(text: string, place: string): string {
  const found = new RegExp(`#/${place}/([\\w-]{43})`).exec(text)?.[1];
  if (found === undefined) throw new Error(`no link to ${place} in: ${text}`);
  return found;
}
