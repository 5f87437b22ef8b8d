/** The list at the right, with the columns of R204: document, date, fiscal year, type, size in kilobytes. Only rows in sight are drawn. */
import type { AccountView, ArchivedView } from '@navette/device/model';
import type { DocumentId } from '@navette/kernel/ids';
import { archiveTexts } from '@navette/texts/archive-texts';
import type { ComponentChildren } from 'preact';
import { Icon } from '../components/Icon.tsx';
import { typeWord } from '../dossiers.ts';
import { useSurroundings } from '../surroundings.tsx';
import type { useListCursor } from '../use-list-cursor.ts';
import type { useWindow } from '../use-window.ts';
import { boxWord, kilobytes, placeWords, shortDate } from './parts.ts';

/** Height of a row, in CSS pixels; `.doclist` sets the same. */
export const ROW = 51;
const SHAPES = 8;

/** A row with what stands under its name: where it is, or what was found in it. */
export type Line = { readonly file: ArchivedView; readonly under?: string; readonly heading?: string };

type Props = {
  readonly account: AccountView;
  readonly lines: readonly Line[];
  readonly loading: boolean;
  readonly view: ReturnType<typeof useWindow>;
  readonly cursor: ReturnType<typeof useListCursor>;
  readonly opened: string;
  /** Whose bytes are here. */
  readonly held: ReadonlySet<string>;
  readonly selected: ReadonlySet<DocumentId> | null;
  readonly onSelect: (id: DocumentId) => void;
  readonly act?: (file: ArchivedView) => ComponentChildren;
};

export function ArchiveTable({ account, lines, loading, view, cursor, opened, held, selected, onSelect, act }: Props) {
  const { language } = useSurroundings();
  const t = archiveTexts(language);
  const indexes = Array.from({ length: loading ? SHAPES : Math.max(0, view.end - view.start) }, (_, i) => (loading ? i : view.start + i));
  return (
    <div class="tablewrap" ref={view.box} onScroll={view.onScroll} role="region" aria-label={t.title} tabIndex={0} aria-busy={loading}>
      <table class="doclist archlist" aria-rowcount={lines.length + 1}>
        <thead>
          <tr>
            <th scope="col" class="c-thumb">
              <span class="vh">{t.head.preview}</span>
            </th>
            <th scope="col">{t.head.document}</th>
            <th scope="col" class="c-date">
              {t.head.date}
            </th>
            <th scope="col" class="c-year">
              {t.head.year}
            </th>
            <th scope="col" class="c-type">
              {t.head.type}
            </th>
            <th scope="col" class="c-size num">
              {t.head.size}
            </th>
            {act === undefined ? null : (
              <th scope="col" class="c-act">
                <span class="vh">{t.act.actions}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {!loading && view.before > 0 ? <tr aria-hidden="true" style={{ height: `${view.before}px` }} /> : null}
          {indexes.map((index) => {
            const line = lines[index];
            if (line === undefined || loading) return <Shape key={index} />;
            return (
              <Row
                key={line.file.id}
                account={account}
                line={line}
                index={index}
                open={line.file.id === opened}
                current={index === cursor.at}
                here={held.has(line.file.hash)}
                selected={selected?.has(line.file.id) ?? null}
                linkRef={cursor.linkRef(index)}
                onOpen={() => cursor.set(index)}
                onSelect={() => onSelect(line.file.id)}
                {...(act === undefined ? {} : { act: act(line.file) })}
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
  readonly account: AccountView;
  readonly line: Line;
  readonly index: number;
  readonly open: boolean;
  readonly current: boolean;
  readonly here: boolean;
  /** Null where nothing is selected here. */
  readonly selected: boolean | null;
  readonly linkRef: (link: HTMLElement | null) => void;
  readonly onOpen: () => void;
  readonly onSelect: () => void;
  readonly act?: ComponentChildren;
};

function Row({ account, line, index, open, current, here, selected, linkRef, onOpen, onSelect, act }: RowProps) {
  const { f, language } = useSurroundings();
  const t = archiveTexts(language);
  const { file } = line;
  const under = line.under ?? placeWords(t, file.place);
  return (
    <tr
      class={`${open ? 'is-on' : ''}${current ? ' is-cur' : ''}`}
      aria-rowindex={index + 2}
      onClick={(event) =>
        event.target instanceof Element && event.target.closest('a, button, input') === null
          ? (event.currentTarget.querySelector<HTMLElement>('a')?.click(), undefined)
          : undefined
      }
    >
      <td class="c-thumb">
        <span class="thumb archthumb" aria-hidden="true">
          <Icon name="documents" />
        </span>
        {selected === null ? null : (
          <input type="checkbox" class="pick" checked={selected} aria-label={t.act.select(file.place.name)} onChange={onSelect} />
        )}
      </td>
      <th scope="row">
        <a
          class="cut blk"
          ref={linkRef}
          href={`#/archive/${file.id}`}
          onClick={onOpen}
          {...(open ? { 'aria-current': 'true' as const } : {})}
        >
          {file.place.name}
        </a>
        <small class="row under">
          {file.box === 'common' ? null : (
            <>
              <Icon name="lock" size="s" />
              {boxWord(t, account, file.box)} ·{' '}
            </>
          )}
          {here ? (
            <>
              <Icon name="pin" size="s" />
              <span class="vh">{t.pinned}</span>
            </>
          ) : null}
          <span class="cut">{line.heading === undefined ? under : `${line.heading}, ${under}`}</span>
          <span class="phoneonly n">{`${shortDate(file)} · ${kilobytes(f, file.size)} ko`}</span>
        </small>
      </th>
      <td class="c-date n">{shortDate(file)}</td>
      <td class="c-year n">{file.place.year ?? '–'}</td>
      <td class="c-type">{typeWord(file.type) ?? '–'}</td>
      <td class="c-size num n">{kilobytes(f, file.size)}</td>
      {act === undefined ? null : <td class="c-act">{act}</td>}
    </tr>
  );
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
      <td class="c-date">
        <i class="w80" />
      </td>
      <td class="c-year">
        <i class="w60" />
      </td>
      <td class="c-type">
        <i class="w60" />
      </td>
      <td class="c-size">
        <i class="w60" />
      </td>
    </tr>
  );
}
