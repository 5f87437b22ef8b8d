/** The firm chooses the movements of a statement whose documents it wants: each becomes one request that names its movement. */
import { useEffect, useId, useState } from 'preact/hooks';
import type { DocumentRow } from '@navette/device/model';
import type { BankFile } from '@navette/formats/bank-statement';
import { cents } from '@navette/kernel/cents';
import { requestsTexts } from '@navette/texts/requests-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { first } from '../first.ts';
import { refusalSentence } from '../refusal-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';
import { bareMovements, requestOf, type BareMovement, type BareMovements } from './bare-movements.ts';
import { askedWhen, WEEKLY, WhenFields } from './WhenFields.tsx';

/** Of a dossier's documents all are compared. */
const EVERY = 1_000_000;
/** As many as a list of requests may have. */
const MOST = 100;

type Props = {
  readonly statement: DocumentRow;
  readonly bank: BankFile;
  readonly onClose: () => void;
  /** @param count requests that were made */
  readonly onAsked: (count: number) => void;
};

export function MissingDialog({ statement, bank, onClose, onAsked }: Props) {
  const surroundings = useSurroundings();
  const { doors, language, f } = surroundings;
  const words = requestsTexts(language).missingPapers;
  const [found, tell] = useState<BareMovements | null>(null);
  const [chosen, choose] = useState<ReadonlySet<BareMovement>>(new Set());
  const [when, setWhen] = useState(WEEKLY);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const id = useId();
  const { dossier } = statement;
  useEffect(() => {
    let shown = true;
    void Promise.all([first(doors.library.documents({ dossier, limit: EVERY })), first(doors.library.requests(dossier))]).then(
      ([{ rows }, requests]) => {
        if (shown) tell(bareMovements(bank, rows, requests));
      },
    );
    return () => {
      shown = false;
    };
  }, [doors, dossier, bank]);

  const said = ({ amount, currency }: BareMovement) =>
    currency === 'EUR' ? f.money(cents(amount)) : `${f.amount(cents(amount))} ${currency}`;
  const submit = async () => {
    if (chosen.size === 0) return setProblem(words.choose);
    setBusy(true);
    setProblem(null);
    const wanted = found?.bare.filter((one) => chosen.has(one)) ?? [];
    for (const [at, movement] of wanted.entries()) {
      const title = words.request(f.day(movement.date), said(movement), movement.label);
      const done = await doors.library.ask({ dossier, ...requestOf(movement, title), ...askedWhen(when) });
      if (done.ok) continue;
      // What was asked before stays asked, and is not offered again.
      const made = new Set(wanted.slice(0, at));
      tell(found && { ...found, bare: found.bare.filter((one) => !made.has(one)), asked: found.asked + at });
      choose(new Set(wanted.slice(at)));
      setBusy(false);
      return setProblem(refusalSentence(surroundings, done.refusal));
    }
    onAsked(wanted.length);
  };
  const flip = (one: BareMovement) =>
    choose((before) => {
      const next = new Set(before);
      if (!next.delete(one) && next.size < MOST) next.add(one);
      return next;
    });
  return (
    <Dialog title={words.title} look="askform" onClose={onClose}>
      <form
        class="stack4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {found === null ? (
          <progress aria-label={words.comparing} />
        ) : (
          <>
            <p class="cap2">
              {[
                words.matched(found.matched),
                found.asked > 0 ? words.already(found.asked) : '',
                found.unreadable > 0 ? words.unreadable(found.unreadable) : '',
              ]
                .filter(Boolean)
                .join(' ')}
            </p>
            {found.bare.length === 0 ? (
              <p role="status">{words.none}</p>
            ) : (
              <>
                <fieldset class="stack4">
                  <legend>{words.legend}</legend>
                  <p class="hint">{words.rule}</p>
                  <div class="row">
                    <button type="button" class="btn sm" onClick={() => choose(new Set(found.bare.slice(0, MOST)))}>
                      {words.all(Math.min(found.bare.length, MOST))}
                    </button>
                    <button type="button" class="btn sm" disabled={chosen.size === 0} onClick={() => choose(new Set())}>
                      {words.nothing}
                    </button>
                  </div>
                  <div class="tablewrap2" tabIndex={0} role="region" aria-label={words.legend}>
                    {found.bare.map((one, at) => (
                      <label class="check" key={at} for={`${id}${at}`}>
                        <input id={`${id}${at}`} type="checkbox" checked={chosen.has(one)} onChange={() => flip(one)} />
                        <span class="grow">{words.line(f.day(one.date), said(one), one.label)}</span>
                      </label>
                    ))}
                  </div>
                </fieldset>
                <WhenFields when={when} onChange={setWhen} />
              </>
            )}
          </>
        )}
        <Problems sentences={problem === null ? [] : [problem]} />
        <div class="row acts">
          {found === null || found.bare.length === 0 ? null : (
            <button type="submit" class="btn primary" disabled={busy}>
              {words.send(chosen.size)}
            </button>
          )}
          <button type="button" class="btn" onClick={onClose}>
            {words.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
