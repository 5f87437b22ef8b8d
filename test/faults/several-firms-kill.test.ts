/**
 * R208, I13: a device that signs in to a second firm, switches, or leaves one, may die at any step: a store, the keychain, a
 * request, before its effect or after it. At each death every firm is either whole or gone as it was asked, no token stands
 * beside somebody it is not of, and no unsent work is lost; the act said again ends where it should.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allEnrolments } from '@navette/device/enrolment';
import { memoryKeychain, type Keychain } from '@navette/device/keychain';
import { makeLibrary, type LibraryWithDesk } from '@navette/device/library';
import { fetchNet, type Net } from '@navette/device/net';
import { makeSession, type SessionWithCookie } from '@navette/device/session';
import type { LocalStore } from '@navette/device/store';
import { openMemoryStore, type MemoryStore } from '@navette/device/store/memory';
import { makeSyncEngines } from '@navette/device/sync-all';
import { testPlatform } from '@navette/device/testing/test-device';
import type { DossierId } from '@navette/kernel/ids';
import { startTestServer, TEST_EXTENSION_ORIGIN, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, pdf } from '../support/server-device.ts';

const SAMIRA = 'samira.benali@demo.navette.example';
let [one, two]: TestServer[] = [];
beforeAll(async () => void ([one, two] = await Promise.all([startTestServer(), startTestServer()])), 60_000);
afterAll(async () => void (await Promise.all([one?.close(), two?.close()])));

type Death = { readonly count: number; readonly after: boolean } | null;
type Life = {
  readonly library: LibraryWithDesk;
  readonly session: SessionWithCookie;
  sync(): Promise<void>;
  outlive<T>(work: Promise<T>): Promise<T | 'killed'>;
};

const never = new Promise<never>(() => undefined);

/** A disk and a keychain, on which lives follow one another. */
function device(seed: number, disks = new Map<string, MemoryStore>(), keychain = memoryKeychain()) {
  const disk = (name: string): MemoryStore => {
    const found = disks.get(name) ?? openMemoryStore(name);
    disks.set(name, found);
    return found;
  };

  function live(death: Death): Life {
    let dead = false;
    let steps = 0;
    let die: () => void = () => undefined;
    const died = new Promise<void>((resolve) => (die = resolve));
    const step = async <T>(run: () => Promise<T>): Promise<T> => {
      if (dead) return never;
      const last = death !== null && ++steps >= death.count;
      if (last && !death.after) {
        dead = true;
        die();
        return never;
      }
      const [ended] = await Promise.allSettled([run()]);
      if (last) {
        dead = true;
        die();
      }
      if (dead) return never;
      if (ended.status === 'rejected') throw ended.reason;
      return ended.value;
    };
    const mortal = (store: MemoryStore): LocalStore => ({
      name: store.name,
      commit: (change) => step(() => store.commit(change)),
      get: (table, key) => step(() => store.get(table, key)),
      list: (table, range) => step(() => store.list(table, range)),
      observe: (query) => store.observe(query),
      watch: (listener) => store.watch(listener),
      close: () => undefined,
      erase: (unless) => step(() => store.erase(unless)),
    });
    const stores = new Map<string, LocalStore>();
    const openStore = (name: string): LocalStore => {
      const found = stores.get(name) ?? mortal(disk(name));
      stores.set(name, found);
      return found;
    };
    const mortalKeychain: Keychain = {
      token: (origin) => step(() => keychain.token(origin)),
      keep: (origin, token) => step(() => keychain.keep(origin, token)),
      forget: (origin) => step(() => keychain.forget(origin)),
    };
    const net = (to: string, token?: string): Net => {
      const line = fetchNet(to, { kind: 'bearer', token: () => (token === undefined ? mortalKeychain.token(to) : Promise.resolve(token)) });
      return { send: (request) => step(() => line.send({ ...request, headers: { ...request.headers, origin: TEST_EXTENSION_ORIGIN } })) };
    };
    const platform = { ...testPlatform(seed++), clock: { now: () => Date.now() } };
    const deviceStore = openStore('device');
    const library = makeLibrary({ platform, deviceStore, openStore, roomLeft: () => Promise.resolve(null) });
    const session = makeSession({
      keychain: mortalKeychain,
      deviceStore,
      openStore,
      desks: library.desks,
      net,
      label: 'test',
      timers: platform.timers,
      onSignedIn: () => undefined,
    });
    const engines = makeSyncEngines({ platform, library, net: (desk) => net(desk.enrolment.origin) });
    return { library, session, sync: engines.syncNow, outlive: (work) => Promise.race([work, died.then(() => 'killed' as const)]) };
  }

  return {
    disk,
    keychain,
    live,
    here: () => allEnrolments(disk('device')),
    /** Another device like this one, for another try. */
    async copy() {
      const keys = memoryKeychain();
      for (const server of servers()) {
        const token = await keychain.token(server.origin);
        if (token !== null) await keys.keep(server.origin, token);
      }
      return device(seed, new Map([...disks].map(([name, store]) => [name, store.copy()])), keys);
    },
  };
}
interface Device extends ReturnType<typeof device> {}

const servers = (): [TestServer, TestServer] => [one as TestServer, two as TestServer];
const enter = async (life: Life, server: TestServer, email: string): Promise<void> => {
  const signed = await life.session.signIn(server.origin, email, TEST_PASSWORD);
  if (!signed.ok) throw new Error(signed.refusal.tag);
};

/** Something deposited and not sent, for the firm on screen. */
async function leaveUnsent(life: Life, server: TestServer, of: 'bonnefoy' | 'teppes'): Promise<void> {
  await life.sync();
  const done = await life.library.captureAndDeposit(
    pdf('pas parti'),
    { name: 'pas-parti.pdf', way: 'drop' },
    { dossier: server.dossiers[of] as DossierId, kind: 'purchase-invoices' },
  );
  if (!done.ok) throw new Error(done.refusal.tag);
}
const unsentOf = async (on: Device) =>
  (await Promise.all((await on.here()).map(async ({ storeName }) => (await on.disk(storeName).list('outbox')).length))).toSorted();

/** What holds at each death: a token is of the person enrolled at its server, and of nobody else. */
async function tokensFit(on: Device): Promise<void> {
  for (const server of servers()) {
    const token = await on.keychain.token(server.origin);
    if (token === null) continue;
    const answer = await fetch(`${server.origin}/api/auth/get-session`, { headers: { authorization: `Bearer ${token}` } });
    const who = ((await answer.json()) as { user?: { id: string } } | null)?.user?.id;
    const enrolled = (await on.here()).find(({ origin }) => origin === server.origin);
    if (who !== undefined) expect(enrolled?.user.id).toBe(who);
  }
}

/** Runs `act` in lives that die at each step in turn. @returns how many deaths there were */
async function atEachStep(
  after: boolean,
  made: Device,
  act: (life: Life) => Promise<unknown>,
  check: (on: Device, killed: boolean) => Promise<void>,
): Promise<number> {
  for (let count = 1; ; count++) {
    const on = await made.copy();
    const life = on.live({ count, after });
    const killed = (await life.outlive(act(life))) === 'killed';
    await tokensFit(on);
    await check(on, killed);
    if (!killed) return count - 1;
  }
}

describe.each([
  ['before', false],
  ['after', true],
] as const)('R208 killed %s each step', (_name, after) => {
  let seed = 1000;
  const ofOne = async (): Promise<Device> => {
    const on = device((seed += 50));
    const life = on.live(null);
    await enter(life, servers()[0], CLAIRE);
    await leaveUnsent(life, servers()[0], 'bonnefoy');
    return on;
  };
  const ofBoth = async (): Promise<Device> => {
    const on = await ofOne();
    const life = on.live(null);
    await enter(life, servers()[1], SAMIRA);
    return on;
  };
  const origins = async (on: Device) => (await on.here()).map(({ origin }) => origin);

  test('of signing in to a second firm', { timeout: 120_000 }, async () => {
    const [first, second] = servers();
    const deaths = await atEachStep(
      after,
      await ofOne(),
      (life) => enter(life, second, SAMIRA),
      async (on, killed) => {
        // The first firm is there in any case, with what it had not sent; the second one whole, or not at all.
        const done = [second.origin, first.origin];
        expect(killed ? [[first.origin], done] : [done]).toContainEqual(await origins(on));
        const ofFirst = (await on.here()).find(({ origin }) => origin === first.origin);
        expect(await on.disk(ofFirst?.storeName ?? '').list('outbox')).toHaveLength(1);
        await enter(on.live(null), second, SAMIRA);
        expect(await origins(on)).toEqual([second.origin, first.origin]);
        expect(await unsentOf(on)).toEqual([0, 1]);
      },
    );
    expect(deaths).toBeGreaterThan(10);
  });

  test('of switching', { timeout: 60_000 }, async () => {
    const [first, second] = servers();
    const switchBack = async (life: Life) => life.session.switchTo((await life.library.desks())[1]?.enrolment.storeName ?? '');
    const deaths = await atEachStep(after, await ofBoth(), switchBack, async (on, killed) => {
      const done = [first.origin, second.origin];
      expect(killed ? [done.toReversed(), done] : [done]).toContainEqual(await origins(on));
      expect(await unsentOf(on)).toEqual([0, 1]);
    });
    expect(deaths).toBeGreaterThan(3);
  });

  test('of leaving the one on screen, and erasing it', { timeout: 120_000 }, async () => {
    const [first, second] = servers();
    const deaths = await atEachStep(
      after,
      await ofBoth(),
      (life) => life.session.signOut('erase'),
      async (on, killed) => {
        expect(killed ? [[second.origin, first.origin], [first.origin]] : [[first.origin]]).toContainEqual(await origins(on));
        // The other firm's work is not touched by it.
        const ofFirst = (await on.here()).find(({ origin }) => origin === first.origin);
        expect(await on.disk(ofFirst?.storeName ?? '').list('outbox')).toHaveLength(1);
        const life = on.live(null);
        const ofSecond = (await on.here()).find(({ origin }) => origin === second.origin)?.storeName ?? 'gone already';
        expect(await life.session.signOut('erase', ofSecond)).toEqual({ ok: true, value: undefined });
        expect(await origins(on)).toEqual([first.origin]);
        // What waited for the first firm leaves.
        await life.sync();
        expect(await unsentOf(on)).toEqual([0]);
      },
    );
    expect(deaths).toBeGreaterThan(8);
  });

  test('of leaving both', { timeout: 120_000 }, async () => {
    const both = await ofBoth();
    await both.live(null).sync();
    const deaths = await atEachStep(
      after,
      both,
      (life) => life.session.signOut('erase', 'all'),
      async (on) => {
        const life = on.live(null);
        expect(await life.session.signOut('erase', 'all')).toEqual({ ok: true, value: undefined });
        expect(await on.here()).toEqual([]);
        for (const server of servers()) expect(await on.keychain.token(server.origin)).toBeNull();
      },
    );
    expect(deaths).toBeGreaterThan(12);
  });
});
