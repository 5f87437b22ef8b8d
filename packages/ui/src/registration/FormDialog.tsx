/** One form: what it says, and what the firm answers: a key, a refusal with its reason, the letter once more. */
import { useId, useState } from 'preact/hooks';
import type { CommandRefusal } from '@navette/device/model';
import { printActivationKey } from '@navette/domain/registration/activation-key';
import { printLicence, readClientCode } from '@navette/domain/registration/details';
import { printIdentification } from '@navette/domain/registration/identification';
import { dayInParis } from '@navette/kernel/dates';
import { KeyIssue, KeyResend, RegistrationRefuse, type ReceivedRegistration } from '@navette/protocol/registration';
import { registrationDeskTexts } from '@navette/texts/registration-desk-texts';
import { registrationTexts } from '@navette/texts/registration-texts';
import { commandSentence } from '../command-sentence.ts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useStepUp } from '../identity/step-up.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { FormState } from './FormState.tsx';
import { Facts, type Fact } from './Facts.tsx';
import { printSiret } from './form-rows.ts';

type Props = { readonly registration: ReceivedRegistration; readonly onChange: () => Promise<void>; readonly onClose: () => void };
type Issued = { readonly key: string; readonly letter: 'sent' | 'failed' | 'none' };

export function FormDialog({ registration, onChange, onClose }: Props) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = registrationDeskTexts(language);
  const stepUp = useStepUp();
  const [issued, show] = useState<Issued | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [said, say] = useState('');
  const [busy, setBusy] = useState(false);
  const run = async (act: () => Promise<string | null>) => {
    setBusy(true);
    say('');
    setProblem(await act());
    setBusy(false);
    await onChange();
  };
  const unheard = (refusal: CommandRefusal) => commandSentence(surroundings, refusal);
  const issue = (clientCode: string, until: string | null) =>
    run(async () => {
      const answer = await stepUp(() => doors.commands.ask(KeyIssue, { registration: registration.id, clientCode, until }));
      if (!answer.ok) return unheard(answer.refusal);
      if (answer.value.status === 'refused') return t.form.problems[answer.value.reason];
      show({ key: answer.value.key, letter: answer.value.letter });
      return null;
    });
  const refuse = (reason: string) =>
    run(async () => {
      const answer = await doors.commands.ask(RegistrationRefuse, { registration: registration.id, reason });
      if (!answer.ok) return unheard(answer.refusal);
      return answer.value.status === 'unknown' ? t.form.problems.unknown : null;
    });
  const resend = () =>
    run(async () => {
      const answer = await doors.commands.ask(KeyResend, { registration: registration.id });
      if (!answer.ok) return unheard(answer.refusal);
      if (answer.value.status !== 'sent') return t.form.notSent[answer.value.status];
      say(t.form.sent);
      return null;
    });
  return (
    <Dialog title={issued === null ? registration.details.company : t.issued.title} onClose={onClose} look="wide">
      {issued === null ? (
        <>
          <FormFacts registration={registration} />
          <Problems sentences={problem === null ? [] : [problem]} />
          <p role="status" class="cap2 ink2">
            {busy ? t.form.working : said}
          </p>
          <Answers registration={registration} busy={busy} onIssue={issue} onRefuse={refuse} onResend={resend} onClose={onClose} />
        </>
      ) : (
        <IssuedKey issued={issued} onClose={onClose} />
      )}
    </Dialog>
  );
}

function FormFacts({ registration }: { readonly registration: ReceivedRegistration }) {
  const { f, language } = useSurroundings();
  const t = registrationDeskTexts(language);
  const { fields } = registrationTexts(language).details;
  const { details, installation, terms, product } = registration;
  const person = [details.firstName, details.lastName].filter((part) => part !== '').join(' ');
  const reach = [details.phone, details.email].filter((part) => part !== '').join(' · ');
  const facts: readonly Fact[] = [
    [t.forms.state, <FormState key="state" state={registration.state} />],
    ...(registration.reason === null ? [] : [[t.form.reason, registration.reason] as const]),
    [t.forms.dossier, registration.dossier?.name ?? t.forms.noDossier],
    [fields.licence, printLicence(details.licence)],
    [t.form.product, `${product.code} ${product.version}`],
    [fields.purchaseDate, f.day(details.purchaseDate)],
    ...(installation === null
      ? []
      : [[registrationTexts(language).paper.identification, printIdentification(installation.identification)] as const]),
    [fields.address, `${details.address}, ${details.town}`],
    [t.form.contact, [person, reach].filter((part) => part !== '').join(' · ')],
    ...(details.siret === '' ? [] : [[fields.siret, printSiret(details.siret)] as const]),
    ...(registration.clientCode === null && details.clientCode === ''
      ? []
      : [[fields.clientCode, registration.clientCode ?? details.clientCode] as const]),
    [t.settings.terms, terms === null ? t.form.paperTerms : t.form.accepted(terms.version, f.day(dayInParis(terms.at)))],
    ...(registration.state === 'issued' ? [[t.forms.states.issued, t.form.installations(registration.installations)] as const] : []),
  ];
  return <Facts facts={facts} />;
}

type AnswersProps = {
  readonly registration: ReceivedRegistration;
  readonly busy: boolean;
  readonly onIssue: (clientCode: string, until: string | null) => Promise<void>;
  readonly onRefuse: (reason: string) => Promise<void>;
  readonly onResend: () => Promise<void>;
  readonly onClose: () => void;
};

function Answers({ registration, busy, onIssue, onRefuse, onResend, onClose }: AnswersProps) {
  const { now, language } = useSurroundings();
  const t = registrationDeskTexts(language).form;
  const id = useId();
  const issued = registration.state === 'issued';
  const [clientCode, setClientCode] = useState(registration.clientCode ?? registration.details.clientCode);
  const [until, setUntil] = useState(registration.until ?? '');
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<'client' | 'reason' | null>(null);
  return (
    <>
      <form
        class="deskact"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const code = readClientCode(clientCode);
          setWrong(code === undefined ? 'client' : null);
          if (code !== undefined) void onIssue(code, until === '' ? null : until);
        }}
      >
        <div>
          <label class="must" for={`${id}c`}>
            {t.clientCode} *
          </label>
          <input
            id={`${id}c`}
            class="input"
            type="text"
            autocomplete="off"
            spellcheck={false}
            aria-invalid={wrong === 'client'}
            aria-describedby={`${id}ch`}
            value={clientCode}
            onInput={(event) => setClientCode(event.currentTarget.value)}
          />
          <p class={wrong === 'client' ? 'error' : 'hint'} id={`${id}ch`}>
            {wrong === 'client' ? t.clientCodeProblem : t.clientCodeHint}
          </p>
        </div>
        <div>
          <label for={`${id}u`}>{t.until}</label>
          <input
            id={`${id}u`}
            class="input"
            type="date"
            min={dayInParis(now())}
            value={until}
            onInput={(event) => setUntil(event.currentTarget.value)}
          />
        </div>
        <p class="c2 row wrap">
          <button type="submit" class="btn primary" disabled={busy}>
            {issued ? t.issueAgain : t.issue}
          </button>
          {issued ? (
            <button type="button" class="btn" disabled={busy} onClick={() => void onResend()}>
              {t.resend}
            </button>
          ) : null}
          {issued ? <small class="ink2">{t.issueAgainHint}</small> : null}
        </p>
      </form>
      <form
        class="deskact"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setWrong(reason.trim() === '' ? 'reason' : null);
          if (reason.trim() !== '') void onRefuse(reason.trim());
        }}
      >
        <div class="c2">
          <label for={`${id}r`}>{t.why}</label>
          <input
            id={`${id}r`}
            class="input"
            type="text"
            maxLength={500}
            autocomplete="off"
            aria-invalid={wrong === 'reason'}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
          {wrong === 'reason' ? <p class="error">{t.whyProblem}</p> : null}
        </div>
        <p class="c2 row wrap">
          <button type="submit" class="btn danger" disabled={busy}>
            {issued ? t.withdraw : t.refuse}
          </button>
          <span class="grow" />
          <button type="button" class="btn" onClick={onClose}>
            {t.close}
          </button>
        </p>
      </form>
    </>
  );
}

function IssuedKey({ issued, onClose }: { readonly issued: Issued; readonly onClose: () => void }) {
  const { language } = useSurroundings();
  const t = registrationDeskTexts(language);
  const [copied, setCopied] = useState(false);
  const key = printActivationKey(issued.key);
  return (
    <div class="stack4">
      <p class="issuedkey mono">{key}</p>
      <p class="note decide">
        <Icon name="info" />
        <span>{t.issued.once}</span>
      </p>
      <p>
        {t.issued.itself} {t.issued.letters[issued.letter]}
      </p>
      <p class="row acts">
        <button type="button" class="btn primary" onClick={() => void navigator.clipboard.writeText(key).then(() => setCopied(true))}>
          {copied ? t.issued.copied : t.issued.copy}
        </button>
        <button type="button" class="btn" onClick={onClose}>
          {t.form.close}
        </button>
      </p>
    </div>
  );
}
