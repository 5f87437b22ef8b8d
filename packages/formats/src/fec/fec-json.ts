/** What `navette inspect --json` prints of a FEC: figures in euros, under the names of the reference files. */
import { accountBalances, sumOf, type AccountBalance } from '@navette/domain/ledger/balances';
import { indicatorsOf, sigOf } from '@navette/domain/ledger/indicators';
import { dayText, fileLine, type Ledger } from '@navette/domain/ledger/ledger';
import { agedByDocument, openItems, type Side } from '@navette/domain/ledger/open-items';
import { daysOf, turnoversOf } from '@navette/domain/ledger/payment-days';
import { spanOfDays } from '@navette/domain/ledger/periods';
import { fecFileName } from './fec-file-name.ts';
import type { FecFile } from './fec-file.ts';

const euros = (cents: number): number => (cents === 0 ? 0 : cents / 100);
/** Lines named in the list of unreadable amounts; their count is whole. */
const LINES_NAMED = 50;

/** @param name of the file; figures of a file with faults are those of its readable part */
export function fecJson({ form, ledger: read, seen }: FecFile, name: string, bytes: number): Readonly<Record<string, unknown>> {
  const ledger = strictDates(read);
  const { rows, unread } = ledger;
  const keep = unread.size === 0 ? null : (row: number) => !unread.has(row);
  const balances = accountBalances(ledger, keep).filter(({ lines }) => lines > 0);
  const debit = balances.reduce((sum, one) => sum + one.debit, 0);
  const credit = balances.reduce((sum, one) => sum + one.credit, 0);
  const [first, last] = spanOfDays(ledger);
  const span = last === 0 ? null : { first, last };
  const odd = badDateRows(read);
  const entries = entrySums(read);
  const indicators = indicatorsOf(balances);
  const sig = sigOf(balances);
  const { salesWithTax, purchasesWithTax } = turnoversOf(ledger);
  const unreadWhere = (blank: (row: number) => boolean) => [...unread].filter(blank).length;
  const days = span === null ? 0 : span.last - span.first + 1;
  return {
    file: name,
    bytes,
    encoding: form.encoding,
    eol: form.lineEnd,
    separator: form.separator,
    columns: form.header.names.length,
    trailing_separator: form.header.trailingSeparator,
    unknown_columns: form.header.unknown,
    amounts: form.header.amounts,
    missing_columns: form.header.missing,
    standard_order: form.header.standardOrder,
    file_name_valid: fecFileName(name)?.valid ?? false,
    lines: rows,
    lines_read: rows - unread.size,
    total_debit: euros(debit),
    total_credit: euros(credit),
    balanced: debit === credit,
    entries: entries.count,
    entries_by_journal_and_number: entries.countByNumber,
    unbalanced_entries: entries.unbalanced,
    unbalanced_entries_by_journal_and_number: entries.unbalancedByNumber,
    first_date: span === null ? null : dayText(span.first),
    last_date: span === null ? null : dayText(span.last),
    chronological: isChronological(ledger),
    numeric_ecriturenum_gaps: numberGaps(ledger),
    anomalies: {
      bad_column_count: seen.badFieldCounts.count,
      bad_amount_lines: [...unread].slice(0, LINES_NAMED).map((row) => fileLine(ledger, row)),
      bad_amount_count: unread.size,
      bad_date_count: odd,
      bad_account_count: badAccounts(ledger),
      ...bothOrNone(ledger),
      negative_amounts: seen.negatives.count,
      dot_decimal_lines: seen.dots.count,
      empty_ValidDate: seen.blank.ValidDate.count - unreadWhere((row) => ledger.validDate[row] === 0 && !isOdd(read, row, 'ValidDate')),
      empty_EcritureLib: seen.blank.EcritureLib.count - unreadWhere((row) => ledger.label.at(row) === ''),
      empty_PieceRef: seen.blank.PieceRef.count - unreadWhere((row) => ledger.pieceRef.at(row) === ''),
    },
    journals: journalSums(ledger),
    classes: classSums(balances),
    accounts2: twoDigits(balances),
    n_accounts: balances.length,
    n_auxiliaries: auxiliaries(ledger),
    indicators: {
      chiffre_affaires: euros(indicators.revenue),
      rabais_accordes_709: euros(indicators.rebatesGranted),
      charges_classe_6: euros(indicators.expenses),
      charges_exploitation_60_65: euros(indicators.operatingExpenses),
      charges_financieres_66: euros(indicators.financialExpenses),
      charges_exceptionnelles_67: euros(indicators.exceptionalExpenses),
      dotations_68: euros(indicators.allowances),
      participation_impots_69: euros(indicators.profitSharingAndTax),
      produits_classe_7: euros(indicators.products),
      resultat: euros(indicators.result),
      tresorerie_51_53_54: euros(indicators.cash),
      placements_50: euros(indicators.securities),
      concours_bancaires_519: euros(indicators.bankOverdrafts),
      virements_internes_58: euros(indicators.internalTransfers),
      creances_clients_41_hors_419: euros(indicators.receivables),
      avances_clients_419: euros(indicators.customerAdvances),
      dettes_fournisseurs_40_hors_409: euros(indicators.payables),
      avances_fournisseurs_409: euros(indicators.supplierAdvances),
      position_tva_445: euros(indicators.vatPosition),
      stocks_classe_3: euros(indicators.stocks),
      bfr: euros(indicators.workingCapital),
      ca_ttc_by_entries: euros(salesWithTax),
      achats_ttc_by_entries: euros(purchasesWithTax),
      days_covered: span === null ? null : days,
      dso_days: daysOf(indicators.receivables, salesWithTax, days),
      dpo_days: daysOf(indicators.payables - indicators.payablesForAssets, purchasesWithTax, days),
    },
    sig: {
      marge_commerciale: euros(sig.tradingMargin),
      production_exercice: euros(sig.production),
      consommations_tiers: euros(sig.consumption),
      valeur_ajoutee: euros(sig.valueAdded),
      ebe: euros(sig.grossOperatingSurplus),
      resultat_exploitation: euros(sig.operatingResult),
      rcai: euros(sig.currentResult),
      resultat_exceptionnel: euros(sig.exceptionalResult),
      resultat_net: euros(sig.netResult),
      resultat_net_equals_class7_minus_class6: sig.netResult === indicators.result,
    },
    ...(span === null
      ? {}
      : {
          aged: {
            reference_date: dayText(span.last),
            clients: agedJson(ledger, 'customers', span.last),
            fournisseurs: agedJson(ledger, 'suppliers', span.last),
          },
        }),
  };
}

/** Dates that are not AAAAMMJJ count as bad here, and are left out of every date. */
function strictDates(ledger: Ledger): Ledger {
  const others = ledger.odd.filter(({ fault }) => fault === 'form');
  if (others.length === 0) return ledger;
  const columns = { EcritureDate: ledger.date.slice(), PieceDate: ledger.pieceDate.slice() };
  for (const { row, column } of others) if (column === 'EcritureDate' || column === 'PieceDate') columns[column][row] = 0;
  return { ...ledger, date: columns.EcritureDate, pieceDate: columns.PieceDate };
}

function isOdd({ odd }: Ledger, row: number, column: string): boolean {
  return odd.some((one) => one.row === row && one.column === column);
}

function badDateRows(ledger: Ledger): number {
  return new Set(ledger.odd.flatMap(({ row, column, fault }) => (column === 'EcritureDate' && fault !== 'digits' ? [row] : []))).size;
}

function isChronological({ date, rows }: Ledger): boolean {
  let before = 0;
  for (let row = 0; row < rows; row++) {
    const day = date[row] as number;
    if (day === 0) continue;
    if (day < before) return false;
    before = day;
  }
  return true;
}

/** Entries by journal, number and date as it is written, and by journal and number alone. */
function entrySums(ledger: Ledger) {
  const { rows, entry, entryRow, entries, debit, credit, date, unread } = ledger;
  const written = new Map(ledger.odd.filter(({ column }) => column === 'EcritureDate').map(({ row, text }) => [row, text]));
  const byDate = new Map<string, number>();
  const byNumber = new Map<string, number>();
  const names = Array.from({ length: entries }, (_, at) => `${ledger.journal[entryRow[at] as number]}\t${ledger.number.at(at)}`);
  const [sums, sumsByNumber]: [number[], number[]] = [[], []];
  const add = (known: Map<string, number>, into: number[], key: string, amount: number) => {
    let at = known.get(key);
    if (at === undefined) known.set(key, (at = known.size));
    into[at] = (into[at] ?? 0) + amount;
  };
  for (let row = 0; row < rows; row++) {
    if (unread.has(row)) continue;
    const name = names[entry[row] as number] as string;
    const rest = ledger.rest.get(row);
    const amount = (debit[row] as number) - (credit[row] as number) + (rest ? (rest.debit - rest.credit) / 1e6 : 0);
    add(byDate, sums, `${name}\t${written.get(row) ?? date[row]}`, amount);
    add(byNumber, sumsByNumber, name, amount);
  }
  const off = (list: readonly number[]) => list.filter((sum) => Math.abs(sum) > 1e-6).length;
  return { count: byDate.size, countByNumber: byNumber.size, unbalanced: off(sums), unbalancedByNumber: off(sumsByNumber) };
}

/** Missing numbers between the smallest and the largest; null when one is not a number. */
function numberGaps({ entries, number }: Ledger): number | null {
  const numbers = new Set<number>();
  for (let entry = 0; entry < entries; entry++) {
    const text = number.at(entry);
    if (!/^\d{1,15}$/.test(text)) return null;
    numbers.add(Number(text));
  }
  if (numbers.size === 0) return null;
  let [least, most] = [Number.MAX_SAFE_INTEGER, 0];
  for (const one of numbers) {
    if (one < least) least = one;
    if (one > most) most = one;
  }
  return most - least + 1 - numbers.size;
}

function badAccounts({ rows, account, accounts, unread }: Ledger): number {
  const bad = accounts.map(({ code }) => !/^\d{3}/.test(code));
  let count = 0;
  for (let row = 0; row < rows; row++) if (bad[account[row] as number] && !unread.has(row)) count++;
  return count;
}

function bothOrNone({ rows, debit, credit, unread }: Ledger) {
  let [both, none] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const [d, c] = [debit[row] as number, credit[row] as number];
    if (d !== 0 && c !== 0) both++;
    else if (d === 0 && c === 0 && !unread.has(row)) none++;
  }
  return { debit_and_credit_both: both, debit_and_credit_zero: none };
}

function journalSums(ledger: Ledger): Readonly<Record<string, unknown>> {
  const sums = ledger.journals.map(() => ({ lines: 0, debit: 0, credit: 0 }));
  for (let row = 0; row < ledger.rows; row++) {
    const sum = sums[ledger.journal[row] as number];
    if (!sum || ledger.unread.has(row)) continue;
    sum.lines++;
    sum.debit += ledger.debit[row] as number;
    sum.credit += ledger.credit[row] as number;
  }
  return Object.fromEntries(
    ledger.journals
      .map(({ code, label }, id) => [code, { label, ...(sums[id] ?? { lines: 0, debit: 0, credit: 0 }) }] as const)
      .filter(([, { lines }]) => lines > 0)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, sum]) => [code, { ...sum, debit: euros(sum.debit), credit: euros(sum.credit) }]),
  );
}

function classSums(balances: readonly AccountBalance[]): Readonly<Record<string, unknown>> {
  const classes = [...new Set(balances.map(({ code }) => code.slice(0, 1)))].toSorted();
  return Object.fromEntries(
    classes.map((one) => {
      const own = balances.filter(({ code }) => code.slice(0, 1) === one);
      const debit = own.reduce((sum, each) => sum + each.debit, 0);
      const credit = own.reduce((sum, each) => sum + each.credit, 0);
      return [one, { debit: euros(debit), credit: euros(credit), balance: euros(debit - credit) }];
    }),
  );
}

function twoDigits(balances: readonly AccountBalance[]): Readonly<Record<string, number>> {
  const starts = [...new Set(balances.map(({ code }) => code.slice(0, 2)))].toSorted();
  return Object.fromEntries(
    starts.map((one) => [
      one,
      euros(
        sumOf(
          balances.filter(({ code }) => code.slice(0, 2) === one),
          [''],
        ),
      ),
    ]),
  );
}

function auxiliaries({ rows, thirdParty, unread }: Ledger): number {
  const seen = new Set<number>();
  for (let row = 0; row < rows; row++) if ((thirdParty[row] as number) > 0 && !unread.has(row)) seen.add(thirdParty[row] as number);
  return seen.size;
}

function agedJson(ledger: Ledger, side: Side, reference: number): Readonly<Record<string, unknown>> {
  const [letters, fifo] = (['lettrage', 'fifo'] as const).map((way) => openItems(ledger, { side, reference, way }));
  if (!letters || !fifo) return {};
  const aged = (open: typeof letters) => {
    const { buckets, total, items } = agedByDocument(open.items, reference);
    return { ...Object.fromEntries(Object.entries(buckets).map(([age, sum]) => [age, euros(sum)])), total: euros(total), items };
  };
  const positive = letters.balances.filter((sum) => sum > 0);
  const negative = letters.balances.filter((sum) => sum < 0);
  return {
    by_lettrage: aged(letters),
    by_fifo: aged(fifo),
    lettered_lines: letters.letteredLines,
    unlettered_lines: letters.unletteredLines,
    lettrage_groups: letters.groups,
    unbalanced_lettrage_groups: letters.unbalancedGroups,
    third_parties: letters.parties.length,
    third_parties_open: letters.balances.filter((sum) => sum !== 0).length,
    normal_side: euros(positive.reduce((sum, one) => sum + one, 0)),
    opposite_side: euros(negative.reduce((sum, one) => sum + one, 0)),
  };
}
