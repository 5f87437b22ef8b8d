/** Step 01: the company by its SIRET, checked here, looked up by the server, and never in the way (R015 to R020). */
import { useId, useState } from 'preact/hooks';
import { filledFields, withCompany } from '@navette/domain/registration/details';
import { readSiret, type SiretProblem } from '@navette/domain/registration/siret';
import { CompanyLookup } from '@navette/protocol/registration';
import { assistantTexts } from '@navette/texts/assistant-texts';
import { registrationTexts } from '@navette/texts/registration-texts';
import { AssistantFoot, AssistantPage } from '../components/Assistant.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useOnline } from '../use-online.ts';
import { ALONE, type Change } from './draft.ts';
import { Notice } from './Notice.tsx';
import { useCrumb, type PageProps } from './page-props.ts';
import { useSavedWord } from './saved-word.ts';
import type { DossierId } from '@navette/kernel/ids';

export function LookupPage({ registration, go }: PageProps) {
  const { doors, language } = useSurroundings();
  const t = registrationTexts(language).lookup;
  const words = assistantTexts(language);
  const saved = useSavedWord(registration);
  const online = useOnline();
  const id = useId();
  const [problem, setProblem] = useState<SiretProblem | null>(null);
  const [looking, setLooking] = useState(false);
  const { draft, change, registrar, key, origin } = registration;
  const typed = draft.details.siret;

  const look = async () => {
    const siret = readSiret(typed);
    if (!siret.ok) return setProblem(siret.refusal);
    setProblem(null);
    setLooking(true);
    const dossier = key === ALONE ? null : (key as DossierId);
    const answer = origin === null ? null : await doors.commands.ask(CompanyLookup, { siret: siret.value, dossier }, origin);
    setLooking(false);
    const said = answer?.ok === true ? answer.value : { status: 'unreachable' as const };
    const fields = said.status === 'found' ? filledFields(said.company) : 0;
    const fill: Change = (before) => ({
      ...before,
      lookup: { siret: siret.value, said: said.status, fields },
      details: said.status === 'found' ? withCompany(before.details, siret.value, said.company) : { ...before.details, siret: siret.value },
    });
    await go('found', fill);
  };
  return (
    <AssistantPage title={t.title} crumb={useCrumb('lookup')} look="wide" rule="double">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <p class="lead">{t.lead}</p>
        <div class="siret">
          <label for={id}>{t.label}</label>
          <div class="siretrow">
            <input
              id={id}
              class="input lg n"
              type="text"
              inputMode="numeric"
              autocomplete="off"
              aria-describedby={`${id}h`}
              aria-invalid={problem !== null}
              value={typed}
              onInput={(event) => {
                const siret = event.currentTarget.value;
                setProblem(null);
                change((before) => ({ ...before, details: { ...before.details, siret } }));
              }}
            />
            <button type="submit" class="btn lg" disabled={looking || typed.trim() === ''}>
              {t.ok}
            </button>
          </div>
          {problem === null ? null : (
            <p class="error" role="alert">
              <Icon name="alert" size="s" />
              {t.problems[problem]}
            </p>
          )}
          <p class="hint" id={`${id}h`}>
            {looking ? t.looking : online ? t.hint : t.offline}
          </p>
        </div>
        <p class="ink2">{t.without}</p>
        <Notice registrar={registrar} />
        <AssistantFoot onBack={() => void go('back')} saved={saved}>
          <button type="button" class="btn primary" onClick={() => void go('continue')}>
            {words.continue}
          </button>
        </AssistantFoot>
      </form>
    </AssistantPage>
  );
}
