/**
 * Documents: the list with its filters, and the open document beside it. Ten thousand rows scroll as ten do: rows are asked
 * for as they come in sight, drawn only there.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DocumentQuery } from '@navette/device/model';
import type { DocumentId } from '@navette/kernel/ids';
import type { ScreenProps } from '../App.tsx';
import { KeyBar } from '../components/KeyBar.tsx';
import { useUnknown } from '../components/Shapes.tsx';
import { Icon } from '../components/Icon.tsx';
import { DocumentFilters, type Filters } from '../documents/DocumentFilters.tsx';
import { DocumentTable, ROW } from '../documents/DocumentTable.tsx';
import { NoDocuments } from '../documents/NoDocuments.tsx';
import { SelectionBar } from '../documents/SelectionBar.tsx';
import { exportList } from '../documents/export-list.ts';
import { useExportNote } from '../documents/use-export-note.ts';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { NO_PAGE } from '../unknown-yet.ts';
import { useKeys } from '../use-keys.ts';
import { useListCursor } from '../use-list-cursor.ts';
import { useLive } from '../use-observable.ts';
import { useWindow } from '../use-window.ts';
import { DocumentPane } from '../viewer/DocumentPane.tsx';
import { Folio, useTitle } from './Main.tsx';

/** Rows are asked for by pages of this many. */
const STEP = 200;
/** Rows on paper: some sixty pages. */
const PRINTED = 2000;

export function DocumentsScreen({ account, dossier, route }: ScreenProps) {
  const { doors, t, f } = useSurroundings();
  useTitle(t.list.title);
  const [filters, setFilters] = useState<Filters>({ text: '', kind: route.kind, state: route.state, year: null });
  const [limit, setLimit] = useState(STEP);
  const [selected, setSelected] = useState<ReadonlySet<DocumentId>>(new Set());
  useEffect(() => {
    if (route.document === null)
      setFilters((before) =>
        before.state === route.state && before.kind === route.kind ? before : { ...before, state: route.state, kind: route.kind },
      );
  }, [route.state, route.kind, route.document === null]);
  const query: DocumentQuery = {
    dossier: dossier?.id ?? null,
    limit,
    ...(filters.text.trim() === '' ? {} : { text: filters.text.trim() }),
    ...(filters.kind === null ? {} : { kind: filters.kind }),
    ...(filters.state === null ? {} : { state: filters.state }),
    ...(filters.year === null ? {} : { year: filters.year }),
  };
  const page = useLive(() => doors.library.documents(query), [doors, JSON.stringify(query)], null);
  const unknown = useUnknown(page);
  const { rows, total } = page ?? NO_PAGE;
  const view = useWindow(total, ROW);
  const cursor = useListCursor(total, ROW, view.box);
  const noteExport = useExportNote();
  const [printing, setPrinting] = useState(false);
  const ready = printing && rows.length >= Math.min(total, PRINTED);
  useEffect(() => {
    if (!ready) return;
    print();
    setPrinting(false);
  }, [ready]);
  const current = rows[cursor.at];
  useEffect(() => {
    if (view.end > limit - STEP / 2 && limit < total) setLimit(Math.ceil((view.end + STEP) / STEP) * STEP);
  }, [view.end, limit, total]);
  useEffect(() => {
    setSelected(new Set());
    cursor.set(-1);
    if (view.box.current !== null) view.box.current.scrollTop = 0;
  }, [dossier?.id, filters]);

  // A document closed gives focus back to its row, unless the person is elsewhere already.
  const before = useRef(route.document);
  useEffect(() => {
    const closed = before.current;
    before.current = route.document;
    if (closed === null || route.document !== null || document.activeElement !== document.body) return;
    const index = rows.findIndex(({ id }) => id === closed);
    if (index < 0) document.getElementById('content')?.focus();
    else cursor.to(index);
  }, [route.document]);

  const open = (id: DocumentId | null) => location.assign(id === null ? routeTo('documents') : routeTo('documents', { document: id }));
  const select = (id: DocumentId) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  useKeys({
    j: cursor.next,
    k: cursor.previous,
    ArrowDown: cursor.next,
    ArrowUp: cursor.previous,
    x: () => (current === undefined ? undefined : select(current.id)),
    e: () => document.getElementById('document-kind')?.focus(),
    c: () => document.getElementById('document-comment')?.focus(),
    '/': () => document.getElementById('document-filter')?.focus(),
    Escape: () => (selected.size > 0 ? setSelected(new Set()) : route.document === null ? undefined : open(null)),
  });

  const filtered = filters.text !== '' || filters.kind !== null || filters.state !== null || filters.year !== null;
  const narrowed = route.document !== null;
  return (
    <>
      <main class="main flush" id="content" tabIndex={-1}>
        <div class={`split${narrowed ? '' : ' whole'}`}>
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
                    onClick={() => (setLimit(Math.max(limit, PRINTED)), setPrinting(true))}
                  >
                    <Icon name="print" size="s" />
                    {t.list.print}
                  </button>
                  <button
                    type="button"
                    class="btn sm"
                    disabled={total === 0}
                    onClick={() => void exportList({ doors, account, t, f }, query, noteExport)}
                  >
                    <Icon name="download" size="s" />
                    {t.list.export}
                  </button>
                </div>
              }
            />
            <DocumentFilters filters={filters} onChange={setFilters} total={total} />
            {!unknown && total === 0 ? (
              <NoDocuments
                account={account}
                dossier={dossier}
                filters={filters}
                onClear={() => setFilters({ text: '', kind: null, state: null, year: null })}
                filtered={filtered}
              />
            ) : (
              <DocumentTable
                account={account}
                withDossier={dossier === null && account.dossiers.length > 1}
                rows={rows}
                total={total}
                loading={unknown}
                view={printing ? { ...view, start: 0, end: rows.length, before: 0, after: 0 } : view}
                cursor={cursor}
                opened={route.document}
                selected={selected}
                onSelect={select}
              />
            )}
            {selected.size === 0 ? null : (
              <SelectionBar account={account} rows={rows.filter(({ id }) => selected.has(id))} onClear={() => setSelected(new Set())} />
            )}
          </section>
          {route.document === null ? null : (
            <DocumentPane key={route.document} account={account} id={route.document} onClose={() => open(null)} />
          )}
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
        also={
          account.side === 'staff'
            ? [
                { keys: ['p'], does: t.keys.take },
                { keys: ['a'], does: t.keys.accept },
              ]
            : []
        }
        {...(cursor.at < 0 ? {} : { position: t.list.position(f.count(cursor.at + 1), f.count(total)) })}
      />
    </>
  );
}
