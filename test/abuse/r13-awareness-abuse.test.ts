/**
 * R13: presence shows who the server says it is, of oneself only, small and at most twice a second, and never to the other
 * side of the dossier; storms cost one message a tick.
 */
import * as encoding from 'lib0/encoding';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { Presence, type Present } from '../../sync-server/src/rooms/presence.ts';
import { readClientMessage, type AwarenessState } from '../../sync-server/src/rooms/sync-messages.ts';
import { listen, syncWorld, ticketFor, until, type TestPerson } from '../support/sync-world.ts';

/** Somebody who watches, with the stock awareness that hears what they are sent. */
class Watcher implements Present {
  readonly identity: { readonly user: string };
  readonly circle: string;
  readonly doc = new Y.Doc();
  readonly awareness = new Awareness(this.doc);
  frames = 0;
  bytes = 0;

  constructor(user: string, circle = 'client') {
    this.identity = { user };
    this.circle = circle;
  }

  send(frame: Uint8Array): void {
    this.frames++;
    this.bytes += frame.length;
    const message = readClientMessage(frame);
    if (message.tag !== 'awareness') throw new Error(message.tag);
    applyAwarenessUpdate(this.awareness, encoded(message.states), 'server');
  }

  /** What this one sees of a client. */
  sees(client: number): unknown {
    return this.awareness.getStates().get(client);
  }

  /** Its own state, as the stock client says it. */
  says(state: Record<string, unknown> | null): AwarenessState[] {
    this.awareness.setLocalState(state);
    const clock = this.awareness.meta.get(this.doc.clientID)?.clock ?? 0;
    return [{ client: this.doc.clientID, clock, state: JSON.stringify(state) }];
  }
}

function encoded(states: readonly AwarenessState[]): Uint8Array {
  return encoding.encode((e) => {
    encoding.writeVarUint(e, states.length);
    for (const { client, clock, state } of states) {
      encoding.writeVarUint(e, client);
      encoding.writeVarUint(e, clock);
      encoding.writeVarString(e, state);
    }
  });
}

const opened: Watcher[] = [];
function watcher(user: string, circle?: string): Watcher {
  const one = new Watcher(user, circle);
  opened.push(one);
  return one;
}
afterEach(() => opened.splice(0).forEach(({ awareness, doc }) => (awareness.destroy(), doc.destroy())));

/** One room; time passes when the test says so. */
function setUp(...watchers: Watcher[]) {
  const waiting: (() => void)[] = [];
  const later = (run: () => void) => {
    waiting.push(run);
    return () => void waiting.splice(waiting.indexOf(run), 1);
  };
  const presence = new Presence<Watcher>(later);
  const room = new Set(watchers);
  return {
    presence,
    room,
    waiting,
    hear: (from: Watcher, states: readonly AwarenessState[]) => presence.hear(from, states, room),
    tick: () => waiting.splice(0).forEach((run) => run()),
  };
}

describe('R13 presence of one room', () => {
  test('false names: whoever one claims to be, others read the server’s word, and the other fields are kept', () => {
    const [a, b] = [watcher('anna'), watcher('bruno')];
    const { hear } = setUp(a, b);
    hear(a, a.says({ user: { name: 'Le directeur' }, cursor: { at: 3 }, nom: 'é😀' }));
    expect(b.sees(a.doc.clientID)).toEqual({ user: 'anna', cursor: { at: 3 }, nom: 'é😀' });
    const own = a.says({ cursor: 4 });
    hear(
      a,
      own.map((state) => ({ ...state, state: '{"__proto__":{"admin":true},"user":"directeur","user":"chef"}' })),
    );
    expect(JSON.stringify(b.sees(a.doc.clientID))).not.toContain('chef');
  });

  test('own slots only: a colleague’s state is neither replaced nor removed, in whatever order one speaks', () => {
    const [a, b, c] = [watcher('anna'), watcher('bruno'), watcher('chloé')];
    const { hear, tick } = setUp(a, b, c);
    hear(a, a.says({ cursor: 1 }));
    tick();
    const forged = { client: a.doc.clientID, clock: 1_000_000 };
    hear(b, [{ ...forged, state: '{"cursor":99}' }]);
    hear(b, [{ ...forged, state: 'null' }]);
    tick();
    hear(b, b.says({ cursor: 2 }));
    hear(b, [
      { ...forged, state: 'null' },
      { ...forged, client: 77, state: '{}' },
    ]);
    tick();
    tick();
    expect(c.sees(a.doc.clientID)).toMatchObject({ cursor: 1 });
    expect(c.sees(b.doc.clientID)).toMatchObject({ cursor: 2, user: 'bruno' });
    expect(c.sees(77)).toBeUndefined();
  });

  test('what is no object is dropped, and the state before it stands until its person leaves', () => {
    const [a, b] = [watcher('anna'), watcher('bruno')];
    const { hear, tick, presence, room } = setUp(a, b);
    hear(a, a.says({ cursor: 1 }));
    let clock = 100;
    for (const state of ['[1]', '3', '"x"', '{', 'true', '']) {
      tick();
      tick();
      hear(a, [{ client: a.doc.clientID, clock: clock++, state }]);
    }
    expect(b.sees(a.doc.clientID)).toMatchObject({ cursor: 1 });
    room.delete(a);
    presence.leave(a, room);
    expect(b.sees(a.doc.clientID)).toBeUndefined();
  });

  test('a thousand states in a storm are one message at once and one a tick, the last of them the latest; then nothing is under way', () => {
    const [a, b] = [watcher('anna'), watcher('bruno')];
    const { hear, tick, waiting } = setUp(a, b);
    for (let at = 0; at < 1000; at++) hear(a, a.says({ cursor: at }));
    expect(b.frames).toBe(1);
    expect(waiting).toHaveLength(1);
    tick();
    expect(b.frames).toBe(2);
    expect(b.sees(a.doc.clientID)).toMatchObject({ cursor: 999 });
    tick();
    tick();
    expect([b.frames, waiting.length]).toEqual([2, 0]);
  });

  test('a full house that storms costs each watcher one bounded message a tick, and everybody’s turn comes', () => {
    const people = Array.from({ length: 200 }, (_, i) => watcher(`person ${i}`));
    const { hear, tick } = setUp(...people);
    for (let round = 0; round < 5; round++) {
      for (const one of people) hear(one, one.says({ round }));
      for (const one of people) one.frames = one.bytes = 0;
      tick();
      for (const one of people) expect(one.frames).toBe(1);
      expect(people[0]?.bytes).toBeLessThan(64 * 600);
    }
    for (let i = 0; i < 5; i++) tick();
    const [first] = people;
    expect(
      people
        .slice(1)
        .filter((one) => JSON.stringify(first?.sees(one.doc.clientID)) === JSON.stringify({ round: 4, user: one.identity.user })).length,
    ).toBe(199);
  });

  test('asking who is there again and again is answered once a tick', () => {
    const [a, b] = [watcher('anna'), watcher('bruno')];
    const { hear, tick, presence } = setUp(a, b);
    hear(a, a.says({ cursor: 1 }));
    b.frames = 0;
    for (let i = 0; i < 1000; i++) presence.greet(b);
    expect(b.frames).toBe(1);
    tick();
    presence.greet(b);
    expect(b.frames).toBe(2);
  });

  test('no presence crosses the border between client and firm, and a client id claimed on one side is free on the other', () => {
    const [a, staff] = [watcher('anna', 'client'), watcher('sophie', 'staff')];
    const { hear, tick, presence, room } = setUp(a, staff);
    hear(a, [{ client: staff.doc.clientID, clock: 5, state: '{}' }]);
    tick();
    hear(staff, staff.says({ cursor: 9 }));
    tick();
    presence.greet(a);
    presence.greet(staff);
    expect(a.sees(staff.doc.clientID)).toEqual({ user: 'anna' });
    const before = a.frames;
    presence.leave(staff, room);
    expect(a.frames).toBe(before);
    expect(staff.awareness.getStates().has(a.doc.clientID)).toBe(false);
  });

  test('one who comes back before the old connection is known to be dead speaks again, and the old one’s end removes nobody', () => {
    const [old, b] = [watcher('anna'), watcher('bruno')];
    const { hear, tick, presence, room } = setUp(old, b);
    hear(old, old.says({ cursor: 1 }));
    tick();
    const back = watcher('anna');
    room.add(back);
    hear(back, [{ client: old.doc.clientID, clock: 50, state: '{"cursor":2}' }]);
    tick();
    room.delete(old);
    presence.leave(old, room);
    expect(b.sees(old.doc.clientID)).toMatchObject({ cursor: 2, user: 'anna' });
    room.delete(back);
    presence.leave(back, room);
    expect(b.sees(old.doc.clientID)).toBeUndefined();
  });

  test('a room where nobody says anything holds nothing and waits for nothing', () => {
    const [a, b] = [watcher('anna'), watcher('bruno')];
    const { waiting, presence, hear, room } = setUp(a, b);
    presence.greet(a);
    hear(a, [{ client: 1, clock: 1, state: 'null' }]);
    presence.leave(a, room);
    expect([waiting.length, a.frames, b.frames]).toEqual([0, 0, 0]);
    hear(b, b.says({}));
    expect(waiting).toHaveLength(1);
    room.delete(b);
    presence.leave(b, room);
    expect(waiting).toHaveLength(0);
  });
});

describe('R13 with stock clients on real sockets', () => {
  test('states come back to their sender stamped, storms and oversized states end nobody’s connection, the firm sees nothing', async () => {
    const world = syncWorld();
    const server = await listen(world.heart);
    const join = async (who: TestPerson) => {
      const provider = new WebsocketProvider(server.url, world.deposits, new Y.Doc(), {
        WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
        disableBc: true,
        params: { ticket: await ticketFor(world.heart, who, world.deposits) },
      });
      await until(() => provider.synced, 'in sync');
      return provider;
    };
    const providers = [await join(world.client), await join(world.colleague), await join(world.staff)] as const;
    const [a, b, firm] = providers;
    const seen = () => b.awareness.getStates().get(a.doc.clientID);
    a.awareness.setLocalState({ user: { name: 'Quelqu’un d’autre' }, cursor: 1 });
    await until(() => seen()?.['cursor'] === 1, 'B sees A');
    expect(seen()).toEqual({ cursor: 1, user: world.client.id });

    let heardByA = 0;
    a.ws?.addEventListener('message', () => heardByA++);
    for (let at = 0; at <= 1000; at++) a.awareness.setLocalState({ cursor: at });
    await until(() => seen()?.['cursor'] === 1000, 'B sees the latest');
    expect(heardByA).toBeGreaterThan(0);
    expect(heardByA).toBeLessThan(20);

    a.awareness.setLocalState({ cursor: 'x'.repeat(600) });
    a.ws?.send(
      encoding.encode(
        (e) => (encoding.writeVarUint(e, 1), encoding.writeVarUint8Array(e, encodeAwarenessUpdate(b.awareness, [b.doc.clientID]))),
      ),
    );
    a.awareness.setLocalState({ cursor: 7 });
    await until(() => seen()?.['cursor'] === 7, 'B sees A still');
    expect([a.wsconnected, b.wsconnected, firm.wsconnected]).toEqual([true, true, true]);
    expect([...firm.awareness.getStates().keys()]).toEqual([firm.doc.clientID]);
    for (const provider of providers) provider.destroy();
    await server.close();
  }, 20_000);
});
