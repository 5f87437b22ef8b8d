/**
 * How far each client company’s people have come with the single identity, for the staff: what the firm has to decide first,
 * then every dossier. Made of the access rooms on this device: it opens, filters and exports without the network.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { DossierAccess } from '@navette/device/model';
import { isReminderDue, REMIND_AFTER_DAYS, reminderSkip } from '@navette/domain/migration-follow-up';
import type { DossierId } from '@navette/kernel/ids';
import { migrationsTexts } from '@navette/texts/migrations-texts';
import type { ScreenProps } from '../App.tsx';
import { Icon } from '../components/Icon.tsx';
import { KeyBar } from '../components/KeyBar.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { CHOICES, Decisions, type DecisionChoice } from './Decisions.tsx';
import { DecideDialog } from './DecideDialog.tsx';
import { DossierPane } from './DossierPane.tsx';
import { exportMigrations } from './export-migrations.ts';
import { ImportDialog } from './ImportDialog.tsx';
import { MigrationFiltersBar, MigrationTable, NoRows, ROW } from './MigrationTable.tsx';
import { Progress } from './Progress.tsx';
import { ReminderDialog } from './ReminderDialog.tsx';
import { RemindAfter } from './RemindAfter.tsx';
import {
  filterRows,
  migrationRow,
  NO_FILTERS,
  openDecisions,
  sortRows,
  staffOf,
  type MigrationFilters,
  type MigrationRow,
  type OpenDecision,
  type SortOrder,
} from './rows.ts';
import { useUnplaced } from './use-unplaced.ts';
import { precisionOf, type Wording } from './words.ts';
import { routeTo } from '../routes.ts';
import '../style/migrations.css';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { useKeys } from '../use-keys.ts';
import { useListCursor } from '../use-list-cursor.ts';
import { useLive } from '../use-observable.ts';
import { useRowsInSight } from '../use-window.ts';
import { Folio, useTitle } from '../screens/Main.tsx';

type Asked =
  | { readonly tag: 'remind'; readonly rows: readonly MigrationRow[] }
  | { readonly tag: 'decide'; readonly one: OpenDecision; readonly choice: DecisionChoice; readonly all: boolean }
  | { readonly tag: 'import' };

export function MigrationsView({ account, route }: ScreenProps) {
  const { doors, language, t: common, f } = useSurroundings();
  const t = migrationsTexts(language);
  const now = useNow();
  const words: Wording = { t, f, now };
  useTitle(t.title);
  const days = account.firm.remindAfter ?? REMIND_AFTER_DAYS;
  const access = useLive<readonly DossierAccess[], null>(() => doors.library.access(null), [doors], null);
  const [filters, setFilters] = useState<MigrationFilters>(NO_FILTERS);
  const [order, setOrder] = useState<SortOrder>({ key: 'step', down: false });
  const [selected, setSelected] = useState<ReadonlySet<DossierId>>(new Set());
  const [asked, ask] = useState<Asked | null>(null);
  const [said, say] = useState('');
  // Decided here, until the room says so too.
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());

  const rows = useMemo(() => (access ?? []).map(migrationRow), [access]);
  const shown = useMemo(
    () => sortRows(filterRows(rows, filters, now, days), order, (row) => precisionOf(words, row)),
    [rows, filters, order, now, days, language],
  );
  const unplaced = useUnplaced(decided.size);
  const decisions = useMemo(() => [...unplaced, ...openDecisions(rows)].filter(({ id }) => !decided.has(id)), [rows, unplaced, decided]);
  const staff = useMemo(() => staffOf(rows), [rows]);
  const due = useMemo(() => rows.filter((row) => isReminderDue(row.silent, now, days)), [rows, now, days]);
  const dueShown =
    filters.due || filters.text !== '' || filters.step !== null || filters.staff !== null ? due.filter((row) => shown.includes(row)) : due;
  const opened = rows.find(({ id }) => id === route.dossier) ?? null;
  const view = useRowsInSight(shown.length, ROW);
  const cursor = useListCursor(shown.length, ROW, view.scroller);
  const current = shown[cursor.at];
  const chosen = rows.filter(({ id }) => selected.has(id));
  useEffect(() => cursor.set(-1), [filters, order]);

  // A dossier closed gives focus back to its row, unless the person is elsewhere already.
  const before = useRef(route.dossier);
  useEffect(() => {
    const closed = before.current;
    before.current = route.dossier;
    if (closed === null || route.dossier !== null || document.activeElement !== document.body) return;
    const index = shown.findIndex(({ id }) => id === closed);
    if (index < 0) document.getElementById('content')?.focus();
    else cursor.to(index);
  }, [route.dossier]);

  const close = () => location.assign(routeTo('migrations'));
  const select = (ids: readonly DossierId[], on: boolean) =>
    setSelected((held) => {
      const next = new Set(held);
      for (const id of ids)
        if (on) next.add(id);
        else next.delete(id);
      return next;
    });
  const remind = (of: readonly MigrationRow[]) => (of.length === 0 ? undefined : ask({ tag: 'remind', rows: of }));
  const decide = (one: OpenDecision, choice: DecisionChoice, all: boolean) => ask({ tag: 'decide', one, choice, all });
  const decideCurrent = () => {
    const at = current ?? opened ?? undefined;
    const one = decisions.find(({ access: of }) => of !== null && of.dossier === at?.id);
    const choice = one && CHOICES[one.decision.kind][0];
    if (one && choice) decide(one, choice, true);
  };
  useKeys({
    j: cursor.next,
    k: cursor.previous,
    ArrowDown: cursor.next,
    ArrowUp: cursor.previous,
    x: () => (current === undefined ? undefined : select([current.id], !selected.has(current.id))),
    r: () => remind(chosen.length > 0 ? chosen : [current ?? opened].filter((row) => row !== undefined && row !== null)),
    a: decideCurrent,
    '/': () => document.getElementById('migration-filter')?.focus(),
    Escape: () => (selected.size > 0 ? setSelected(new Set()) : opened === null ? undefined : close()),
  });

  const filtered = filters.text !== '' || filters.step !== null || filters.staff !== null || filters.due;
  return (
    <>
      <main class="main flush migmain" id="content" tabIndex={-1}>
        <div class={`split${opened === null ? ' whole' : ''}`}>
          <section class="listcol migcol" ref={view.box}>
            <Folio
              title={t.title}
              crumb={t.crumb}
              aside={
                <div class="row noprint">
                  <button type="button" class="btn sm quiet" onClick={() => ask({ tag: 'import' })}>
                    {t.import.act}
                  </button>
                  <button type="button" class="btn sm" disabled={shown.length === 0} onClick={() => exportMigrations(shown, t, now)}>
                    <Icon name="download" size="s" />
                    {t.export.act}
                  </button>
                  <button type="button" class="btn sm primary" disabled={dueShown.length === 0} onClick={() => remind(dueShown)}>
                    <Icon name="mail" size="s" />
                    {dueShown.length === 0 ? t.remind.nobodyDue : t.remind.due(dueShown.length)}
                  </button>
                </div>
              }
            />
            <p class="vh" role="status">
              {said}
            </p>
            {access === null ? (
              <Shapes rows={8} />
            ) : rows.length === 0 ? (
              <NoRows filtered={false} onClear={() => undefined} words={words} />
            ) : (
              <>
                <Progress rows={rows} only={filters.step} onOnly={(step) => setFilters({ ...filters, step })} t={t} f={f} />
                <Decisions decisions={decisions} onDecide={decide} words={words} />
                <section class="block mig-all" aria-label={t.list.title}>
                  <header>
                    <h2>{t.list.title}</h2>
                    <RemindAfter days={days} words={words} />
                  </header>
                  <MigrationFiltersBar
                    filters={filters}
                    onChange={setFilters}
                    staff={staff}
                    due={due.length}
                    shown={shown.length}
                    words={words}
                  />
                  {shown.length === 0 ? (
                    <NoRows filtered={filtered} onClear={() => setFilters(NO_FILTERS)} words={words} />
                  ) : (
                    <MigrationTable
                      rows={shown}
                      order={order}
                      onOrder={setOrder}
                      view={view}
                      cursor={cursor}
                      opened={opened?.id ?? null}
                      selected={selected}
                      onSelect={select}
                      onRemind={(row) => remind([row])}
                      words={words}
                    />
                  )}
                </section>
              </>
            )}
          </section>
          {opened === null ? null : (
            <DossierPane
              row={opened}
              decisions={decisions.filter(({ access: of }) => of?.dossier === opened.id)}
              onDecide={decide}
              onRemind={(row) => remind([row])}
              onClose={close}
              words={words}
            />
          )}
        </div>
        {chosen.length === 0 ? null : (
          <div class="bulk" role="toolbar" aria-label={t.bulk.label}>
            <b class="n">{t.bulk.selected(chosen.length)}</b>
            <button
              type="button"
              class="btn sm primary"
              disabled={!chosen.some((row) => row.people.some(({ user }) => reminderSkip(user, now) === null))}
              onClick={() => remind(chosen)}
            >
              <Icon name="mail" size="s" />
              {t.bulk.remind(chosen.length)}
            </button>
            <button type="button" class="btn sm" onClick={() => exportMigrations(chosen, t, now)}>
              <Icon name="download" size="s" />
              {t.bulk.export}
            </button>
            <button type="button" class="btn sm quiet" onClick={() => setSelected(new Set())}>
              {t.bulk.unselect} <kbd>{common.keys.escape}</kbd>
            </button>
          </div>
        )}
      </main>
      <KeyBar
        hints={[
          { keys: ['j', 'k'], does: t.keys.dossier },
          { keys: [common.keys.enter], does: t.keys.open },
          { keys: ['r'], does: t.keys.remind },
          { keys: ['x'], does: t.keys.select },
          { keys: ['a'], does: t.keys.decide },
        ]}
        also={[{ keys: ['/'], does: t.keys.filter }]}
        {...(cursor.at < 0 ? {} : { position: t.list.position(f.count(cursor.at + 1), f.count(shown.length)) })}
      />
      {asked?.tag === 'remind' ? (
        <ReminderDialog
          rows={asked.rows}
          words={words}
          onClose={() => {
            ask(null);
            setSelected(new Set());
          }}
        />
      ) : null}
      {asked?.tag === 'decide' ? (
        <DecideDialog
          one={asked.one}
          choice={asked.choice}
          all={asked.all}
          dossiers={rows}
          words={words}
          onClose={() => ask(null)}
          onDecided={(sentence) => {
            setDecided((held) => new Set([...held, asked.one.id]));
            say(sentence);
            ask(null);
            void doors.sync.syncNow();
          }}
        />
      ) : null}
      {asked?.tag === 'import' ? <ImportDialog words={words} onClose={() => ask(null)} /> : null}
    </>
  );
}
