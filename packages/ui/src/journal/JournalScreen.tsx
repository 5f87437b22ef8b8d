/**
 * « Journal » (R207, R214): the lines of an exercise as accountants read them, in entries, by account, as a balance; and for the firm
 * the place from which the client is asked about a line. Where one stands is the page's hash; words searched are not in it.
 */
import '../style/documents.css';
import '../style/indicators.css';
import '../style/journal.css';
import { useEffect, useState } from 'preact/hooks';
import type { ExerciseView } from '@navette/device/model';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { journalTexts } from '@navette/texts/journal-texts';
import type { ScreenProps } from '../App.tsx';
import { Icon } from '../components/Icon.tsx';
import { KeyBar } from '../components/KeyBar.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { BookNotice } from '../ledger/BookNotice.tsx';
import { ExerciseChoice, ExerciseMarks } from '../ledger/Exercises.tsx';
import { chosenExercise, shownExercises, yearsOf } from '../ledger/exercises.ts';
import { useHash } from '../ledger/figure-place.ts';
import { mayReadBooks } from '../ledger/may-read-books.ts';
import { NoExercise, PickCompany } from '../ledger/NoBooks.tsx';
import { openBook, useBook } from '../ledger/use-book.ts';
import { useLists, type Named } from '../ledger/use-lists.ts';
import { routeTo } from '../routes.ts';
import { Folio, Main, useTitle } from '../screens/Main.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { NOTHING } from '../unknown-yet.ts';
import { useKeys } from '../use-keys.ts';
import { useLive } from '../use-observable.ts';
import { BalanceView } from './BalanceView.tsx';
import { EntryPane } from './EntryPane.tsx';
import { JOURNAL_TABS, journalHash, parseJournalPlace, START, type JournalPlace } from './journal-place.ts';
import { LineRequestDialog, type AskedAbout } from './LineRequestDialog.tsx';
import { LinesView } from './LinesView.tsx';

export function JournalScreen({ account, dossier }: ScreenProps) {
  const { doors, language } = useSurroundings();
  const t = journalTexts(language);
  const place = parseJournalPlace(useHash());
  const may = dossier !== null && mayReadBooks(dossier);
  const all = useLive(
    () => (dossier === null || !may ? NOTHING : doors.library.books.exercises(dossier.id)),
    [doors, dossier?.id, may],
    null,
  );
  const shown = shownExercises(all ?? [], account.side);
  const exercise = chosenExercise(shown, place.exercise);
  if (dossier === null || !may || (all !== null && exercise === null))
    return (
      <Main title={t.title} {...(dossier === null ? {} : { crumb: dossier.name })}>
        {dossier === null ? <PickCompany account={account} screen="journal" /> : <NoExercise account={account} dossier={dossier} />}
      </Main>
    );
  if (exercise === null || exercise.dossier !== dossier.id)
    return (
      <Main title={t.title} crumb={dossier.name}>
        <Shapes rows={6} />
      </Main>
    );
  return <Journal key={exercise.id} {...{ dossier, place, shown, exercise }} />;
}

type Props = {
  readonly dossier: NonNullable<ScreenProps['dossier']>;
  readonly place: JournalPlace;
  readonly shown: readonly ExerciseView[];
  readonly exercise: ExerciseView;
};

/** Milliseconds after the last letter: a million lines are searched once a word, and not once a letter. */
const PAUSE = 180;

function Journal({ dossier, place, shown, exercise }: Props) {
  const { t: words, f, language } = useSurroundings();
  const t = journalTexts(language);
  useTitle(t.tabs[place.tab]);
  const [typed, setTyped] = useState('');
  const [text, setText] = useState('');
  const [asking, setAsking] = useState<AskedAbout | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [position, setPosition] = useState<string | null>(null);
  const state = useBook(exercise);
  const book = openBook(state);
  const lists = useLists(book);
  const staff = dossier.right.side === 'staff';
  useEffect(() => {
    const timer = setTimeout(() => setText(typed), typed === '' ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const hrefOf = (to: Partial<JournalPlace>) => journalHash({ ...place, exercise: exercise.id, ...to }, dossier.id);
  const go = (to: Partial<JournalPlace>) => location.assign(hrefOf(to));
  const close = () => go({ entry: null, row: null });
  const toTab = (tab: JournalPlace['tab']) => ({ tab, entry: null, row: null, order: 'file' }) as const;
  const onAsk = staff ? setAsking : null;
  useKeys({
    '1': () => go(toTab('entries')),
    '2': () => go(toTab('ledger')),
    '3': () => go(toTab('balance')),
    '/': () => document.getElementById('journal-search')?.focus(),
  });
  const said =
    done === null ? null : (
      <p class="note plain saidnote" role="status">
        <Icon name="check" />
        <span class="grow">{t.ask.done(done)}</span>
        <a href={routeTo('requests', { dossier: dossier.id })}>{t.ask.see}</a>
      </p>
    );
  const view = { place, typed, text, exercise, dossier, hrefOf, go, onText: setTyped, onPosition: setPosition };
  const onPaper = [
    indicatorsTexts(language).exercise(yearsOf(exercise)),
    t.tabs[place.tab],
    ...(place.tab === 'balance'
      ? [t.kinds[place.kind]]
      : [lists?.accounts[place.account ?? -1], lists?.parties[place.party ?? -1]].map(nameOf)),
    place.tab === 'balance' || place.journal === null ? '' : nameOf(lists?.journals[place.journal]),
    place.month === null ? '' : place.tab === 'balance' ? t.until(f.month(place.month)) : f.month(place.month),
    place.tab !== 'balance' && place.open ? t.open : '',
    text.trim(),
  ].filter((word) => word !== '');
  const entryOpen = place.entry !== null && place.tab !== 'balance';
  return (
    <>
      <main class="main flush indicators journal" id="content" tabIndex={-1}>
        <div class={`split${entryOpen ? '' : ' whole'}`}>
          <section class="listcol">
            <Folio
              title={t.title}
              crumb={dossier.name}
              aside={
                <ExerciseChoice
                  shown={shown}
                  exercise={exercise}
                  onChoose={(id) => location.assign(journalHash({ ...START, tab: place.tab, kind: place.kind, exercise: id }, dossier.id))}
                />
              }
            />
            <div class="journaltop">
              <nav class="tabs noprint" aria-label={t.tabsLabel}>
                {JOURNAL_TABS.map((tab) => (
                  <a key={tab} href={hrefOf(toTab(tab))} {...(place.tab === tab ? { 'aria-current': 'page' as const } : {})}>
                    {t.tabs[tab]}
                  </a>
                ))}
              </nav>
              <ExerciseMarks exercise={exercise} />
            </div>
            {entryOpen ? null : said}
            <p class="printsummary">{onPaper.join(' · ')}</p>
            <BookNotice state={state} />
            {state.state === 'failed' ? null : book === null || lists === null ? (
              <Shapes rows={10} />
            ) : place.tab === 'balance' ? (
              <BalanceView {...view} book={book} lists={lists} />
            ) : (
              <LinesView key={place.tab} {...view} book={book} lists={lists} onAsk={onAsk} />
            )}
          </section>
          {entryOpen && place.entry !== null ? (
            <EntryPane {...{ book, lists, hrefOf, onAsk, said }} entry={place.entry} row={place.row} dossier={dossier.id} onClose={close} />
          ) : null}
        </div>
      </main>
      <KeyBar
        hints={[
          { keys: ['j', 'k'], does: words.keys.move },
          { keys: [words.keys.enter], does: words.keys.open },
          { keys: ['/'], does: words.keys.filter },
          { keys: ['1', '2', '3'], does: t.keys.tabs },
          ...(staff
            ? [
                { keys: ['r'], does: t.keys.missing },
                { keys: ['q'], does: t.keys.question },
              ]
            : []),
        ]}
        also={[
          { keys: ['x'], does: words.keys.select },
          { keys: ['l'], does: t.keys.ledger },
        ]}
        {...(position === null ? {} : { position })}
      />
      {asking === null ? null : (
        <LineRequestDialog
          asked={asking}
          dossier={dossier.id}
          onClose={() => setAsking(null)}
          onDone={(title) => {
            setAsking(null);
            setDone(title);
          }}
        />
      )}
    </>
  );
}

function nameOf(named: Named | undefined): string {
  return [named?.code ?? '', named?.label ?? ''].filter((word) => word !== '').join(' ');
}
