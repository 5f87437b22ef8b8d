/** The lines of an entry to read: account, third party, label, both sides, and their sums under a double rule. */
import { totalsOf } from '@navette/domain/drafts/balance';
import type { EntryLine, JournalEntry } from '@navette/domain/drafts/entry';
import { cents } from '@navette/kernel/cents';
import { entriesTexts } from '@navette/texts/entries-texts';
import { useSurroundings } from '../surroundings.tsx';

/** @param props.marked whether a line is to be pointed at */
export function LinesRead({ entry, marked = () => false }: { entry: JournalEntry; marked?: (line: EntryLine) => boolean }) {
  const { f, language } = useSurroundings();
  const t = entriesTexts(language);
  const { debit, credit } = totalsOf(entry.lines);
  const amount = (value: number) => (value === 0 ? '' : f.amount(cents(value)));
  return (
    <div class="readlines" role="region" aria-label={t.lines} tabIndex={0}>
      <table class="dense">
        <thead>
          <tr>
            <th>{t.fields.account}</th>
            <th>{t.fields.accountLabel}</th>
            <th class="num">{t.fields.debit}</th>
            <th class="num">{t.fields.credit}</th>
          </tr>
        </thead>
        <tbody>
          {entry.lines.map((line, index) => (
            <tr key={index} class={marked(line) ? 'differs' : ''}>
              <td class="n">{line.account}</td>
              <td>
                {line.accountLabel}
                {line.auxiliary === '' ? null : (
                  <small class="blk">
                    {line.auxiliary} · {line.auxiliaryLabel}
                  </small>
                )}
                {line.label === '' ? null : <small class="blk">{line.label}</small>}
              </td>
              <td class="num">{amount(line.debit)}</td>
              <td class="num">{amount(line.credit)}</td>
            </tr>
          ))}
          <tr class="total">
            <th scope="row" colSpan={2}>
              {t.total}
            </th>
            <td class="num">{f.amount(cents(debit))}</td>
            <td class="num">{f.amount(cents(credit))}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
