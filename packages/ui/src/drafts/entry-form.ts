/**
 * An entry while it is typed: amounts as text, since a half-written one is no number. Pure: every change is a new form, so that undo is
 * the form before.
 */
import { parseAmount } from '@navette/domain/drafts/amount';
import { balancedAt } from '@navette/domain/drafts/balance';
import { EMPTY_LINE, type EntryLine, type EntryProblem, type JournalEntry } from '@navette/domain/drafts/entry';
import type { DocumentId } from '@navette/kernel/ids';

export type LineForm = Omit<EntryLine, 'debit' | 'credit'> & {
  /** Names the line while it is on screen. */
  readonly key: number;
  readonly debit: string;
  readonly credit: string;
};
export type EntryForm = Omit<JournalEntry, 'lines'> & { readonly lines: readonly LineForm[] };

let keys = 0;
export function emptyLine(): LineForm {
  return { ...EMPTY_LINE, key: ++keys, debit: '', credit: '' };
}

/** Cents as they are written in a field: '1 234,56' with a narrow blank, nothing for none. */
export function typedAmount(cents: number): string {
  const whole = String(Math.floor(cents / 100)).replace(/\B(?=(?:\d{3})+$)/g, '\u202f');
  return cents === 0 ? '' : `${whole},${String(cents % 100).padStart(2, '0')}`;
}

export function formOf(entry: JournalEntry): EntryForm {
  const lines = entry.lines.map((line) => ({
    ...line,
    key: ++keys,
    debit: typedAmount(line.debit),
    credit: typedAmount(line.credit),
  }));
  return { ...entry, lines: entry.reverses === undefined ? padded(lines) : lines };
}

/** Two lines at least stand ready to be filled. */
function padded(lines: readonly LineForm[]): readonly LineForm[] {
  return lines.length >= 2 ? lines : [...lines, ...Array.from({ length: 2 - lines.length }, emptyLine)];
}

export function newForm(date: string, journal: string): EntryForm {
  return formOf({ journal, date, pieceRef: '', pieceDate: '', label: '', lines: [], documents: [] });
}

/** @returns the entry as it stands; lines with nothing in them are left out, amounts that cannot be read are nought */
export function entryOf(form: EntryForm): JournalEntry {
  const { lines, ...head } = form;
  return { ...head, lines: lines.filter((line) => !isBlank(line)).map(lineOf) };
}

function lineOf({ account, accountLabel, auxiliary, auxiliaryLabel, label, debit, credit }: LineForm): EntryLine {
  return { account, accountLabel, auxiliary, auxiliaryLabel, label, debit: parseAmount(debit) ?? 0, credit: parseAmount(credit) ?? 0 };
}

export function isBlank({ account, accountLabel, auxiliary, auxiliaryLabel, label, debit, credit }: LineForm): boolean {
  return [account, accountLabel, auxiliary, auxiliaryLabel, label, debit, credit].every((text) => text.trim() === '');
}

/** Lines whose amounts cannot be read, by their place among those that are kept. */
export function unreadAmounts(form: EntryForm): readonly EntryProblem[] {
  return form.lines
    .filter((line) => !isBlank(line))
    .flatMap(({ debit, credit }, line) =>
      parseAmount(debit) === null || parseAmount(credit) === null ? [{ tag: 'amount' as const, line }] : [],
    );
}

export function withLine(form: EntryForm, key: number, change: Partial<LineForm>): EntryForm {
  return { ...form, lines: form.lines.map((line) => (line.key === key ? { ...line, ...change } : line)) };
}

/** @returns the form with the missing amount on that line; the same where nothing is missing */
export function balancedForm(form: EntryForm, key: number): EntryForm {
  const index = form.lines.findIndex((line) => line.key === key);
  const done = balancedAt(form.lines.map(lineOf), index)?.[index];
  return done ? withLine(form, key, { debit: typedAmount(done.debit), credit: typedAmount(done.credit) }) : form;
}

export function withDocument(form: EntryForm, document: DocumentId, on: boolean): EntryForm {
  const others = form.documents.filter((one) => one !== document);
  return { ...form, documents: on ? [...others, document] : others };
}

/** Whether two forms say the same entry. */
export function sameEntry(a: JournalEntry, b: JournalEntry): boolean {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

function canonical({ journal, date, pieceRef, pieceDate, label, lines, documents, reverses }: JournalEntry): unknown[] {
  return [
    [journal, date, pieceRef, pieceDate, label, reverses ?? '', documents],
    lines.map((one) => [one.account, one.accountLabel, one.auxiliary, one.auxiliaryLabel, one.label, one.debit, one.credit]),
  ];
}
