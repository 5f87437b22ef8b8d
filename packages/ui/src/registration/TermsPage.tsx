/** Step 03: the general terms, which have a version and run one year; "Terminer" goes on only once they are accepted (R031 to R033). */
import { useId, useRef, useState } from 'preact/hooks';
import { isAccepted } from '@navette/domain/registration/terms';
import { dayInParis } from '@navette/kernel/dates';
import { registrationTexts } from '@navette/texts/registration-texts';
import { AssistantFoot, AssistantPage } from '../components/Assistant.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { newSending } from './delivery.ts';
import { Notice } from './Notice.tsx';
import { printElement } from './print-element.ts';
import { useCrumb, type PageProps } from './page-props.ts';
import { useSavedWord } from './saved-word.ts';

export function TermsPage({ registration, go }: PageProps) {
  const { now, language } = useSurroundings();
  const t = registrationTexts(language).terms;
  const saved = useSavedWord(registration);
  const id = useId();
  const text = useRef<HTMLDivElement>(null);
  const [asked, ask] = useState(false);
  const { draft, change, registrar } = registration;
  const terms = registrar?.terms ?? { version: '', text: '' };
  const accepted = isAccepted(draft.accepted, terms, dayInParis(now()));
  const changed = draft.accepted !== null && draft.accepted.version !== terms.version;
  return (
    <AssistantPage
      title={t.title}
      crumb={useCrumb('terms')}
      look="wide"
      rule="double"
      beside={
        <button type="button" class="btn sm" onClick={() => text.current !== null && printElement(text.current)}>
          <Icon name="print" size="s" />
          {t.print}
        </button>
      }
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          ask(true);
          if (!accepted || registrar === null) return;
          const at = now();
          // One that left is another one when it is sent again; one that never did stays the same.
          void go('finish', (before) => ({
            ...before,
            sending:
              before.sending?.receivedAt === null && before.sending.refused === null && before.sending.version === registrar.product.version
                ? before.sending
                : newSending(registrar.product.version, at),
          }));
        }}
      >
        {changed ? (
          <p class="note">
            <Icon name="info" />
            <span>{t.changed}</span>
          </p>
        ) : null}
        <div class="generalterms" ref={text} tabIndex={0} role="document" aria-label={t.title}>
          <h2>{t.title}</h2>
          <p class="cap">
            {t.version(terms.version)}. {t.year}
          </p>
          {terms.text.split(/\n{2,}/).map((part, at) => {
            const [first = '', ...rest] = part.split('\n');
            return rest.length === 0 ? (
              <p key={at}>{first}</p>
            ) : (
              <section key={at}>
                <h3>{first}</h3>
                <p>{rest.join(' ')}</p>
              </section>
            );
          })}
        </div>
        <label class="check accept" for={id}>
          <input
            id={id}
            type="checkbox"
            checked={accepted}
            aria-invalid={asked && !accepted}
            onChange={(event) => {
              const at = event.currentTarget.checked ? now() : null;
              change((before) => ({ ...before, accepted: at === null ? null : { version: terms.version, at } }));
            }}
          />
          {t.accept}
        </label>
        {asked && !accepted ? (
          <p class="error" role="alert">
            <Icon name="alert" size="s" />
            {t.acceptFirst}
          </p>
        ) : null}
        <Notice registrar={registrar} />
        <AssistantFoot onBack={() => void go('back')} saved={saved}>
          <button type="submit" class="btn primary">
            {t.finish}
          </button>
        </AssistantFoot>
      </form>
    </AssistantPage>
  );
}
