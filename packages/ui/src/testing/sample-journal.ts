/** A journal in memory for tests and pictures: drafts, a conflict, what is validated, and a server that answers at once or never. */
import { EMPTY_LINE, type EntryLine, type JournalEntry } from '@navette/domain/drafts/entry';
import { exerciseOf } from '@navette/domain/drafts/exercise';
import type { AccountView, EntryView, JournalLibrary, RevisionView } from '@navette/device/model';
import type { DossierId, UserId } from '@navette/kernel/ids';
import { ok, refuse } from '@navette/kernel/result';
import { Held, view } from './held.ts';
import { sampleId, SAMPLE_NOW } from './sample-data.ts';

export type SampleJournal = {
  readonly entries?: readonly EntryView[];
  /** False: validations wait, as without a network. */
  readonly answers?: boolean;
};

type Parts = readonly (readonly [account: string, name: string, debit: number, credit: number, third?: readonly [string, string]])[];

const lines = (parts: Parts): readonly EntryLine[] =>
  parts.map(([account, accountLabel, debit, credit, [auxiliary, auxiliaryLabel] = ['', ''] as const]) => ({
    ...EMPTY_LINE,
    account,
    accountLabel,
    auxiliary,
    auxiliaryLabel,
    debit,
    credit,
  }));

export function sampleEntry(label: string, parts: Parts, also: Partial<JournalEntry> = {}): JournalEntry {
  return {
    journal: 'AC',
    date: '2026-11-03',
    pieceRef: 'F-118',
    pieceDate: '2026-11-02',
    label,
    lines: lines(parts),
    documents: [],
    ...also,
  };
}

const FLOUR: Parts = [
  ['601000', 'Achats de matières premières', 412_000, 0],
  ['445660', 'TVA déductible sur autres biens et services', 22_660, 0],
  ['401000', 'Fournisseurs', 0, 434_660, ['MOULIN', 'Moulin Rey']],
];
const POWER: Parts = [
  ['606100', 'Électricité', 184_320, 0],
  ['445660', 'TVA déductible sur autres biens et services', 36_864, 0],
  ['401000', 'Fournisseurs', 0, 221_184, ['ENERGIE', 'Énergie des Alpes']],
];
const SALES: Parts = [
  ['411000', 'Clients', 1_248_000, 0, ['HALLES', 'Les Halles du lac']],
  ['707000', 'Ventes de marchandises', 0, 1_040_000],
  ['445710', 'TVA collectée', 0, 208_000],
];

let made = 0;
export function sampleRevision(entry: JournalEntry, by: UserId, also: Partial<RevisionView> = {}): RevisionView {
  return { id: sampleId(31, ++made), entry, withdrawn: false, side: 'firm', by, at: SAMPLE_NOW - 3_600_000, sent: true, ...also };
}

export function sampleEntryView(dossier: DossierId, n: number, entry: JournalEntry, by: UserId, also: Partial<EntryView> = {}): EntryView {
  const revisions = also.revisions ?? [sampleRevision(entry, by)];
  return {
    id: sampleId(30, n),
    dossier,
    year: 2026,
    state: 'draft',
    entry,
    standing: also.state === 'conflict' ? revisions : revisions.slice(0, 1),
    revisions,
    validated: null,
    refused: null,
    leftOut: [],
    reversedBy: null,
    ...also,
  };
}

/** @param others people of the account, for authors */
export function sampleEntries(dossier: DossierId, me: UserId, other: UserId): readonly EntryView[] {
  const flour = sampleEntry('Moulin Rey, farine T65', FLOUR);
  const apart = [
    sampleRevision(sampleEntry('Énergie des Alpes, octobre', POWER, { pieceRef: 'EA-2210' }), me, { at: SAMPLE_NOW - 1_200_000 }),
    sampleRevision(
      sampleEntry('Énergie des Alpes, octobre 2026', [['606140', 'Carburants', 184_320, 0], ...POWER.slice(1)], {
        pieceRef: 'EA-2210',
        date: '2026-11-05',
      }),
      other,
      {
        at: SAMPLE_NOW - 2_400_000,
      },
    ),
  ];
  const sales = sampleEntry('Les Halles du lac, octobre', SALES, { journal: 'VE', pieceRef: 'V-2026-87', date: '2026-10-31' });
  return [
    sampleEntryView(dossier, 1, apart[0]?.entry ?? flour, me, { state: 'conflict', revisions: apart }),
    sampleEntryView(dossier, 2, flour, me),
    sampleEntryView(
      dossier,
      3,
      sampleEntry('Loyer de l’atelier', [['613200', 'Locations immobilières', 145_000, 0]], { pieceRef: 'L-11' }),
      me,
    ),
    sampleEntryView(dossier, 4, sampleEntry('Levure', FLOUR, { pieceRef: 'F-121', date: '2026-11-09' }), other, { state: 'asked' }),
    sampleEntryView(dossier, 5, sales, other, {
      state: 'validated',
      validated: { number: 213, by: other, at: SAMPLE_NOW - 86_400_000, hash: 'a'.repeat(64) },
    }),
    sampleEntryView(dossier, 6, sampleEntry('Emballages', FLOUR, { pieceRef: 'F-97', date: '2026-10-12' }), me, {
      state: 'validated',
      validated: { number: 212, by: me, at: SAMPLE_NOW - 2 * 86_400_000, hash: 'b'.repeat(64) },
      reversedBy: { id: sampleId(30, 2), number: null },
    }),
    sampleEntryView(dossier, 7, sampleEntry('Saisie en double', FLOUR), me, { state: 'withdrawn' }),
  ];
}

export function sampleJournal({ entries, answers = true }: SampleJournal, who: AccountView): JournalLibrary {
  const first = who.dossiers[0];
  const other = [...who.people.keys()].find((id) => id !== who.user.id) ?? who.user.id;
  const held = new Held<readonly EntryView[]>(entries ?? (first ? sampleEntries(first.id, who.user.id, other) : []));
  const change = (id: string, by: Partial<EntryView>) => held.set(held.value.map((one) => (one.id === id ? { ...one, ...by } : one)));
  const right = (dossier: DossierId) => who.dossiers.find(({ id }) => id === dossier)?.right;
  return {
    view: (dossier, year) =>
      view(held, (all) => {
        const mine = right(dossier);
        return {
          year,
          exercise: exerciseOf(year),
          years: [...new Set(all.filter((one) => one.dossier === dossier).map((one) => one.year))],
          entries: all.filter((one) => one.dossier === dossier && one.year === year),
          mayWrite: mine?.side === 'staff' || mine?.accounts === 'write',
          mayValidate: mine?.side === 'staff',
        };
      }),
    async save({ dossier, year, draft, entry, replaces, withdrawn = false }) {
      const known = held.value.find(({ id }) => id === draft);
      if (known?.validated) return refuse({ tag: 'too-late' });
      const side = right(dossier)?.side === 'staff' ? ('firm' as const) : ('client' as const);
      const revision = sampleRevision(entry, who.user.id, { withdrawn, side, sent: answers, at: SAMPLE_NOW });
      const standing = [revision, ...(known?.standing ?? []).filter(({ id }) => !replaces.includes(id))];
      const state = standing.length > 1 ? ('conflict' as const) : withdrawn ? ('withdrawn' as const) : ('draft' as const);
      const id = known?.id ?? sampleId(30, 100 + ++made);
      if (known) change(id, { entry, state, standing, revisions: [revision, ...known.revisions], refused: null });
      else held.set([sampleEntryView(dossier, 0, entry, who.user.id, { id, year, state, revisions: [revision] }), ...held.value]);
      return ok({ draft: id, revision: revision.id });
    },
    async validate({ draft, wanted }) {
      if (!wanted) {
        change(draft, { state: 'draft', refused: null });
        return ok(undefined);
      }
      const number = Math.max(0, ...held.value.map((one) => one.validated?.number ?? 0)) + 1;
      if (answers) change(draft, { state: 'validated', validated: { number, by: who.user.id, at: SAMPLE_NOW, hash: 'c'.repeat(64) } });
      else change(draft, { state: 'asked' });
      return ok(undefined);
    },
  };
}
