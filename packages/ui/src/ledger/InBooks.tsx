/** « Dans les comptes » in a document's panel: the lines of the ledger in force that bear its number or its amount, each a link. */
import { useMemo } from 'preact/hooks';
import type { Cents } from '@navette/kernel/cents';
import type { AccountView, DocumentRow, ExerciseView } from '@navette/device/model';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { NOTHING } from '../unknown-yet.ts';
import { useLive } from '../use-observable.ts';
import { shownExercises, yearsOf } from './exercises.ts';
import { placeHash, TOP } from './figure-place.ts';
import { mayReadBooks } from './may-read-books.ts';
import { openBook, useAnswer, useBook } from './use-book.ts';

/** Lines shown at most: a number stands on few, an amount may stand on many. */
const MOST = 4;

export function InBooks({ account, row }: { account: AccountView; row: DocumentRow }) {
  const { doors } = useSurroundings();
  const dossier = account.dossiers.find(({ id }) => id === row.dossier);
  const may = dossier !== undefined && mayReadBooks(dossier) && row.facts !== null;
  const all = useLive(() => (may ? doors.library.books.exercises(row.dossier) : NOTHING), [doors, row.dossier, may], null);
  const exercise = useMemo(() => exerciseOf(row, shownExercises(all ?? [], account.side)), [all, row, account.side]);
  return exercise === null ? null : <Lines key={exercise.id} row={row} exercise={exercise} />;
}

/** The one in which the document's day falls; a book that is not on this device is not brought for a glance. */
function exerciseOf(row: DocumentRow, shown: readonly ExerciseView[]): ExerciseView | null {
  const day = row.facts?.date;
  const here = shown.filter((one) => one.here);
  return (
    (day === undefined ? undefined : here.find(({ start, closing }) => start <= day && day <= closing)) ??
    (day === undefined ? (here[0] ?? null) : null)
  );
}

function Lines({ row, exercise }: { row: DocumentRow; exercise: ExerciseView }) {
  const { f, language } = useSurroundings();
  const t = indicatorsTexts(language);
  const moment = useNow();
  const book = openBook(useBook(exercise));
  const found = useAnswer(book, 'of-document', { number: row.facts?.number ?? null, total: row.facts?.total ?? null });
  if (found === null) return null;
  return (
    <section class="block pad16 inbooks">
      <header>
        <h3>{t.inBooks}</h3>
        <small>{t.exercise(yearsOf(exercise))}</small>
      </header>
      {found.length === 0 ? (
        <p class="cap2 ink2 pad8">{t.inBooksNone}</p>
      ) : (
        <ul class="rows tight">
          {found.slice(0, MOST).map((line) => (
            <li key={line.row} class="row">
              <span class="grow">
                <a class="cut blk" href={placeHash({ ...TOP, exercise: exercise.id, entry: line.entry }, row.dossier)}>
                  {line.label || t.drill.entry(line.number)}
                </a>
                <small class="cut blk">
                  {[
                    line.date === null ? t.drill.noDate : f.shortDay(line.date, moment),
                    line.account,
                    line.thirdPartyLabel || line.thirdParty,
                    line.pieceRef,
                  ]
                    .filter((word) => word !== '')
                    .join(' · ')}
                </small>
              </span>
              <span class="num">{f.amount(Math.abs(line.debit - line.credit) as Cents)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
