/** The three cases (R002 to R008); in the education edition, step 00 (R011 to R014). */
import { useId, useState } from 'preact/hooks';
import { assistantTexts } from '@navette/texts/assistant-texts';
import { registrationTexts } from '@navette/texts/registration-texts';
import { AssistantPage } from '../components/Assistant.tsx';
import { Problems } from '../components/DropZone.tsx';
import { originOf } from '../sign-in-address.ts';
import { useSurroundings } from '../surroundings.tsx';
import { KeyFields } from './KeyFields.tsx';
import { Notice } from './Notice.tsx';
import type { PageProps } from './page-props.ts';

export function EntryPage(props: PageProps) {
  const { registration, go, heard } = props;
  const { language } = useSurroundings();
  const t = registrationTexts(language);
  const words = assistantTexts(language);
  const { registrar, variant, dossier, draft, status, change } = registration;
  if (registrar === null)
    return (
      <AssistantPage title={t.entry.title}>
        {heard === 'closed' ? <p class="lead">{t.entry.closed}</p> : <AskServer {...props} />}
      </AssistantPage>
    );
  const { education } = variant;
  return (
    <AssistantPage title={t.entry.title} look="wide" rule="double">
      <p class="lead cases-lead">{education ? t.entry.education : t.entry.lead(registrar.product.name)}</p>
      {dossier === null ? (
        <label class="check">
          <input
            type="checkbox"
            checked={draft.education}
            onChange={(event) => {
              const chosen = event.currentTarget.checked;
              change((before) => ({ ...before, education: chosen }));
            }}
          />
          {t.entry.educationChoice}
        </label>
      ) : null}
      <ol class="cases">
        <li>
          <p class="crumb">{t.entry.case(1)}</p>
          <h2>{education ? t.entry.firstEducation : t.entry.first}</h2>
          <p>{t.entry.firstText}</p>
          <button type="button" class="btn primary" onClick={() => void go('continue')}>
            {words.continue}
          </button>
        </li>
        <li>
          <p class="crumb">{t.entry.case(2)}</p>
          <h2>{education ? t.entry.secondEducation : t.entry.second}</h2>
          <p>
            {t.entry.secondText} {status === null || status.limited ? null : t.entry.secondLeft(t.left.count(status.left))}
          </p>
          <button type="button" class="btn" onClick={() => void go('later')}>
            {words.later}
          </button>
        </li>
        <li>
          <p class="crumb">{t.entry.case(3)}</p>
          <h2>{education ? t.entry.thirdEducation : t.entry.third}</h2>
          <p>{education ? t.entry.thirdEducationText : t.entry.thirdText}</p>
          <KeyFields registration={registration} onUnlocked={() => void go('unlocked')} />
        </li>
      </ol>
      <Notice registrar={registrar} />
    </AssistantPage>
  );
}

/** Nobody is signed in, and this page has no server of its own: whose product is it? */
function AskServer({ registration, heard }: PageProps) {
  const { host, t: common, language } = useSurroundings();
  const t = registrationTexts(language).entry;
  const id = useId();
  const [address, setAddress] = useState(registration.draft.origin ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const unreachable = heard === 'unreachable' ? t.unreachable : null;
  if (host.origin !== undefined)
    return unreachable === null ? <p role="status">{common.signIn.looking}</p> : <Problems sentences={[unreachable]} />;
  return (
    <form
      class="stack4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const origin = originOf(address);
        if (origin === 'bad') return setProblem(common.signIn.badAddress);
        if (origin === 'insecure') return setProblem(common.signIn.needsHttps);
        setProblem(null);
        void registration.save((before) => ({ ...before, origin }));
      }}
    >
      <div>
        <label for={id}>{t.server}</label>
        <input
          id={id}
          class="input"
          type="text"
          inputMode="url"
          autocapitalize="off"
          spellcheck={false}
          aria-describedby={`${id}h`}
          aria-invalid={problem !== null}
          value={address}
          onInput={(event) => setAddress(event.currentTarget.value)}
        />
        <p class="hint" id={`${id}h`}>
          {t.serverHint}
        </p>
      </div>
      <Problems sentences={[problem ?? unreachable].filter((one) => one !== null)} />
      <button type="submit" class="btn primary">
        {t.connect}
      </button>
    </form>
  );
}
