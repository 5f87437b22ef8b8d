/**
 * R151, R153: what enters the books is the firm's to say. A company that may write entries writes drafts in its own journal, and nobody
 * but the server writes the room of validated entries.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClientRight } from '@navette/domain/membership';
import type { DossierId } from '@navette/kernel/ids';
import { EntryValidate } from '@navette/protocol/entries';
import { ExerciseSet } from '@navette/protocol/exercises';
import { PushAnswer } from '@navette/protocol/replication';
import { decodeFrame, encodeFrame } from '@navette/protocol/framing';
import { CLIENT_HEADER, FRAME_TYPE } from '@navette/protocol/version';
import { clientId } from '@navette/rooms/client-ids';
import { ROOT_OF } from '@navette/rooms/records';
import { parseRoom, roomName, type Room } from '@navette/rooms/room-names';
import * as Y from 'yjs';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { purchase, validation } from '../support/entries.ts';
import { askCommand } from '../support/payroll-product.ts';
import { freshId } from '../support/sync-world.ts';

const RIGHT: ClientRight = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: true };
let server: TestServer;
let dossier: DossierId;
type Who = Awaited<ReturnType<TestServer['device']>>;
let people: Record<'writer' | 'reader' | 'nothing' | 'otherStaff' | 'staff', Who>;

beforeAll(async () => {
  server = await startTestServer();
  dossier = server.dossiers.bonnefoy;
  const company = async (accounts: ClientRight['accounts']) => {
    const made = await server.createPerson();
    await server.grant(made.id, dossier, { ...RIGHT, accounts });
    return await server.device(made.email);
  };
  const otherStaff = await server.createPerson({ firmRole: 'admin' });
  await server.grant(otherStaff.id, server.dossiers.teppes, { side: 'staff' });
  people = {
    writer: await company('write'),
    reader: await company('read'),
    nothing: await company('none'),
    otherStaff: await server.device(otherStaff.email),
    staff: await server.device('nadia.ferrand@demo.navette.example'),
  };
}, 60_000);
afterAll(() => server.close());

async function push(who: Who, room: Room): Promise<string> {
  const doc = Object.assign(new Y.Doc(), { clientID: clientId(who.device, 0) });
  doc.getMap(ROOT_OF[room.kind]).set(`${freshId()}/rev~${freshId()}`, { v: 1, entry: purchase(), replaces: [] });
  const bytes = Y.encodeStateAsUpdate(doc);
  const counter = Math.floor(performance.now() * 1000);
  const response = await fetch(`${server.origin}/api/v1/push`, {
    method: 'POST',
    headers: { [CLIENT_HEADER]: 'test', authorization: `Bearer ${who.token}`, 'content-type': FRAME_TYPE, accept: FRAME_TYPE },
    body: encodeFrame({ device: who.device, epoch: '', updates: [{ id: freshId(), counter, room: roomName(room), size: bytes.length }] }, [
      bytes,
    ]),
  });
  const [result] = decodeFrame(PushAnswer, new Uint8Array(await response.arrayBuffer()))?.head.results ?? [];
  return result ? (result.status === 'refused' ? result.reason : result.status) : String(response.status);
}

async function validate(who: Who | null, asked = validation(dossier)): Promise<string | number> {
  const answer = await askCommand(server, who?.token ?? '', EntryValidate.name, asked);
  return answer.status === 200 ? String(((await answer.json()) as { outcome: string }).outcome) : answer.status;
}

describe('R153 who writes what', () => {
  test('R151 R153 the company writes its own drafts with the right to write, and none with the right to read or without', async () => {
    const client: Room = { kind: 'journal', dossier, year: 2026, side: 'client' };
    const firm: Room = { kind: 'journal', dossier, year: 2026, side: 'firm' };
    expect(await push(people.writer, client)).toBe('stored');
    for (const who of [people.reader, people.nothing, people.otherStaff, people.staff]) expect(await push(who, client)).toBe('forbidden');
    for (const who of [people.writer, people.reader, people.nothing, people.otherStaff]) expect(await push(who, firm)).toBe('forbidden');
    expect(await push(people.staff, firm)).toBe('stored');
  });

  test('R153 nobody writes the room of validated entries, not even the firm’s staff', async () => {
    for (const who of Object.values(people)) expect(await push(who, { kind: 'entries', dossier, year: 2026 })).toBe('forbidden');
  });

  test('R152 R153 only the dossier’s staff validate: no company whatever its right, nobody of another dossier, nobody signed out', async () => {
    for (const who of [people.writer, people.reader, people.nothing, people.otherStaff]) expect(await validate(who)).toBe(403);
    expect(await validate(null)).toBe(401);
    expect(await validate(people.staff, validation(freshId<DossierId>()))).toBe(403);
    const days = { dossier, year: 2026, from: '2026-01-01', to: '2026-12-31' };
    for (const who of [people.writer, people.reader, people.nothing, people.otherStaff])
      expect((await askCommand(server, who.token, ExerciseSet.name, days)).status).toBe(403);
    expect(await (await askCommand(server, people.staff.token, ExerciseSet.name, days)).json()).toEqual({ outcome: 'set' });
    expect(await validate(people.staff)).toBe('validated');
    const written = (await server.roomLog.rooms()).filter((name) => parseRoom(name)?.kind === 'entries');
    expect(written).toEqual([roomName({ kind: 'entries', dossier, year: 2026 })]);
  });

  test('R153 what was validated is validated: asked again for the same draft with another content, the first one stands', async () => {
    const asked = validation(dossier);
    expect(await validate(people.staff, asked)).toBe('validated');
    expect(await validate(people.staff, asked)).toBe('validated');
    const other = { ...asked, id: freshId(), entry: purchase({ label: 'Réécrite' }) };
    const answer = await askCommand(server, people.staff.token, EntryValidate.name, other);
    expect(await answer.json()).toMatchObject({ outcome: 'already', record: { entry: { label: asked.entry.label } } });
  });

  test('R14 an exercise that cannot be opened yet is refused, and so is a request that is not one', async () => {
    expect(await validate(people.staff, validation(dossier, { year: 2999, entry: purchase({ date: '2999-01-01' }) }))).toBe(400);
    expect(await validate(people.staff, { ...validation(dossier), entry: { label: 'x' } } as never)).toBe(400);
    const { lines } = purchase();
    expect(await validate(people.staff, validation(dossier, { entry: purchase({ lines: [...lines, ...lines.slice(0, 1)] }) }))).toBe(
      'refused',
    );
  });
});
