/** The list at the right, with the columns of R204: document, date, fiscal year, type, size in kilobytes. Only rows in sight are drawn. */
import type { AccountView, ArchivedView } from '@navette/device/model';
import type { DocumentId } from '@navette/kernel/ids';
import { archiveTexts } from '@navette/texts/archive-texts';
import type { ComponentChildren } from 'preact';
import { Icon } from '../components/Icon.tsx';
import { ListRow, ListTable, type ListColumn } from '../components/ListTable.tsx';
import { typeWord } from '../dossiers.ts';
import { useSurroundings } from '../surroundings.tsx';
import type { useListCursor } from '../use-list-cursor.ts';
import type { useWindow } from '../use-window.ts';
import { boxWord, kilobytes, placeWords, shortDate } from './parts.ts';

/** Height of a row, in CSS pixels; `.doclist` sets the same. */
export const ROW = 51;

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
  const columns: readonly ListColumn[] = [
    { look: 'c-thumb', head: t.head.preview, quiet: true, shape: 'thumb' },
    { look: '', head: t.head.document, shape: 'w60' },
    { look: 'c-date', head: t.head.date, shape: 'w80' },
    { look: 'c-year', head: t.head.year, shape: 'w60' },
    { look: 'c-type', head: t.head.type, shape: 'w60' },
    { look: 'c-size num', head: t.head.size, shape: 'w60' },
    ...(act === undefined ? [] : [{ look: 'c-act', head: t.act.actions, quiet: true, shape: null } as const]),
  ];
  const row = (index: number) => {
    const line = lines[index];
    if (line === undefined || loading) return null;
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
  };
  return (
    <ListTable label={t.title} look="archlist" columns={columns} names={1} total={lines.length} loading={loading} view={view} row={row} />
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
    <ListRow index={index} open={open} current={current}>
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
    </ListRow>
  );
}
