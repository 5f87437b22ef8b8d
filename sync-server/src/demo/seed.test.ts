import { MIGRATION_STEPS } from '@navette/domain/migration';
import { receiptText } from '@navette/domain/receipt';
import { base64UrlToBytes } from '@navette/kernel/bytes';
import { CLIENT_HEADER, FRAME_TYPE } from '@navette/protocol/version';
import { decodeFrame, encodeFrame } from '@navette/protocol/framing';
import { PullAnswer } from '@navette/protocol/replication';
import {
  AccessCompany,
  AccessDecision,
  AccessUser,
  AccountDossier,
  Comment,
  Decision,
  Deposit,
  DocumentRequest,
  parseRecordKey,
  readRecord,
  Receipt,
  ROOT_OF,
  Sending,
  TakenIn,
} from '@navette/rooms/records';
import { Book } from '@navette/rooms/book-record';
import { LedgerManifest } from '@navette/rooms/ledger-records';
import { parseRoom, type Room, type RoomName } from '@navette/rooms/room-names';
import type { GenericSchema, InferOutput } from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { knownKeys, presentKey, type KeyList } from '@navette/protocol/keys';
import { isSignedBy } from '../adapters/ed25519-signer.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const NOW = Date.parse('2026-11-20T14:32:00+01:00');

let server: TestServer;
/** Processor time, which a busy machine does not stretch. */
let worked: number;
let records: { room: Room; key: string; value: unknown }[];

beforeAll(async () => {
  const from = process.cpuUsage();
  server = await startTestServer({ papers: true, clock: { now: () => NOW } });
  const { user, system } = process.cpuUsage(from);
  worked = (user + system) / 1000;
  await server.access.settled();
  records = (await Promise.all((await server.roomLog.rooms()).map((name) => read(name)))).flat();
}, 60_000);
afterAll(() => server.close());

async function read(name: RoomName): Promise<typeof records> {
  const room = parseRoom(name);
  if (!room) throw new Error(name);
  const doc = new Y.Doc();
  for (const entry of await server.roomLog.room(name, 0)) Y.applyUpdate(doc, entry.bytes);
  const map = doc.getMap(ROOT_OF[room.kind]);
  return [...map.keys()].map((key) => ({ room, key, value: map.get(key) }));
}

/** The readable records of one kind of room whose key `wanted` lets through. */
function all<S extends GenericSchema>(
  kind: Room['kind'],
  schema: S,
  wanted: (key: string) => boolean = () => true,
): { room: Room; key: string; record: InferOutput<S> }[] {
  return records
    .filter(({ room, key }) => room.kind === kind && wanted(key))
    .map(({ room, key, value }) => {
      const found = readRecord(schema, value);
      if (!found.readable) throw new Error(`${key}: ${found.problem}`);
      return { room, key, record: found.record };
    });
}

const facet = (name: string | null) => (key: string) => parseRecordKey(key)?.facet === name && parseRecordKey(key)?.family === null;

describe('the demonstration firm', () => {
  test('is ready with less than three seconds of work', () => expect(worked).toBeLessThan(3000));

  test('R072 has declarations of the last months in every company, one of them rejected with its reason and put right', () => {
    const sendings = all('sendings', Sending);
    expect(new Set(sendings.map(({ room }) => 'dossier' in room && room.dossier)).size).toBe(3);
    expect(new Set(sendings.map(({ record }) => record.kind))).toEqual(new Set(['dsn', 'pas', 'vat']));
    for (const { room, record } of sendings) {
      expect('box' in room && room.box).toBe(record.kind === 'dsn' ? 'pay' : 'common');
      const moments = record.states.map(({ at }) => at);
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
      expect(Math.max(...moments)).toBeLessThan(NOW);
    }
    const rejected = sendings.filter(({ record }) => record.states.at(-1)?.state === 'rejected');
    expect(rejected.map(({ record }) => record.states.at(-1)?.detail?.slice(0, 9))).toEqual(['Le numéro']);
    expect(sendings.map(({ record }) => record.corrects).filter((id) => id !== undefined)).toEqual([rejected[0]?.key]);
  });

  test('has forty-one deposits, each with its bytes and its signed receipt in its own box', async () => {
    const deposits = all('deposits', Deposit);
    const receipts = all('receipts', Receipt);
    expect(deposits).toHaveLength(41);
    const { acts } = (await (await fetch(`${server.origin}/api/v1/keys`)).json()) as KeyList;
    const publicKey = base64UrlToBytes(presentKey(knownKeys(acts), 'receipts')?.publicKey ?? '') ?? new Uint8Array();
    for (const { room, record } of deposits) {
      if (room.kind !== 'deposits') continue;
      const receipt = receipts.find(
        (one) => one.key === record.hash && one.record.dossier === room.dossier && one.record.box === room.box,
      )?.record;
      expect(receipt?.size).toBe(record.size);
      expect(
        receipt &&
          isSignedBy(publicKey, receiptText({ ...receipt, box: room.box }), base64UrlToBytes(receipt.signature) ?? new Uint8Array()),
      ).toBe(true);
      expect(await server.blobs.size(record.hash)).toBe(record.size);
      expect(await server.roomLog.holds(room.dossier, room.box, record.hash)).not.toBeNull();
    }
  });

  test('shows every state: received, taken in, accepted, refused with its reason', () => {
    const taken = all('processing', TakenIn, facet('taken'));
    const decisions = all('processing', Decision, facet('decision'));
    expect(decisions.filter(({ record }) => record.verdict === 'refused')).toHaveLength(3);
    expect(decisions.length).toBeGreaterThan(25);
    expect(taken.length).toBeGreaterThan(decisions.length);
    expect(taken.length).toBeLessThan(41);
  });

  test('asks Atelier Bonnefoy for three documents and each other company for one', () => {
    const requests = all('processing', DocumentRequest, (key) => key.startsWith('request/'));
    const of = (dossier: string) =>
      requests.filter(({ room }) => 'dossier' in room && room.dossier === dossier).map(({ record }) => record);
    expect(
      of(server.dossiers.bonnefoy)
        .map(({ title }) => title)
        .toSorted(),
    ).toEqual(['Attestation d’assurance décennale 2027', 'Facture Quincaillerie Roblin', 'Relevé bancaire d’octobre']);
    expect(of(server.dossiers.bonnefoy).find(({ kind }) => kind === 'bank')?.due).toBe('2026-11-24');
    expect(
      all('deposits', Deposit).filter(({ record }) => record.name.startsWith('2611-')),
      'the invoice asked for has not come in',
    ).toEqual([]);
    expect([of(server.dossiers.teppes), of(server.dossiers.delorme)].map((list) => list.length)).toEqual([1, 1]);
  });

  test('has people of both sides talking about documents that exist', () => {
    const ids = new Set(all('deposits', Deposit).map(({ key }) => key));
    const comments = all('talk', Comment);
    expect(comments).toHaveLength(20);
    expect(comments.every(({ record }) => ids.has(record.about))).toBe(true);
    expect(new Set(comments.map(({ room }) => ('side' in room ? room.side : '')))).toEqual(new Set(['client', 'firm']));
  });

  test('has the published ledgers of two years for each company, with their files', async () => {
    const ledgers = all('ledger', LedgerManifest, facet(null));
    expect(ledgers.map(({ record }) => record.fiscalYear).toSorted()).toEqual([2025, 2025, 2025, 2026, 2026, 2026]);
    for (const { record } of ledgers) {
      const read = readRecord(Book, record.book);
      if (!read.readable) throw new Error(read.problem);
      const { figures, words, source } = read.record;
      for (const file of [figures, words, source]) expect(await server.blobs.size(file.hash)).toBe(file.size);
      expect(read.record.reserves).toBe(false);
      expect(read.record.summary.indicators.revenue).toBeGreaterThan(1_000_000);
    }
  });

  test('happened in the past, in order: received after deposited, decided after taken in', async () => {
    const { entries } = await server.roomLog.since(0, () => true, 100_000_000);
    // What the server publishes of people and rights is of the moment it starts.
    const times = entries.filter(({ room }) => !/^account\/|\/access$/.test(room)).map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(NOW);
    expect(new Date(times[0] ?? 0).getUTCFullYear()).toBe(2026);
  });

  test('gives Claire her company whole and Hugo nothing of it', async () => {
    const pull = async (email: string) => {
      const { token, device } = await server.device(email);
      const answer = await fetch(`${server.origin}/api/v1/pull`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': FRAME_TYPE, [CLIENT_HEADER]: 'test' },
        body: encodeFrame({ device, epoch: null, cursor: 0, rights: null, backfill: [] }, []),
      });
      const frame = decodeFrame(PullAnswer, new Uint8Array(await answer.arrayBuffer()));
      if (!frame) throw new Error(`pull answered ${answer.status}`);
      return frame.head;
    };
    const claire = await pull('claire.morel@demo.navette.example');
    expect(claire.rights?.scopes).toContain(`dossier/${server.dossiers.bonnefoy}/deposits/common`);
    const hugo = await pull('hugo.lambert@demo.navette.example');
    const own = [...(hugo.rights?.scopes ?? []), ...hugo.entries.map(({ room }) => room)].filter((name) => name.startsWith('dossier/'));
    expect(own.length).toBeGreaterThan(0);
    expect(own.every((name) => name.includes(`own-${server.users.hugo}`))).toBe(true);
  });

  test('tells each person their dossiers, their people and the state of their move', () => {
    const of = (code: 'claire' | 'nadia' | 'paul') =>
      new Map(
        records.filter(({ room }) => room.kind === 'account' && room.user === server.users[code]).map(({ key, value }) => [key, value]),
      );
    expect(of('claire').get('migration')).toEqual({ v: 1, step: 'code-sent' });
    expect(of('paul').get('migration')).toEqual({ v: 1, step: 'not-started' });
    // Three with papers, and nine that are there for their migration.
    expect([...of('nadia').keys()].filter((key) => key.startsWith('dossier/'))).toHaveLength(12);
    expect(of('claire').get(`person/${server.users.nadia}`)).toEqual({
      v: 1,
      name: 'Nadia Ferrand',
      side: 'staff',
      title: 'Cheffe de mission',
    });
    const bonnefoy = readRecord(AccountDossier, of('claire').get(`dossier/${server.dossiers.bonnefoy}`));
    expect(bonnefoy).toMatchObject({ readable: true, record: { name: 'Atelier Bonnefoy', right: { admin: true, accounts: 'read' } } });
  });

  test('shows a migration at every step, reminders that were sent, and what the firm has to decide', () => {
    const people = all('access', AccessUser, (key) => key.startsWith('user/')).flatMap(({ record }) => record ?? []);
    // Whoever waits for the firm is in no dossier yet: their decision stands there.
    expect(new Set(people.map(({ migration }) => migration))).toEqual(new Set(MIGRATION_STEPS.filter((step) => step !== 'to-decide')));
    expect(people.filter(({ reminders = 0 }) => reminders > 0).map(({ name, reminders }) => [name, reminders])).toEqual(
      expect.arrayContaining([
        ['Simon Gavard', 1],
        ['Marc Dancet', 2],
      ]),
    );
    const decisions = all('access', AccessDecision, (key) => key.startsWith('decision/')).flatMap(({ record }) => record ?? []);
    expect(decisions.map(({ kind }) => kind).toSorted()).toEqual(['confirm-administrator', 'no-match', 'two-claims']);
    const claims = decisions.find(({ kind }) => kind === 'two-claims');
    expect([claims?.name, claims?.kept?.name, (claims?.at ?? 0) - (claims?.kept?.at ?? 0)]).toEqual([
      'Benoît Riquet',
      'Agnès Halloy',
      240_000,
    ]);
    const companies = all('access', AccessCompany, (key) => key === 'company').map(({ record }) => record);
    expect(companies.every(({ staff = [] }) => staff.length > 0)).toBe(true);
  });
});
