/** The firm's side of the books: FECs are dropped, read on this computer, kept, then published. */
import { useState } from 'preact/hooks';
import { booksTexts } from '@navette/texts/books-texts';
import type { ScreenProps } from '../App.tsx';
import { DropZone } from '../components/DropZone.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { Main } from '../screens/Main.tsx';
import '../style/books.css';
import { useSurroundings } from '../surroundings.tsx';
import { useLive } from '../use-observable.ts';
import { ExerciseTable } from './ExerciseTable.tsx';
import { ReadingItem } from './ReadingItem.tsx';
import { useReadings } from './use-readings.ts';

export function BooksScreen({ account, dossier }: ScreenProps) {
  const { doors, t: all, language } = useSurroundings();
  const t = booksTexts(language);
  const readings = useReadings();
  const [said, setSaid] = useState<string | null>(null);
  const staff = account.dossiers.some(({ right }) => right.side === 'staff');
  const mine = dossier !== null && dossier.right.side === 'staff';
  const exercises = useLive(
    () => doors.library.books.exercises(dossier?.id ?? ('' as NonNullable<typeof dossier>['id'])),
    [doors, dossier?.id],
    null,
  );
  if (!staff)
    return (
      <Main title={t.title}>
        <EmptyState icon="lock" title={all.refusals['not-allowed']({})} />
      </Main>
    );
  return (
    <Main title={t.title} crumb={dossier?.name ?? account.firm.name}>
      <section class="block">
        <h2 class="vh">{t.drop}</h2>
        <p class="cap2 ink2 pad8">{t.lead}</p>
        <DropZone
          look="bigdrop"
          icon="chart"
          label={t.drop}
          pick={t.choose}
          pickLook="btn primary"
          release={t.release}
          folders
          onFiles={async (files) => {
            setSaid(null);
            readings.add(files);
            return [];
          }}
        />
        <p class="cap">{t.dropHint}</p>
        {readings.all.length === 0 ? null : (
          <ul class="readings">
            {readings.all.map((reading) => (
              <ReadingItem
                key={reading.id}
                account={account}
                dossier={mine ? dossier : null}
                reading={reading}
                onDrop={() => readings.drop(reading.id)}
                onKept={() => {
                  readings.drop(reading.id);
                  setSaid(t.kept);
                }}
              />
            ))}
          </ul>
        )}
        <p role="status" class="saidkept">
          {said}
        </p>
      </section>
      {!mine ? (
        <p class="cap2 ink2 pad8">{t.pick}</p>
      ) : exercises === null ? (
        <Shapes rows={3} />
      ) : exercises.length === 0 ? (
        <EmptyState icon="chart" title={t.none} hint={t.noneHint} />
      ) : (
        <ExerciseTable account={account} dossier={dossier} exercises={exercises} />
      )}
    </Main>
  );
}
