/**
 * « Écritures » and « Grand livre »: lines in a list that is read as it is scrolled. A list taller than browsers can draw is shown a
 * stretch at a time.
 */
import { useEffect, useState } from 'preact/hooks';
import type { DossierView, ExerciseView, OpenBook } from '@navette/device/model';
import type { LineView } from '@navette/domain/ledger/lines';
import { journalTexts } from '@navette/texts/journal-texts';
import { Problems } from '../components/DropZone.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { shiftMonth, yearsOf } from '../ledger/exercises.ts';
import { useAnswer } from '../ledger/use-book.ts';
import { useInvoices } from '../ledger/use-invoices.ts';
import type { Lists } from '../ledger/use-lists.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useKeys } from '../use-keys.ts';
import { useListCursor } from '../use-list-cursor.ts';
import { PHONE_WIDTH, useMedia } from '../use-media.ts';
import { useWindow } from '../use-window.ts';
import { isNarrowed, type JournalPlace } from './journal-place.ts';
import { fileWord } from './journal-table.ts';
import { JournalTools } from './JournalTools.tsx';
import type { AskedAbout } from './LineRequestDialog.tsx';
import { carriedAsk, hasRunning, lineQuery } from './line-query.ts';
import { LINE_ROW, LineTable } from './LineTable.tsx';
import { SumsBar } from './SumsBar.tsx';
import { linesForPaper, useLineExport } from './use-line-export.ts';
import { useLinePages } from './use-line-pages.ts';

/** CSS pixels: Firefox draws nothing taller than some eighteen million. */
const TALLEST = 15_000_000;
/** Lines on paper. */
const PRINTED = 2000;

type Props = {
  readonly place: JournalPlace;
  /** As it is typed, and as it is asked. */
  readonly typed: string;
  readonly text: string;
  readonly book: OpenBook;
  readonly lists: Lists;
  readonly exercise: ExerciseView;
  readonly dossier: DossierView;
  readonly hrefOf: (to: Partial<JournalPlace>) => string;
  readonly go: (to: Partial<JournalPlace>) => void;
  readonly onText: (text: string) => void;
  readonly onAsk: ((asked: AskedAbout) => void) | null;
  readonly onPosition: (position: string | null) => void;
};

export function LinesView(props: Props) {
  const { place, typed, text, book, lists, exercise, dossier, hrefOf, go, onText, onAsk, onPosition } = props;
  const { f, language } = useSurroundings();
  const t = journalTexts(language);
  const phone = useMedia(PHONE_WIDTH);
  const rowHeight = phone ? LINE_ROW.phone : LINE_ROW.wide;
  const query = lineQuery(place, text, lists);
  const question = JSON.stringify(query);
  const carriedFrom = hasRunning(place, text) ? carriedAsk(place, lists) : null;
  const before = useAnswer(book, 'balance', carriedFrom);
  const withRunning = hasRunning(place, text);
  const carried = carriedFrom === null ? 0 : (before?.find(({ code }) => isOf(place, lists, code))?.balance ?? 0);
  const [stretch, setStretch] = useState(0);
  const [totalSeen, setTotalSeen] = useState(0);
  const most = Math.floor(TALLEST / rowHeight);
  const base = stretch * most;
  const leads = stretch === 0 && carriedFrom !== null ? 1 : 0;
  const count = Math.max(0, Math.min(most, totalSeen - base)) + leads;
  const view = useWindow(count, rowHeight);
  const pages = useLinePages(book, query, withRunning, Math.max(0, base + view.start - leads), Math.max(1, base + view.end - leads));
  const total = pages.total ?? 0;
  useEffect(() => setTotalSeen(total), [total]);
  const cursor = useListCursor(count, rowHeight, view.box);
  const [picked, setPicked] = useState<ReadonlyMap<number, LineView>>(new Map());
  const [paper, setPaper] = useState<readonly LineView[] | null>(null);
  const [tooMany, setTooMany] = useState(false);
  const invoices = useInvoices(dossier.id);
  const leave = useLineExport(dossier.id);
  const lineAt = (index: number) => (index < leads ? undefined : pages.lineAt(base + index - leads));
  const step = (by: 1 | -1) => cursor.to(Math.max(leads, cursor.at + by));
  useEffect(() => {
    setPicked(new Map());
    setStretch(0);
    setTooMany(false);
    cursor.set(-1);
    if (view.box.current !== null) view.box.current.scrollTop = 0;
  }, [question]);
  useEffect(() => {
    if (paper === null) return;
    print();
    setPaper(null);
  }, [paper]);
  useEffect(() => {
    // Closed, the entry gives the keyboard back to its line.
    if (place.entry === null && cursor.at >= 0 && document.activeElement === document.body) cursor.to(cursor.at);
  }, [place.entry]);
  useEffect(() => {
    onPosition(cursor.at < 0 ? null : `${f.count(base + cursor.at + 1 - leads)} / ${f.count(total)}`);
    return () => onPosition(null);
  }, [cursor.at, base, leads, total]);
  const pick = (line: LineView | undefined) => {
    if (line === undefined) return;
    setPicked((before) => {
      const next = new Map(before);
      if (!next.delete(line.row)) next.set(line.row, line);
      return next;
    });
  };
  const clear = () => {
    onText('');
    go({ month: null, journal: null, open: false, ...(place.tab === 'ledger' ? {} : { account: null, party: null }) });
  };
  const ask = (what: AskedAbout['what']) => {
    const line = lineAt(cursor.at);
    if (line !== undefined) onAsk?.({ line, what });
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    x: () => pick(lineAt(cursor.at)),
    l: () => {
      const line = lineAt(cursor.at);
      if (line !== undefined)
        go({ tab: 'ledger', account: lists.accountAt(line.account), party: null, journal: null, order: 'file', open: false });
    },
    ...(onAsk === null ? {} : { r: () => ask('missing'), q: () => ask('question') }),
    Escape: () => {
      if (place.entry !== null) go({ entry: null, row: null });
      else if (picked.size > 0) setPicked(new Map());
      else if (typed !== '') onText('');
    },
  });
  const year = yearsOf(exercise);
  const narrowing = lists.accounts[place.account ?? -1]?.code ?? lists.parties[place.party ?? -1]?.code ?? '';
  const running = withRunning && (carriedFrom === null || before !== null) ? carried : null;
  const save = () => {
    if (query === null) return;
    const name = place.tab === 'ledger' ? t.csv.ledger(year, fileWord(narrowing)) : t.csv.entries(year);
    void leave.save(book, { query, total, running, name });
  };
  const chosen = [...picked.values()];
  const sum = (of: (line: LineView) => number) => chosen.reduce((all, line) => all + of(line), 0);
  const sums =
    chosen.length > 0
      ? { debit: sum(({ debit }) => debit), credit: sum(({ credit }) => credit) }
      : { debit: pages.debit, credit: pages.credit };
  return (
    <>
      <JournalTools place={place} lists={lists} text={typed} onText={onText} onChange={(to) => go({ entry: null, row: null, ...to })} />
      {query === null ? (
        <EmptyState icon="ledger" title={t.chooseAccount} hint={t.chooseAccountHint}>
          <a class="btn" href={hrefOf({ tab: 'balance' })}>
            {t.toBalance}
          </a>
        </EmptyState>
      ) : pages.total === 0 ? (
        <EmptyState icon="search" title={t.nothing} hint={t.nothingHint}>
          {typed !== '' || isNarrowed(place) ? (
            <button type="button" class="btn" onClick={clear}>
              {t.clear}
            </button>
          ) : null}
        </EmptyState>
      ) : (
        <>
          <Problems sentences={tooMany ? [t.tooManyPrinted(f.count(PRINTED))] : []} />
          <LineTable
            {...{ place, phone, running, cursor, picked, invoices, hrefOf }}
            dossier={dossier.id}
            lead={leads === 0 || place.month === null ? null : { words: t.carried(f.month(shiftMonth(place.month, -1))), amount: carried }}
            total={paper === null ? count : paper.length + leads}
            loading={pages.total === null}
            view={paper === null ? view : { ...view, start: 0, end: paper.length + leads, before: 0, after: 0 }}
            lineAt={paper === null ? lineAt : (index) => paper[index - leads]}
            onPick={pick}
          />
          {total > most ? (
            <nav class="stretches row noprint" aria-label={t.stretch(f.count(base + 1), f.count(base + count - leads), f.count(total))}>
              <span class="cap">{t.stretch(f.count(base + 1), f.count(base + count - leads), f.count(total))}</span>
              <button type="button" class="btn sm" disabled={stretch === 0} onClick={() => setStretch(stretch - 1)}>
                {t.earlier}
              </button>
              <button type="button" class="btn sm" disabled={base + count - leads >= total} onClick={() => setStretch(stretch + 1)}>
                {t.later}
              </button>
            </nav>
          ) : null}
          <SumsBar
            words={
              leave.done !== null
                ? t.exporting(f.count(leave.done), f.count(total))
                : chosen.length > 0
                  ? t.chosen(chosen.length, f.count(chosen.length))
                  : t.lines(total, f.count(total))
            }
            {...sums}
            balance={(chosen.length > 0 || running === null ? 0 : running) + sums.debit - sums.credit}
          >
            <span class="row noprint">
              {chosen.length > 0 ? (
                <button type="button" class="btn sm" onClick={() => setPicked(new Map())}>
                  {t.unpick}
                </button>
              ) : null}
              <button
                type="button"
                class="btn sm icon wideonly"
                aria-label={t.print}
                title={t.print}
                disabled={total === 0}
                onClick={() =>
                  total > PRINTED
                    ? setTooMany(true)
                    : void linesForPaper(book, query, withRunning, PRINTED).then((lines) => setPaper(lines))
                }
              >
                <Icon name="print" size="s" />
              </button>
              <button type="button" class="btn sm" disabled={total === 0 || leave.done !== null} onClick={save}>
                <Icon name="download" size="s" />
                {t.export}
              </button>
            </span>
          </SumsBar>
        </>
      )}
    </>
  );
}

/** Of a balance that may hold more than what is shown: the account, or the third party. */
function isOf({ account, party }: JournalPlace, lists: Lists, code: string): boolean {
  return code === (party === null ? lists.accounts[account ?? -1] : lists.parties[party])?.code;
}
