/**
 * What would be erased, looked up in the log before anything is done (K5): of a document, every room that speaks of it and its file; of
 * entries, what they wrote; of a file, the boxes that hold it. And what forbids it (G16).
 */
import { heldByRetention, RETENTION_TABLE, type HeldBy, type RetainedFacts, type RetentionTable } from '@navette/domain/retention';
import { boxOfShelf, shelfOf, type Holder } from '@navette/domain/boxes';
import type { BlobHash, DossierId } from '@navette/kernel/ids';
import { REDACTED_RANGES, type Redaction } from '@navette/protocol/redaction';
import { ArchivedFile, ArchivePlace, Binned, FileFacts, Retained } from '@navette/rooms/document-records';
import { Comment, Decision, Deposit, parseRecordKey, readRecord } from '@navette/rooms/records';
import { parseRoom, roomName, type Room, type RoomName } from '@navette/rooms/room-names';
import { isMalformed, readUpdate, type ClockRange } from '@navette/rooms/update-reader';
import { apart } from '@navette/rooms/redacted-form';
import type { LogEntry, RoomLog } from '../ports.ts';
import { NO_LIMITS } from '../rooms/room-memory.ts';
import { RoomContents } from './room-contents.ts';

export type Selection =
  | { readonly what: 'document'; readonly id: string }
  | { readonly what: 'entries'; readonly room: RoomName; readonly seqs: readonly number[] }
  /** What was put into the bin at that moment or before, and that no rule holds. */
  | { readonly what: 'binned'; readonly before: number }
  | { readonly what: 'file'; readonly hash: BlobHash; readonly dossier: DossierId | null };

export type FilePlace = { readonly dossier: DossierId; readonly box: Holder; readonly hash: BlobHash };
export type PlannedRoom = {
  readonly room: RoomName;
  readonly ranges: readonly ClockRange[];
  readonly keys: readonly string[];
  readonly entries: number;
  readonly file: FilePlace | null;
  /** The document it is of, in a plan of several. */
  readonly document?: string;
};
export type RedactionPlan = {
  readonly rooms: readonly PlannedRoom[];
  /** Names the documents had, as they were deposited: for whoever has to be sure. */
  readonly names: readonly string[];
  /** Files of the plan that another document of the same box still stands for: they stay. */
  readonly shared: readonly FilePlace[];
  /** The first document that a rule holds. */
  readonly held: ({ readonly document: string } & HeldBy) | null;
  /** Of a plan of several: those that a rule holds, which stay. */
  readonly kept?: readonly ({ readonly document: string; readonly name: string } & HeldBy)[];
};
export type PlanRefusal =
  | { readonly tag: 'nothing-to-redact' }
  | { readonly tag: 'no-such-room'; readonly room: string }
  | { readonly tag: 'receipts-stay' };

/** What of the log a plan is made from. */
export type ReadableLog = Pick<RoomLog, 'rooms' | 'room' | 'holds'>;

/** Kinds of room in which people write about documents. */
const DOCUMENTS: ReadonlySet<string> = new Set(['deposits', 'processing']);
const SPEAKING: ReadonlySet<string> = new Set([...DOCUMENTS, 'archive', 'talk', 'internal', 'journal']);

/** The firm's table, and the day it is asked on. */
export type Keeping = { readonly table: RetentionTable; readonly today: string };
/** Without a day no term has passed. */
const STRICTEST: Keeping = { table: RETENTION_TABLE, today: '' };

/** @returns what there is to do, or why there is nothing. @throws when the log cannot be read */
export async function planRedaction(log: ReadableLog, selection: Selection, keeping = STRICTEST): Promise<RedactionPlan | PlanRefusal> {
  const reader = new LogReader(log, keeping);
  const plan = await planOf(reader, selection);
  if ('tag' in plan) return plan;
  return plan.kept !== undefined || plan.rooms.some(({ ranges, file }) => ranges.length > 0 || file) ? plan : { tag: 'nothing-to-redact' };
}

async function planOf(reader: LogReader, selection: Selection): Promise<RedactionPlan | PlanRefusal> {
  switch (selection.what) {
    case 'document':
      return await planDocument(reader, selection.id);
    case 'entries':
      return await planEntries(reader, selection.room, selection.seqs);
    case 'file':
      return await planFile(reader, selection.hash, selection.dossier);
    case 'binned':
      return await planBinned(reader, selection.before);
  }
}

async function planDocument(reader: LogReader, id: string): Promise<RedactionPlan> {
  const rooms: PlannedRoom[] = [];
  const names = new Set<string>();
  const files = new Map<string, FilePlace>();
  for (const { room, contents, entries } of await reader.speakingOf(id)) {
    const comments = new Set<string>();
    for (const [key, value] of contents.everSaid()) {
      const comment = room.kind === 'talk' ? readRecord(Comment, value) : null;
      if (comment?.readable && comment.record.about === id) comments.add(key);
      const published = key === id && room.kind === 'archive' ? readRecord(ArchivedFile, value) : null;
      if (published?.readable && room.kind === 'archive') {
        names.add(published.record.place.name);
        const shelved = { dossier: room.dossier, box: shelfOf(room.box), hash: published.record.hash };
        files.set(`${shelved.dossier}/${shelved.box}/${shelved.hash}`, shelved);
      }
      const deposit = key === id && DOCUMENTS.has(room.kind) ? readRecord(Deposit, value) : null;
      if (!deposit?.readable || !('box' in room)) continue;
      names.add(deposit.record.name);
      const place = { dossier: room.dossier, box: room.box, hash: deposit.record.hash };
      files.set(`${place.dossier}/${place.box}/${place.hash}`, place);
    }
    const ranges = contents.at((key) => (room.kind === 'talk' ? comments.has(key) : parseRecordKey(key)?.id === id));
    if (ranges.length > 0) rooms.push(planned(contents, ranges, entries, null));
  }
  const shared: FilePlace[] = [];
  for (const place of files.values()) {
    if ((await reader.log.holds(place.dossier, place.box, place.hash)) === null) continue;
    if (await reader.isShared(place, id)) shared.push(place);
    else rooms.push(fileOf(place));
  }
  return { rooms, names: [...names], shared, held: await reader.held([id]) };
}

/** Each as if it had been named, except those that a rule holds. */
async function planBinned(reader: LogReader, before: number): Promise<RedactionPlan> {
  const plans: { readonly document: string; readonly plan: RedactionPlan }[] = [];
  for (const document of await reader.binned(before)) plans.push({ document, plan: await planDocument(reader, document) });
  const free = plans.filter(({ plan }) => plan.held === null);
  return {
    rooms: free.flatMap(({ document, plan }) => plan.rooms.map((room) => ({ ...room, document }))),
    names: free.flatMap(({ plan }) => plan.names),
    shared: free.flatMap(({ plan }) => plan.shared),
    held: null,
    kept: plans.flatMap(({ document, plan }) => (plan.held ? [{ ...plan.held, document, name: plan.names[0] ?? document }] : [])),
  };
}

async function planEntries(reader: LogReader, name: RoomName, seqs: readonly number[]): Promise<RedactionPlan | PlanRefusal> {
  const kind = parseRoom(name)?.kind;
  // That a file arrived stays proved, whatever becomes of the file.
  if (kind === 'receipts') return { tag: 'receipts-stay' };
  const entries = await reader.log.room(name, 0);
  const chosen = entries.filter(({ seq }) => seqs.includes(seq));
  if (!kind || entries.length === 0 || chosen.length < seqs.length) return { tag: 'no-such-room', room: name };
  const contents = new RoomContents(name, entries);
  const ranges = apart(chosen.flatMap(heldBy));
  const keys = contents.keysOf(ranges);
  const documents = [...keys].flatMap((key) => (DOCUMENTS.has(kind) || kind === 'archive' ? (parseRecordKey(key)?.id ?? []) : []));
  const rooms = ranges.length > 0 ? [planned(contents, ranges, entries, null)] : [];
  return { rooms, names: [], shared: [], held: await reader.held(documents) };
}

async function planFile(reader: LogReader, hash: BlobHash, dossier: DossierId | null): Promise<RedactionPlan> {
  const { log } = reader;
  const places: FilePlace[] = [];
  for (const name of await log.rooms()) {
    const room = parseRoom(name);
    if (room?.kind !== 'receipts' || (dossier !== null && room.dossier !== dossier)) continue;
    if (await log.holds(room.dossier, room.box, hash)) places.push({ dossier: room.dossier, box: room.box, hash });
  }
  const documents = await reader.documentsOf(places);
  return {
    rooms: places.map(fileOf),
    names: [...new Set(documents.map(({ name }) => name))],
    shared: [],
    held: await reader.held(documents.map(({ id }) => id)),
  };
}

function planned(contents: RoomContents, ranges: readonly ClockRange[], entries: readonly LogEntry[], file: FilePlace | null): PlannedRoom {
  const touched = entries.filter((entry) => heldBy(entry).some((range) => ranges.some((other) => overlap(range, other))));
  return { room: contents.name, ranges, keys: [...contents.keysOf(ranges)].toSorted(), entries: touched.length, file };
}

function fileOf(file: FilePlace): PlannedRoom {
  return { room: roomName({ kind: 'receipts', dossier: file.dossier, box: file.box }), ranges: [], keys: [], entries: 0, file };
}

/** Clocks of an entry that hold something. */
function heldBy({ bytes }: LogEntry): ClockRange[] {
  const update = readUpdate(bytes, NO_LIMITS);
  return isMalformed(update) ? [] : update.structs.filter(({ type, content }) => type === 'item' && content !== 1);
}

function overlap(a: ClockRange, b: ClockRange): boolean {
  return a.client === b.client && a.clock < b.clock + b.length && b.clock < a.clock + a.length;
}

type Speaking = {
  readonly name: RoomName;
  readonly room: Extract<Room, { dossier: unknown }>;
  readonly contents: RoomContents;
  readonly entries: readonly LogEntry[];
};

/** Rooms of the log, opened only where a text stands in their bytes: ids and hashes stand there as they are written. */
class LogReader {
  readonly log: ReadableLog;
  readonly #keeping: Keeping;
  constructor(log: ReadableLog, keeping: Keeping) {
    this.log = log;
    this.#keeping = keeping;
  }

  async speakingOf(text: string, only: (room: Room) => boolean = ({ kind }) => SPEAKING.has(kind)): Promise<Speaking[]> {
    const found: Speaking[] = [];
    for (const name of await this.log.rooms()) {
      const room = parseRoom(name);
      if (!room || !('dossier' in room) || !only(room)) continue;
      const entries = await this.log.room(name, 0);
      if (!entries.some(({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(text))) continue;
      found.push({ name, room, contents: new RoomContents(name, entries), entries });
    }
    return found;
  }

  /** Documents that stand in these boxes with these files. */
  async documentsOf(places: readonly FilePlace[]): Promise<{ readonly id: string; readonly name: string; readonly place: FilePlace }[]> {
    const found: { id: string; name: string; place: FilePlace }[] = [];
    for (const place of places) {
      const shelved = boxOfShelf(place.box);
      const inBox = (room: Room): boolean =>
        'box' in room &&
        room.dossier === place.dossier &&
        (shelved === null ? DOCUMENTS.has(room.kind) && room.box === place.box : room.kind === 'archive' && room.box === shelved);
      for (const { contents } of await this.speakingOf(place.hash, inBox)) {
        for (const key of contents.keys()) {
          if (parseRecordKey(key)?.facet !== null) continue;
          const read = readRecord(shelved === null ? Deposit : ArchivedFile, contents.value(key));
          if (!read.readable || read.record.hash !== place.hash) continue;
          found.push({ id: key, name: 'place' in read.record ? read.record.place.name : read.record.name, place });
        }
      }
    }
    return found;
  }

  /** Documents in the bin since then or longer: the time is that of the log's entry. */
  async binned(before: number): Promise<readonly string[]> {
    const found: string[] = [];
    for (const { contents, entries } of await this.speakingOf('/binned', ({ kind }) => kind === 'processing' || kind === 'archive')) {
      for (const key of contents.keys()) {
        const { id, facet } = parseRecordKey(key) ?? {};
        const read = facet === 'binned' ? readRecord(Binned, contents.value(key)) : null;
        if (id === undefined || !read?.readable || read.record === null) continue;
        const ranges = contents.at((other) => other === key);
        const said = entries.findLast((entry) => heldBy(entry).some((range) => ranges.some((other) => overlap(range, other))));
        if (said && said.at <= before) found.push(id);
      }
    }
    return found;
  }

  async isShared(place: FilePlace, besides: string): Promise<boolean> {
    return (await this.documentsOf([place])).some(({ id }) => id !== besides);
  }

  /** Of documents and of what was published of them: the first that a rule holds. */
  async held(documents: readonly string[]): Promise<RedactionPlan['held']> {
    for (const document of new Set(documents)) {
      for (const { room, contents } of await this.speakingOf(document, ({ kind }) => kind === 'processing' || kind === 'archive')) {
        const facts = room.kind === 'archive' ? publishedFacts(contents, document) : acceptedFacts(contents, document);
        const held = facts && heldByRetention(facts, this.#keeping.table, this.#keeping.today);
        if (held) return { document, ...held };
      }
    }
    return null;
  }
}

function retainedFacts(contents: RoomContents, document: string): Pick<RetainedFacts, 'rule' | 'hold'> {
  const read = readRecord(Retained, contents.value(`${document}/retained`));
  return read.readable ? { rule: read.record.rule, hold: read.record.hold } : {};
}

/** What the firm said of a deposit; its year is known to nobody here, so that its term is not counted. */
function acceptedFacts(contents: RoomContents, document: string): RetainedFacts {
  const read = readRecord(Decision, contents.value(`${document}/decision`));
  const facts = readRecord(FileFacts, contents.value(`${document}/facts`));
  return {
    accepted: read.readable && read.record.verdict === 'accepted',
    date: facts.readable ? (facts.record.date ?? null) : null,
    ...retainedFacts(contents, document),
  };
}

function publishedFacts(contents: RoomContents, document: string): RetainedFacts | null {
  const file = readRecord(ArchivedFile, contents.value(document));
  if (!file.readable) return null;
  const place = readRecord(ArchivePlace, contents.value(`${document}/place`));
  const { category, year } = place.readable ? place.record : file.record.place;
  return { accepted: true, category, year, date: file.record.date ?? null, ...retainedFacts(contents, document) };
}

/** What is signed of a plan, with a fresh id each: a redaction speaks of a bounded number of clocks. */
export function redactionsOf(
  plan: RedactionPlan,
  facts: Pick<Redaction, 'firm' | 'at' | 'by' | 'why' | 'basis'>,
  document: string | null,
  newId: () => string,
): Omit<Redaction, 'keyId' | 'signature'>[] {
  return plan.rooms.flatMap(({ room, ranges, file, document: of }) => {
    const lots = Math.max(1, Math.ceil(ranges.length / REDACTED_RANGES));
    return Array.from({ length: lots }, (_, i) => ({
      ...facts,
      id: newId(),
      room,
      ranges: ranges.slice(i * REDACTED_RANGES, (i + 1) * REDACTED_RANGES).map(({ client, clock, length }) => ({ client, clock, length })),
      document: of ?? document,
      file,
    }));
  });
}
