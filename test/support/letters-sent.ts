/** What a test server wrote to people, from its outbox folder. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { TestServer } from '../../sync-server/src/testing/test-server.ts';

export type SentLetter = { readonly to: string; readonly subject: string; readonly text: string; readonly html: string };

/** Letters to an address, oldest first. */
export function lettersTo(server: Pick<TestServer, 'data'>, to: string): SentLetter[] {
  const folder = path.join(server.data, 'outbox');
  // In the order of the disk: a test's clock may stand still, and names within one moment are in no order.
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => path.join(folder, name))
    .map((file) => ({ at: statSync(file, { bigint: true }).mtimeNs, letter: JSON.parse(readFileSync(file, 'utf8')) as SentLetter }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ letter }) => letter)
    .filter((letter) => letter.to === to);
}

/** The same without those that tell of a sign-in on a new device, which a test's many sign-ins bring. */
export function lettersBesideSignIns(server: Pick<TestServer, 'data'>, to: string): SentLetter[] {
  return lettersTo(server, to).filter(({ subject }) => !subject.startsWith('Nouvelle connexion'));
}

/** The secret of a letter's link into the portal. @throws when there is none */
export function linkIn(text: string, place: string): string {
  const found = new RegExp(`#/${place}/([\\w-]{43})`).exec(text)?.[1];
  if (found === undefined) throw new Error(`no link to ${place} in: ${text}`);
  return found;
}
