/** `navette history`: who wrote what, and any earlier state as stock Yjs had it then. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import { makeId } from '@navette/kernel/ids';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { clientId } from '@navette/rooms/client-ids';
import { roomName, type Room } from '@navette/rooms/room-names';
import * as Y from 'yjs';
import { memoryBus } from '../../sync-server/src/adapters/memory-bus.ts';
import { systemClock, systemRandom } from '../../sync-server/src/adapters/node-platform.ts';
import { makeAccept } from '../../sync-server/src/rooms/accept.ts';
import { makeRoomRules } from '../../sync-server/src/rooms/room-rights.ts';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { Folders, navette, navetteJson } from '../support/command-line.ts';

type Line = {
  seq: number;
  at: number;
  author: { id: string; name: string | null };
  device: number;
  changes: { key: string; what: string; value: unknown }[];
};

type Writer = { user: UserId; device: DeviceNumber };

const folders = new Folders();
let data: string;
let server: TestServer;
let records: string;
let text: string;
/** What a stock document held after each entry. */
const states: unknown[] = [];
const textStates: unknown[] = [];
const [first, second] = [id(), id()];

function id(): string {
  return makeId<string>(Date.now(), systemRandom.bytes(10));
}

beforeAll(async () => {
  data = folders.free();
  server = await startTestServer({ data });
  const { users, dossiers, directory, roomLog } = server;
  const accept = makeAccept({
    log: roomLog,
    rules: makeRoomRules(directory, systemClock),
    bus: memoryBus(),
    clock: systemClock,
    limits: DEFAULT_LIMITS,
  });
  const counters = new Map<number, number>();

  /** One device's write, sent as it happens, from a document that has seen `seen`. */
  async function write({ user, device }: Writer, room: Room, doc: Y.Doc, change: () => void): Promise<Uint8Array> {
    doc.clientID = clientId(device, 0);
    let bytes = new Uint8Array();
    doc.once('update', (update: Uint8Array) => void (bytes = new Uint8Array(update)));
    doc.transact(change);
    const counter = (counters.get(device) ?? 0) + 1;
    counters.set(device, counter);
    const [accepted] = await accept.write(roomName(room), { user, device, by: 'push' }, [{ id: id(), counter, bytes }]);
    expect(accepted?.status).toBe('stored');
    return bytes;
  }

  const [nadia, julien] = [users.nadia, users.julien].map((user) => ({ user, device: directory.enrol(user, 'test') })) as [Writer, Writer];
  const [lower, higher] = nadia.device < julien.device ? [nadia, julien] : [julien, nadia];
  const dossier = dossiers.bonnefoy;
  const notes: Room = { kind: 'internal', dossier };
  const room: Room = { kind: 'processing', dossier, year: 2026, box: 'common' };
  [records, text] = [roomName(room), roomName(notes)];
  const docs = { lower: new Y.Doc(), higher: new Y.Doc() };
  const stock = new Y.Doc();
  const keep = (bytes: Uint8Array) => {
    Y.applyUpdate(stock, bytes);
    states.push(stock.getMap('processing').toJSON());
    return bytes;
  };
  const say = (doc: Y.Doc, key: string, value: unknown) => () => void doc.getMap('processing').set(key, value);
  const one = keep(await write(lower, room, docs.lower, say(docs.lower, `${first}/taken`, { v: 1 })));
  Y.applyUpdate(docs.higher, one);
  // Two at once: the higher client id stands, and the lower one's write comes last into the log.
  keep(await write(higher, room, docs.higher, say(docs.higher, `request/${second}`, { v: 1, title: 'A', kind: 'other' })));
  keep(await write(lower, room, docs.lower, say(docs.lower, `request/${second}`, { v: 1, title: 'B \u001b[2J', kind: 'other' })));
  Y.applyUpdate(docs.higher, Y.encodeStateAsUpdate(docs.lower));
  keep(await write(higher, room, docs.higher, () => docs.higher.getMap('processing').delete(`${first}/taken`)));

  const writing = new Y.Doc();
  const seen = new Y.Doc();
  const note = id();
  const edit = async (change: (body: Y.Text) => void) => {
    const entries = writing.getMap('notes');
    const bytes = await write(nadia, notes, writing, () => {
      if (!entries.has(note)) entries.set(note, new Y.Text());
      change(entries.get(note) as Y.Text);
    });
    Y.applyUpdate(seen, bytes);
    textStates.push(seen.getMap('notes').toJSON());
  };
  await edit((body) => body.insert(0, 'Rendez-vous'));
  await edit((body) => body.insert(11, ' mardi'));
  await edit((body) => body.delete(0, 6));
});
afterAll(async () => {
  await server.stop();
  folders.remove();
});

const history = (room: string, ...options: string[]) =>
  navetteJson<{ entries: Line[]; state: unknown; seq: number }>('history', [room, '--data', data, ...options]);

describe('R10 the history of a room', () => {
  test('names each author, in order, with the keys they wrote', async () => {
    const { entries } = (await history(records)).json;
    expect(entries.map((entry) => entry.seq)).toEqual([1, 2, 3, 4]);
    for (const entry of entries) {
      expect(entry.author.name).toBe(server.directory.person(entry.author.id as UserId)?.name);
      expect(server.directory.ownsDevice(entry.author.id as UserId, entry.device as DeviceNumber)).toBe(true);
    }
    expect(entries.map((entry) => entry.changes.map(({ key, what }) => `${what} ${key}`))).toEqual([
      [`set ${first}/taken`],
      [`set request/${second}`],
      [`superseded request/${second}`],
      [`removed ${first}/taken`],
    ]);
  });

  test('R9 says what was written and lost a conflict, with its value', async () => {
    const lost = (await history(records)).json.entries[2]?.changes[0];
    expect(lost?.value).toMatchObject({ title: 'B \u001b[2J' });
  });

  test('is one line an entry for people, and nothing written by people reaches the terminal’s controls', async () => {
    const { code, out } = await navette('history', [records, '--data', data]);
    expect(code).toBe(0);
    expect(out.split('\n')).toHaveLength(5);
    expect(out).toContain(server.directory.person(server.users.nadia)?.name ?? '?');
    expect(out).toContain('(écarté par un conflit)');
    expect(out).not.toContain('\u001b');
  });

  test.each([1, 2, 3, 4])('the state after entry %i is what stock Yjs had then', async (seq) => {
    const { json } = await history(records, '--at', String(seq));
    expect(json).toMatchObject({ seq });
    expect(json.state).toEqual(states[seq - 1]);
    expect(JSON.parse((await navette('history', [records, '--data', data, '--at', String(seq)])).out)).toEqual(states[seq - 1]);
  });

  test.each([1, 2, 3])('a text that two edits made is rebuilt after entry %i', async (seq) => {
    const { json } = await history(text, '--at', String(seq));
    expect(json.state).toEqual(textStates[seq - 1]);
    const { entries } = (await history(text)).json;
    expect(entries.map((entry) => entry.changes[0]?.what)).toEqual(['set', 'edited', 'edited']);
  });

  test('a moment is a time of Paris, a day, or an instant; before the first entry there is nothing', async () => {
    const { entries } = (await history(records)).json;
    const second = entries[1]?.at ?? 0;
    const then = entries.findLastIndex((entry) => entry.at <= second);
    for (const at of [
      new Date(second).toISOString(),
      Temporal.Instant.fromEpochMilliseconds(second).toZonedDateTimeISO('Europe/Paris').toPlainDateTime().toString(),
    ]) {
      expect((await history(records, '--at', at)).json).toMatchObject({ seq: then + 1, state: states[then] });
    }
    expect((await history(records, '--at', '2999-01-01')).json.state).toEqual(states[3]);
    expect((await history(records, '--at', '2001-01-01T10:00')).json).toMatchObject({ seq: 0, state: {} });
  });

  test.each([
    ['nonsense', [], 'donnez le nom d’un espace du journal'],
    [() => records, ['--at', '5'], 'Il n’y a pas d’entrée 5'],
    [() => records, ['--at', 'hier'], 'donnez un numéro d’entrée'],
    [() => `dossier/${first}/internal`, [], 'Rien n’a jamais été écrit'],
  ])('O3 what cannot be shown is refused (%#)', async (room, options, sentence) => {
    const { code, err } = await navette('history', [typeof room === 'string' ? room : room(), '--data', data, ...options]);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(sentence) as string });
  });
});
