/**
 * The real server, as a process, and clients made of the npm package y-websocket alone, with ten lines that fetch a ticket
 * before each connection: live edit, offline edit, kill -9, reconnection, a third client, a reader.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { DEMO_PASSWORD } from '../../sync-server/src/demo/people.ts';
import { TEST_EXTENSION_ORIGIN } from '../../sync-server/src/testing/test-server.ts';
import { spawnServer, type SpawnedServer } from '../../sync-server/src/testing/spawn-server.ts';
import { freshId, until } from '../support/sync-world.ts';

const data = mkdtempSync(path.join(tmpdir(), 'navette-stock-client-'));
const providers: WebsocketProvider[] = [];
let server: SpawnedServer;

beforeAll(async () => {
  server = await spawnServer(data);
}, 60_000);

afterAll(async () => {
  for (const provider of providers) provider.destroy();
  await server.kill();
  rmSync(data, { recursive: true, force: true });
});

/* What any client of the server's HTTP API does to be let in. */

type Signed = { readonly token: string; readonly device: number };

async function ask(who: string | null, at: string, body: unknown): Promise<Response> {
  const answer = await fetch(`${server.origin}${at}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'navette-client': 'stock-client',
      ...(who === null ? { origin: TEST_EXTENSION_ORIGIN } : { authorization: `Bearer ${who}` }),
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${at} answered ${answer.status}`);
  return answer;
}

async function signIn(email: string): Promise<Signed> {
  const token = (await ask(null, '/api/auth/sign-in/email', { email, password: DEMO_PASSWORD })).headers.get('set-auth-token') ?? '';
  const { device } = (await (await ask(token, '/api/v1/enrol', { label: 'stock' })).json()) as { device: number };
  return { token, device };
}

/** The room of this year's deposits of the one company these people belong to. */
async function depositsOf({ token, device }: Signed): Promise<string> {
  const answer = await ask(token, '/api/v1/pull', { device, epoch: null, cursor: 0, rights: null, backfill: [] });
  const text = Buffer.from(await answer.arrayBuffer()).toString('latin1');
  const dossier = /dossier\/([0-9a-f-]{36})\/deposits\/common/.exec(text)?.[1];
  return `dossier/${dossier}/deposits/${new Date().getFullYear()}/common`;
}

/** The ten lines: a ticket opens one connection, so each connection fetches its own. */
function openWithTickets(provider: WebsocketProvider, ticket: () => Promise<string>): void {
  const connect = async (): Promise<void> => {
    const fresh = await ticket().catch(() => null);
    if (fresh === null) return void setTimeout(connect, 100);
    provider.params = { ticket: fresh };
    provider.connect();
  };
  provider.on('connection-close', () => {
    if (!provider.shouldConnect) return;
    provider.shouldConnect = false;
    setTimeout(connect, 100);
  });
  void connect();
}

function open(who: Signed, room: string) {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${server.origin.replace('http', 'ws')}/live`, room, doc, { connect: false, disableBc: true });
  providers.push(provider);
  const ticket = async () =>
    ((await (await ask(who.token, '/api/v1/ticket', { device: who.device, room })).json()) as { ticket: string }).ticket;
  const connect = () => openWithTickets(provider, ticket);
  connect();
  return { doc, provider, connect, map: doc.getMap<{ v: number; name: string }>('deposits') };
}

test('stock clients edit live and offline, lose the server to kill -9, come back, and a third one and a reader hold the same', async () => {
  const client = await signIn('claire.morel@demo.navette.example');
  const room = await depositsOf(client);
  const a = open(client, room);
  const b = open(client, room);
  await until(() => a.provider.synced && b.provider.synced, 'both are in sync', 10_000);

  const [live, offline, away, third, forbidden] = Array.from({ length: 5 }, () => freshId<string>()) as [
    string,
    string,
    string,
    string,
    string,
  ];
  a.map.set(live, { v: 1, name: 'en direct' });
  await until(() => b.map.has(live), 'B sees what A wrote', 10_000);

  // A is offline; what B wrote and saw come back is committed: the server is killed that moment.
  a.provider.disconnect();
  a.map.set(offline, { v: 1, name: 'hors ligne' });
  let echoed = false;
  b.provider.ws?.addEventListener('message', () => (echoed = true));
  b.map.set(away, { v: 1, name: 'juste avant' });
  await until(() => echoed, 'the server has what B wrote', 10_000);
  await server.kill();
  await until(() => !b.provider.wsconnected, 'B notices', 10_000);
  server = await spawnServer(data, ['--demo'], Number(new URL(server.origin).port));
  a.connect();
  await until(() => a.map.has(away) && b.map.has(offline), 'A and B hold the same', 20_000);

  const c = open(client, room);
  await until(() => c.provider.synced, 'the third client is in sync', 10_000);
  expect(c.map.toJSON()).toEqual(a.map.toJSON());
  expect(c.map.toJSON()).toEqual(b.map.toJSON());
  expect([live, offline, away].every((key) => c.map.has(key))).toBe(true);
  c.map.set(third, { v: 1, name: 'troisième' });

  const reader = open(await signIn('nadia.ferrand@demo.navette.example'), room);
  await until(() => [a, b, reader].every(({ map }) => map.has(third)), 'all hold what the third wrote', 10_000);
  reader.map.set(forbidden, { v: 1, name: 'interdit' });
  a.map.set(live, { v: 1, name: 'après le refus' });
  await until(() => reader.map.get(live)?.name === 'après le refus', 'the reader goes on reading', 10_000);
  expect(b.map.has(forbidden)).toBe(false);
}, 90_000);
