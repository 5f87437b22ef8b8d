/** The list of an exercise's entries: drafts first, then what is validated; found by anything an entry says. */
import { checkEntry } from '@navette/domain/drafts/entry';
import { cents } from '@navette/kernel/cents';
import type { AccountView, DossierView, EntryView, JournalView } from '@navette/device/model';
import { booksTexts } from '@navette/texts/books-texts';
import { entriesTexts } from '@navette/texts/entries-texts';
import { useMemo, useState } from 'preact/hooks';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { KeyBar } from '../components/KeyBar.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { Folio, useTitle } from '../screens/Main.tsx';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { useKeys } from '../use-keys.ts';
import { useListCursor } from '../use-list-cursor.ts';
import { useWindow } from '../use-window.ts';
import { later } from '../later.tsx';
import { AskValidation } from './AskValidation.tsx';
import { ExerciseDialog } from './ExerciseDialog.tsx';
import { EntryStateChip } from './EntryStateChip.tsx';
import { entriesPlace, NEW } from './entries-place.ts';
import { amountOf, ENTRY_TABS, foundEntries, type EntryTab } from './found-entries.ts';

const EntriesFecDialog = later(() => import('./EntriesFecDialog.tsx').then((file) => file.EntriesFecDialog), true);

/** Height of a row, in CSS pixels; `.entrylist` sets the same. */
const ROW = 45;

type Props = {
  readonly account: AccountView;
  readonly dossier: DossierView;
  readonly year: number;
  readonly years: readonly number[];
  /** Null until the store has answered. */
  readonly view: JournalView | null;
  readonly onYear: (year: number) => void;
};

export function EntryList({ dossier, year, years, view, onYear }: Props) {
  const { t: all, f, language } = useSurroundings();
  const t = entriesTexts(language);
  useTitle(t.title);
  const [tab, setTab] = useState<EntryTab>('all');
  const [text, setText] = useState('');
  const [asking, setAsking] = useState(false);
  const [days, setDays] = useState(false);
  const [fec, setFec] = useState(false);
  const books = booksTexts(language);
  const entries = view?.entries ?? [];
  const rows = useMemo(() => foundEntries(entries, tab, text), [view, tab, text]);
  const ready = useMemo(() => (view?.mayValidate ? readyOf(view) : []), [view]);
  const sight = useWindow(rows.length, ROW);
  const cursor = useListCursor(rows.length, ROW, sight.box);
  const place = (id: string) => entriesPlace(dossier.id, year, id);
  const add = () => (view?.mayWrite ? location.assign(place(NEW)) : undefined);
  useKeys({
    j: cursor.next,
    k: cursor.previous,
    ArrowDown: cursor.next,
    ArrowUp: cursor.previous,
    n: add,
    '/': () => document.getElementById('entry-filter')?.focus(),
  });
  return (
    <>
      <main class="main flush" id="content" tabIndex={-1}>
        <section class="listcol entriescol">
          <Folio
            title={t.title}
            crumb={dossier.name}
            aside={
              <div class="row wrap noprint">
                <select
                  class="input sm yearpick"
                  aria-label={t.exerciseLabel}
                  value={String(year)}
                  onChange={(event) => onYear(Number(event.currentTarget.value))}
                >
                  {years.map((one) => (
                    <option key={one} value={String(one)}>
                      {t.exercise(one)}
                    </option>
                  ))}
                </select>
                {view?.mayValidate ? (
                  <button type="button" class="btn icon sm" aria-label={t.days.open} title={t.days.open} onClick={() => setDays(true)}>
                    <Icon name="calendar" size="s" />
                  </button>
                ) : null}
                {view?.mayValidate && view.entries.some(({ validated }) => validated !== null) ? (
                  <button type="button" class="btn icon sm" aria-label={books.fec.act} title={books.fec.act} onClick={() => setFec(true)}>
                    <Icon name="download" size="s" />
                  </button>
                ) : null}
                {ready.length > 1 ? (
                  <button type="button" class="btn sm" onClick={() => setAsking(true)}>
                    <Icon name="check" size="s" />
                    {t.validateAll(ready.length)}
                  </button>
                ) : null}
                {view?.mayWrite ? (
                  <a class="btn sm primary" href={place(NEW)}>
                    <Icon name="plus" size="s" />
                    {t.add}
                  </a>
                ) : null}
              </div>
            }
          />
          {view !== null && !view.mayWrite ? <p class="cap2 readonly">{t.readOnly}</p> : null}
          <div class="row wrap filters noprint">
            <div class="search grow entrysearch">
              <Icon name="search" size="s" />
              <input
                id="entry-filter"
                class="input sm"
                type="search"
                aria-label={t.filter}
                placeholder={t.filterHint}
                value={text}
                onInput={(event) => setText(event.currentTarget.value)}
              />
            </div>
            <div class="tabs" role="group" aria-label={t.shown}>
              {ENTRY_TABS.map((one) => (
                <button key={one} type="button" aria-pressed={tab === one} onClick={() => setTab(one)}>
                  {t.tabs[one]}
                </button>
              ))}
            </div>
            <span class="cap n push">{t.count(rows.length, f.count(rows.length))}</span>
          </div>
          {view === null ? (
            <Shapes rows={6} />
          ) : rows.length === 0 ? (
            <EmptyState
              icon={entries.length === 0 ? 'edit' : 'search'}
              title={entries.length === 0 ? t.empty : t.nothing}
              hint={entries.length === 0 ? t.emptyHint : t.nothingHint}
            >
              {entries.length === 0 && view.mayWrite ? (
                <a class="btn primary" href={place(NEW)}>
                  <Icon name="plus" size="s" />
                  {t.add}
                </a>
              ) : null}
            </EmptyState>
          ) : (
            <div class="tablewrap" ref={sight.box} onScroll={sight.onScroll}>
              <table class="entrylist">
                <thead>
                  <tr>
                    <th class="e-date">{t.head.date}</th>
                    <th class="e-journal">{t.head.journal}</th>
                    <th class="e-piece">{t.head.piece}</th>
                    <th>{t.head.label}</th>
                    <th class="num e-amount">{t.head.amount}</th>
                    <th class="e-state">{t.head.state}</th>
                  </tr>
                </thead>
                <tbody>
                  {sight.before > 0 ? <tr style={{ height: `${sight.before}px` }} aria-hidden="true" /> : null}
                  {rows.slice(sight.start, sight.end).map((one, offset) => (
                    <Row
                      key={one.id}
                      view={one}
                      place={place(one.id)}
                      current={cursor.at === sight.start + offset}
                      linkRef={cursor.linkRef(sight.start + offset)}
                    />
                  ))}
                  {sight.after > 0 ? <tr style={{ height: `${sight.after}px` }} aria-hidden="true" /> : null}
                </tbody>
              </table>
            </div>
          )}
        </section>
      </main>
      {days && view !== null ? <ExerciseDialog dossier={dossier} exercise={view.exercise} onClose={() => setDays(false)} /> : null}
      {fec && view !== null ? <EntriesFecDialog dossier={dossier} view={view} onClose={() => setFec(false)} /> : null}
      {asking ? <AskValidation dossier={dossier.id} year={year} entries={ready} onClose={() => setAsking(false)} /> : null}
      <KeyBar
        hints={[
          { keys: ['j', 'k'], does: all.keys.move },
          { keys: [all.keys.enter], does: all.keys.open },
          ...(view?.mayWrite ? [{ keys: ['n'], does: t.keys.add }] : []),
          { keys: ['/'], does: t.keys.filter },
        ]}
        {...(cursor.at < 0 ? {} : { position: all.list.position(f.count(cursor.at + 1), f.count(rows.length)) })}
      />
    </>
  );
}

/** Drafts that nothing keeps out of the books, in the order in which they would enter them. */
function readyOf({ entries, exercise }: JournalView): readonly EntryView[] {
  return entries
    .filter(({ state, entry }) => state === 'draft' && checkEntry(entry, exercise).length === 0)
    .toSorted((a, b) => (a.entry.date < b.entry.date ? -1 : a.entry.date > b.entry.date ? 1 : a.id < b.id ? -1 : 1));
}

function Row({
  view,
  place,
  current,
  linkRef,
}: {
  view: EntryView;
  place: string;
  current: boolean;
  linkRef: (link: HTMLElement | null) => void;
}) {
  const { f, language } = useSurroundings();
  const now = useNow();
  const t = entriesTexts(language);
  const { entry } = view;
  return (
    <tr class={`${current ? 'is-cur' : ''}${view.state === 'withdrawn' ? ' faded' : ''}`}>
      <td class="n e-date">{entry.date === '' ? '' : f.shortDay(entry.date, now)}</td>
      <td class="e-journal">
        <span title={t.journals[entry.journal] ?? entry.journal}>{entry.journal}</span>
      </td>
      <td class="cut e-piece">{entry.pieceRef}</td>
      <th scope="row" class="cut">
        <a href={place} ref={linkRef}>
          {entry.label === '' ? t.noLabel : entry.label}
        </a>
      </th>
      <td class="num e-amount">{f.amount(cents(amountOf(entry)))}</td>
      <td class="e-state">
        <EntryStateChip view={view} />
      </td>
    </tr>
  );
}
