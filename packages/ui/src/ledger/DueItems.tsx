/** Open items one under the other, the longest due first: when, of whom, how late, and the document where there is one. */
import type { Cents } from '@navette/kernel/cents';
import type { DossierId } from '@navette/kernel/ids';
import type { OpenItemView } from '@navette/domain/ledger/questions';
import { dueDatesTexts } from '@navette/texts/due-dates-texts';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { Icon } from '../components/Icon.tsx';
import { routeTo } from '../routes.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { More, usePieces } from './More.tsx';
import type { Invoices } from './use-invoices.ts';

const FIRST = 12;

type Props = {
  readonly title: string;
  readonly none: string;
  readonly items: readonly OpenItemView[];
  readonly invoices: Invoices | null;
  readonly dossier: DossierId;
  readonly hrefOf: (entry: number) => string;
  readonly note?: string | undefined;
};

export function DueItems({ title, none, items, invoices, dossier, hrefOf, note }: Props) {
  const { f, language } = useSurroundings();
  const t = dueDatesTexts(language);
  const drill = indicatorsTexts(language).drill;
  const moment = useNow();
  const pieces = usePieces(FIRST);
  const sum = items.reduce((total, { amount }) => total + amount, 0);
  const shown = items.length <= FIRST + 2 ? items : items.slice(0, pieces.shown);
  return (
    <section class="block dueblock">
      <header>
        <h2>{title}</h2>
        {items.length === 0 ? null : <small>{t.overdueSum(items.length, f.count(items.length), f.money(sum as Cents))}</small>}
      </header>
      {items.length === 0 ? (
        <p class="cap2 ink2 pad8">{none}</p>
      ) : (
        <table class="dense duetable">
          <thead>
            <tr>
              <th scope="col" class="c-due">
                {t.head.due}
              </th>
              <th scope="col">{t.head.party}</th>
              <th scope="col" class="c-ref">
                {t.head.reference}
              </th>
              <th scope="col" class="c-late">
                {t.head.late}
              </th>
              <th scope="col" class="num">
                {t.head.amount}
              </th>
              <th scope="col" class="c-doc">
                <span class="vh">{t.head.document}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((item) => {
              const document = item.document === null ? undefined : invoices?.rows.get(item.document);
              return (
                <tr key={`${item.row}-${item.day}`}>
                  <td class="nw n c-due">
                    {f.shortDay(item.due, moment)}
                    {item.source === 'estimated' ? (
                      <small class="blk" title={t.estimatedHint}>
                        {t.estimated}
                      </small>
                    ) : null}
                  </td>
                  <th scope="row">
                    <a data-row href={hrefOf(item.entry)}>
                      {item.partyLabel || item.party}
                    </a>
                    {item.label === item.partyLabel ? null : <small class="blk cut">{item.label}</small>}
                    <small class="blk narrowonly">{lateWords(t, item.late)}</small>
                  </th>
                  <td class="c-ref">
                    {item.pieceRef}
                    <small class="blk">{f.shortDay(item.day, moment)}</small>
                  </td>
                  <td class="nw n c-late">{lateWords(t, item.late)}</td>
                  <td class="num">
                    {f.amount(item.amount as Cents)}
                    {item.amount < 0 ? (
                      <small class="blk" title={t.unmatchedHint}>
                        {t.unmatched}
                      </small>
                    ) : null}
                  </td>
                  <td class="c-doc">
                    {document === undefined ? null : (
                      <a
                        class="btn icon sm quiet"
                        href={routeTo('documents', { document: document.id, dossier })}
                        aria-label={drill.openDocument(document.name)}
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
        </table>
      )}
      {shown.length < items.length ? <More onMore={pieces.more} /> : null}
      {note === undefined || items.length === 0 ? null : <p class="cap pad8">{note}</p>}
    </section>
  );
}

function lateWords(t: ReturnType<typeof dueDatesTexts>, late: number): string {
  return late > 0 ? t.lateDays(late) : t.inDays(-late);
}
