/** The assistant: its frame, and the page of the step one stands at. What each act leads to is the domain's table. */
import { useEffect, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import type { Act } from '@navette/domain/registration/assistant';
import { registrationTexts } from '@navette/texts/registration-texts';
import { Assistant, type AssistantStep } from '../components/Assistant.tsx';
import { routeTo, useRoute } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { hearRegistrar } from './delivery.ts';
import { DetailsPage } from './DetailsPage.tsx';
import { EntryPage } from './EntryPage.tsx';
import { FailedPage, SendingPage, SentPage } from './SendingPages.tsx';
import { printSiret } from './form-rows.ts';
import { FormPage } from './FormPage.tsx';
import { KeyPage } from './KeyPage.tsx';
import { LaunchesLeft, recallLaunches } from './LaunchesLeft.tsx';
import { SHOWN, SHOWN_AT, type PageProps } from './page-props.ts';
import { LookupPage } from './LookupPage.tsx';
import { TermsPage } from './TermsPage.tsx';
import { UpdatePage } from './UpdatePage.tsx';
import { useDelivery } from './use-delivery.ts';
import { useRegistration, type Registration } from './use-registration.ts';

export function RegistrationSteps({ account }: { readonly account: AccountView | null }) {
  const { language } = useSurroundings();
  const route = useRoute();
  const registration = useRegistration(account, route.dossier);
  const known = registration === undefined || registration === 'nothing' ? null : registration;
  const heard = useRegistrarHeard(known);
  useDelivery(known);
  useEffect(() => {
    // Whom nobody registers has nothing to do here, and is not told of it (G1).
    if (registration === 'nothing') location.replace(routeTo('home'));
  }, [registration]);
  if (known === null) return <div class="assistant" aria-busy="true" />;
  const t = registrationTexts(language);
  const go = async (act: Act, also?: Parameters<Registration['act']>[1]) => {
    const there = await known.act(act, also);
    if (there?.at !== 'product') return;
    if (act !== 'unlocked') recallLaunches();
    location.assign(routeTo('home'));
  };
  const page = { registration: known, go, heard };
  return (
    <Assistant
      title={t.title}
      account={account}
      steps={stepsOf(known, language)}
      aside={known.status === null ? null : <LaunchesLeft status={known.status} />}
      way={{ out: known.status?.state === 'active' ? 'close' : 'later', go: () => void go(known.place.at === 'product' ? 'ok' : 'later') }}
    >
      <Page key={`${known.key} ${known.place.at}`} {...page} />
    </Assistant>
  );
}

function Page(props: PageProps) {
  switch (props.registration.place.at) {
    case 'entry':
      return <EntryPage {...props} />;
    case 'lookup':
      return <LookupPage {...props} />;
    case 'update':
      return <UpdatePage {...props} />;
    case 'details':
      return <DetailsPage {...props} />;
    case 'terms':
      return <TermsPage {...props} />;
    case 'sending':
      return <SendingPage {...props} />;
    case 'failed':
      return <FailedPage {...props} />;
    case 'form':
      return <FormPage {...props} />;
    case 'sent':
      return <SentPage {...props} />;
    case 'key':
    case 'product':
      return <KeyPage {...props} />;
  }
}

/** The firm's word for an installation where nobody is signed in: asked when the page opens. */
function useRegistrarHeard(registration: Registration | null): PageProps['heard'] {
  const { doors, now } = useSurroundings();
  const [heard, hear] = useState<PageProps['heard']>('asking');
  const origin = registration?.dossier === null ? registration.origin : undefined;
  const key = registration?.key ?? '';
  useEffect(() => {
    if (typeof origin !== 'string') return;
    void hearRegistrar({ library: doors.library, commands: doors.commands, now }, key, origin).then((said) =>
      hear(typeof said === 'string' ? said : 'open'),
    );
  }, [doors, origin, key]);
  if (registration === null || registration.dossier !== null) return 'open';
  return heard;
}

function stepsOf({ place, draft, variant, status }: Registration, language: 'fr' | 'en'): readonly AssistantStep[] {
  const { steps } = registrationTexts(language);
  const here = SHOWN_AT[place.at];
  const notes = [
    variant.update ? draft.details.licence : printSiret(draft.details.siret) || steps.lookupNote,
    steps.detailsNote,
    steps.termsNote,
    steps.sendingNote,
    steps.keyNote,
  ];
  const arrived = draft.sending !== null && draft.sending.receivedAt !== null;
  const done = [here > 0, here > 1, here > 2, here > 3 && arrived, status?.state === 'active'];
  return SHOWN.map((name, at) => ({
    name: at === 0 && variant.update ? steps.update : steps[name],
    note: notes[at] ?? '',
    state: at === here ? 'now' : done[at] === true ? 'done' : 'to-come',
  }));
}
