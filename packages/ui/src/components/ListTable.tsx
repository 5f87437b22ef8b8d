/**
 * A long list as a table: only the rows in sight are drawn, what is not read yet shows its shape, and whoever listens hears how many there
 * are in all. What stands in a row is its screen's own; a row is opened by its link, or by a click anywhere beside it.
 */
import type { ComponentChildren } from 'preact';
import type { useWindow } from '../use-window.ts';

export type ListColumn = {
  /** Class of its cells. */
  readonly look: string;
  readonly head: ComponentChildren;
  /** Its title is heard and not seen. */
  readonly quiet?: true;
  readonly sort?: 'ascending' | 'descending' | 'none';
  /** What a row not yet read shows there: a line of some length, the shape of a page, or nothing. */
  readonly shape: 'w60' | 'w80' | 'thumb' | null;
};

/** Rows whose shapes are shown while nothing is known. */
const SHAPES = 8;

type Props = {
  readonly label: string;
  readonly look: string;
  readonly columns: readonly ListColumn[];
  /** The one that names a row. */
  readonly names: number;
  readonly total: number;
  readonly loading: boolean;
  readonly view: Pick<ReturnType<typeof useWindow>, 'box' | 'onScroll' | 'start' | 'end' | 'before' | 'after'>;
  /** @returns null for a row that is not read yet */
  readonly row: (index: number) => ComponentChildren;
};

export function ListTable({ label, look, columns, names, total, loading, view, row }: Props) {
  const indexes = Array.from({ length: loading ? SHAPES : Math.max(0, view.end - view.start) }, (_, i) => (loading ? i : view.start + i));
  return (
    <div class="tablewrap" ref={view.box} onScroll={view.onScroll} role="region" aria-label={label} tabIndex={0} aria-busy={loading}>
      <table class={`doclist ${look}`} aria-rowcount={total + 1}>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th scope="col" class={column.look} key={at} {...(column.sort === undefined ? {} : { 'aria-sort': column.sort })}>
                {column.quiet ? <span class="vh">{column.head}</span> : column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {!loading && view.before > 0 ? <tr aria-hidden="true" style={{ height: `${view.before}px` }} /> : null}
          {indexes.map((index) => row(index) ?? <Shape key={index} columns={columns} names={names} />)}
          {!loading && view.after > 0 ? <tr aria-hidden="true" style={{ height: `${view.after}px` }} /> : null}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = {
  readonly index: number;
  /** It is what stands open beside the list. */
  readonly open: boolean;
  /** The keyboard is on it. */
  readonly current: boolean;
  readonly children: ComponentChildren;
};

export function ListRow({ index, open, current, children }: RowProps) {
  return (
    <tr
      class={`${open ? 'is-on' : ''}${current ? ' is-cur' : ''}`}
      aria-rowindex={index + 2}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('a, button, input') === null)
          event.currentTarget.querySelector<HTMLElement>('a')?.click();
      }}
    >
      {children}
    </tr>
  );
}

function Shape({ columns, names }: Pick<Props, 'columns' | 'names'>) {
  return (
    <tr class="ghost" aria-hidden="true">
      {columns.map(({ look, shape }, at) => {
        const Cell = at === names ? 'th' : 'td';
        return (
          <Cell class={look} key={at}>
            {shape === null ? null : shape === 'thumb' ? <span class="thumb" /> : <i class={shape} />}
          </Cell>
        );
      })}
    </tr>
  );
}
