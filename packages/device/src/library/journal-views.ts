/** What the journal's screen shows: drafts with their versions, validated entries, and which draft waits for the server. */
import { standingRevisions, reachable } from '@navette/domain/drafts/revisions';
import { exerciseOf } from '@navette/domain/drafts/exercise';
import type { ValidatedEntry } from '@navette/rooms/draft-records';
import type { DossierRight } from '@navette/domain/membership';
import type { DossierId } from '@navette/kernel/ids';
import type { EntryState, EntryView, JournalView, RevisionView } from '../journal-model.ts';
import type { DraftRow, EntryRow, LocalStore } from '../store/local-store.ts';
import type { WaitingValidation } from '../sync/waiting-validations.ts';

/** All that is known here of one dossier's journal. */
export type JournalRows = {
  readonly drafts: readonly DraftRow[];
  readonly entries: readonly EntryRow[];
  readonly waiting: ReadonlyMap<string, WaitingValidation>;
};

/** Asked in one go: a query behind another that is awaited in a function of its own is not followed by every store. */
export async function readJournal(
  store: LocalStore,
  dossier: DossierId,
  validations: (store: LocalStore) => Promise<WaitingValidation[]>,
): Promise<JournalRows> {
  const [drafts, entries, waiting] = await Promise.all([
    store.list('drafts', { index: 'dossier', from: dossier, to: dossier }),
    store.list('entries', { index: 'dossier', from: dossier, to: dossier }),
    validations(store),
  ]);
  const mine = waiting.filter(({ asked }) => asked.dossier === dossier);
  return { drafts, entries, waiting: new Map(mine.map((one) => [one.asked.draft, one])) };
}

function yearsOf({ drafts, entries }: JournalRows): readonly number[] {
  return [...new Set([...drafts, ...entries].map(({ year }) => year))].toSorted((a, b) => b - a);
}

type Version = RevisionView & { readonly replaces: readonly string[] };

/** @param right null while nobody is signed in */
export function journalView(rows: JournalRows, year: number, right: DossierRight | null): JournalView {
  const parts = Map.groupBy(
    rows.drafts.filter((row) => row.year === year),
    ({ draft }) => draft,
  );
  const ofYear = rows.entries.filter((row) => row.year === year);
  const validated = new Map(ofYear.flatMap((row) => (row.record === null ? [] : [[row.draft, { ...row, record: row.record }] as const])));
  const days = ofYear.find((row) => row.days)?.days;
  const takenBack = reversals(rows);
  const views = [...new Set([...parts.keys(), ...validated.keys()])].map((id) =>
    entryView(id, parts.get(id) ?? [], validated.get(id), rows.waiting.get(id), takenBack.get(id) ?? null),
  );
  const staff = right?.side === 'staff';
  return {
    year,
    exercise: exerciseOf(year, days ? [{ year, from: days.from, to: days.to }] : []),
    years: yearsOf(rows),
    entries: views.flatMap((view) => view ?? []).toSorted(inOrder),
    mayWrite: staff || (right?.side === 'client' && right.accounts === 'write'),
    mayValidate: staff,
  };
}

const PLACE: Readonly<Record<EntryState, number>> = { conflict: 0, draft: 0, asked: 0, validated: 1, withdrawn: 2 };

function inOrder(a: EntryView, b: EntryView): number {
  return (
    PLACE[a.state] - PLACE[b.state] ||
    (b.validated?.number ?? 0) - (a.validated?.number ?? 0) ||
    (a.entry.date < b.entry.date ? 1 : a.entry.date > b.entry.date ? -1 : 0) ||
    (a.id < b.id ? 1 : -1)
  );
}

function entryView(
  id: string,
  parts: readonly DraftRow[],
  row: (EntryRow & { readonly record: ValidatedEntry }) | undefined,
  waiting: WaitingValidation | undefined,
  reversedBy: EntryView['reversedBy'],
): EntryView | null {
  const versions = parts.flatMap(versionsOf).toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  // The server has decided, and its record has not come yet: what was asked for is what it validated, unless it said another.
  const record = row?.record ?? waiting?.done ?? null;
  const standing = standingRevisions(versions);
  const latest = versions.find((version) => standing.includes(version));
  const entry = record?.entry ?? latest?.entry;
  const [place] = [...parts, ...(row ? [row] : [])];
  const { dossier, year } = place ?? waiting?.asked ?? {};
  if (entry === undefined || dossier === undefined || year === undefined) return null;
  const behind =
    record &&
    reachable(
      new Map(versions.map((one) => [one.id, one])),
      versions.filter((one) => record.of.includes(one.id)),
    );
  return {
    id,
    dossier,
    year,
    entry,
    state: stateOf(record !== null, standing, waiting),
    standing: versions.filter((version) => standing.includes(version)),
    revisions: versions,
    validated: record && { number: record.number, by: record.by, at: record.at, hash: record.hash },
    refused: record ? null : (waiting?.refused ?? null),
    leftOut: behind ? versions.filter((version) => !behind.has(version.id)) : [],
    reversedBy,
  };
}

function stateOf(validated: boolean, standing: readonly Version[], waiting: WaitingValidation | undefined): EntryState {
  if (validated) return 'validated';
  if (standing.length > 1) return 'conflict';
  if (standing[0]?.withdrawn) return 'withdrawn';
  return waiting !== undefined && waiting.refused === null ? 'asked' : 'draft';
}

function versionsOf({ side, revisions }: DraftRow): Version[] {
  return revisions.map(({ id, record, by, at, acknowledged }) => ({
    id,
    entry: record.entry,
    withdrawn: record.withdrawn === true,
    replaces: record.replaces,
    side,
    by: by === 'server' ? null : by,
    at,
    sent: acknowledged,
  }));
}

/** By the entry they take back: the validated reversal, else a draft of one that nobody has withdrawn. */
function reversals({ drafts, entries }: JournalRows): ReadonlyMap<string, NonNullable<EntryView['reversedBy']>> {
  const found = new Map<string, NonNullable<EntryView['reversedBy']>>();
  for (const [draft, parts] of Map.groupBy(drafts, (row) => row.draft)) {
    const [standing] = standingRevisions(parts.flatMap(versionsOf)).filter(({ withdrawn }) => !withdrawn);
    const of = standing?.entry.reverses;
    if (of !== undefined) found.set(of, { id: draft, number: null });
  }
  for (const { draft, record } of entries)
    if (record?.entry.reverses !== undefined) found.set(record.entry.reverses, { id: draft, number: record.number });
  return found;
}
