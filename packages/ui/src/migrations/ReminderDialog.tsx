/**
 * A reminder by mail, to everybody of some dossiers who has something left to do. Who gets it and who does not is known here;
 * the letter is the server's, shown exactly as it would leave. A letter that has left cannot be called back.
 */
import { useEffect, useId, useState } from 'preact/hooks';
import type { CommandRefusal } from '@navette/device/model';
import {
  DOSSIERS_AT_ONCE,
  MigrationReminderPreview,
  MigrationRemind,
  NOTE_LENGTH,
  type ReminderResult,
} from '@navette/protocol/staff-migrations';
import type { DossierId } from '@navette/kernel/ids';
import { commandSentence } from '../command-sentence.ts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings, type Surroundings } from '../surroundings.tsx';
import { reminderPlan, type MigrationRow, type PlannedPerson } from './rows.ts';
import type { Wording } from './words.ts';

/** Milliseconds without a key until the letter is asked for with the new note. */
const WRITING_PAUSE = 400;

type Sending =
  | { readonly tag: 'writing' }
  | { readonly tag: 'sending'; readonly done: number; readonly of: number }
  | { readonly tag: 'over'; readonly results: readonly ReminderResult[]; readonly stopped: CommandRefusal | null };

type Props = { readonly rows: readonly MigrationRow[]; readonly words: Wording; readonly onClose: () => void };

export function ReminderDialog({ rows, words, onClose }: Props) {
  const { t, f } = words;
  const surroundings = useSurroundings();
  // As it stood when the dialog opened: nobody is added under the hand.
  const [plan] = useState(() => reminderPlan(rows, words.now));
  const [note, setNote] = useState('');
  const [sending, setSending] = useState<Sending>({ tag: 'writing' });
  const id = useId();
  const dossiers = [...new Set(plan.to.map(({ dossier }) => dossier))];
  const [only] = rows.length === 1 ? rows : [];

  const send = async () => {
    const results: ReminderResult[] = [];
    let stopped: CommandRefusal | null = null;
    for (let at = 0; at < dossiers.length && stopped === null; at += DOSSIERS_AT_ONCE) {
      setSending({ tag: 'sending', done: at, of: dossiers.length });
      const given = await askPatiently(surroundings, dossiers.slice(at, at + DOSSIERS_AT_ONCE), note.trim());
      if (given.ok) results.push(...given.value.results);
      else stopped = given.refusal;
    }
    setSending({ tag: 'over', results, stopped });
    void surroundings.doors.sync.syncNow();
  };

  return (
    <Dialog
      title={only === undefined ? t.remind.title(rows.length) : t.remind.titleOne(only.name)}
      onClose={onClose}
      look="wide mig-remind"
    >
      {sending.tag === 'over' ? (
        <Results sending={sending} words={words} onClose={onClose} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <div class="mig-two">
            <div>
              <Recipients to={plan.to} words={words} />
              {plan.skipped.length === 0 ? null : (
                <details class="mig-skips">
                  <summary>
                    <Icon name="right" size="s" />
                    {t.remind.skipped(plan.skipped.length)}
                  </summary>
                  <ul class="rows tight">
                    {plan.skipped.map((person) => (
                      <li key={`${person.dossier} ${person.user}`}>
                        {person.name} <small>{[person.company, t.remind.skips[person.why]].join(' · ')}</small>
                      </li>
                    ))}
                  </ul>
                </details>
              )}
              <label for={id}>{t.remind.note}</label>
              <textarea
                id={id}
                class="input"
                rows={4}
                maxLength={NOTE_LENGTH}
                disabled={sending.tag === 'sending'}
                value={note}
                onInput={(event) => setNote(event.currentTarget.value)}
              />
              <p class="hint">{t.remind.noteLeft(f.count(NOTE_LENGTH - note.length))}</p>
            </div>
            <Preview to={plan.to} note={note.trim()} words={words} />
          </div>
          {sending.tag === 'sending' ? (
            <p class="row" role="status">
              <progress class="busy" max={sending.of} value={sending.done} />
              {t.remind.sending(f.count(sending.done), f.count(sending.of))}
            </p>
          ) : null}
          <p class="cap">{t.remind.final}</p>
          <div class="row acts">
            <button type="submit" class="btn primary" disabled={sending.tag === 'sending' || plan.to.length === 0}>
              {t.remind.send(plan.to.length)}
              <small class="onbutton">{t.remind.server}</small>
            </button>
            <button type="button" class="btn" onClick={onClose}>
              {t.remind.cancel}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** Asks; told that it asks too fast, waits as long as it was told and asks once more. */
async function askPatiently({ doors }: Surroundings, dossiers: readonly DossierId[], note: string) {
  const ask = () => doors.commands.ask(MigrationRemind, { dossiers: [...dossiers], note });
  const given = await ask();
  if (given.ok || given.refusal.tag !== 'refused' || given.refusal.problem !== 'too-many') return given;
  await new Promise((resolve) =>
    setTimeout(resolve, Math.min(30, given.refusal.tag === 'refused' ? (given.refusal.waitSeconds ?? 1) : 1) * 1000),
  );
  return await ask();
}

function Recipients({ to, words: { t } }: { to: readonly PlannedPerson[]; words: Wording }) {
  if (to.length === 0) return <p>{t.remind.toNobody}</p>;
  return (
    <>
      <h3>{t.remind.to(to.length)}</h3>
      <ul class="rows tight mig-to" tabIndex={0} aria-label={t.remind.to(to.length)}>
        {to.map((person) => (
          <li key={`${person.dossier} ${person.user}`}>
            {person.name} <small>{[person.email, person.company].join(' · ')}</small>
          </li>
        ))}
      </ul>
    </>
  );
}

type Shown = { readonly subject: string; readonly text: string };

function Preview({ to, note, words: { t } }: { to: readonly PlannedPerson[]; note: string; words: Wording }) {
  const surroundings = useSurroundings();
  const id = useId();
  const companies = [...new Map(to.map(({ dossier, company }) => [dossier, company]))];
  const [of, setOf] = useState(companies[0]?.[0] ?? null);
  const [letter, setLetter] = useState<Shown | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [again, setAgain] = useState(0);
  useEffect(() => {
    if (of === null) return;
    let over = false;
    const timer = setTimeout(
      () =>
        void surroundings.doors.commands.ask(MigrationReminderPreview, { dossier: of, note }).then((given) => {
          if (over) return;
          setLetter(given.ok ? given.value : null);
          setProblem(given.ok ? null : commandSentence(surroundings, given.refusal));
        }),
      letter === null ? 0 : WRITING_PAUSE,
    );
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [of, note, again]);
  if (of === null) return null;
  return (
    <section class="mig-letter" aria-label={t.remind.preview}>
      <h3>{t.remind.preview}</h3>
      {companies.length > 1 ? (
        <>
          <label class="vh" for={id}>
            {t.remind.previewOf}
          </label>
          <select id={id} class="input sm" value={of} onChange={(event) => setOf(event.currentTarget.value as DossierId)}>
            {companies.map(([dossier, company]) => (
              <option key={dossier} value={dossier}>
                {company}
              </option>
            ))}
          </select>
        </>
      ) : null}
      {letter === null ? (
        problem === null ? (
          <p class="cap" role="status">
            {t.remind.loading}
          </p>
        ) : (
          <>
            <p class="note plain">
              <Icon name="offline" />
              <span>{t.remind.noPreview(problem)}</span>
            </p>
            <button type="button" class="btn sm" onClick={() => setAgain(again + 1)}>
              {t.remind.again}
            </button>
          </>
        )
      ) : (
        <div class="paperletter" tabIndex={0}>
          <p>
            <small>{t.remind.subject}</small> <b>{letter.subject}</b>
          </p>
          <pre>{letter.text}</pre>
        </div>
      )}
    </section>
  );
}

function Results({ sending, words, onClose }: { sending: Extract<Sending, { tag: 'over' }>; words: Wording; onClose: () => void }) {
  const { t } = words;
  const surroundings = useSurroundings();
  const { results, stopped } = sending;
  const sent = results.filter(({ outcome }) => outcome === 'sent').length;
  return (
    <>
      <p role="status">
        <b>{t.remind.sum(sent, results.length - sent)}</b>
      </p>
      <Problems sentences={stopped === null ? [] : [t.remind.stopped(commandSentence(surroundings, stopped))]} />
      <ul class="rows tight mig-results" tabIndex={0} aria-label={t.remind.results}>
        {results
          .toSorted((a, b) => Number(a.outcome === 'sent') - Number(b.outcome === 'sent'))
          .map((result) => (
            <li key={`${result.dossier} ${result.user}`} class="row">
              <Icon name={result.outcome === 'sent' ? 'check' : result.outcome === 'skipped' ? 'minus' : 'alert'} size="s" />
              <span class="grow">{result.name}</span>
              <small class={result.outcome === 'failed' || result.outcome === 'too-many' ? 'bad' : ''}>
                {result.outcome === 'skipped' ? t.remind.notReminded(t.remind.skips[result.why]) : t.remind.outcomes[result.outcome]}
              </small>
            </li>
          ))}
      </ul>
      <div class="row acts">
        <button type="button" class="btn primary" onClick={onClose}>
          {t.remind.close}
        </button>
      </div>
    </>
  );
}
