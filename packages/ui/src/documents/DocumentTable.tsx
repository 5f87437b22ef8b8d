/**
 * The rows in sight of the list of documents; a row not yet read shows its shape. Three looks of the same rows: a line each with a
 * column a fact, for those who read hundreds of them; two lines with the first page's shape; and on a phone two lines alone.
 */
import type { ComponentChildren } from 'preact';
import type { AccountView, DocumentOrder, DocumentRow, DocumentSort } from '@navette/device/model';
import { cents } from '@navette/kernel/cents';
import { dayInParis } from '@navette/kernel/dates';
import type { DocumentId } from '@navette/kernel/ids';
import { Icon } from '../components/Icon.tsx';
import { ListTable, type ListColumn } from '../components/ListTable.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Thumb } from '../components/Thumb.tsx';
import { useNow, useSurroundings } from '../surroundings.tsx';
import type { useListCursor } from '../use-list-cursor.ts';
import type { useWindow } from '../use-window.ts';
import type { Words } from './filter-words.ts';

export type Look = 'dense' | 'roomy' | 'phone';
/** Height of a row, in CSS pixels; `documents.css` sets the same. */
export const ROW: Readonly<Record<Look, number>> = { dense: 32, roomy: 51, phone: 58 };

type Props = {
  readonly account: AccountView;
  readonly look: Look;
  readonly withDossier: boolean;
  readonly rowAt: (index: number) => DocumentRow | undefined;
  readonly total: number;
  readonly loading: boolean;
  readonly view: Pick<ReturnType<typeof useWindow>, 'box' | 'onScroll' | 'start' | 'end' | 'before' | 'after'>;
  readonly cursor: ReturnType<typeof useListCursor>;
  readonly opened: DocumentId | null;
  readonly placeOf: (document: DocumentId) => string;
  readonly selected: ReadonlyMap<DocumentId, DocumentRow>;
  /** @param range everything from the last one chosen */
  readonly onSelect: (index: number, range: boolean) => void;
  readonly inText: ReadonlySet<DocumentId>;
  readonly sort: DocumentSort;
  readonly onSort: (sort: DocumentSort) => void;
  readonly words: Words;
};

type Column = { readonly order: DocumentOrder | null; readonly look: string; readonly word: string };

export function DocumentTable(props: Props) {
  const { look, withDossier, rowAt, total, loading, view, cursor, opened, selected, sort, onSort, words } = props;
  const { t } = useSurroundings();
  const { head } = words.d;
  const columns: readonly Column[] =
    look === 'dense'
      ? [
          { order: 'name', look: '', word: head.document },
          { order: 'supplier', look: 'c-supplier', word: head.supplier },
          { order: null, look: 'c-number', word: head.number },
          { order: 'date', look: 'c-date', word: head.date },
          { order: 'amount', look: 'c-amount num', word: head.amount },
          { order: 'kind', look: 'c-kind', word: head.kind },
          { order: 'state', look: 'c-state', word: head.state },
          ...(withDossier ? [{ order: null, look: 'c-company', word: head.company } as const] : []),
        ]
      : [
          { order: 'name', look: '', word: head.document },
          { order: 'date', look: 'c-kind', word: head.kindAndDate },
          { order: 'amount', look: 'c-amount num', word: head.amount },
          { order: 'state', look: 'c-state', word: head.state },
        ];
  const heads: readonly ListColumn[] = [
    { look: 'c-thumb', head: t.list.preview, quiet: true, shape: 'thumb' },
    ...columns.map(({ order, look: columnLook, word }, at): ListColumn => {
      const shape = at === 0 ? 'w60' : 'w80';
      if (order === null) return { look: columnLook, head: word, shape };
      const by = sort.by === order;
      const button = (
        <button type="button" class="sort" onClick={() => onSort(nextSort(sort, order))}>
          {word}
          {by ? <Icon name={sort.down ? 'down' : 'up'} size="s" /> : null}
        </button>
      );
      return { look: columnLook, head: button, sort: by ? (sort.down ? 'descending' : 'ascending') : 'none', shape };
    }),
  ];
  const drawn = (index: number) => {
    const row = rowAt(index);
    if (row === undefined) return null;
    return (
      <Row
        key={row.id}
        {...props}
        row={row}
        index={index}
        open={row.id === opened}
        current={index === cursor.at}
        chosen={selected.has(row.id)}
      />
    );
  };
  return <ListTable label={t.list.title} look={look} columns={heads} names={1} total={total} loading={loading} view={view} row={drawn} />;
}

/** Dates and amounts begin with the largest; a third touch goes back to the order of arrival. */
function nextSort(now: DocumentSort, by: DocumentOrder): DocumentSort {
  const first = by === 'date' || by === 'amount';
  if (now.by !== by) return { by, down: first };
  return now.down === first ? { by, down: !first } : { by: 'captured', down: true };
}

type RowProps = Props & {
  readonly row: DocumentRow;
  readonly index: number;
  readonly open: boolean;
  readonly current: boolean;
  readonly chosen: boolean;
};

function Row({ row, index, open, current, chosen, look, cursor, placeOf, onSelect, account, withDossier, inText, words }: RowProps) {
  const { t, f } = useSurroundings();
  const now = useNow();
  const link = open ? { 'aria-current': 'true' as const } : {};
  const dossier = withDossier ? account.dossiers.find(({ id }) => id === row.dossier)?.name : undefined;
  const day = f.shortDay(row.facts?.date ?? dayInParis(row.capturedAt), now);
  const under = <Under row={row} found={inText.has(row.id)} words={words} look={look} {...(dossier === undefined ? {} : { dossier })} />;
  const name = (
    <a class="cut blk" ref={cursor.linkRef(index)} href={placeOf(row.id)} onClick={() => cursor.set(index)} {...link}>
      {row.name}
    </a>
  );
  return (
    <tr
      class={`${open || chosen ? 'is-on' : ''}${current ? ' is-cur' : ''}${row.withdrawn ? ' gone' : ''}`}
      aria-rowindex={index + 2}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('a, input, label') !== null) return;
        if (event.shiftKey) onSelect(index, true);
        else event.currentTarget.querySelector<HTMLElement>('a')?.click();
      }}
    >
      <td class="c-thumb">
        {look === 'roomy' ? <Thumb kind={row.kind} /> : null}
        <input
          type="checkbox"
          class="pick"
          checked={chosen}
          aria-label={t.list.selectNamed(row.name)}
          onClick={(event) => onSelect(index, event.shiftKey)}
        />
      </td>
      {look === 'dense' ? (
        <>
          <th scope="row">
            <span class="inline">
              {name}
              {under}
            </span>
          </th>
          <td class="c-supplier cut">{row.facts?.issuer}</td>
          <td class="c-number cut n">{row.facts?.number}</td>
          <td class="c-date nw n">{day}</td>
          <Amount row={row} />
          <td class="c-kind cut">{t.kinds[row.kind]}</td>
          <td class="c-state">
            <StateChip row={row} plain />
            <Booked row={row} words={words} />
          </td>
          {withDossier ? <td class="c-company cut">{dossier}</td> : null}
        </>
      ) : (
        <>
          <th scope="row">
            {name}
            {look === 'phone' ? (
              <small class="phoneline">
                <StateChip row={row} plain />
                <span class="nw">{day}</span>
              </small>
            ) : (
              under
            )}
          </th>
          <td class="nw c-kind">
            <span class="ink2 cut blk">{t.kinds[row.kind]}</span>
            <small class="cut blk">{day}</small>
          </td>
          <Amount row={row} />
          <td class="c-state">
            <StateChip row={row} />
            <Booked row={row} words={words} />
          </td>
        </>
      )}
    </tr>
  );
}

function Amount({ row: { facts } }: { row: DocumentRow }) {
  const { f } = useSurroundings();
  return (
    <td class="c-amount num">
      {facts?.total === undefined ? (
        <span class="z">·</span>
      ) : (
        <>
          {f.amount(cents(facts.total))}
          {facts.currency === undefined || facts.currency === 'EUR' ? null : <small> {facts.currency}</small>}
        </>
      )}
    </td>
  );
}

/** Beside the state, which it is not: a sign with its words. */
function Booked({ row: { booked }, words }: { row: DocumentRow; words: Words }): ComponentChildren {
  if (booked === null) return null;
  const said = words.d.bookedOn(words.f.day(booked.on));
  return (
    <span class="bookedmark" title={said}>
      <Icon name="check" size="s" label={said} />
    </span>
  );
}

/** What is said with the name: why it was refused or waits, else where its words were found, its supplier, its dossier, its comment. */
function Under({ row, found, words, look, dossier }: { row: DocumentRow; found: boolean; words: Words; look: Look; dossier?: string }) {
  const { t, f } = useSurroundings();
  if (row.kindConflict !== null) {
    return (
      <small class="cut blk decide">
        <Icon name="alert" size="s" /> {t.list.conflict}
      </small>
    );
  }
  if (row.state === 'refused' && row.reason !== null) return <small class="cut blk bad">{row.reason}</small>;
  if (row.delay !== null && row.delay.nextAt !== null && row.state === 'local')
    return <small class="cut blk">{t.queue.nextTry(f.time(row.delay.nextAt))}</small>;
  const parts = [
    found ? words.d.inText : undefined,
    ...(look === 'dense' ? [] : [dossier, row.facts?.issuer, row.facts?.number]),
    row.comment,
    row.comments === 0 ? undefined : t.list.comments(row.comments),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? null : <small class="cut blk">{parts.join(' · ')}</small>;
}
