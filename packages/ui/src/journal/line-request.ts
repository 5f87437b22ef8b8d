/** What a request says that is made from a line of the journal: its title, and the kind of document it waits for. */
import type { DocumentKind } from '@navette/domain/document-kinds';
import type { LineView } from '@navette/domain/ledger/lines';

/** By the class of the account: what a supplier, a customer or the bank would have sent. */
export function kindOfAccount(account: string): DocumentKind {
  if (/^(?:401|6)/.test(account)) return 'purchase-invoices';
  if (/^(?:411|7)/.test(account)) return 'sales-invoices';
  return account.startsWith('512') ? 'bank' : 'miscellaneous';
}

/** As long as a title may be. */
const LONGEST = 200;

/** Day, label and amount, as the client recognises a line; the label gives way where all would be too long. */
export function titleOf(
  line: Pick<LineView, 'label' | 'pieceRef' | 'debit' | 'credit'>,
  day: string,
  amount: string,
  wrap: (what: string) => string,
): string {
  const label = (line.label || line.pieceRef).replaceAll(/\s+/g, ' ').trim();
  const of = (words: string) => wrap([day, words, amount].filter((word) => word !== '').join(', '));
  const over = of(label).length - LONGEST;
  return over <= 0 ? of(label) : of(`${label.slice(0, Math.max(0, label.length - over - 1)).trimEnd()}…`);
}
