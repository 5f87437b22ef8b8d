/** The FEC of an imported year, written from its ledger. */
import type { DossierView, ExerciseView } from '@navette/device/model';
import { openBook, useBook } from '../ledger/use-book.ts';
import { ExportFecDialog } from './ExportFecDialog.tsx';

export function BookFecDialog(props: { readonly dossier: DossierView; readonly exercise: ExerciseView; readonly onClose: () => void }) {
  const { dossier, exercise, onClose } = props;
  const state = useBook(exercise);
  const book = openBook(state);
  return (
    <ExportFecDialog
      dossier={dossier}
      closing={exercise.closing}
      siren={exercise.siren}
      write={book === null ? null : (options) => book.write(options)}
      failed={state.state === 'failed'}
      onClose={onClose}
    />
  );
}
