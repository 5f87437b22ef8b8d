/**
 * Signing in and out. A sign-in looks the server up, proves the password, enrols this device, pins the firm's key, and
 * opens the person's own store; what was captured while nobody was signed in comes along.
 */
import { AboutAnswer, EnrolAnswer, SessionAnswer } from '@navette/protocol/commands';
import { MEDIA_TYPE, PROTOCOL_VERSION } from '@navette/protocol/version';
import type { DeviceNumber, FirmId, UserId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { Desk } from '../library/desk.ts';
import { forgetDraftsOf } from '../library/drafts.ts';
import type { CommandRefusal, ServerView, SessionControl, SignInRefusal } from '../model.ts';
import { ask, jsonBody, navigatorOnline, readJson, Unreachable, type Net, type NetProblem } from '../net.ts';
import { StoreFailure, type KeyValueRow, type LocalStore } from '../store/local-store.ts';
import { adoptTray } from './adopt-tray.ts';
import { saysSignedIn, sendCommand } from './commands.ts';
import { clearEnrolment, saveEnrolment, storeNameOf, type Enrolment } from './enrolment.ts';
import type { Keychain } from './keychain.ts';

export type SessionPorts = {
  readonly keychain: Keychain;
  readonly deviceStore: LocalStore;
  readonly openStore: (name: string) => LocalStore;
  readonly desk: () => Promise<Desk | null>;
  /** `token`: proves a sign-in under way, which is not kept yet. */
  readonly net: (origin: string, token?: string) => Net;
  /** How this device is named in the person's list of devices. */
  readonly label: string;
  /** Called once somebody is signed in. */
  readonly onSignedIn: () => void;
};

export type SessionWithCookie = Omit<SessionControl, 'signInBy'> & {
  /**
   * Sends a command whose answer may open a session; when it does, this device is enrolled before it resolves. The answer
   * is the server's JSON, for whoever asked to parse.
   */
  proveBy(origin: string, name: string, body: unknown): Promise<Result<unknown, CommandRefusal | SignInRefusal>>;
  /** The portal's cookie already proves who this is: enrols the device, or finds it enrolled. */
  adoptCookie(origin: string): Promise<Result<void, SignInRefusal>>;
  /** The person has left the firm and everything was handed in and erased: nobody is signed in here any more (D2). */
  depart(desk: Desk, departure: KeyValueRow): Promise<void>;
};

/** Set once the server has said that this device's number is no good any more. */
export const DEAD_NUMBER = 'device-dead';
/** Unsent work is to be said again under the new number. */
export const SAY_AGAIN = 'say-again';

type About = ServerView & { readonly publicKey: string };

export function makeSession(ports: SessionPorts): SessionWithCookie {
  const { keychain, deviceStore, openStore, desk, net, label, onSignedIn } = ports;

  async function about(origin: string): Promise<Result<About, SignInRefusal>> {
    if (!isServerOrigin(origin)) return refuse({ tag: 'not-navette' });
    const answer = await ask(net(origin), { method: 'GET', path: '/api/v1/about', headers: { accept: MEDIA_TYPE } }, 'json');
    if (!answer.ok)
      return refuse(
        answer.refusal.problem === 'server-down' || answer.refusal.said !== null || !navigatorOnline()
          ? { tag: 'unreachable' }
          : { tag: 'not-navette' },
      );
    const read = await readJson(answer.value, AboutAnswer);
    if (!read || read.protocol < PROTOCOL_VERSION) return refuse({ tag: 'not-navette' });
    return ok({ origin, firm: { ...read.firm, id: read.firm.id as FirmId }, keyId: read.keyId, publicKey: read.publicKey });
  }

  /** @param token of the sign-in under way; null where a cookie is the proof */
  async function enrol(server: About, token: string | null): Promise<Result<void, SignInRefusal>> {
    const talk = net(server.origin, token ?? undefined);
    const who = await ask(talk, { method: 'GET', path: '/api/auth/get-session' }, 'json');
    if (!who.ok) return refuse(signInRefusal(who.refusal));
    const id = (await readJson(who.value, SessionAnswer))?.user.id;
    if (id === undefined) return refuse({ tag: 'wrong-credentials' });
    const storeName = storeNameOf(server.origin, id);
    // The same person again on this device: the number goes on, and with it the clocks written under it.
    const known = (await formerDevice(openStore(storeName))) ?? undefined;
    const dead = (await openStore(storeName).get('meta', DEAD_NUMBER)) !== undefined;
    const wanted = { label, ...(known === undefined || dead ? {} : { device: known }) };
    const answer = await ask(talk, { method: 'POST', path: '/api/v1/enrol', ...jsonBody(wanted) }, 'json');
    if (!answer.ok) return refuse(signInRefusal(answer.refusal));
    const read = await readJson(answer.value, EnrolAnswer);
    if (!read || read.user.id !== id) return refuse({ tag: 'not-navette' });
    const user = { ...read.user, id: read.user.id as UserId };
    const device = read.device as DeviceNumber;
    const renumbered = known !== undefined && known !== device;
    const enrolment: Enrolment = {
      origin: server.origin,
      user,
      firm: server.firm,
      keyId: server.keyId,
      publicKey: server.publicKey,
      device,
      storeName,
    };
    try {
      const store = openStore(storeName);
      const number = { key: 'device', value: device };
      await store.commit(
        renumbered
          ? { put: { meta: [number, { key: SAY_AGAIN, value: true }] }, remove: { meta: [DEAD_NUMBER] } }
          : { put: { meta: [number] } },
      );
      await adoptTray(deviceStore, store);
      // No token beside an enrolment it does not belong to, wherever a kill falls: nobody sends in another's name.
      if (token !== null) await keychain.forget(server.origin);
      await saveEnrolment(deviceStore, enrolment);
      if (token !== null) await keychain.keep(server.origin, token);
    } catch (error) {
      if (error instanceof StoreFailure) return refuse({ tag: error.tag });
      throw error;
    }
    onSignedIn();
    return ok(undefined);
  }

  async function end({ enrolment }: Desk): Promise<void> {
    await keychain.forget(enrolment.origin);
    await clearEnrolment(deviceStore);
  }

  /** A page that saw its store go, and did not know yet that nobody is signed in, has made an empty one anew. */
  async function eraseAgain({ enrolment }: Desk): Promise<void> {
    await openStore(enrolment.storeName)
      .erase(UNSENT)
      .catch(() => false);
  }

  return {
    async lookUp(origin) {
      const found = await about(origin);
      return found.ok ? ok({ origin: found.value.origin, firm: found.value.firm, keyId: found.value.keyId }) : found;
    },

    async signIn(origin, email, password) {
      const server = await about(origin);
      if (!server.ok) return server;
      const signed = await proveByPassword(net(origin), email, password);
      return signed.ok ? enrol(server.value, signed.value) : signed;
    },

    async proveBy(origin, name, body) {
      const server = await about(origin);
      if (!server.ok) return server;
      const given = await sendCommand(net(origin), name, body);
      if (!given.ok) return given;
      const { said, token } = given.value;
      if (!saysSignedIn(said)) return ok(said);
      const enrolled = await enrol(server.value, token);
      return enrolled.ok ? ok(said) : enrolled;
    },

    async adoptCookie(origin) {
      const server = await about(origin);
      return server.ok ? enrol(server.value, null) : server;
    },

    async signOut(choice) {
      const current = await desk();
      if (!current) return ok(undefined);
      const waiting = await unsentWork(current.store);
      if (choice === 'erase' && waiting > 0) return refuse({ tag: 'unsent-work', waiting });
      // The server ends the session when it hears of it; here it ends now, heard or not.
      await net(current.enrolment.origin)
        .send({ method: 'POST', path: '/api/auth/sign-out', headers: { 'content-type': 'application/json' }, body: '{}' })
        .catch(() => null);
      if (choice === 'keep') {
        await end(current);
        return ok(undefined);
      }
      // A page may have saved something while the server was told: asked again and erased as one (I13). Erased before it is
      // forgotten whose it was: killed in between, the same choice can be made again.
      const erased = await current.book.alone(async () => {
        await keychain.forget(current.enrolment.origin);
        if (!(await current.store.erase(UNSENT))) return false;
        await end(current);
        // What an assistant was told stands in the device's own store: it goes with the rest.
        await forgetDraftsOf(deviceStore, current.enrolment.user.id);
        await eraseAgain(current);
        return true;
      });
      return erased ? ok(undefined) : refuse({ tag: 'unsent-work', waiting: Math.max(1, await unsentWork(current.store)) });
    },

    async depart(current, departure) {
      await deviceStore.commit({ put: { meta: [departure] } });
      // Something was saved meanwhile: the next contact hands it in, or leaves it to its person.
      if (!(await current.store.erase(UNSENT))) return;
      await end(current);
      await eraseAgain(current);
    },
  };
}

/** What erasing a store would take with it and nobody else has. */
const UNSENT = ['outbox', 'uploads', 'captures', 'refused'] as const;

async function unsentWork(store: LocalStore): Promise<number> {
  const unsent = await Promise.all(UNSENT.map((table) => store.list(table)));
  return unsent.reduce((sum, rows) => sum + rows.length, 0);
}

async function formerDevice(store: LocalStore): Promise<DeviceNumber | null> {
  const value = (await store.get('meta', 'device'))?.value;
  return typeof value === 'number' ? (value as DeviceNumber) : null;
}

/** @returns the session's token; null where the server keeps it in a cookie */
async function proveByPassword(net: Net, email: string, password: string): Promise<Result<string | null, SignInRefusal>> {
  try {
    const answer = await net.send({
      method: 'POST',
      path: '/api/auth/sign-in/email',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: email.trim(), password }),
    });
    // Read to its end, or the connection stays taken.
    await answer.bytes();
    if (answer.status === 429)
      return refuse({ tag: 'too-many-tries', waitSeconds: Number(answer.header('x-retry-after') ?? answer.header('retry-after') ?? 60) });
    if (answer.status >= 500) return refuse({ tag: 'unreachable' });
    if (answer.status !== 200) return refuse({ tag: 'wrong-credentials' });
    return ok(answer.header('set-auth-token'));
  } catch (error) {
    if (error instanceof Unreachable) return refuse({ tag: 'unreachable' });
    throw error;
  }
}

function signInRefusal({ problem }: NetProblem): SignInRefusal {
  return problem === 'sign-in-needed' || problem === 'forbidden' ? { tag: 'wrong-credentials' } : { tag: 'unreachable' };
}

/** https anywhere, http on this computer only (N1). */
export function isServerOrigin(origin: string): boolean {
  return /^https:\/\/[a-z0-9.-]+(:\d+)?$/i.test(origin) || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(origin);
}
