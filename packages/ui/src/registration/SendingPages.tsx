/** Steps 04, 05 and 07: the form leaves, or it does not, and what to do then (R035, R036, R044). */
import { useEffect, useRef } from 'preact/hooks';
import { dayInParis } from '@navette/kernel/dates';
import { keyDueBy } from '@navette/domain/registration/registrar';
import { assistantTexts } from '@navette/texts/assistant-texts';
import { registrationTexts } from '@navette/texts/registration-texts';
import { AssistantFoot, AssistantPage } from '../components/Assistant.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { sendForm } from './delivery.ts';
import { useCrumb, type PageProps } from './page-props.ts';
import { useSavedWord } from './saved-word.ts';

export function SendingPage({ registration, go }: PageProps) {
  const { doors, now, language } = useSurroundings();
  const t = registrationTexts(language).sending;
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void sendForm({ library: doors.library, commands: doors.commands, now }, registration).then((outcome) =>
      go(outcome === 'arrived' ? 'arrived' : 'lost'),
    );
  }, []);
  return (
    <AssistantPage title={t.title} crumb={useCrumb('sending')} rule="double">
      <p class="lead" role="status">
        {t.text}
      </p>
      <progress aria-label={t.title} />
    </AssistantPage>
  );
}

export function FailedPage({ registration, go }: PageProps) {
  const { language } = useSurroundings();
  const t = registrationTexts(language).failed;
  const words = assistantTexts(language);
  const saved = useSavedWord(registration);
  const refused = refusalOf(registration.draft.sending?.refused ?? null);
  return (
    <AssistantPage title={t.title} crumb={useCrumb('failed')} look="wide" rule="double">
      <div class="said">
        <p class="lead">{refused === null ? t.text : t.refusals[refused]}</p>
        {refused === null ? (
          <p class="note plain">
            <Icon name="local" />
            <span>{t.queued}</span>
          </p>
        ) : null}
      </div>
      <AssistantFoot onBack={() => void go('back')} saved={saved}>
        <button type="button" class="btn" onClick={() => void go('retry')} disabled={refused !== null}>
          {t.retry}
        </button>
        <button type="button" class="btn primary" onClick={() => void go('continue')}>
          {words.continue}
        </button>
      </AssistantFoot>
    </AssistantPage>
  );
}

const REFUSALS = ['closed', 'terms-changed', 'other-version', 'incomplete'] as const;
/** Why the server did not take the form; a firm's own reason is another matter. */
function refusalOf(refused: string | null): (typeof REFUSALS)[number] | null {
  return REFUSALS.find((word) => word === refused) ?? null;
}

export function SentPage({ registration, go }: PageProps) {
  const { f, language } = useSurroundings();
  const t = registrationTexts(language).sent;
  const at = registration.draft.sending?.receivedAt ?? null;
  return (
    <AssistantPage title={t.title} crumb={useCrumb('sent')} rule="double">
      <div class="said stack4">
        <p class="lead">{at === null ? null : t.text(registration.registrar?.firm.name ?? '', f.time(at))}</p>
        <p>{at === null ? null : t.due(f.day(keyDueBy(dayInParis(at))))}</p>
        <p>{t.itself}</p>
        <p>
          <button type="button" class="btn primary" onClick={() => void go('ok')}>
            {t.ok}
          </button>
        </p>
      </div>
    </AssistantPage>
  );
}
