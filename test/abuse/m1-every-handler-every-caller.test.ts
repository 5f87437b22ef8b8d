// M1: a taken-over renderer may send any message. Every message is tried from every kind of sender, in every shape.

import { beforeEach, describe, expect, test } from 'vitest';
import { makeDispatcher, type Handlers } from '../../extension/messages/dispatcher.ts';
import { callerOf, type Caller, type Sender } from '../../extension/messages/callers.ts';
import { MESSAGES, type MessageType } from '../../extension/messages/message-table.ts';
import { makeRateLimit } from '../../extension/messages/message-limits.ts';

const OWN = { id: 'own', base: 'chrome-extension://own/' };
const PORTAL = 'https://portal.example';
const CAPTURE = '01a1f99d-f3ac-71e8-8dd3-d40497e85f99';
const HASH = 'a'.repeat(64);

const SENDERS: Record<Caller | 'stranger', Sender> = {
  page: { id: 'own', url: 'chrome-extension://own/app.html', origin: 'chrome-extension://own', tab: { id: 1 }, frameId: 0 },
  portal: { id: 'own', url: `${PORTAL}/documents`, origin: PORTAL, tab: { id: 2 }, frameId: 0 },
  anySite: { id: 'own', url: 'https://hostile.example/', origin: 'https://hostile.example', tab: { id: 3 }, frameId: 0 },
  stranger: { id: 'other-extension', url: 'chrome-extension://other/x.html', origin: 'chrome-extension://other' },
};

/** A well-formed body for each message. */
const BODIES: Record<MessageType, unknown> = {
  'capture-piece': { capture: CAPTURE, index: 0, count: 1, size: 3, name: 'a.pdf', way: 'drop', bytes: new Blob(['abc']) },
  'capture-failed': { capture: CAPTURE, reason: 'not-found' },
  'open-panel': {},
  'dismiss-deposit-banner': {},
  'resume-migration': {},
  'account-changed': {},
  'deposit-tab': { tab: 4 },
  'fetch-capture': { capture: CAPTURE },
  'permissions-changed': {},
  'portal-access': {},
  'sync-now': {},
  'live-ticket': { room: `account/${CAPTURE}` },
  'bring-blob': { dossier: CAPTURE, hash: HASH },
  'firm-tray': { answer: { n: 1, how: 'filed' } },
  'look-up-server': { origin: 'https://portal.example' },
  'trust-key': { origin: 'https://portal.example', keyId: '0123456789abcdef' },
  'sign-in': { origin: 'https://portal.example', email: 'a@b.example', password: 'x' },
  command: { name: 'people-list', body: {}, at: null },
  'sign-in-by': { name: 'code-check', body: {}, origin: 'https://portal.example' },
  'switch-firm': { firm: 'navette-portal.example-x' },
  'sign-out': { choice: 'keep', firm: 'all' },
};

const TYPES = Object.keys(MESSAGES) as MessageType[];
let called: { type: string; caller: Caller }[] = [];

function dispatcher(answer: unknown = { status: 'ok', missing: [], deposited: true, secret: 'x' }, now = () => 0) {
  const handlers = Object.fromEntries(
    TYPES.map((type) => [type, (_body: unknown, { caller }: { caller: Caller }) => (called.push({ type, caller }), answer)]),
  ) as unknown as Handlers;
  const portals = new Set([PORTAL]);
  return makeDispatcher({
    own: OWN,
    now,
    portalOrigins: () => portals,
    portalOriginsRead: () => Promise.resolve(portals),
    handlers,
    report: (error) => expect.unreachable(String(error)),
  });
}

const isRefused = (answer: unknown): boolean => (answer as { status?: string }).status === 'refused';

beforeEach(() => (called = []));

describe('M1 every handler, every caller', () => {
  for (const type of TYPES) {
    for (const who of ['page', 'portal', 'anySite'] as const) {
      const allowed = (MESSAGES[type].callers as readonly Caller[]).includes(who);
      test(`M1 ${type} from ${who} is ${allowed ? 'answered' : 'refused'}`, async () => {
        const answer = await dispatcher()({ type, body: BODIES[type] }, SENDERS[who]);
        expect(called).toEqual(allowed ? [{ type, caller: who }] : []);
        expect(isRefused(answer)).toBe(!allowed);
      });
    }
    test(`M1 ${type} from another extension or an outside program gets no answer at all`, () => {
      expect(dispatcher()({ type, body: BODIES[type] }, SENDERS.stranger)).toBeUndefined();
      expect(dispatcher()({ type, body: BODIES[type] }, { id: 'own' })).toBeUndefined();
      expect(called).toEqual([]);
    });
    test(`M1 ${type} with a field too many, a missing body or wrong types is refused`, async () => {
      const who = SENDERS[MESSAGES[type].callers[0] as Caller];
      for (const body of [{ ...(BODIES[type] as object), extra: 1 }, undefined, null, 7, 'x', [1]])
        expect(isRefused(await dispatcher()({ type, body }, who))).toBe(true);
      expect(isRefused(await dispatcher()({ type, body: BODIES[type], extra: 1 }, who))).toBe(true);
      expect(called).toEqual([]);
    });
  }

  test('M1 what any site may ask for is this, and nothing else', () => {
    const anySite = TYPES.filter((type) => (MESSAGES[type].callers as readonly Caller[]).includes('anySite'));
    expect(anySite).toEqual(['capture-piece', 'capture-failed', 'open-panel']);
  });

  test('M1 a visited page hears ok or refused, whatever the handler says', async () => {
    const body = BODIES['capture-piece'];
    expect(await dispatcher()({ type: 'capture-piece', body }, SENDERS.anySite)).toEqual({ status: 'ok', missing: [] });
    expect(await dispatcher({ name: 'Claire Morel', token: 'x' })({ type: 'open-panel', body: {} }, SENDERS.anySite)).toEqual({
      status: 'ok',
    });
  });

  test.each(['toString', '__proto__', 'constructor', '', 'unknown'])('M1 a message named %s is refused', async (type) => {
    expect(isRefused(await dispatcher()({ type, body: {} }, SENDERS.page))).toBe(true);
  });

  test('M1 a message over 64 KiB from a page is refused, its bytes apart', async () => {
    const big = { ...(BODIES['capture-piece'] as object), name: 'x'.repeat(64 * 1024) };
    expect(isRefused(await dispatcher()({ type: 'capture-piece', body: big }, SENDERS.anySite))).toBe(true);
    const bytes = { ...(BODIES['capture-piece'] as object), size: 1e6, bytes: new Blob([new Uint8Array(1e6)]) };
    expect(isRefused(await dispatcher()({ type: 'capture-piece', body: bytes }, SENDERS.anySite))).toBe(false);
    const tooManyBytes = { ...(BODIES['capture-piece'] as object), bytes: new Blob([new Uint8Array(8 * 1024 * 1024 + 1)]) };
    expect(isRefused(await dispatcher()({ type: 'capture-piece', body: tooManyBytes }, SENDERS.anySite))).toBe(true);
  });

  test('M1 the 21st message of a tab in one second is refused, and the next second starts again', async () => {
    let now = 0;
    const dispatch = dispatcher({ status: 'ok' }, () => now);
    const send = () => dispatch({ type: 'open-panel', body: {} }, SENDERS.anySite);
    for (let i = 0; i < 20; i++) expect(await send()).toEqual({ status: 'ok' });
    expect(await send()).toEqual({ status: 'refused', reason: 'too-many' });
    now = 1000;
    expect(await send()).toEqual({ status: 'ok' });
  });

  test('M1 one tab’s flood does not silence another', () => {
    const may = makeRateLimit();
    for (let i = 0; i < 30; i++) may(1, 0);
    expect(may(2, 0)).toBe(true);
  });

  test('M1 a bug in a handler is a refusal, not a silence', async () => {
    const thrown: unknown[] = [];
    const handlers = Object.fromEntries(TYPES.map((type) => [type, () => Promise.reject(new Error('bug'))])) as unknown as Handlers;
    const dispatch = makeDispatcher({
      own: OWN,
      now: () => 0,
      portalOrigins: () => new Set(),
      portalOriginsRead: () => Promise.resolve(new Set<string>()),
      handlers,
      report: (error) => thrown.push(error),
    });
    expect(await dispatch({ type: 'sync-now', body: {} }, SENDERS.page)).toEqual({ status: 'refused', reason: 'failed' });
    expect(thrown).toHaveLength(1);
  });
});

describe('M1 who calls is what the browser says', () => {
  const portals = new Set([PORTAL]);
  test('M1 a frame inside the portal, or a page that looks like it, is no portal', () => {
    expect(callerOf({ ...SENDERS.portal, frameId: 3 }, OWN, portals)).toBe('anySite');
    expect(callerOf({ ...SENDERS.portal, origin: 'null' }, OWN, portals)).toBe('anySite');
    expect(
      callerOf(
        { ...SENDERS.portal, url: 'https://portal.example.hostile.example/', origin: 'https://portal.example.hostile.example' },
        OWN,
        portals,
      ),
    ).toBe('anySite');
    expect(callerOf({ ...SENDERS.portal, url: 'http://portal.example/', origin: 'http://portal.example' }, OWN, portals)).toBe('anySite');
  });

  test('M1 Firefox, which gives no origin, is read from the address', () => {
    expect(callerOf({ id: 'own', url: `${PORTAL}/x`, tab: { id: 1 }, frameId: 0 }, OWN, portals)).toBe('portal');
  });

  test('M1 an address that only begins like ours is not ours', () => {
    expect(callerOf({ id: 'own', url: 'chrome-extension://own.example/app.html', tab: { id: 1 }, frameId: 0 }, OWN, portals)).toBe(
      'anySite',
    );
  });
});
