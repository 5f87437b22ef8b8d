/** Step 06: the form to print and send, or to keep as a PDF where there is no printer (R037 to R040). */
import { registrationTexts } from '@navette/texts/registration-texts';
import { assistantTexts } from '@navette/texts/assistant-texts';
import { AssistantFoot, AssistantPage } from '../components/Assistant.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { PrintableForm } from './PrintableForm.tsx';
import { useCrumb, type PageProps } from './page-props.ts';
import { useSavedWord } from './saved-word.ts';

export function FormPage({ registration, go }: PageProps) {
  const { language } = useSurroundings();
  const t = registrationTexts(language);
  const words = assistantTexts(language);
  const saved = useSavedWord(registration);
  const { registrar, draft, installation } = registration;
  return (
    <AssistantPage title={t.form.title} crumb={useCrumb('form')} look="wide" rule="double">
      {registrar === null ? null : (
        <div class="printable">
          <p class="lead">
            {t.form.lead} {t.form.again}
          </p>
          <PrintableForm facts={{ registrar, details: draft.details, installation }} />
        </div>
      )}
      <AssistantFoot onBack={() => void go('back')} saved={saved}>
        <button type="button" class="btn" onClick={() => void go('retry')}>
          {t.failed.retry}
        </button>
        <button type="button" class="btn primary" onClick={() => void go('ok')}>
          {words.continue}
        </button>
      </AssistantFoot>
    </AssistantPage>
  );
}
