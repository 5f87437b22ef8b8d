/** The lines that make an amount, in the order of their days, with what stands after each; each leads to its entry and its document. */
import { useEffect, useState } from 'preact/hooks';
import type { Cents } from '@navette/kernel/cents';
import type { DossierId } from '@navette/kernel/ids';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { Icon } from '../components/Icon.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { routeTo } from '../routes.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { lineQuery, signOf } from './drill.ts';
import type { FigurePlace } from './figure-place.ts';
import { More } from './More.tsx';
import { useAnswer } from './use-book.ts';
import type { FiguresInSight } from './use-figures.ts';
import type { Invoices } from './use-invoices.ts';
import type { Lists } from './use-lists.ts';

const STEP = 60;

type Props = {
  readonly place: FigurePlace;
  readonly sight: FiguresInSight;
  readonly lists: Lists;
  readonly invoices: Invoices | null;
  readonly dossier: DossierId;
  readonly hrefOf: (place: FigurePlace) => string;
};

export function LinesPart({ place, sight, lists, invoices, dossier, hrefOf }: Props) {
  const { f, language } = useSurroundings();
  const t = indicatorsTexts(language);
  const moment = useNow();
  const [limit, setLimit] = useState(STEP);
  const from2025 = sight.now?.from2025 ?? false;
  const query = lineQuery(place, lists, from2025);
  const key = JSON.stringify(query);
  useEffect(() => setLimit(STEP), [key]);
  const answer = useAnswer(sight.book, 'lines', { query, offset: 0, limit, running: true });
  // The longer page takes the place of the shorter one only when it is there.
  const [kept, keep] = useState<{ readonly key: string; readonly answer: NonNullable<typeof answer> } | null>(null);
  useEffect(() => {
    if (answer !== null) keep({ key, answer });
  }, [answer]);
  const page = answer ?? (kept?.key === key ? kept.answer : null);
  if (page === null) return <Shapes rows={6} />;
  if (page.total === 0) return <p class="cap2 ink2 pad8">{t.drill.nothing}</p>;
  const sign = signOf(place.figure, from2025);
  const amount = (cents: number) => (cents === 0 ? '' : f.amount(cents as Cents));
  return (
    <>
      <table class="dense lines">
        <caption class="vh">{t.drill.label}</caption>
        <thead>
          <tr>
            <th scope="col">{t.drill.date}</th>
            <th scope="col" class="c-ref">
              {t.drill.reference}
            </th>
            <th scope="col">{t.drill.wording}</th>
            <th scope="col" class="num c-dc">
              {t.drill.debit}
            </th>
            <th scope="col" class="num c-dc">
              {t.drill.credit}
            </th>
            <th scope="col" class="num">
              {t.drill.running}
            </th>
            <th scope="col" class="c-doc">
              <span class="vh">{t.drill.document}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {page.lines.map((line) => {
            const document = invoices?.ofNumber(line.pieceRef)[0];
            return (
              <tr key={line.row}>
                <td class="nw n">{line.date === null ? t.drill.noDate : f.shortDay(line.date, moment)}</td>
                <td class="c-ref">
                  {line.pieceRef}
                  <small class="blk">{line.journal}</small>
                </td>
                <th scope="row">
                  <a data-row class="cut2" href={hrefOf({ ...place, entry: line.entry })}>
                    {line.label || t.drill.entry(line.number)}
                  </a>
                  <small class="blk">
                    {[line.account, line.thirdPartyLabel || line.thirdParty].filter((one) => one !== '').join(' · ')}
                  </small>
                </th>
                <td class="num c-dc">{line.unread ? <small>{t.drill.unreadLine}</small> : amount(line.debit)}</td>
                <td class="num c-dc">{amount(line.credit)}</td>
                <td class="num">
                  <span class="only-narrow">{f.amount((sign * (line.debit - line.credit)) as Cents)}</span>
                  <span class="z">{f.amount((sign * (line.running ?? 0) || 0) as Cents)}</span>
                </td>
                <td class="c-doc">
                  {document === undefined ? null : (
                    <a
                      class="btn icon sm quiet"
                      href={routeTo('documents', { document: document.id, dossier })}
                      aria-label={t.drill.openDocument(document.name)}
                      title={document.name}
                    >
                      <Icon name="documents" size="s" />
                    </a>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr class="total">
            <th scope="row">{t.head.total}</th>
            <td class="c-ref" />
            <td>{t.drill.lines(page.total, f.count(page.total))}</td>
            <td class="num c-dc">{f.amount(page.debit as Cents)}</td>
            <td class="num c-dc">{f.amount(page.credit as Cents)}</td>
            <td class="num">{f.amount((sign * (page.debit - page.credit) || 0) as Cents)}</td>
            <td class="c-doc" />
          </tr>
        </tfoot>
      </table>
      {page.lines.length < page.total ? <More onMore={() => setLimit(limit + STEP * 4)} /> : null}
    </>
  );
}
