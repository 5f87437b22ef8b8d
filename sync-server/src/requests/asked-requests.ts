/**
 * The requests of a dossier that still wait for a document and have a rhythm, read from its rooms as devices read them: the same records,
 * the same rule (`requestState`).
 */
import * as Y from 'yjs';
import type { Box } from '@navette/domain/boxes';
import { requestState } from '@navette/domain/request-state';
import type { DossierId } from '@navette/kernel/ids';
import { NoneToGive } from '@navette/rooms/document-records';
import { Decision, Deposit, DocumentRequest, parseRecordKey, readRecord, RequestClosed, ROOT_OF, Withdrawal } from '@navette/rooms/records';
import { parseRoom, type RoomName } from '@navette/rooms/room-names';
import type { GenericSchema, InferOutput } from 'valibot';
import type { RoomLog } from '../ports.ts';

export type AskedRequest = {
  readonly id: string;
  readonly dossier: DossierId;
  readonly box: Box;
  readonly due: string | null;
  /** Days between two reminders. */
  readonly every: number;
  /** By the clock of the device that asked: an id begins with its moment. */
  readonly askedAt: number;
};

type Records = ReadonlyMap<string, unknown>;

/** @param rooms deposit and processing rooms of one dossier and box, of every year */
export async function askedRequests(log: Pick<RoomLog, 'room'>, rooms: readonly RoomName[]): Promise<AskedRequest[]> {
  const records = new Map<string, unknown>();
  for (const name of rooms) for (const [key, value] of await recordsOf(log, name)) records.set(`${kindOf(name)} ${key}`, value);
  const place = parseRoom(rooms[0] ?? '');
  if (place?.kind !== 'deposits' && place?.kind !== 'processing') return [];
  const given = answersIn(records);
  const found: AskedRequest[] = [];
  for (const key of records.keys()) {
    const id = /^processing request\/([^/]+)$/.exec(key)?.[1];
    const record = id === undefined ? null : read(records, key, DocumentRequest);
    if (id === undefined || !record || record.every === undefined) continue;
    const state = requestState({
      closedByFirm: Boolean(read(records, `${key}/closed`, RequestClosed)),
      none: Boolean(read(records, `deposits answer/${id}`, NoneToGive)),
      answers: given.get(id) ?? [],
    });
    if (state !== 'open') continue;
    found.push({
      id,
      dossier: place.dossier,
      box: place.box,
      due: record.due ?? null,
      every: record.every,
      askedAt: Number.parseInt(id.replace('-', '').slice(0, 12), 16),
    });
  }
  return found;
}

/** What was given for each request and not withdrawn, as far as it matters here: refused, accepted, or on its way. */
function answersIn(records: Records): ReadonlyMap<string, ('received' | 'accepted' | 'refused')[]> {
  const found = new Map<string, ('received' | 'accepted' | 'refused')[]>();
  for (const key of records.keys()) {
    const [side = '', id = ''] = key.split(' ');
    const parsed = parseRecordKey(id);
    if (parsed?.family !== null || parsed.facet !== null) continue;
    const deposit = read(records, key, Deposit);
    if (deposit?.answers === undefined || read(records, `${side} ${id}/withdrawn`, Withdrawal)) continue;
    const verdict = read(records, `processing ${id}/decision`, Decision)?.verdict ?? 'received';
    found.set(deposit.answers, [...(found.get(deposit.answers) ?? []), verdict]);
  }
  return found;
}

function read<S extends GenericSchema>(records: Records, key: string, schema: S): InferOutput<S> | null {
  const value = records.get(key);
  if (value === undefined) return null;
  const found = readRecord(schema, value);
  return found.readable ? found.record : null;
}

async function recordsOf(log: Pick<RoomLog, 'room'>, name: RoomName): Promise<Iterable<[string, unknown]>> {
  const room = parseRoom(name);
  if (!room) return [];
  const doc = new Y.Doc();
  for (const { bytes } of await log.room(name, 0)) Y.applyUpdate(doc, bytes);
  return doc.getMap(ROOT_OF[room.kind]).entries();
}

function kindOf(name: RoomName): string {
  return parseRoom(name)?.kind ?? '';
}
