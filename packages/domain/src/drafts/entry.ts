/**
 * A journal entry as people write it before it is in the books, and when it may enter them (R151, R153).
 *
 * Amounts are whole cents and never negative: what is to be taken back stands on the other side. A field that says nothing is empty
 * text, so that two versions of an entry compare field by field. Pure: the server and the screens ask the same rules.
 */
import type { DocumentId } from '@navette/kernel/ids';
import { isDay } from './day.ts';
import { FORBIDDEN_IN_FEC } from './fec-text.ts';
import { ENTRY_LIMITS } from './limits.ts';
import type { Exercise } from './exercise.ts';
import { totalsOf } from './balance.ts';

export type EntryLine = {
  /** Number of the account in the chart: three digits first. */
  readonly account: string;
  readonly accountLabel: string;
  /** Third party: its code and its name, both or neither. */
  readonly auxiliary: string;
  readonly auxiliaryLabel: string;
  /** Empty for the entry's own. */
  readonly label: string;
  readonly debit: number;
  readonly credit: number;
};

export type JournalEntry = {
  /** Code of the journal: AC, VE, BQ, OD… */
  readonly journal: string;
  /** 'AAAA-MM-JJ', as is `pieceDate`; empty while nobody has said. */
  readonly date: string;
  readonly pieceRef: string;
  readonly pieceDate: string;
  readonly label: string;
  readonly lines: readonly EntryLine[];
  /** Documents of the dossier that justify it. */
  readonly documents: readonly DocumentId[];
  /** The validated entry that this one takes back. */
  readonly reverses?: string;
};

export const EMPTY_LINE: EntryLine = {
  account: '',
  accountLabel: '',
  auxiliary: '',
  auxiliaryLabel: '',
  label: '',
  debit: 0,
  credit: 0,
};

export type EntryProblem = {
  readonly tag:
    | 'no-journal'
    | 'no-date'
    | 'date-outside'
    | 'no-piece-ref'
    | 'no-piece-date'
    | 'no-label'
    | 'few-lines'
    | 'many-lines'
    | 'unbalanced'
    | 'account'
    | 'account-label'
    | 'third-party'
    | 'both-sides'
    | 'no-amount'
    | 'amount'
    | 'forbidden-character';
  /** Index of the line it is about; null for the entry. */
  readonly line: number | null;
};

/** An account of a chart begins with three digits (accounting-formats 1.3, F6). */
const ACCOUNT = /^\d{3}[0-9A-Za-z]*$/;

/**
 * @param exercise the accounting year it is to enter
 * @returns everything that keeps it out of the books, the entry's own first, then line by line; empty where it may be validated
 */
export function checkEntry(entry: JournalEntry, exercise: Exercise): readonly EntryProblem[] {
  return [...headProblems(entry, exercise), ...entry.lines.flatMap(lineProblems)];
}

function headProblems(entry: JournalEntry, exercise: Exercise): EntryProblem[] {
  const { debit, credit } = totalsOf(entry.lines);
  const said: readonly (readonly [boolean, EntryProblem['tag']])[] = [
    [entry.journal.trim() === '', 'no-journal'],
    [!isDay(entry.date), 'no-date'],
    [isDay(entry.date) && (entry.date < exercise.from || entry.date > exercise.to), 'date-outside'],
    [entry.pieceRef.trim() === '', 'no-piece-ref'],
    [!isDay(entry.pieceDate), 'no-piece-date'],
    [entry.label.trim() === '', 'no-label'],
    [[entry.journal, entry.pieceRef, entry.label].some((text) => FORBIDDEN_IN_FEC.test(text)), 'forbidden-character'],
    [entry.lines.length < 2, 'few-lines'],
    [entry.lines.length > ENTRY_LIMITS.lines, 'many-lines'],
    [debit !== credit, 'unbalanced'],
  ];
  return said.flatMap(([wrong, tag]) => (wrong ? [{ tag, line: null }] : []));
}

function lineProblems(line: EntryLine, index: number): EntryProblem[] {
  const { account, accountLabel, auxiliary, auxiliaryLabel, label, debit, credit } = line;
  const said: readonly (readonly [boolean, EntryProblem['tag']])[] = [
    [!ACCOUNT.test(account), 'account'],
    [accountLabel.trim() === '', 'account-label'],
    [(auxiliary.trim() === '') !== (auxiliaryLabel.trim() === ''), 'third-party'],
    [[debit, credit].some((amount) => !Number.isSafeInteger(amount) || amount < 0 || amount > ENTRY_LIMITS.amount), 'amount'],
    [debit !== 0 && credit !== 0, 'both-sides'],
    [debit === 0 && credit === 0, 'no-amount'],
    [[accountLabel, auxiliary, auxiliaryLabel, label].some((text) => FORBIDDEN_IN_FEC.test(text)), 'forbidden-character'],
  ];
  return said.flatMap(([wrong, tag]) => (wrong ? [{ tag, line: index }] : []));
}
