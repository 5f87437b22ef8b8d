/** Accounts and third parties found while they are typed: by the beginning of their number, or of the words of their label. */
import type { EntryLine } from './entry.ts';

export type LedgerAccount = { readonly account: string; readonly label: string };

/** Lower case, without accents. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe');
}

/**
 * Completion of what was typed: numbers that begin so, in their order; else labels of which each typed word begins a word, without
 * accents or case.
 * @param most of what is found
 */
export function completeAccount(chart: readonly LedgerAccount[], typed: string, most = 8): readonly LedgerAccount[] {
  const wanted = plain(typed).trim();
  if (wanted === '') return [];
  const byNumber = /^\d/.test(wanted) ? chart.filter(({ account }) => plain(account).startsWith(wanted)) : [];
  if (byNumber.length > 0) return sorted(byNumber).slice(0, most);
  const words = wanted.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  if (words.length === 0) return [];
  const found = chart.filter(({ label }) => {
    const of = plain(label).split(/[^\p{L}\p{N}]+/u);
    return words.every((word) => of.some((one) => one.startsWith(word)));
  });
  return sorted(found).slice(0, most);
}

function sorted(accounts: readonly LedgerAccount[]): LedgerAccount[] {
  return accounts.toSorted((a, b) => (a.account < b.account ? -1 : a.account > b.account ? 1 : 0));
}

/** The chart with the accounts that entries use: what a dossier calls an account goes before its general name. */
export function chartWith(chart: readonly LedgerAccount[], lines: Iterable<EntryLine>): readonly LedgerAccount[] {
  const all = new Map(chart.map((one) => [one.account, one]));
  for (const { account, accountLabel } of lines)
    if (account !== '' && accountLabel.trim() !== '') all.set(account, { account, label: accountLabel });
  return sorted([...all.values()]);
}

/** Third parties that entries name, with the account they were last used with. */
export function thirdPartiesOf(lines: Iterable<EntryLine>): readonly (LedgerAccount & { readonly of: string })[] {
  const all = new Map<string, LedgerAccount & { readonly of: string }>();
  for (const { account, auxiliary, auxiliaryLabel } of lines)
    if (auxiliary.trim() !== '') all.set(auxiliary, { account: auxiliary, label: auxiliaryLabel, of: account });
  return [...all.values()];
}
