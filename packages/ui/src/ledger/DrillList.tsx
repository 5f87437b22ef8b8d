/** The accounts or the third parties that make a figure, the largest first, beside the year before; each leads further down. */
import type { Cents } from '@navette/kernel/cents';
import type { AccountLine } from '@navette/domain/ledger/lines';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { Shapes } from '../components/Shapes.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { balanceAsk, daysAt, daysBefore, signOf } from './drill.ts';
import type { FigurePlace } from './figure-place.ts';
import { More, usePieces } from './More.tsx';
import { useAnswer } from './use-book.ts';
import type { FiguresInSight } from './use-figures.ts';
import type { Lists } from './use-lists.ts';

type Props = {
  readonly place: FigurePlace;
  readonly sight: FiguresInSight;
  readonly lists: Lists | null;
  readonly olderLists: Lists | null;
  readonly hrefOf: (place: FigurePlace) => string;
  /** Rows at most; the rest is one line that leads to them. */
  readonly limit?: number;
  readonly year: string;
  readonly beforeYear: string | null;
};

type Row = { readonly code: string; readonly label: string; readonly lines: number; readonly now: number; readonly before: number | null };

export function DrillList({ place, sight, lists, olderLists, hrefOf, limit, year, beforeYear }: Props) {
  const { f, language } = useSurroundings();
  const t = indicatorsTexts(language);
  const pieces = usePieces(200);
  const from2025 = sight.now?.from2025 ?? false;
  const within = place.account === null || lists === null ? null : lists.only(place.account);
  const olderAccount = place.account === null ? -1 : (olderLists?.accountAt(lists?.accounts[place.account]?.code ?? '') ?? -1);
  const ready = place.account === null || lists !== null;
  const now = useAnswer(sight.book, 'balance', ready ? balanceAsk(place, daysAt(place.figure, place.month), from2025, within) : null);
  const before = useAnswer(
    sight.olderBook,
    'balance',
    beforeYear === null || (place.account !== null && olderAccount < 0)
      ? null
      : balanceAsk(
          place,
          daysBefore(place.figure, place.month, sight.comparison?.until),
          sight.was?.from2025 ?? false,
          olderAccount < 0 || olderLists === null ? null : olderLists.only(olderAccount),
        ),
  );
  if (now === null || lists === null) return <Shapes rows={6} />;
  const rows = rowsOf(now, before, signOf(place.figure, from2025));
  if (rows.length === 0) return <p class="cap2 ink2 pad8">{t.drill.nothing}</p>;
  const total = rows.reduce((sum, row) => sum + row.now, 0);
  const totalBefore = rows.reduce((sum, row) => sum + (row.before ?? 0), 0);
  const withBefore = beforeYear !== null && before !== null;
  // What is left out below the largest is one line that leads to all of them; of all of them, a piece at a time.
  const shown = limit === undefined ? rows.slice(0, pieces.shown) : rows.length > limit + 1 ? rows.slice(0, limit) : rows;
  const rest = limit === undefined ? [] : rows.slice(shown.length);
  const sum = (of: readonly Row[], pick: (row: Row) => number) => of.reduce((all, row) => all + pick(row), 0);
  const byParty = within !== null || place.by === 'party';
  const amount = (cents: number) => f.amount(cents as Cents);
  const hrefOfRow = ({ code }: Row) => {
    if (!byParty) return hrefOf({ ...place, account: lists.accountAt(code) });
    const party = lists.partyAt(code);
    return party >= 0 ? hrefOf({ ...place, party }) : hrefOf({ ...place, account: lists.accountAt(code), party: 0 });
  };
  return (
    <>
      <table class="dense drilllist">
        <thead>
          <tr>
            <th scope="col">{byParty ? t.head.party : t.head.account}</th>
            <th scope="col" class="num">
              {year}
            </th>
            {withBefore ? (
              <th scope="col" class="num was">
                {beforeYear}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => {
            const none = byParty && lists.partyAt(row.code) < 0;
            return (
              <tr key={row.code}>
                <th scope="row">
                  {row.lines === 0 ? (
                    <span>{row.label || row.code}</span>
                  ) : (
                    <a data-row class="cut blk" href={hrefOfRow(row)}>
                      {row.label || row.code}
                    </a>
                  )}
                  <small class="blk">
                    {row.code}
                    {none ? `, ${t.drill.withoutParty.toLocaleLowerCase(language)}` : ''}, {t.drill.lines(row.lines, f.count(row.lines))}
                  </small>
                </th>
                <td class="num">{amount(row.now)}</td>
                {withBefore ? <td class="num z was">{row.before === null ? '–' : amount(row.before)}</td> : null}
              </tr>
            );
          })}
          {rest.length === 0 ? null : (
            <tr>
              <th scope="row">
                <a data-row href={hrefOf({ ...place, all: true })}>
                  {t.drill.others(rest.length)}
                </a>
              </th>
              <td class="num">{amount(sum(rest, ({ now: one }) => one))}</td>
              {withBefore ? <td class="num z was">{amount(sum(rest, ({ before: one }) => one ?? 0))}</td> : null}
            </tr>
          )}
          <tr class="total">
            <th scope="row">{t.head.total}</th>
            <td class="num">{amount(total)}</td>
            {withBefore ? <td class="num was">{amount(totalBefore)}</td> : null}
          </tr>
        </tbody>
      </table>
      {limit === undefined && shown.length < rows.length ? <More onMore={pieces.more} /> : null}
    </>
  );
}

/** Both years side by side, by code; what only the older has comes last, with no line to open. */
function rowsOf(now: readonly AccountLine[], before: readonly AccountLine[] | null, sign: 1 | -1): readonly Row[] {
  const plain = (cents: number) => (cents === 0 ? 0 : sign * cents);
  const older = new Map(before?.map((line) => [line.code, line]));
  const rows = now.map(({ code, label, lines, balance }): Row => {
    const old = older.get(code);
    older.delete(code);
    return { code, label, lines, now: plain(balance), before: before === null ? null : plain(old?.balance ?? 0) };
  });
  const gone = [...older.values()].filter(({ balance }) => balance !== 0);
  return [
    ...rows.toSorted((a, b) => Math.abs(b.now) - Math.abs(a.now)),
    ...gone
      .map(({ code, label, balance }): Row => ({ code, label, lines: 0, now: 0, before: plain(balance) }))
      .toSorted((a, b) => Math.abs(b.before ?? 0) - Math.abs(a.before ?? 0)),
  ];
}
