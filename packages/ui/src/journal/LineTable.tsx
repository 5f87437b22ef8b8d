/** The lines in sight, as a ledger is ruled: an entry's day and number stand on its first line only. On a phone, two lines a line. */
import type { Cents } from '@navette/kernel/cents';
import type { DossierId } from '@navette/kernel/ids';
import type { LineView } from '@navette/domain/ledger/lines';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { journalTexts } from '@navette/texts/journal-texts';
import { Icon } from '../components/Icon.tsx';
import { ListRow, ListTable, type ListColumn } from '../components/ListTable.tsx';
import type { Invoices } from '../ledger/use-invoices.ts';
import { routeTo } from '../routes.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import type { useListCursor } from '../use-list-cursor.ts';
import type { useWindow } from '../use-window.ts';
import type { JournalPlace } from './journal-place.ts';

/** Height of a row, in CSS pixels; `journal.css` sets the same. */
export const LINE_ROW = { wide: 30, phone: 58 } as const;

type Props = {
  readonly place: JournalPlace;
  readonly phone: boolean;
  /** What stood before the first line; null where no running balance means anything. */
  readonly running: number | null;
  /** What stands before the first line, in a row of its own. */
  readonly lead: { readonly words: string; readonly amount: number } | null;
  readonly total: number;
  readonly loading: boolean;
  readonly view: Pick<ReturnType<typeof useWindow>, 'box' | 'onScroll' | 'start' | 'end' | 'before' | 'after'>;
  readonly cursor: ReturnType<typeof useListCursor>;
  readonly lineAt: (index: number) => LineView | undefined;
  /** Null until the documents of the company are read. */
  readonly invoices: Invoices | null;
  readonly dossier: DossierId;
  readonly picked: ReadonlyMap<number, LineView>;
  readonly onPick: (line: LineView) => void;
  readonly hrefOf: (to: Partial<JournalPlace>) => string;
};

export function LineTable({
  place,
  phone,
  running,
  lead,
  total,
  loading,
  view,
  cursor,
  lineAt,
  invoices,
  dossier,
  picked,
  onPick,
  hrefOf,
}: Props) {
  const { f, language } = useSurroundings();
  const t = journalTexts(language);
  const moment = useNow();
  const { head } = t;
  const amount = (cents: number) => (cents === 0 ? '' : f.amount(cents as Cents));
  const withAccount = place.tab === 'entries' || place.account === null;
  const grouped = place.tab === 'entries' && !place.order.startsWith('amount');
  const columns: readonly ListColumn[] = phone
    ? [
        { look: 'c-label', head: head.wording, shape: 'w80' },
        { look: 'c-sum num', head: running === null ? head.amount : head.amountAndRunning, shape: 'w60' },
      ]
    : [
        { look: 'c-pick', head: head.pick, quiet: true, shape: null },
        { look: 'c-date', head: head.date, shape: 'w80' },
        { look: 'c-jal', head: head.journal, shape: 'w60' },
        { look: 'c-no', head: head.number, shape: 'w60' },
        { look: 'c-ref', head: head.reference, shape: 'w80' },
        ...(withAccount ? [{ look: 'c-account', head: head.account, shape: 'w80' } as const] : []),
        { look: 'c-label', head: head.wording, shape: 'w60' },
        { look: 'c-let', head: head.lettering, shape: null },
        { look: 'c-sum num', head: head.debit, shape: 'w60' },
        { look: 'c-sum num', head: head.credit, shape: null },
        ...(running === null ? [] : [{ look: 'c-sum num', head: head.running, shape: 'w80' } as const]),
        { look: 'c-doc', head: head.document, quiet: true, shape: null },
      ];
  const row = (index: number) => {
    if (lead !== null && index === 0)
      return (
        <tr key="lead" class="lead" aria-rowindex={2}>
          <th scope="row" colSpan={columns.length - (phone ? 1 : 2)}>
            {lead.words}
          </th>
          <td class="num">{f.amount((lead.amount || 0) as Cents)}</td>
          {phone ? null : <td class="c-doc" />}
        </tr>
      );
    const line = lineAt(index);
    if (line === undefined) return null;
    const first = !grouped || lineAt(index - 1)?.entry !== line.entry;
    const day = line.date === null ? t.noDate : f.shortDay(line.date, moment);
    const label = line.label || line.pieceRef || t.entry(line.number);
    const link = (
      <a
        class="cut"
        ref={cursor.linkRef(index)}
        href={hrefOf({ entry: line.entry, row: line.row })}
        title={label}
        onFocus={() => cursor.set(index)}
      >
        {label}
      </a>
    );
    const stands = running === null ? null : f.amount((running + (line.running ?? 0) || 0) as Cents);
    const who = line.thirdPartyLabel || line.thirdParty;
    return (
      <ListRow key={index} index={index} open={line.row === place.row} current={index === cursor.at}>
        {phone ? (
          <>
            <th scope="row" class={`c-label${first && grouped && index > 0 ? ' opens' : ''}`}>
              {link}
              <small class="cut blk">{[day, line.journal, line.account, who].filter((word) => word !== '').join(' · ')}</small>
            </th>
            <td class="c-sum num">
              {line.unread ? <small>{t.unread}</small> : f.amount((line.debit - line.credit) as Cents)}
              {stands === null ? null : <small class="blk">{stands}</small>}
            </td>
          </>
        ) : (
          <>
            <td class={`c-pick${first && grouped && index > 0 ? ' opens' : ''}`}>
              <input type="checkbox" aria-label={t.pickLine(label)} checked={picked.has(line.row)} onChange={() => onPick(line)} />
            </td>
            <td class="c-date n">{first ? day : <span class="vh">{day}</span>}</td>
            <td class="c-jal">{first ? line.journal : null}</td>
            <td class="c-no n">{first ? <span class="cut blk">{line.number}</span> : null}</td>
            <td class="c-ref">{first ? <span class="cut blk">{line.pieceRef}</span> : null}</td>
            {withAccount ? (
              <td class="c-account n" title={line.accountLabel}>
                <span class="cut blk">{line.account}</span>
              </td>
            ) : null}
            <th scope="row" class="c-label">
              <span class="labelled">
                {link}
                {who === '' || line.label.includes(who) ? null : <small class="cut">{who}</small>}
              </span>
            </th>
            <td class="c-let">{line.lettering}</td>
            <td class="c-sum num">{line.unread ? <small>{t.unread}</small> : amount(line.debit)}</td>
            <td class="c-sum num">{amount(line.credit)}</td>
            {stands === null ? null : <td class="c-sum num z">{stands}</td>}
            <td class="c-doc">{first ? <DocumentLink of={line} invoices={invoices} dossier={dossier} /> : null}</td>
          </>
        )}
      </ListRow>
    );
  };
  return (
    <ListTable
      label={t.caption[place.tab]}
      look={`journallist${phone ? ' phone' : ''}${grouped ? ' grouped' : ''}`}
      columns={columns}
      names={phone ? 0 : withAccount ? 6 : 5}
      {...{ total, loading, view, row }}
    />
  );
}

/** The document that bears the reference of the line, where the company has given one. */
function DocumentLink({ of, invoices, dossier }: { of: LineView; invoices: Invoices | null; dossier: DossierId }) {
  const { language } = useSurroundings();
  const document = invoices?.ofNumber(of.pieceRef)[0];
  if (document === undefined) return null;
  return (
    <a
      class="btn icon sm quiet"
      href={routeTo('documents', { document: document.id, dossier })}
      aria-label={indicatorsTexts(language).drill.openDocument(document.name)}
      title={document.name}
    >
      <Icon name="clip" size="s" />
    </a>
  );
}
