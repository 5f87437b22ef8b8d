/** The fold of journals: versions of drafts by draft, and validated entries. Each room speaks for itself; views join them. */
import { REVISION } from '@navette/domain/drafts/limits';
import { DraftRevision, EXERCISE, ExerciseDays, ValidatedEntry } from '@navette/rooms/draft-records';
import { parseRecordKey, readRecord } from '@navette/rooms/records';
import type { Room } from '@navette/rooms/room-names';
import type { OpenRoom } from '../rooms/open-room.ts';
import { recordIdOf } from '../rooms/open-room.ts';
import type { DraftRow, EntryRow, StoredRevision, UnreadableRow } from '../store/local-store.ts';

export type JournalRows = { readonly drafts: DraftRow[]; readonly entries: EntryRow[]; readonly unreadable: UnreadableRow[] };

/** @param keys of a journal room that changed: the drafts they speak of are folded whole */
export function foldDrafts(open: OpenRoom, room: Extract<Room, { kind: 'journal' }>, keys: Iterable<string>, rows: JournalRows): void {
  for (const draft of new Set([...keys].map(recordIdOf))) {
    const revisions: StoredRevision[] = [];
    for (const key of open.keysOf(draft)) {
      const facet = parseRecordKey(key)?.facet;
      const value = open.value(key);
      if (value === undefined) continue;
      const read = facet?.startsWith(REVISION) ? readRecord(DraftRevision, value) : ({ readable: false, problem: 'key' } as const);
      if (!read.readable || !facet) {
        rows.unreadable.push({ key: `${open.name}#${key}`, room: open.name, problem: read.readable ? 'key' : read.problem });
        continue;
      }
      const written = open.writtenAt(key);
      revisions.push({
        id: facet.slice(REVISION.length),
        record: read.record,
        by: written?.by ?? null,
        at: written?.at ?? 0,
        acknowledged: written?.acknowledged ?? false,
      });
    }
    if (revisions.length === 0) continue;
    const { dossier, year, side } = room;
    const sorted = revisions.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    rows.drafts.push({ key: journalKey(open, draft), room: open.name, dossier, year, side, draft, revisions: sorted });
  }
}

export function foldValidated(open: OpenRoom, room: Extract<Room, { kind: 'entries' }>, keys: Iterable<string>, rows: JournalRows): void {
  for (const draft of keys) {
    const value = open.value(draft);
    if (value === undefined) continue;
    const row = { key: journalKey(open, draft), room: open.name, dossier: room.dossier, year: room.year };
    if (draft.startsWith(EXERCISE)) {
      const read = readRecord(ExerciseDays, value);
      if (read.readable) rows.entries.push({ ...row, draft: '', record: null, days: read.record });
      else rows.unreadable.push({ key: row.key, room: open.name, problem: read.problem });
      continue;
    }
    const read = readRecord(ValidatedEntry, value);
    if (read.readable) rows.entries.push({ ...row, draft, record: read.record });
    else rows.unreadable.push({ key: `${open.name}#${draft}`, room: open.name, problem: read.problem });
  }
}

/** Of the row of a draft in one room: another room, or a hostile one, has rows of its own. */
export function journalKey({ name }: Pick<OpenRoom, 'name'>, draft: string): string {
  return `${name}#${draft}`;
}
