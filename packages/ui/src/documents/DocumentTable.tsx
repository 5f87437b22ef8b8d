/** The rows in sight of the list of documents. A row not yet read shows its shape. */
import type { AccountView, DocumentRow } from '@navette/device/model';
import type { DocumentId } from '@navette/kernel/ids';
import { Icon } from '../components/Icon.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Thumb } from '../components/Thumb.tsx';
import { routeTo } from '../routes.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import type { useListCursor } from '../use-list-cursor.ts';
import type { useWindow } from '../use-window.ts';

/** Height of a row, in CSS pixels; `.doclist` sets the same. */
export const ROW = 51;
const SHAPES = 8;

type Props = {
  readonly account: AccountView;
  readonly withDossier: boolean;
  readonly rows: readonly DocumentRow[];
  readonly total: number;
  readonly loading: boolean;
  readonly view: ReturnType<typeof useWindow>;
  readonly cursor: ReturnType<typeof useListCursor>;
  readonly opened: DocumentId | null;
  readonly selected: ReadonlySet<DocumentId>;
  readonly onSelect: (id: DocumentId) => void;
};

export function DocumentTable({ account, withDossier, rows, total, loading, view, cursor, opened, selected, onSelect }: Props) {
  const { t } = useSurroundings();
  const indexes = loading
    ? Array.from({ length: SHAPES }, (_, index) => index)
    : Array.from({ length: Math.max(0, view.end - view.start) }, (_, index) => view.start + index);
  return (
    <div class="tablewrap" ref={view.box} onScroll={view.onScroll} role="region" aria-label={t.list.title} tabIndex={0} aria-busy={loading}>
      <table class="doclist" aria-rowcount={total + 1}>
        <thead>
          <tr>
            <th scope="col" class="c-thumb">
              <span class="vh">{t.list.preview}</span>
            </th>
            <th scope="col">{t.list.document}</th>
            <th scope="col" class="c-kind">
              {t.list.kindAndDate}
            </th>
            <th scope="col" class="c-state">
              {t.list.stateHead}
            </th>
          </tr>
        </thead>
        <tbody>
          {!loading && view.before > 0 ? <tr aria-hidden="true" style={{ height: `${view.before}px` }} /> : null}
          {indexes.map((index) => {
            const row = rows[index];
            if (row === undefined) return <Shape key={index} />;
            const dossier = withDossier ? account.dossiers.find(({ id }) => id === row.dossier)?.name : undefined;
            return (
              <Row
                key={row.id}
                row={row}
                index={index}
                {...(dossier === undefined ? {} : { dossier })}
                open={row.id === opened}
                current={index === cursor.at}
                selected={selected.has(row.id)}
                linkRef={cursor.linkRef(index)}
                onOpen={() => cursor.set(index)}
                onSelect={() => onSelect(row.id)}
              />
            );
          })}
          {!loading && view.after > 0 ? <tr aria-hidden="true" style={{ height: `${view.after}px` }} /> : null}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = {
  readonly row: DocumentRow;
  readonly index: number;
  readonly dossier?: string;
  readonly open: boolean;
  readonly current: boolean;
  readonly selected: boolean;
  readonly linkRef: (link: HTMLElement | null) => void;
  readonly onOpen: () => void;
  readonly onSelect: () => void;
};

function Row({ row, index, dossier, open, current, selected, linkRef, onOpen, onSelect }: RowProps) {
  const { t, f } = useSurroundings();
  const now = useNow();
  const link = open ? { 'aria-current': 'true' as const } : {};
  return (
    <tr
      class={`${open || selected ? 'is-on' : ''}${current ? ' is-cur' : ''}${row.withdrawn ? ' gone' : ''}`}
      aria-rowindex={index + 2}
      onClick={(event) =>
        event.target instanceof Element && event.target.closest('a, input, label') === null
          ? (event.currentTarget.querySelector<HTMLElement>('a')?.click(), undefined)
          : undefined
      }
    >
      <td class="c-thumb">
        <Thumb kind={row.kind} />
        <input type="checkbox" class="pick" checked={selected} aria-label={t.list.selectNamed(row.name)} onChange={onSelect} />
      </td>
      <th scope="row">
        <a class="cut blk" ref={linkRef} href={routeTo('documents', { document: row.id })} onClick={onOpen} {...link}>
          {row.name}
        </a>
        <Under row={row} {...(dossier === undefined ? {} : { dossier })} />
      </th>
      <td class="nw c-kind">
        <span class="ink2 cut blk">{t.kinds[row.kind]}</span>
        <small class="cut blk">{f.shortDay(row.capturedAt, now)}</small>
      </td>
      <td class="c-state">
        <StateChip row={row} />
      </td>
    </tr>
  );
}

/** The line under the name: why it was refused or waits, else the dossier or what was said with it. */
function Under({ row, dossier }: { row: DocumentRow; dossier?: string }) {
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
  const parts = [dossier, row.comment, row.comments === 0 ? undefined : t.list.comments(row.comments)].filter((part) => part !== undefined);
  return parts.length === 0 ? null : <small class="cut blk">{parts.join(' · ')}</small>;
}

function Shape() {
  return (
    <tr class="ghost" aria-hidden="true">
      <td class="c-thumb">
        <span class="thumb" />
      </td>
      <th>
        <i class="w60" />
      </th>
      <td>
        <i class="w80" />
      </td>
      <td>
        <i class="w60" />
      </td>
    </tr>
  );
}
