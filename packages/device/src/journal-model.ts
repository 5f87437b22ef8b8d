/** The journal as screens see it: draft entries and validated ones. A part of `model.ts`, through which it is imported. */
import type { JournalEntry } from '@navette/domain/drafts/entry';
import type { Exercise } from '@navette/domain/drafts/exercise';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { Result } from '@navette/kernel/result';
import type { ENTRY_REFUSALS } from '@navette/protocol/entries';
import type { ActRefusal, Observable } from './model.ts';

/** One version of a draft, by whoever wrote it. */
export type RevisionView = {
  readonly id: string;
  readonly entry: JournalEntry;
  readonly withdrawn: boolean;
  readonly side: 'client' | 'firm';
  readonly by: UserId | null;
  readonly at: number;
  /** The server has it. */
  readonly sent: boolean;
};

/** `asked`: its validation waits for the server; `conflict`: versions written apart, to choose from. */
export const ENTRY_STATES = ['draft', 'conflict', 'asked', 'validated', 'withdrawn'] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

export type EntryView = {
  readonly id: string;
  readonly dossier: DossierId;
  readonly year: number;
  readonly state: EntryState;
  /** What entered the books; of a draft, the version that stands, the latest of several. */
  readonly entry: JournalEntry;
  /** Versions that stand, the latest first: more than one is a conflict. */
  readonly standing: readonly RevisionView[];
  /** Every version, the latest first. */
  readonly revisions: readonly RevisionView[];
  readonly validated: { readonly number: number; readonly by: UserId; readonly at: number; readonly hash: string } | null;
  /** Why the validation that was asked for was refused; null where none was. */
  readonly refused: ValidationRefusal | null;
  /** Versions that are not part of what entered the books: kept, and of no effect. */
  readonly leftOut: readonly RevisionView[];
  /** The entry that takes this one back, validated or not withdrawn; null for none. */
  readonly reversedBy: { readonly id: string; readonly number: number | null } | null;
};

export type ValidationRefusal = (typeof ENTRY_REFUSALS)[number] | 'forbidden';

export type JournalView = {
  readonly year: number;
  /** Its first and last day, as far as this device has heard. */
  readonly exercise: Exercise;
  /** Years in which the dossier has entries, the last one first. */
  readonly years: readonly number[];
  /** Drafts the latest first, then what is validated, the last number first; withdrawn ones at the end. */
  readonly entries: readonly EntryView[];
  /** As of what this device knows of the person's rights (R151): records drafts, and validates them. */
  readonly mayWrite: boolean;
  readonly mayValidate: boolean;
};

export type DraftAsked = {
  readonly dossier: DossierId;
  /** The exercise, by the year in which it closes. */
  readonly year: number;
  /** Null for a new one. */
  readonly draft: string | null;
  readonly entry: JournalEntry;
  /** The versions this one was made from: of a version it does not name it says nothing. */
  readonly replaces: readonly string[];
  readonly withdrawn?: boolean;
};

/** The journal's part of the library; like the rest of it, never the network. */
export type JournalLibrary = {
  view(dossier: DossierId, year: number): Observable<JournalView>;
  /** Writes a version; a validation that was asked for and is not decided is taken back in the same commit. `too-late` once validated. */
  save(asked: DraftAsked): Promise<Result<{ readonly draft: string; readonly revision: string }, ActRefusal>>;
  /**
   * Asks for the validation of what stands; it waits on this device until the server has decided. Not `wanted`, it takes back what is not
   * decided, or puts a refusal away. Staff only; `too-late` once validated, or while versions have to be chosen from.
   */
  validate(asked: {
    readonly dossier: DossierId;
    readonly year: number;
    readonly draft: string;
    readonly wanted: boolean;
  }): Promise<Result<void, ActRefusal>>;
};
