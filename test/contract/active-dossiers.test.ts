/** R150: which dossiers were active in an accounting year, by what the log holds. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { EMPTY_LINE } from '@navette/domain/drafts/entry';
import type { DossierId } from '@navette/kernel/ids';
import { roomName, type Room, type RoomName } from '@navette/rooms/room-names';
import type { RoomLog } from '../../sync-server/src/ports.ts';
import { EntryValidate } from '@navette/protocol/entries';
import { startTestServer } from '../../sync-server/src/testing/test-server.ts';
import { navette, navetteJson } from '../support/command-line.ts';
import { purchase, validation } from '../support/entries.ts';
import { askCommand } from '../support/payroll-product.ts';
import { freshId } from '../support/sync-world.ts';
import { activeDossiers } from '../../sync-server/src/entries/active-dossiers.ts';

const dossier = freshId<DossierId>();
const JOURNAL: Room = { kind: 'journal', dossier, year: 2026, side: 'client' };
const at = (day: string) => Date.parse(`${day}T12:00:00Z`);

function update(root: string, key: string, value: unknown): Uint8Array {
  const doc = new Y.Doc();
  doc.getMap(root).set(key, value);
  return Y.encodeStateAsUpdate(doc);
}
const revision = (lines = purchase().lines, also: object = {}) =>
  update('entries', `${freshId()}/rev~${freshId()}`, { v: 1, entry: purchase({ lines }), replaces: [], ...also });

function logOf(...entries: readonly (readonly [room: Room, day: string, bytes: Uint8Array])[]): Pick<RoomLog, 'rooms' | 'room'> {
  const all = entries.map(([room, day, bytes], i) => ({ room: roomName(room), at: at(day), bytes, cursor: i + 1 }));
  return {
    rooms: async () => [...new Set(all.map(({ room }) => room))],
    room: async (name: RoomName) => all.filter(({ room }) => room === name) as never,
  };
}

describe('an active dossier', () => {
  it('R150 has an entry line written during its accounting year, by either side, in whichever year’s journal', async () => {
    const log = logOf([JOURNAL, '2026-03-02', revision()], [JOURNAL, '2026-04-02', revision()], [JOURNAL, '2027-01-05', revision()]);
    expect(await activeDossiers(log)).toEqual([
      { dossier, year: 2026, writes: 2, first: at('2026-03-02'), last: at('2026-04-02') },
      { dossier, year: 2027, writes: 1, first: at('2027-01-05'), last: at('2027-01-05') },
    ]);
  });

  it('R150 R151 a validated entry counts, and so does a withdrawal, which deletes lines', async () => {
    const validated = { v: 1, number: 1, at: 1, by: freshId(), of: [], entry: purchase(), hash: 'h', previous: '' };
    const books: Room = { kind: 'entries', dossier, year: 2026 };
    const log = logOf(
      [books, '2026-05-01', update('validated', freshId(), validated)],
      [JOURNAL, '2026-05-02', revision(undefined, { withdrawn: true })],
    );
    expect(await activeDossiers(log)).toMatchObject([{ year: 2026, writes: 2 }]);
  });

  it('R150 documents, comments, a draft without a line and what cannot be read make no dossier active', async () => {
    const log = logOf(
      [{ kind: 'deposits', dossier, year: 2026, box: 'common' }, '2026-05-01', update('deposits', freshId(), { v: 1 })],
      [JOURNAL, '2026-05-01', revision([])],
      [JOURNAL, '2026-05-01', update('entries', freshId(), { lines: [EMPTY_LINE] })],
      [JOURNAL, '2026-05-01', new Uint8Array([9, 9, 9])],
    );
    expect(await activeDossiers(log)).toEqual([]);
  });
});

describe('navette active', { timeout: 60_000 }, () => {
  it('R150 says it beside a running server, by name, and of one year where it is asked', async () => {
    const server = await startTestServer();
    try {
      const { token, device, user } = await server.device('nadia.ferrand@demo.navette.example');
      expect([device > 0, user]).toEqual([true, server.users.nadia]);
      const answer = await askCommand(server, token, EntryValidate.name, validation(server.dossiers.bonnefoy));
      expect(await answer.json()).toMatchObject({ outcome: 'validated' });
      const year = new Date().getFullYear();
      type Active = { dossiers: { dossier: string; name: string; year: number; writes: number }[] };
      const all = await navetteJson<Active>('active', ['--data', server.data]);
      expect(all.code).toBe(0);
      expect(all.json.dossiers).toMatchObject([{ dossier: server.dossiers.bonnefoy, name: 'Atelier Bonnefoy', year, writes: 1 }]);
      const other = await navetteJson<Active>('active', ['--data', server.data, '--year', String(year - 1)]);
      expect(other.json.dossiers).toEqual([]);
      expect((await navette('active', ['--data', server.data, '--year', 'x'])).code).toBe(2);
    } finally {
      await server.close();
    }
  });
});
