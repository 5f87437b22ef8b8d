/** What is said of a fiscal year that was read: whose it is, from when to when, what its checks found, its first figures. */
import { answer, type Figures } from '@navette/domain/ledger/questions';
import { fileLine } from '@navette/domain/ledger/ledger';
import { checkFec, hasReserves, type Finding } from '../fec/check-fec.ts';
import { fecFileName } from '../fec/fec-file-name.ts';
import type { FecFile } from '../fec/fec-file.ts';

export type BookFacts = {
  readonly name: string;
  /** Of the file's name. */
  readonly siren: string | null;
  /** Days as `AAAA-MM-JJ`: of the exercise, and the last with a line. */
  readonly start: string;
  readonly closing: string;
  readonly through: string;
  readonly lines: number;
  readonly entries: number;
  readonly findings: readonly Finding[];
  /** Lines of the file for the rows that findings name. */
  readonly lineOf: ReadonlyMap<number, number>;
  /** Errors that did not keep it out: taken « avec réserves ». */
  readonly reserves: boolean;
  readonly summary: Figures;
};

/** @param name of the file: its closing date is believed, else the end of the month of the last line */
export function bookFacts(file: FecFile, name: string): BookFacts {
  const { ledger } = file;
  const findings = checkFec(file, name);
  const summary = answer(ledger, 'figures', {});
  const named = fecFileName(name);
  const closing = named?.valid ? named.closing : endOfMonth(summary.last);
  return {
    name,
    siren: named?.siren ?? null,
    start: startOf(closing, summary.first),
    closing,
    through: summary.last ?? closing,
    lines: ledger.rows,
    entries: ledger.entries,
    findings,
    lineOf: new Map(findings.flatMap(({ rows }) => rows).map((row) => [row, fileLine(ledger, row)])),
    reserves: hasReserves(findings),
    summary,
  };
}

function endOfMonth(last: string | null): string {
  const [year = 1970, month = 1] = (last ?? '1970-12-31').split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** Twelve months before the closing, or the first line where that is within. Exercises are of one to twenty-four months. */
function startOf(closing: string, first: string | null): string {
  const [year = 1970, month = 1, day = 1] = closing.split('-').map(Number);
  // The day after the same closing one year before; 28 February of a year follows 29 February of another.
  const before = new Date(Date.UTC(year - 1, month - 1, day));
  const last = day >= 28 && month === 2 ? new Date(Date.UTC(year - 1, 2, 0)) : before;
  const usual = new Date(last.getTime() + 86_400_000).toISOString().slice(0, 10);
  return first !== null && first < usual ? first : usual;
}
