/**
 * Documents: the list with its filters, and the open document beside it. Fifty thousand rows scroll as ten do: those around what is
 * in sight are asked for, and drawn only in sight.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { DocumentQuery } from '@navette/device/model';
import { dayInParis } from '@navette/kernel/dates';
import { documentsTexts } from '@navette/texts/documents-texts';
import type { ScreenProps } from '../App.tsx';
import { KeyBar } from '../components/KeyBar.tsx';
import { useUnknown } from '../components/Shapes.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { DocumentTable, ROW, type Look } from '../documents/DocumentTable.tsx';
import { FilterBar } from '../documents/FilterBar.tsx';
import { NoDocuments } from '../documents/NoDocuments.tsx';
import { SelectionBar } from '../documents/SelectionBar.tsx';
import { exportList } from '../documents/export-list.ts';
import { filterWord } from '../documents/filter-words.ts';
import { activeFilters, queryOf } from '../documents/filters.ts';
import { useExportNote } from '../documents/use-export-note.ts';
import { useFilters } from '../documents/use-filters.ts';
import { useSelection } from '../documents/use-selection.ts';
import { LONGEST, wholeList } from '../documents/whole-list.ts';
import '../style/documents.css';
import { useSurroundings } from '../surroundings.tsx';
import { NO_PAGE } from '../unknown-yet.ts';
import { useKeys } from '../use-keys.ts';
import { useListCursor } from '../use-list-cursor.ts';
import { PHONE_WIDTH, useMedia } from '../use-media.ts';
import { useLive } from '../use-observable.ts';
import { useWindow } from '../use-window.ts';
import { DocumentPane } from '../viewer/DocumentPane.tsx';
import { Folio, useTitle } from './Main.tsx';

/** Rows asked for at once, and how many of them lie before those in sight. */
const PAGE = 200;
const STEP = 50;
/** Rows on paper: some sixty pages. */
const PRINTED = 2000;

export function DocumentsScreen({ account, dossier, route }: ScreenProps) {
  const { doors, t, f, language, now } = useSurroundings();
  const d = documentsTexts(language);
  useTitle(t.list.title);
  const [filters, change, placeOf] = useFilters();
  const words = { t, d, f, account, today: dayInParis(now()) };
  const phone = useMedia(PHONE_WIDTH);
  const wide = useMedia('(min-width: 1200px)');
  const look: Look = phone ? 'phone' : account.side === 'staff' && wide && route.document === null ? 'dense' : 'roomy';
  const asked = queryOf(filters, dossier?.id ?? null);
  const question = JSON.stringify(asked);
  const [first, setFirst] = useState(0);
  const [printing, setPrinting] = useState(false);
  /** The question of which too much was asked: nothing is cut in silence. */
  const [over, setOver] = useState<{ readonly of: string; readonly most: number } | null>(null);
  const query: DocumentQuery = {
    ...asked,
    early: true,
    ...(printing ? { limit: PRINTED } : { limit: PAGE, ...(first === 0 ? {} : { offset: first }) }),
  };
  const page = useLive(() => doors.library.documents(query), [doors, JSON.stringify(query)], null);
  const unknown = useUnknown(page);
  const { rows, total, offset = 0 } = page ?? NO_PAGE;
  const rowAt = (index: number) => rows[index - offset];
  const view = useWindow(total, ROW[look]);
  const cursor = useListCursor(total, ROW[look], view.box);
  const selection = useSelection(doors, asked, rows, rowAt);
  const inText = useMemo(() => new Set(page?.inText), [page]);
  const noteExport = useExportNote();
  useEffect(() => setFirst(Math.max(0, Math.floor(view.start / STEP) * STEP - STEP)), [view.start]);
  useEffect(() => {
    if (!printing || rows.length < Math.min(total, PRINTED)) return;
    print();
    setPrinting(false);
  }, [printing, rows.length, total]);
  useEffect(() => {
    selection.clear();
    cursor.set(-1);
    setFirst(0);
    if (view.box.current !== null) view.box.current.scrollTop = 0;
  }, [question]);

  // A document closed gives focus back to its row, unless the person is elsewhere already.
  const before = useRef(route.document);
  useEffect(() => {
    const closed = before.current;
    before.current = route.document;
    if (closed === null || route.document !== null || document.activeElement !== document.body) return;
    const index = rows.findIndex(({ id }) => id === closed);
    if (index < 0) document.getElementById('content')?.focus();
    else cursor.to(index + offset);
  }, [route.document]);

  const close = () => location.assign(placeOf(null));
  useKeys({
    j: cursor.next,
    k: cursor.previous,
    ArrowDown: cursor.next,
    ArrowUp: cursor.previous,
    x: () => void selection.select(cursor.at, false),
    X: () => void selection.select(cursor.at, true),
    e: () => {
      const field = document.getElementById('document-kind');
      const several = document.getElementById('bulk-kind')?.closest('button');
      const current = rowAt(cursor.at);
      if (field !== null) field.focus();
      else if (several) several.click();
      else if (current !== undefined) location.assign(placeOf(current.id));
    },
    c: () => document.getElementById('document-comment')?.focus(),
    '/': () => document.getElementById('document-filter')?.focus(),
    Escape: () => (selection.rows.size > 0 ? selection.clear() : route.document === null ? undefined : close()),
  });

  const active = activeFilters(filters);
  const summary = [d.printed(t.list.count(total, f.count(total)), f.day(now())), ...active.map((name) => filterWord(name, filters, words))];
  return (
    <>
      <main class="main flush" id="content" tabIndex={-1}>
        <div class={`split${route.document === null ? ' whole' : ''}`}>
          <section class="listcol">
            <Folio
              title={t.list.title}
              crumb={dossier?.name ?? account.firm.name}
              aside={
                <div class="row noprint">
                  <button
                    type="button"
                    class="btn sm"
                    disabled={total === 0}
                    onClick={() => (total > PRINTED ? setOver({ of: question, most: PRINTED }) : setPrinting(true))}
                  >
                    <Icon name="print" size="s" />
                    {t.list.print}
                  </button>
                  <button
                    type="button"
                    class="btn sm"
                    disabled={total === 0}
                    onClick={() => {
                      if (total > LONGEST) setOver({ of: question, most: LONGEST });
                      else void wholeList(doors, asked).then((all) => exportList({ account, t, d }, all.rows, noteExport));
                    }}
                  >
                    <Icon name="download" size="s" />
                    {t.list.export}
                  </button>
                </div>
              }
            />
            <Problems sentences={over?.of === question && total > over.most ? [d.tooMany(f.count(over.most))] : []} />
            <p class="printsummary">{summary.join(' · ')}</p>
            <FilterBar account={account} dossier={dossier} filters={filters} onChange={change} page={page ?? NO_PAGE} words={words} />
            {!unknown && total === 0 && page?.searching === undefined ? (
              <NoDocuments account={account} dossier={dossier} filters={filters} onChange={change} words={words} />
            ) : (
              <DocumentTable
                account={account}
                look={look}
                withDossier={dossier === null && account.dossiers.length > 1}
                rowAt={rowAt}
                total={total}
                loading={unknown}
                view={printing ? { ...view, start: 0, end: rows.length, before: 0, after: 0 } : view}
                cursor={cursor}
                opened={route.document}
                placeOf={placeOf}
                selected={selection.rows}
                onSelect={(index, range) => void selection.select(index, range)}
                inText={inText}
                sort={filters.sort}
                onSort={(sort) => change({ ...filters, sort })}
                words={words}
              />
            )}
            {selection.rows.size === 0 ? null : <SelectionBar account={account} selection={selection} total={total} words={words} />}
          </section>
          {route.document === null ? null : <DocumentPane key={route.document} account={account} id={route.document} onClose={close} />}
        </div>
      </main>
      <KeyBar
        hints={[
          { keys: ['j', 'k'], does: t.keys.move },
          { keys: [t.keys.enter], does: t.keys.open },
          { keys: ['x'], does: t.keys.select },
          { keys: ['e'], does: t.keys.edit },
          { keys: ['c'], does: t.keys.comment },
          { keys: ['/'], does: t.keys.filter },
        ]}
        also={[
          { keys: ['X'], does: d.selectRange },
          ...(account.side === 'staff'
            ? [
                { keys: ['p'], does: t.keys.take },
                { keys: ['a'], does: t.keys.accept },
              ]
            : []),
        ]}
        {...(cursor.at < 0 ? {} : { position: t.list.position(f.count(cursor.at + 1), f.count(total)) })}
      />
    </>
  );
}
