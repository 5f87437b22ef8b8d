/** What completion proposes: the general chart with the accounts, third parties and journals the dossier's entries use. */
import { chartWith, thirdPartiesOf } from '@navette/domain/drafts/chart';
import type { EntryView } from '@navette/device/model';
import { CHART_OF_ACCOUNTS } from '@navette/texts/chart-of-accounts';
import type { Books } from './LineFields.tsx';

const known = new WeakMap<readonly EntryView[], Books & { readonly journals: readonly string[] }>();

export function booksOf(entries: readonly EntryView[]): Books & { readonly journals: readonly string[] } {
  const before = known.get(entries);
  if (before) return before;
  const lines = entries.flatMap(({ entry }) => entry.lines);
  const books = {
    chart: chartWith(CHART_OF_ACCOUNTS, lines),
    thirdParties: thirdPartiesOf(lines),
    journals: [...new Set(entries.map(({ entry }) => entry.journal))].filter((code) => code !== ''),
  };
  known.set(entries, books);
  return books;
}
