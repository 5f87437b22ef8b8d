/**
 * Signing in and out, of several firms. A sign-in looks the server up, proves the password, enrols this device, pins the
 * firm's key, and opens the person's own store there, which becomes the current one; what was captured while nobody was
 * signed in comes along. Signing out ends the current one, and the next comes to the front.
 */
import { AboutAnswer, EnrolAnswer, SessionAnswer } from '@navette/protocol/commands';
import { isVouched, knownKeys, presentKey } from '@navette/protocol/keys';
import { MEDIA_TYPE, PROTOCOL_VERSION } from '@navette/protocol/version';
import { base64UrlToBytes, bytesToHex } from '@navette/kernel/bytes';
import type { DeviceNumber, FirmId, UserId } from '@navette/kernel/ids';
import type { Timers } from '@navette/kernel/ports';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { Desk } from '../library/desk.ts';
import { forgetDraftsOf } from '../library/drafts.ts';
import type { CommandRefusal, ServerView, SessionControl, SignInRefusal } from '../model.ts';
import { ask, jsonBody, navigatorOnline, readJson, type Net, type NetProblem } from '../net.ts';
import { isStoreFailure, type KeyValueRow, type LocalStore } from '../store/local-store.ts';
import { adoptTray } from './adopt-tray.ts';
import { saysSignedIn, sendCommand } from './commands.ts';
import {
  allEnrolments,
  endEnrolment,
  makeCurrent,
  pinRow,
  readPin,
  saveEnrolment,
  storeNameOf,
  type Enrolment,
  type Pin,
} from './enrolment.ts';
import { askKeys } from '../sync/firm-keys.ts';
import { signatureCheck } from '../sync/proofs.ts';
import { DEAD_NUMBER, SAY_AGAIN } from './device-number.ts';
import type { Keychain } from './keychain.ts';
import { isServerOrigin } from './server-origin.ts';

export type SessionPorts = {
  readonly keychain: Keychain;
  readonly deviceStore: LocalStore;
  readonly openStore: (name: string) => LocalStore;
  /** Of every firm somebody is signed in to here, the current one first. */
  readonly desks: () => Promise<readonly Desk[]>;
  /** `token`: proves a sign-in under way, which is not kept yet. */
  readonly net: (origin: string, token?: string) => Net;
  /** How this device is named in the person's list of devices. */
  readonly label: string;
  readonly timers: Timers;
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

/** Milliseconds. */
const UNTIL_PAGES_KNOW = 1500;

type About = ServerView & Pin;

export function makeSession(ports: SessionPorts): SessionWithCookie {
  const { keychain, deviceStore, openStore, desks, net, label, timers, onSignedIn } = ports;
  /** What changes who is signed in here, one after the other: each reads what the former wrote. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };

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
    // The fingerprint that is shown is that of the key that is pinned, or the comparison would prove nothing.
    if (!read || read.protocol < PROTOCOL_VERSION || read.keyId !== (await fingerprintOf(read.publicKey)))
      return refuse({ tag: 'not-navette' });
    return ok({ origin, firm: { ...read.firm, id: read.firm.id as FirmId }, keyId: read.keyId, publicKey: read.publicKey });
  }

  /** The server, with the key this device knew it by where the present one does not follow from it: nobody may take that one in silence. */
  async function meet(origin: string): Promise<Result<About, SignInRefusal>> {
    const server = await about(origin);
    const pin = server.ok && (await readPin(deviceStore, origin));
    if (!server.ok || !pin || pin.publicKey === server.value.publicKey) return server;
    const list = await askKeys(net(origin));
    if (!list.ok) return refuse({ tag: 'unreachable' });
    const { firm, acts } = list.value;
    const follows =
      firm === server.value.firm.id &&
      presentKey(knownKeys(acts), 'log')?.publicKey === server.value.publicKey &&
      (await isVouched(list.value, pin.publicKey, signatureCheck()));
    return follows ? server : ok({ ...server.value, keyBefore: pin.keyId });
  }

  /** Before anything is told: a server whose key this device may believe. */
  async function known(origin: string): Promise<Result<About, SignInRefusal>> {
    const server = await meet(origin);
    return server.ok && server.value.keyBefore !== undefined ? refuse({ tag: 'key-changed' }) : server;
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
      ...(read.until === undefined ? {} : { until: read.until }),
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
      await inTurn(() => saveEnrolment(deviceStore, enrolment));
      if (token !== null) await keychain.keep(server.origin, token);
    } catch (error) {
      if (isStoreFailure(error)) return refuse({ tag: error.tag });
      throw error;
    }
    onSignedIn();
    return ok(undefined);
  }

  async function end({ enrolment }: Desk): Promise<void> {
    await inTurn(async () => {
      const here = (await allEnrolments(deviceStore)).find(({ storeName }) => storeName === enrolment.storeName);
      // Another token may stand there by now, of somebody who signed in meanwhile.
      if (!here || here.turn === enrolment.turn) await keychain.forget(enrolment.origin);
      await endEnrolment(deviceStore, enrolment);
    });
  }

  async function leave(current: Desk, choice: 'keep' | 'erase'): ReturnType<SessionControl['signOut']> {
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
      await keychain.forget(markOf(current.enrolment.origin));
      if (!(await current.store.erase(UNSENT))) return false;
      await end(current);
      // What an assistant was told stands in the device's own store: it goes with the rest.
      await forgetDraftsOf(deviceStore, current.enrolment.user.id);
      await eraseAgain(current);
      return true;
    });
    return erased ? ok(undefined) : refuse({ tag: 'unsent-work', waiting: Math.max(1, await unsentWork(current.store)) });
  }

  /** A page that saw its store go, and did not know yet that nobody is signed in, has made an empty one anew; or is about to. */
  async function eraseAgain({ enrolment }: Desk): Promise<void> {
    const again = (): Promise<void> =>
      inTurn(async () => {
        const back = (await allEnrolments(deviceStore)).some(({ storeName }) => storeName === enrolment.storeName);
        if (!back)
          await openStore(enrolment.storeName)
            .erase(UNSENT)
            .then(undefined, () => false);
      });
    await again();
    timers.after(UNTIL_PAGES_KNOW, () => void again().catch(() => undefined));
  }

  async function proveBy(origin: string, name: string, body: unknown): Promise<Result<unknown, CommandRefusal | SignInRefusal>> {
    const server = await known(origin);
    if (!server.ok) return server;
    const given = await sendCommand(net(origin), name, body, await keychain.token(markOf(origin)));
    if (!given.ok) return given;
    const { said, token, mark } = given.value;
    if (!saysSignedIn(said)) return ok(said);
    const enrolled = await enrol(server.value, token);
    if (!enrolled.ok) return enrolled;
    if (mark !== null) await keychain.keep(markOf(origin), mark);
    return ok(said);
  }

  return {
    lookUp: meet,

    async trustKey(origin, keyId) {
      const found = await about(origin);
      if (!found.ok) return found;
      // It changed once more since it was shown.
      if (found.value.keyId !== keyId) return refuse({ tag: 'key-changed' });
      try {
        await deviceStore.commit({ put: { meta: [pinRow(origin, found.value)] } });
        return ok(undefined);
      } catch (error) {
        if (isStoreFailure(error)) return refuse({ tag: error.tag });
        throw error;
      }
    },

    async signIn(origin, email, password) {
      const given = await proveBy(origin, 'sign-in', { email: email.trim(), password });
      if (!given.ok) return refuse(passwordRefusal(given.refusal));
      if (saysSignedIn(given.value)) return ok(undefined);
      return refuse({ tag: asksFactor(given.value) ? 'factor-needed' : 'wrong-credentials' });
    },

    proveBy,

    async adoptCookie(origin) {
      const server = await known(origin);
      return server.ok ? enrol(server.value, null) : server;
    },

    switchTo: (firm) => inTurn(() => makeCurrent(deviceStore, firm)),

    async signOut(choice, which) {
      const all = await desks();
      const leaving =
        which === 'all' ? all : which === undefined ? all.slice(0, 1) : all.filter((one) => one.enrolment.storeName === which);
      // Asked of all of them before anything ends: it is all of them, or none.
      const waiting = choice === 'keep' ? 0 : await sumOf(leaving, ({ store }) => unsentWork(store));
      if (waiting > 0) return refuse({ tag: 'unsent-work', waiting });
      // The current one last: while others end, the screens stay where they are.
      for (const one of leaving.toReversed()) {
        const left = await leave(one, choice);
        if (!left.ok) return left;
      }
      return ok(undefined);
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

async function sumOf<T>(all: readonly T[], count: (one: T) => Promise<number>): Promise<number> {
  return (await Promise.all(all.map(count))).reduce((sum, n) => sum + n, 0);
}

async function formerDevice(store: LocalStore): Promise<DeviceNumber | null> {
  const value = (await store.get('meta', 'device'))?.value;
  return typeof value === 'number' ? (value as DeviceNumber) : null;
}

/** Where the mark of this device is kept, beside the token of its server. */
function markOf(origin: string): string {
  return `known ${origin}`;
}

function asksFactor(said: unknown): boolean {
  return typeof said === 'object' && said !== null && 'outcome' in said && said.outcome === 'factor';
}

function passwordRefusal(refusal: CommandRefusal | SignInRefusal): SignInRefusal {
  if (refusal.tag !== 'refused') return refusal;
  if (refusal.problem === 'too-many') return { tag: 'too-many-tries', waitSeconds: refusal.waitSeconds ?? 60 };
  // An address that is none, or a password longer than any.
  return refusal.problem === 'bad-request' ? { tag: 'wrong-credentials' } : { tag: 'unreachable' };
}

function signInRefusal({ problem }: NetProblem): SignInRefusal {
  return problem === 'sign-in-needed' || problem === 'forbidden' ? { tag: 'wrong-credentials' } : { tag: 'unreachable' };
}

/** How a key is named where people compare it: the start of its SHA-256. */
async function fingerprintOf(publicKey: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', base64UrlToBytes(publicKey) ?? new Uint8Array());
  return bytesToHex(new Uint8Array(hash)).slice(0, 16);
}
