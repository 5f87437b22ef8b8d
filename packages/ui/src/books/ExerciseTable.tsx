/** The imported years of a dossier, what each is for whom, and the acts on them. */
import { useState } from 'preact/hooks';
import type { AccountView, DossierView, ExerciseView } from '@navette/device/model';
import { booksTexts } from '@navette/texts/books-texts';
import { Icon } from '../components/Icon.tsx';
import { Popover } from '../components/Popover.tsx';
import { useExportNote } from '../documents/use-export-note.ts';
import { refusalSentence } from '../refusal-sentence.ts';
import { saveFile } from '../save-file.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { ChangesDialog } from './ChangesDialog.tsx';
import { BookFecDialog } from './BookFecDialog.tsx';
import { PublishBookDialog } from './PublishBookDialog.tsx';

type Props = { readonly account: AccountView; readonly dossier: DossierView; readonly exercises: readonly ExerciseView[] };
type Open = { readonly what: 'publish' | 'compare' | 'fec'; readonly exercise: ExerciseView };

export function ExerciseTable({ account, dossier, exercises }: Props) {
  const surroundings = useSurroundings();
  const { doors, language, f } = surroundings;
  const t = booksTexts(language);
  const now = useNow();
  const noteExport = useExportNote();
  const [open, setOpen] = useState<Open | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const act = async (done: ReturnType<typeof doors.library.books.publish>) => {
    const result = await done;
    setProblem(result.ok ? null : refusalSentence(surroundings, result.refusal));
  };
  const download = async (exercise: ExerciseView) => {
    if (!(await noteExport({ what: 'files', items: 1, dossiers: [dossier.id] }))) return;
    let source = await doors.library.books.source(exercise);
    if (source === null) {
      const brought = await doors.sync.bring(dossier.id, exercise.files.source);
      source = brought.ok ? await doors.library.books.source(exercise) : null;
    }
    if (source === null) setProblem(t.compareFailed);
    else saveFile(source, exercise.name);
  };
  return (
    <section class="block">
      <h2 class="vh">{t.caption}</h2>
      {problem === null ? null : (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <ul class="rows exercises" aria-label={t.caption}>
        {exercises.map((exercise) => (
          <li key={exercise.id} class={exercise.inForce ? '' : 'former'}>
            <div class="grow">
              <b>{t.exercise(f.day(exercise.start), f.day(exercise.closing))}</b>
              <p class="marks">
                <span class={`tag ${exercise.published ? '' : 'soon'}`}>
                  <Icon name={exercise.published ? 'check' : 'lock'} size="s" />
                  {exercise.published ? t.published : t.internal}
                </span>
                <span class="tag">{exercise.final ? t.final : t.provisional}</span>
                {exercise.reserves ? <span class="tag decide">{t.reserves}</span> : null}
                {exercise.inForce ? null : <span class="tag">{t.former}</span>}
              </p>
              <small class="blk ink2">
                {t.through(f.day(exercise.through))} · {f.count(exercise.lines)} {t.head.lines.toLowerCase()} ·{' '}
                {t.importedBy(f.when(exercise.importedAt, now), nameOf(account, exercise))}
              </small>
            </div>
            <div class="row acts">
              {exercise.published ? null : (
                <button type="button" class="btn sm primary" onClick={() => setOpen({ what: 'publish', exercise })}>
                  {t.publish}
                </button>
              )}
              <Popover
                button={<Icon name="dots" />}
                buttonClass="btn sm icon quiet"
                label={`${t.more}, ${exercise.closing}`}
                title={t.more}
              >
                {(close) => {
                  const then = (run: () => void) => () => {
                    close();
                    run();
                  };
                  const former = exercises.find((one) => one.closing === exercise.closing && one.id !== exercise.id);
                  return (
                    <div class="menu">
                      <button
                        type="button"
                        class="btn wide quiet"
                        onClick={then(() => void act(doors.library.books.setFinal(exercise.id, !exercise.final)))}
                      >
                        {exercise.final ? t.makeProvisional : t.makeFinal}
                      </button>
                      {exercise.inForce ? null : (
                        <button
                          type="button"
                          class="btn wide quiet"
                          onClick={then(() => void act(doors.library.books.putInForce(exercise.id)))}
                        >
                          {t.putInForce}
                        </button>
                      )}
                      {former === undefined ? null : (
                        <button type="button" class="btn wide quiet" onClick={then(() => setOpen({ what: 'compare', exercise }))}>
                          {t.compare}
                        </button>
                      )}
                      <button type="button" class="btn wide quiet" onClick={then(() => void download(exercise))}>
                        {t.source}
                      </button>
                      <button type="button" class="btn wide quiet" onClick={then(() => setOpen({ what: 'fec', exercise }))}>
                        {t.fec.act}
                      </button>
                      {exercise.published ? (
                        <button type="button" class="btn wide quiet" onClick={then(() => setOpen({ what: 'publish', exercise }))}>
                          {t.unpublish}
                        </button>
                      ) : null}
                    </div>
                  );
                }}
              </Popover>
            </div>
          </li>
        ))}
      </ul>
      {open?.what === 'publish' ? (
        <PublishBookDialog
          dossier={dossier}
          exercise={open.exercise}
          onClose={() => setOpen(null)}
          onAct={(published) => {
            setOpen(null);
            void act(doors.library.books.publish(open.exercise.id, published));
          }}
        />
      ) : null}
      {open?.what === 'fec' ? <BookFecDialog dossier={dossier} exercise={open.exercise} onClose={() => setOpen(null)} /> : null}
      {open?.what === 'compare' ? <ChangesDialog exercise={open.exercise} exercises={exercises} onClose={() => setOpen(null)} /> : null}
    </section>
  );
}

function nameOf(account: AccountView, { by }: ExerciseView): string {
  return (by !== null && (by === account.user.id ? account.user.name : account.people.get(by)?.name)) || account.firm.name;
}
