/**
 * "Suivi des envois" (R070): what the company's products declared (R072) and what was deposited, in one list with their
 * states; the open one beside it, with when each state came. Everything is on this device: it works offline.
 */
import '../style/sendings.css';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { sendingsTexts } from '@navette/texts/sendings-texts';
import type { ScreenProps } from '../App.tsx';
import { KeyBar } from '../components/KeyBar.tsx';
import { useUnknown } from '../components/Shapes.tsx';
import { Icon } from '../components/Icon.tsx';
import { declarations, documentQuery, follow, NO_FILTERS, TABS, type Followed, type SendingFilters } from '../sendings/followed.ts';
import { mayConnect, NoSendings } from '../sendings/NoSendings.tsx';
import { SendingFilterBar, SendingTabs } from '../sendings/SendingFilters.tsx';
import { SendingPane } from '../sendings/SendingPane.tsx';
import { ROW, SendingTable } from '../sendings/SendingTable.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { NO_PAGE, NOTHING } from '../unknown-yet.ts';
import { useHashPart } from '../use-hash-part.ts';
import { useKeys } from '../use-keys.ts';
import { useListCursor } from '../use-list-cursor.ts';
import { useLive } from '../use-observable.ts';
import { useWindow } from '../use-window.ts';
import { Folio, useTitle } from './Main.tsx';
import type { DocumentId } from '@navette/kernel/ids';

/** Deposits are asked for by pages of this many. */
const STEP = 200;

export function SendingsScreen({ account, dossier }: ScreenProps) {
  const { doors, t: all, f, language } = useSurroundings();
  const t = sendingsTexts(language);
  useTitle(t.title);
  const opened = useHashPart();
  const [filters, setFilters] = useState<SendingFilters>(NO_FILTERS);
  const [limit, setLimit] = useState(STEP);
  const query = documentQuery(filters, dossier?.id ?? null, limit);
  const answer = useLive(() => (query === null ? NOTHING : doors.library.documents(query)), [doors, JSON.stringify(query)], null);
  const asked = useLive(() => doors.library.sendings(dossier?.id ?? null), [doors, dossier?.id], null);
  const page = query === null ? NO_PAGE : answer;
  const sendings = asked ?? [];
  const found = useMemo(() => declarations(sendings, filters), [asked, filters]);
  const rows = useMemo(() => follow(found, page ?? NO_PAGE), [found, page]);
  const total = found.length + (page?.total ?? 0);
  // Documents and declarations come with the same synchronisation.
  const unknown = useUnknown(asked === null || page === null ? null : { ...NO_PAGE, total });
  const view = useWindow(total, ROW);
  const cursor = useListCursor(total, ROW, view.box);
  useEffect(() => {
    if (page !== null && view.end > rows.length - STEP / 2 && page.rows.length < page.total) setLimit((before) => before + STEP);
  }, [view.end, rows.length, page]);
  useEffect(() => {
    cursor.set(-1);
    setLimit(STEP);
    if (view.box.current !== null) view.box.current.scrollTop = 0;
  }, [dossier?.id, filters]);

  // One that is closed gives focus back to its row, unless the person is elsewhere already.
  const before = useRef(opened);
  useEffect(() => {
    const closed = before.current;
    before.current = opened;
    if (closed === '' || opened !== '' || document.activeElement !== document.body) return;
    const index = rows.findIndex(({ id }) => id === closed);
    if (index < 0) document.getElementById('content')?.focus();
    else cursor.to(index);
  }, [opened]);

  const close = () => location.assign(routeTo('sendings'));
  const show = (tab: number) => () => setFilters({ ...NO_FILTERS, text: filters.text, tab: TABS[tab] ?? 'all' });
  useKeys({
    j: cursor.next,
    k: cursor.previous,
    ArrowDown: cursor.next,
    ArrowUp: cursor.previous,
    '/': () => document.getElementById('sending-filter')?.focus(),
    '1': show(0),
    '2': show(1),
    '3': show(2),
    Escape: () => (opened === '' ? undefined : close()),
  });
  // One that the filters hide, or that stands further down than what was read, can be open all the same.
  const alone = useLive(() => (opened === '' ? NOTHING : doors.library.document(opened as DocumentId)), [doors, opened], null);
  const shown = useMemo((): Followed | null => {
    const sending = sendings.find(({ id }) => id === opened);
    if (sending) return { what: 'declaration', id: sending.id, at: 0, view: sending };
    return alone === null ? null : { what: 'deposit', id: alone.id, at: 0, row: alone };
  }, [asked, alone, opened]);
  const filtered = filters.text !== '' || filters.kind !== '' || filters.period !== '' || filters.state !== '';

  return (
    <>
      <main class="main flush" id="content" tabIndex={-1}>
        <div class={`split${opened === '' ? ' whole' : ''}`}>
          <section class="listcol">
            <Folio
              title={t.title}
              crumb={dossier?.name ?? account.firm.name}
              aside={
                mayConnect(account) ? (
                  <div class="row noprint">
                    <a class="btn sm" href="#/administration/keys">
                      <Icon name="access" size="s" />
                      {t.connect}
                    </a>
                  </div>
                ) : null
              }
            />
            <SendingTabs filters={filters} onChange={setFilters} />
            <SendingFilterBar filters={filters} onChange={setFilters} sendings={sendings} total={total} />
            {!unknown && total === 0 ? (
              <NoSendings
                account={account}
                tab={filters.tab}
                filtered={filtered}
                onClear={() => setFilters({ ...NO_FILTERS, tab: filters.tab })}
              />
            ) : (
              <SendingTable
                account={account}
                withDossier={dossier === null && account.dossiers.length > 1}
                rows={rows}
                total={total}
                loading={unknown}
                view={view}
                cursor={cursor}
                opened={opened}
              />
            )}
          </section>
          {opened === '' ? null : <SendingPane key={opened} account={account} followed={shown} sendings={sendings} onClose={close} />}
        </div>
      </main>
      <KeyBar
        hints={[
          { keys: ['j', 'k'], does: all.keys.move },
          { keys: [all.keys.enter], does: all.keys.open },
          { keys: ['1', '2', '3'], does: t.keys.tabs },
          { keys: ['/'], does: all.keys.filter },
        ]}
        {...(cursor.at < 0 ? {} : { position: all.list.position(f.count(cursor.at + 1), f.count(total)) })}
      />
    </>
  );
}
