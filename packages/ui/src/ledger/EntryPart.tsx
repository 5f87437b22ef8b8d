/** One entry, all its lines, and the document that justifies it where the dossier holds one (R207, R214). */
import type { Cents } from '@navette/kernel/cents';
import type { DossierId } from '@navette/kernel/ids';
import type { DocumentRow } from '@navette/device/model';
import type { LineView } from '@navette/domain/ledger/lines';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { Shapes } from '../components/Shapes.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Thumb } from '../components/Thumb.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import type { Invoices } from './use-invoices.ts';

type Props = {
  /** Null until it is read. */
  readonly lines: readonly LineView[] | null;
  readonly invoices: Invoices | null;
  readonly dossier: DossierId;
};

export function EntryPart({ lines, invoices, dossier }: Props) {
  const { f, language } = useSurroundings();
  const t = indicatorsTexts(language);
  if (lines === null) return <Shapes rows={4} />;
  const sum = (pick: (line: LineView) => number) => lines.reduce((all, line) => all + pick(line), 0);
  const amount = (cents: number) => (cents === 0 ? '' : f.amount(cents as Cents));
  return (
    <>
      <table class="dense lines entry">
        <thead>
          <tr>
            <th scope="col">{t.head.account}</th>
            <th scope="col" class="c-ref">
              {t.drill.reference}
            </th>
            <th scope="col" class="c-label">
              {t.drill.wording}
            </th>
            <th scope="col" class="num">
              {t.drill.debit}
            </th>
            <th scope="col" class="num">
              {t.drill.credit}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.row}>
              <th scope="row">
                <span class="n">{line.account}</span> {line.accountLabel}
                {line.thirdParty === '' ? null : (
                  <small class="blk">
                    {line.thirdPartyLabel || line.thirdParty}
                    {line.lettering === '' ? '' : ` · ${line.lettering}`}
                  </small>
                )}
              </th>
              <td class="c-ref">{line.pieceRef}</td>
              <td class="c-label">{line.label}</td>
              <td class="num">{line.unread ? <small>{t.drill.unreadLine}</small> : amount(line.debit)}</td>
              <td class="num">{amount(line.credit)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr class="total">
            <th scope="row">{t.head.total}</th>
            <td class="c-ref" />
            <td class="c-label" />
            <td class="num">{f.amount(sum(({ debit }) => debit) as Cents)}</td>
            <td class="num">{f.amount(sum(({ credit }) => credit) as Cents)}</td>
          </tr>
        </tfoot>
      </table>
      <section class="block supporting">
        <header>
          <h2>{t.drill.supporting}</h2>
        </header>
        {invoices === null ? <Shapes rows={1} /> : <Supporting lines={lines} invoices={invoices} dossier={dossier} />}
      </section>
    </>
  );
}

function Supporting({ lines, invoices, dossier }: { lines: readonly LineView[]; invoices: Invoices; dossier: DossierId }) {
  const { language } = useSurroundings();
  const t = indicatorsTexts(language);
  const references = [...new Set(lines.map(({ pieceRef }) => pieceRef))].filter((ref) => ref !== '');
  const named = unique(references.flatMap((ref) => invoices.ofNumber(ref)));
  const alike =
    named.length > 0
      ? []
      : unique(
          lines
            .filter(({ account }) => /^4[01]/.test(account))
            .flatMap(({ debit, credit, pieceDate, date }) => invoices.ofAmount(debit - credit, pieceDate ?? date)),
        );
  const found = named.length > 0 ? named : alike;
  if (found.length === 0)
    return <p class="cap2 ink2 pad8">{references[0] === undefined ? t.drill.noDocumentNoRef : t.drill.noDocument(references[0])}</p>;
  return (
    <ul class="rows">
      {found.map((row) => (
        <li key={row.id} class="row">
          <Thumb kind={row.kind} />
          <span class="grow">
            <a data-row class="cut blk" href={routeTo('documents', { document: row.id, dossier })}>
              {row.name}
            </a>
            <small class="blk">{named.length > 0 ? t.drill.sameNumber : t.drill.sameAmount}</small>
          </span>
          <StateChip row={row} />
        </li>
      ))}
    </ul>
  );
}

const unique = (rows: readonly DocumentRow[]): readonly DocumentRow[] => [...new Map(rows.map((row) => [row.id, row])).values()];
