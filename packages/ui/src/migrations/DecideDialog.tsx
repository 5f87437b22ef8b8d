/** One decision of the firm: what it does, said before it is done; the reason of a refusal, or the dossiers to attach. */
import { useId, useState } from 'preact/hooks';
import type { DossierId } from '@navette/kernel/ids';
import { MigrationDecide, REASON_LENGTH, type DecisionAct } from '@navette/protocol/staff-migrations';
import { commandSentence } from '../command-sentence.ts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { useStepUp } from '../identity/step-up.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { companyOf, type DecisionChoice } from './Decisions.tsx';
import type { OpenDecision } from './rows.ts';
import { atMoment, type Wording } from './words.ts';

type Props = {
  readonly one: OpenDecision;
  readonly choice: DecisionChoice;
  /** Of several companies: all are ticked. */
  readonly all: boolean;
  /** For a request that belongs to none: those to choose from. */
  readonly dossiers: readonly { readonly id: DossierId; readonly name: string }[];
  readonly words: Wording;
  readonly onClose: () => void;
  /** Decided, by this act or by somebody else before: with the sentence that says so. */
  readonly onDecided: (sentence: string) => void;
};

export function DecideDialog({ one, choice, all, dossiers, words, onClose, onDecided }: Props) {
  const { t } = words;
  const surroundings = useSurroundings();
  const stepUp = useStepUp();
  const id = useId();
  const { access, decision } = one;
  const company = companyOf(words, one);
  // Those of others are theirs to attach (G24).
  const candidates = decision.dossiers?.filter(({ name }) => name !== '') ?? [];
  const [reason, setReason] = useState('');
  const [ticked, setTicked] = useState<ReadonlySet<DossierId>>(
    new Set(all ? candidates.map((each) => each.id) : access && candidates.length > 0 ? [access.dossier] : []),
  );
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const actOf = (): DecisionAct | string => {
    if (choice === 'refuse') return reason.trim() === '' ? t.decide.reasonMissing : { act: 'refuse', reason: reason.trim() };
    if (choice === 'attach') return ticked.size === 0 ? t.decide.noDossier : { act: 'attach', dossiers: [...ticked] };
    return { act: choice };
  };
  const submit = async () => {
    const how = actOf();
    if (typeof how === 'string') return setProblem(how);
    setBusy(true);
    setProblem(null);
    const given = await stepUp(() => surroundings.doors.commands.ask(MigrationDecide, { decision: one.id, how }));
    setBusy(false);
    if (!given.ok) return setProblem(commandSentence(surroundings, given.refusal));
    const said = given.value;
    switch (said.outcome) {
      case 'decided':
        return onDecided([t.decide.done(company), ...(said.letters === 'sent' ? [] : [t.decide.letterNotSent])].join(' '));
      case 'already-decided':
        return onDecided(t.decide.already(said.by, atMoment(words, said.at), t.decide.acts[said.act] ?? said.act));
      case 'unknown':
        return onDecided(t.decide.unknown);
      case 'impossible':
        return setProblem(t.decide.undecidable[said.why]);
    }
  };

  return (
    <Dialog title={titleOf(one, choice, words)} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p>{effectOf(one, choice, words)}</p>
        {choice === 'refuse' ? (
          <>
            <label for={id}>{t.decide.reason}</label>
            <textarea
              id={id}
              class="input"
              rows={3}
              maxLength={REASON_LENGTH}
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          </>
        ) : null}
        {choice === 'attach' && access === null ? (
          <>
            <label for={id}>{t.decide.toDossier}</label>
            <select
              id={id}
              class="input"
              value={[...ticked][0] ?? ''}
              onChange={(event) => setTicked(new Set(event.currentTarget.value === '' ? [] : [event.currentTarget.value as DossierId]))}
            >
              <option value="">{t.decide.chooseDossier}</option>
              {dossiers.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.name}
                </option>
              ))}
            </select>
          </>
        ) : null}
        {choice === 'attach' && access !== null ? (
          <ul class="rows tight mig-ticks">
            {candidates.map((each) => (
              <li key={each.id}>
                <label class="check">
                  <input
                    type="checkbox"
                    checked={ticked.has(each.id)}
                    onChange={() => {
                      const next = new Set(ticked);
                      if (!next.delete(each.id)) next.add(each.id);
                      setTicked(next);
                    }}
                  />
                  {each.name}
                </label>
              </li>
            ))}
          </ul>
        ) : null}
        <p class="cap">{t.decide.final}</p>
        <Problems sentences={problem === null ? [] : [problem]} />
        <div class="row acts">
          <button type="submit" class="btn primary" disabled={busy}>
            {t.decide.submit}
            <small class="onbutton">{t.decide.server}</small>
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {t.decide.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Of two claims the one who is confirmed is the one the server kept. */
function confirmed({ decision }: OpenDecision): string {
  return decision.kind === 'two-claims' ? (decision.kept?.name ?? decision.name) : decision.name;
}

function titleOf(one: OpenDecision, choice: DecisionChoice, { t }: Wording): string {
  const { name } = one.decision;
  switch (choice) {
    case 'confirm':
      return t.decide.titleConfirm(confirmed(one));
    case 'change-administrator':
      return t.decide.titleChange(name);
    case 'refuse':
      return t.decide.titleRefuse(name);
    case 'attach':
      return t.decide.titleAttach(name);
  }
}

function effectOf(one: OpenDecision, choice: DecisionChoice, words: Wording): string {
  const { t } = words;
  const { access, decision } = one;
  const dossier = companyOf(words, one);
  switch (choice) {
    case 'confirm':
      return decision.kind === 'no-match'
        ? t.decide.effectConfirmMatch(decision.name, dossier)
        : t.decide.effectConfirm(confirmed(one), dossier);
    case 'change-administrator':
      return t.decide.effectChange(decision.name, decision.kept?.name ?? '', dossier);
    case 'refuse':
      return access === null ? t.decide.effectRefuseNone : t.decide.effectRefuse(dossier);
    case 'attach':
      return access === null ? t.decide.effectAttachOne : t.decide.effectAttach;
  }
}
