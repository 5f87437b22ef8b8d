/**
 * Proxies on the way: one cuts every connection after a short while, one lets no WebSocket through and says 200 with a page
 * of its own. Live sockets converge through the first; replication alone, through the second.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { startTestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, hurry, NADIA, serverDevice, stateOf } from '../support/server-device.ts';
import { documentOf, freshId, listen, syncWorld, ticketFor, until, type TestPerson } from '../support/sync-world.ts';

const PAGE = '<h1>Accès refusé par le proxy</h1>';
const HTML = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${Buffer.byteLength(PAGE)}\r\n\r\n${PAGE}`;

type Manners = {
  /** Milliseconds a connection lives. */
  readonly cutAfter?: number;
  /** What becomes of an opening of a WebSocket. */
  readonly upgrade?: 'passes' | 'html' | 'cut' | 'silence';
};

class Proxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  manners: Manners;
  cuts = 0;
  refused = 0;

  private constructor(target: number, manners: Manners) {
    this.manners = manners;
    this.#server = createServer((from) => {
      const to = connect(target, '127.0.0.1');
      for (const [socket, other] of [
        [from, to],
        [to, from],
      ] as const) {
        this.#sockets.add(socket);
        socket.on('close', () => (this.#sockets.delete(socket), other.destroy()));
        socket.on('error', () => other.destroy());
      }
      from.once('data', (first) => {
        const upgrade = first.toString('latin1').startsWith('GET /live/') ? (this.manners.upgrade ?? 'passes') : 'passes';
        if (upgrade !== 'passes') this.refused++;
        if (upgrade === 'html') return void from.end(HTML);
        if (upgrade === 'cut') return void from.destroy();
        if (upgrade === 'silence') return;
        to.write(first);
        from.pipe(to);
        to.pipe(from);
      });
      if (this.manners.cutAfter !== undefined) {
        const timer = setTimeout(() => {
          this.cuts++;
          from.destroy();
        }, this.manners.cutAfter);
        from.on('close', () => clearTimeout(timer));
      }
    });
  }

  static async before(target: number, manners: Manners): Promise<Proxy> {
    const proxy = new Proxy(target, manners);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

describe('a proxy that cuts every socket', () => {
  test('two stock clients with the wrapper that renews tickets go on writing through it and end with the same', async () => {
    const world = syncWorld();
    const server = await listen(world.heart);
    ends.push(() => server.close());
    const proxy = await Proxy.before(server.port, { cutAfter: 120 });
    ends.push(() => proxy.close());
    const join = (who: TestPerson): WebsocketProvider => {
      const provider = new WebsocketProvider(`ws://127.0.0.1:${proxy.port}/live`, world.deposits, new Y.Doc(), {
        WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
        disableBc: true,
        connect: false,
      });
      let idle = true;
      const renew = async () => {
        idle = false;
        provider.disconnect();
        provider.params = { ticket: await ticketFor(world.heart, who, world.deposits) };
        idle = true;
        provider.connect();
      };
      provider.on('connection-close', () => void (idle && renew()));
      void renew();
      ends.push(() => {
        idle = false;
        provider.destroy();
      });
      return provider;
    };
    const [a, b] = [join(world.client), join(world.colleague)];
    const maps = [a, b].map(({ doc }) => doc.getMap('deposits'));
    for (let i = 0; i < 60; i++) {
      for (const map of maps) {
        map.set(freshId<string>(), { v: i });
        if (i % 7 === 6) map.delete([...map.keys()][0] ?? '');
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const content = (map: Y.Map<unknown> | undefined) => JSON.stringify(Object.entries(map?.toJSON() ?? {}).toSorted());
    await until(() => content(maps[0]) === content(maps[1]), 'both hold the same', 15_000);
    expect(proxy.cuts).toBeGreaterThan(10);
    const log = await documentOf(world.log, world.deposits);
    expect(content(log.getMap('deposits'))).toBe(content(maps[0]));
    expect(log.store.pendingStructs).toBeNull();
    expect(world.reports.filter((line) => line.startsWith('live-failed'))).toEqual([]);
  }, 30_000);
});

describe('a proxy that lets no WebSocket through', () => {
  test.each(['html', 'cut', 'silence'] as const)(
    'answers %s: two devices converge by replication alone',
    async (upgrade) => {
      const server = await startTestServer();
      ends.push(() => server.close());
      const proxy = await Proxy.before(Number(new URL(server.origin).port), { upgrade });
      ends.push(() => proxy.close());
      const origin = `http://127.0.0.1:${proxy.port}`;
      const [client, staff] = [await serverDevice(origin, NADIA), await serverDevice(origin, CLAIRE)];
      // A socket that is tried meanwhile neither opens nor harms.
      const socket = new WebSocket(`ws://127.0.0.1:${proxy.port}/live/dossier/x`);
      let failed = false;
      socket.on('error', () => (failed = true));
      const id = await deposit(client, 'derrière un proxy');
      for (let round = 0; round < 3; round++) {
        await hurry(client);
        for (const device of [client, staff]) await device.sync.syncNow();
      }
      expect(await stateOf(client, id)).toBe('received');
      expect(await stateOf(staff, id)).toBeDefined();
      expect(proxy.refused).toBe(1);
      expect(socket.readyState).not.toBe(WebSocket.OPEN);
      socket.terminate();
      await until(() => failed, 'the socket gave up');
    },
    30_000,
  );

  test('that also cuts every connection after a moment: they converge all the same', async () => {
    const server = await startTestServer();
    ends.push(() => server.close());
    const proxy = await Proxy.before(Number(new URL(server.origin).port), { upgrade: 'html' });
    ends.push(() => proxy.close());
    const origin = `http://127.0.0.1:${proxy.port}`;
    const [client, staff] = [await serverDevice(origin, NADIA), await serverDevice(origin, CLAIRE)];
    proxy.manners = { upgrade: 'html', cutAfter: 25 };
    const id = await deposit(client, `coupé ${'x'.repeat(300_000)}`);
    for (let round = 0; round < 200 && (await stateOf(client, id)) !== 'received'; round++) {
      await hurry(client);
      await client.sync.syncNow();
    }
    expect(await stateOf(client, id)).toBe('received');
    for (let round = 0; round < 50 && (await stateOf(staff, id)) === undefined; round++) await staff.sync.syncNow();
    expect(await stateOf(staff, id)).toBeDefined();
  }, 30_000);
});
