/** What another import of a year changes: lines are compared within their entries, which journal, number and date name. */
import { dayText, type Ledger } from '@navette/domain/ledger/ledger';
import type { BookChanges } from '../ledger-model.ts';

const EXAMPLES = 200;

/** @returns lines added and removed; an entry with both has its lines changed, as far as they pair */
export function compareLedgers(before: Ledger, after: Ledger): BookChanges {
  const [old, now] = [linesByEntry(before), linesByEntry(after)];
  let [added, removed, changed] = [0, 0, 0];
  const examples: { what: 'added' | 'removed' | 'changed'; text: string }[] = [];
  const note = (what: 'added' | 'removed' | 'changed', text: string) => void (examples.length < EXAMPLES && examples.push({ what, text }));
  for (const [entry, lines] of now) {
    const past = old.get(entry);
    const gone = past === undefined ? [] : lessCommon(past, lines);
    const come = past === undefined ? lines : lessCommon(lines, past);
    const pairs = Math.min(gone.length, come.length);
    changed += pairs;
    added += come.length - pairs;
    removed += gone.length - pairs;
    for (const [at, line] of come.entries()) note(at < pairs ? 'changed' : 'added', at < pairs ? `${gone[at]} → ${line}` : line);
    for (const line of gone.slice(pairs)) note('removed', line);
  }
  for (const [entry, lines] of old)
    if (!now.has(entry)) {
      removed += lines.length;
      for (const line of lines) note('removed', line);
    }
  return { added, removed, changed, examples };
}

function linesByEntry(ledger: Ledger): Map<string, string[]> {
  const entries = new Map<string, string[]>();
  for (let row = 0; row < ledger.rows; row++) {
    const at = ledger.entry[row] as number;
    const date = dayText(ledger.date[row] as number) ?? '';
    const journal = ledger.journals[ledger.journal[row] as number]?.code ?? '';
    const key = `${journal} ${ledger.number.at(at)} ${date}`;
    const third = ledger.thirdParties[ledger.thirdParty[row] as number]?.code ?? '';
    const account = ledger.accounts[ledger.account[row] as number]?.code ?? '';
    const amount = ((ledger.debit[row] as number) - (ledger.credit[row] as number)) / 100;
    const line = [date, journal, ledger.number.at(at), account, third, ledger.pieceRef.at(row), ledger.label.at(row), amount.toFixed(2)]
      .filter((part) => part !== '')
      .join(' ');
    const lines = entries.get(key);
    if (lines) lines.push(line);
    else entries.set(key, [line]);
  }
  return entries;
}

/** What is in `of` beyond what is in `others`, counting how often. */
function lessCommon(of: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1);
  return of.filter((one) => {
    const count = left.get(one) ?? 0;
    if (count > 0) left.set(one, count - 1);
    return count === 0;
  });
}
