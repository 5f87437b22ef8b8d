/** Step 08: the key, which comes back by itself; or is typed, or pasted signed. Without it OK carries on (R045, R046). */
import { keyDueBy } from '@navette/domain/registration/registrar';
import { printLicence } from '@navette/domain/registration/details';
import { dayInParis } from '@navette/kernel/dates';
import { printActivation } from '@navette/protocol/registration';
import { registrationTexts } from '@navette/texts/registration-texts';
import { AssistantPage } from '../components/Assistant.tsx';
import { Icon } from '../components/Icon.tsx';
import { saveFile } from '../save-file.ts';
import { useSurroundings } from '../surroundings.tsx';
import { KeyFields } from './KeyFields.tsx';
import { useCrumb, type PageProps } from './page-props.ts';

export function KeyPage({ registration, go }: PageProps) {
  const { f, language } = useSurroundings();
  const all = registrationTexts(language);
  const t = all.key;
  const { status, draft } = registration;
  const crumb = useCrumb('key');
  const { activation } = status ?? { activation: null };
  if (activation !== null)
    return (
      <AssistantPage title={all.active.title} crumb={crumb} rule="double">
        <div class="said stack4">
          <p class="lead">
            <Icon name="check" /> {all.active.text(printLicence(activation.licence))}
          </p>
          <div>
            <button
              type="button"
              class="btn"
              onClick={() =>
                saveFile(new Blob([printActivation(activation)], { type: 'text/plain' }), all.active.fileName(activation.licence))
              }
            >
              <Icon name="download" size="s" />
              {all.active.copy}
            </button>
            <p class="hint">{all.active.copyHint}</p>
          </div>
          <p>
            <button type="button" class="btn primary" onClick={() => void go('unlocked')}>
              {t.ok}
            </button>
          </p>
        </div>
      </AssistantPage>
    );
  const receivedAt = draft.sending?.receivedAt ?? null;
  const unfinished = registration.place.stopped !== null && receivedAt === null;
  return (
    <AssistantPage title={t.title} crumb={crumb} rule="double">
      <div class="said stack4">
        {status?.state === 'refused' ? (
          <div class="note bad">
            <Icon name="alert" />
            <div>
              <p>{t.refused(status.reason)}</p>
              <button type="button" class="btn sm" onClick={() => void registration.act('again')}>
                {t.again}
              </button>
            </div>
          </div>
        ) : receivedAt !== null ? (
          <p class="lead">{t.waiting(f.day(status?.due ?? keyDueBy(dayInParis(receivedAt))))}</p>
        ) : (
          <p class="lead">{draft.sending !== null ? t.unsent : unfinished ? t.unfinished : t.none}</p>
        )}
        {receivedAt === null ? null : <p>{t.itself}</p>}
        {draft.typed === null ? null : (
          <p class="note plain" role="status">
            <Icon name="clock" />
            <span>{t.toVerify}</span>
          </p>
        )}
        <KeyFields registration={registration} onUnlocked={() => void go('unlocked')} />
        <p class="ink2">{t.notReceived}</p>
        <p>
          <button type="button" class="btn" onClick={() => void go('ok')}>
            {t.ok}
          </button>
        </p>
      </div>
    </AssistantPage>
  );
}
