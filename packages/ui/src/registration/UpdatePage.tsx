/** Step 01 after an update: the licence number of the new version; the former key does not work for it (R021 to R024). */
import { useEffect, useId, useState } from 'preact/hooks';
import { readLicence } from '@navette/domain/registration/details';
import { assistantTexts } from '@navette/texts/assistant-texts';
import { registrationTexts } from '@navette/texts/registration-texts';
import { AssistantFoot, AssistantPage } from '../components/Assistant.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { Notice } from './Notice.tsx';
import { useCrumb, type PageProps } from './page-props.ts';
import { useSavedWord } from './saved-word.ts';

export function UpdatePage({ registration, go }: PageProps) {
  const { language } = useSurroundings();
  const t = registrationTexts(language);
  const words = assistantTexts(language);
  const saved = useSavedWord(registration);
  const id = useId();
  const [missing, setMissing] = useState(false);
  const { draft, change, registrar } = registration;
  const { licence } = draft.details;
  // The number of the former version is not that of this one: it is asked, never carried over.
  const former = (draft.activation ?? registration.licence?.activation)?.licence;
  useEffect(() => {
    if (former !== undefined && readLicence(licence) === former)
      change((before) => ({ ...before, details: { ...before.details, licence: '' } }));
  }, []);
  return (
    <AssistantPage title={t.update.title} crumb={useCrumb('update')} look="wide" rule="double">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const given = readLicence(licence);
          if (given === undefined || given === former) return setMissing(true);
          void go('continue');
        }}
      >
        <p class="lead">{registrar === null ? null : t.update.lead(registrar.product.name, registrar.product.version)}</p>
        <p>{t.update.ask}</p>
        <p class="note">
          <Icon name="info" />
          <span>{t.update.warning}</span>
        </p>
        <div class="siret">
          <label class="must" for={id}>
            {t.update.label} *
          </label>
          <input
            id={id}
            class="input lg n"
            type="text"
            inputMode="numeric"
            autocomplete="off"
            required
            aria-describedby={`${id}h`}
            aria-invalid={missing}
            value={licence}
            onInput={(event) => {
              const typed = event.currentTarget.value;
              setMissing(false);
              change((before) => ({ ...before, details: { ...before.details, licence: typed } }));
            }}
          />
          {missing ? (
            <p class="error" role="alert">
              <Icon name="alert" size="s" />
              {t.details.problems.licence}
            </p>
          ) : null}
          <p class="hint" id={`${id}h`}>
            {t.details.licenceHint}
          </p>
        </div>
        <Notice registrar={registrar} />
        <AssistantFoot onBack={() => void go('back')} saved={saved}>
          <button type="submit" class="btn primary">
            {words.continue}
          </button>
        </AssistantFoot>
      </form>
    </AssistantPage>
  );
}
