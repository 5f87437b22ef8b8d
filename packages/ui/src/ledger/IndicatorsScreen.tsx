/**
 * « Indicateurs » (R206, R207, R214, G14): the figures of an exercise beside the year before, as charts first; a click on any of them
 * leads to its accounts, its third parties, its lines, an entry and the document. Where one stands is the page's hash.
 */
import '../style/indicators.css';
import { useEffect, useState } from 'preact/hooks';
import type { BookSettings, ExerciseView } from '@navette/device/model';
import { HEADLINES } from '@navette/domain/ledger/indicators';
import { indicatorsTexts, type FigureName } from '@navette/texts/indicators-texts';
import type { ScreenProps } from '../App.tsx';
import { Icon } from '../components/Icon.tsx';
import { KeyBar } from '../components/KeyBar.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { Folio, Main, useTitle } from '../screens/Main.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { NOTHING } from '../unknown-yet.ts';
import { useKeys } from '../use-keys.ts';
import { useLive } from '../use-observable.ts';
import { BookNotice } from './BookNotice.tsx';
import { ByChoice } from './ByChoice.tsx';
import { ChartPart } from './ChartPart.tsx';
import { DrillList } from './DrillList.tsx';
import { DrillPage } from './DrillPage.tsx';
import { ExerciseChoice, ExerciseMarks } from './Exercises.tsx';
import { chosenExercise, monthsBetween, shiftMonth, shownExercises, yearsOf } from './exercises.ts';
import { above, isDeep, parsePlace, placeHash, TOP, useHash, type FigurePlace } from './figure-place.ts';
import { FigureTables } from './FigureTables.tsx';
import { FigureTiles } from './FigureTiles.tsx';
import { mayReadBooks } from './may-read-books.ts';
import { NoExercise, PickCompany } from './NoBooks.tsx';
import { stepRow } from './step-row.ts';
import { useFigures } from './use-figures.ts';
import { useLists } from './use-lists.ts';

export function IndicatorsScreen({ account, dossier }: ScreenProps) {
  const { doors, language } = useSurroundings();
  const t = indicatorsTexts(language);
  const asked = parsePlace(useHash());
  const may = dossier !== null && mayReadBooks(dossier);
  const all = useLive(
    () => (dossier === null || !may ? NOTHING : doors.library.books.exercises(dossier.id)),
    [doors, dossier?.id, may],
    null,
  );
  const settings = useLive<BookSettings | null, null>(
    () => (dossier === null || !may ? NOTHING : doors.library.books.settings(dossier.id)),
    [doors, dossier?.id, may],
    null,
  );
  const shown = shownExercises(all ?? [], account.side);
  const exercise = chosenExercise(shown, asked.exercise);
  // Positions are those of one import: of another one they would mean something else.
  const place = asked.exercise === null || asked.exercise === exercise?.id ? asked : { ...TOP, figure: asked.figure };
  if (dossier === null || !may || (all !== null && exercise === null)) {
    return (
      <Main title={t.title} {...(dossier === null ? {} : { crumb: dossier.name })}>
        {dossier === null ? <PickCompany account={account} screen="indicators" /> : <NoExercise account={account} dossier={dossier} />}
      </Main>
    );
  }
  if (exercise === null || settings === null || exercise.dossier !== dossier.id)
    return (
      <Main title={t.title} crumb={dossier.name}>
        <Shapes rows={6} />
      </Main>
    );
  return <Figured key={exercise.id} {...{ account, dossier, place, shown, exercise, settings }} />;
}

type Props = Pick<ScreenProps, 'account'> & {
  readonly dossier: NonNullable<ScreenProps['dossier']>;
  readonly place: FigurePlace;
  readonly shown: readonly ExerciseView[];
  readonly exercise: ExerciseView;
  readonly settings: BookSettings;
};

function Figured({ account, dossier, place, shown, exercise, settings }: Props) {
  const { t: words, f, language } = useSurroundings();
  const t = indicatorsTexts(language);
  const sight = useFigures(exercise, shown);
  const { now, was, before, comparison } = sight;
  const lists = useLists(sight.book);
  const olderLists = useLists(sight.olderBook);
  const [asTable, setAsTable] = useState(false);
  const kind = settings.kind ?? now?.proposedKind ?? 'commercial';
  const headlines = HEADLINES[kind];
  const selected: FigureName = place.figure ?? headlines[0] ?? 'revenue';
  const isHeadline = headlines.some((figure) => figure === selected);
  const deep = isDeep(place) || !isHeadline;
  const nameOf = (figure: FigureName) => (kind === 'cash-basis' ? t.cashBasisNames[figure] : undefined) ?? t.names[figure];
  const hrefOf = (to: FigurePlace) => placeHash({ ...to, exercise: exercise.id }, dossier.id);
  const go = (to: FigurePlace | null) => (to === null ? undefined : location.assign(hrefOf(to)));
  // A page further down begins at its top, and the keyboard with it.
  const where = JSON.stringify({ ...place, month: null, by: null });
  useEffect(() => {
    const content = document.getElementById('content');
    if (content !== null) content.scrollTop = 0;
    if (deep && document.activeElement === document.body) content?.focus();
  }, [where]);
  const months = monthsBetween(exercise.start, exercise.through);
  const toMonth = (by: 1 | -1) => {
    if (deep) return;
    const next = place.month === null ? (by === 1 ? months[0] : months.at(-1)) : shiftMonth(place.month, by);
    if (next !== undefined && months.includes(next)) go({ ...place, figure: selected, month: next });
  };
  const digits = Object.fromEntries(headlines.map((figure, at) => [String(at + 1), () => go({ ...TOP, figure, by: place.by })]));
  useKeys({
    ...digits,
    j: () => stepRow(1),
    k: () => stepRow(-1),
    t: () => (deep ? undefined : setAsTable(!asTable)),
    ArrowLeft: () => toMonth(-1),
    ArrowRight: () => toMonth(1),
    Escape: () => go(above(place, isHeadline) ?? (isHeadline ? null : TOP)),
  });
  const year = yearsOf(exercise);
  const beforeYear = before === null ? null : yearsOf(before);
  const [first, last] = [months[0] ?? exercise.start.slice(0, 7), months.at(-1) ?? exercise.through.slice(0, 7)];
  const period =
    first === last ? f.month(last) : t.period(first.slice(0, 4) === last.slice(0, 4) ? f.monthName(first) : f.month(first), f.month(last));
  const compared =
    beforeYear === null || comparison === null
      ? t.notCompared
      : comparison.months === null
        ? t.comparedWhole(beforeYear)
        : comparison.months === 1
          ? t.comparedMonth(beforeYear)
          : t.comparedMonths(comparison.months, beforeYear);
  const position: FigurePlace = { ...place, figure: selected };
  return (
    <>
      <main class="main indicators" id="content" tabIndex={-1}>
        {deep ? (
          <>
            <BookNotice state={sight.state} />
            <DrillPage {...{ sight, lists, olderLists, nameOf, hrefOf, year, beforeYear }} place={place} dossier={dossier.id} />
          </>
        ) : (
          <>
            <Title />
            <Folio
              title={t.title}
              crumb={`${dossier.name} · ${period}, ${compared}`}
              aside={
                <div class="row wrap folioside">
                  <ExerciseChoice
                    shown={shown}
                    exercise={exercise}
                    onChoose={(id) => location.assign(placeHash({ ...TOP, figure: place.figure, exercise: id }, dossier.id))}
                  />
                  <button type="button" class="btn sm icon noprint wideonly" aria-label={t.print} onClick={() => print()}>
                    <Icon name="print" size="s" />
                  </button>
                </div>
              }
            />
            <ExerciseMarks exercise={exercise} />
            {comparison?.shorter == null ? null : <p class="note plain">{t.shorter(comparison.shorter)}</p>}
            <BookNotice state={sight.state} />
            {now === null ? (
              <Shapes rows={5} />
            ) : (
              <>
                <FigureTiles
                  {...{ selected, sight, nameOf, beforeYear }}
                  figures={headlines}
                  hrefOf={(figure) => hrefOf({ ...TOP, figure, by: place.by })}
                />
                <div class="indgrid">
                  <ChartPart
                    {...{ sight, year, beforeYear, asTable }}
                    figure={selected}
                    name={nameOf(selected)}
                    month={place.month}
                    hrefOf={(month) => hrefOf({ ...position, month: place.month === month ? null : month })}
                    onTable={setAsTable}
                  />
                  <aside class="drill" aria-label={t.drill.label}>
                    <h2>
                      <span>{place.month === null ? nameOf(selected) : f.month(place.month)}</span>
                    </h2>
                    <ByChoice place={position} hrefOf={hrefOf} />
                    {sight.state.state === 'failed' ? null : (
                      <DrillList {...{ sight, lists, olderLists, hrefOf, year, beforeYear }} place={position} limit={8} />
                    )}
                  </aside>
                </div>
                <FigureTables
                  {...{ now, was, year, beforeYear, nameOf }}
                  cashBasis={kind === 'cash-basis'}
                  vat={settings.showVat ? 'shown' : account.side === 'staff' ? 'staff' : 'hidden'}
                  hrefOf={(figure) => hrefOf({ ...TOP, figure, all: true })}
                />
              </>
            )}
          </>
        )}
      </main>
      <KeyBar
        hints={
          deep
            ? [
                { keys: ['j', 'k'], does: words.keys.move },
                { keys: [words.keys.enter], does: words.keys.open },
                { keys: [words.keys.escape], does: t.keys.up },
              ]
            : [
                { keys: ['1', String(headlines.length)], does: t.keys.figure },
                { keys: ['t'], does: t.keys.table },
                { keys: ['←', '→'], does: t.keys.month },
                { keys: ['j', 'k'], does: words.keys.move },
                { keys: [words.keys.enter], does: t.keys.detail },
              ]
        }
      />
    </>
  );
}

/** The title of the page, while the figures stand. */
function Title() {
  const { language } = useSurroundings();
  useTitle(indicatorsTexts(language).title);
  return null;
}
