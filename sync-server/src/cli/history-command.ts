/** `navette history`: who wrote what in a room, and when; or what stood in it after one of its entries. */
import { ok, refuse } from '@navette/kernel/result';
import type { Redaction } from '@navette/protocol/redaction';
import { parseRoom, type RoomName } from '@navette/rooms/room-names';
import * as v from 'valibot';
import { healedIn } from '../adapters/sqlite-heal-book.ts';
import { defineCommand, Path } from './command.ts';
import { historyText } from './history-text.ts';
import { RoomReplay, type HistoryEntry } from './history.ts';
import { parseMoment, printable } from './moments.ts';
import { entriesOfRoom } from './stored-entries.ts';
import { withStoredFolder, type StoredFolder } from './stored-folder.ts';
import { redactionsIn } from '../log/sqlite-redactions.ts';
import { readAct } from '../redaction/signed-redaction.ts';

export type NamedEntry = Omit<HistoryEntry, 'author'> & {
  readonly author: { readonly id: string; readonly name: string | null };
  /** Of an entry that a device handed back after a restore: when it was first stored. `at` is when it came back. */
  readonly firstStored?: number;
  /** Of an entry of which something was erased: when, by whom, why and under which rule (K5). */
  readonly erased?: Pick<Redaction, 'at' | 'by' | 'why' | 'basis'>;
};

/** A number is a seq; anything else must be a time. */
const At = v.pipe(
  v.string(),
  v.trim(),
  v.rawTransform<string, { readonly seq: number } | { readonly time: number }>(({ dataset, addIssue, NEVER }) => {
    if (/^\d{1,9}$/.test(dataset.value)) return { seq: Number(dataset.value) };
    const time = parseMoment(dataset.value);
    if (time !== undefined) return { time };
    addIssue();
    return NEVER;
  }),
);

export const historyCommand = defineCommand({
  name: 'history',
  positional: 'room',
  options: { data: { type: 'string' }, at: { type: 'string' } },
  schema: v.object({
    room: v.pipe(
      v.string(),
      v.trim(),
      v.check((name) => parseRoom(name) !== undefined),
    ),
    data: Path,
    at: v.optional(At),
  }),
  async run({ room, data, at }, { language }) {
    const read = await withStoredFolder(data, async (stored) => ok(replay(stored, room as RoomName, at)));
    if (!read.ok) return read;
    const { entries, state, found } = read.value;
    if (!found) return refuse({ tag: 'no-such-room', room });
    const last = entries.at(-1);
    if (at === undefined) return ok({ sound: true, json: { room, entries }, text: historyText(room, entries, language) });
    if ('seq' in at && at.seq !== (last?.seq ?? 0)) return refuse({ tag: 'no-such-moment', at: String(at.seq) });
    const json = { room, seq: last?.seq ?? 0, at: last?.at ?? null, state };
    return ok({ sound: true, json, text: printable(JSON.stringify(state, null, 2)) });
  },
});

function replay(stored: StoredFolder, name: RoomName, at: { readonly seq: number } | { readonly time: number } | undefined) {
  const room = parseRoom(name);
  if (!room) throw new Error('history: not a room');
  const replayed = new RoomReplay(room);
  const entries: NamedEntry[] = [];
  const names = new Map(
    stored.identity
      .prepare('SELECT id, name FROM user')
      .all()
      .map((row) => [String(row['id']), String(row['name'])]),
  );
  const times = new Map(stored.healing ? healedIn(stored.healing).map(({ id, at: first }) => [id, first]) : []);
  const erased = erasedIn(stored);
  let found = false;
  for (const entry of entriesOfRoom(stored.log, name)) {
    found = true;
    if (at !== undefined && ('seq' in at ? entry.seq > at.seq : entry.at > at.time)) break;
    const { author, ...rest } = replayed.take(entry);
    const firstStored = times.get(entry.id);
    const named = { ...rest, author: { id: author, name: names.get(author) ?? null } };
    const why = erased.get(entry.cursor);
    entries.push({ ...named, ...(firstStored !== undefined && { firstStored }), ...(why && { erased: why }) });
  }
  return { found, entries, state: replayed.state() };
}

/** The last signed act that erased something of an entry, by cursor. */
function erasedIn({ log, firm, book }: StoredFolder): ReadonlyMap<number, NonNullable<NamedEntry['erased']>> {
  const found = new Map<number, NonNullable<NamedEntry['erased']>>();
  for (const { act: text } of redactionsIn(log)) {
    const act = readAct(text, firm, book);
    if (!act) continue;
    const { at, by, why, basis } = act.redaction;
    for (const { cursor } of act.entries) found.set(cursor, { at, by, why, basis });
  }
  return found;
}
