/**
 * The move to the single identity, step by step (R051-R073): for somebody signed in whose move is not final, or for whoever
 * opens their access on a device that nobody is signed in on ("Activer mon espace client", R192).
 *
 * Which page stands follows from the draft on this device and from the account (`draft.ts`), so that it is the same after any
 * interruption and in every tab.
 */
import { useEffect, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { Assistant, AssistantPage } from '../components/Assistant.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { useStepUp } from '../identity/step-up.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { routeTo } from '../routes.ts';
import { AskServer, SignInScreen } from '../SignIn.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { AttachStep } from './AttachStep.tsx';
import { CodeStep } from './CodeStep.tsx';
import { useCourier, type Courier } from './courier.ts';
import { DoneStep } from './DoneStep.tsx';
import { stageOf, type Draft, type Stage } from './draft.ts';
import { EmailStep } from './EmailStep.tsx';
import { IdentityStep } from './IdentityStep.tsx';
import { PasswordStep } from './PasswordStep.tsx';
import { useMigrationTexts, type StepProps } from './step-parts.tsx';
import { stepNumber, stepsOf } from './steps.ts';
import { useDraft, type HeldDraft } from './use-draft.ts';
import { WaitingStep } from './WaitingStep.tsx';

type Leave = (to: 'home' | 'sendings') => void;
const leave: Leave = (to) => location.assign(routeTo(to));

/** @param account null while nobody is signed in */
export function MigrationAssistant({ account }: { readonly account: AccountView | null }) {
  const { f } = useSurroundings();
  const { m } = useMigrationTexts();
  const held = useDraft(account);
  const courier = useCourier(account, held, useStepUp());
  const [signingIn, setSigningIn] = useState(false);
  const { draft, change } = held;
  useEffect(() => setSigningIn(false), [account?.user.id]);
  if (signingIn) return <SignInScreen again onDone={() => setSigningIn(false)} />;

  const stage = draft && stageOf(draft, account);
  // The account of whoever has just signed in comes with the first synchronisation: until then nobody knows its step.
  const known = draft !== null && stage !== null && (stage !== 'done' || draft.stage === 'done' || !account?.pending);
  const finish: Leave = (to) => void change(null).then(() => leave(to));
  const done = known && stage === 'done';
  return (
    <Assistant
      title={m.title}
      account={account}
      steps={known ? stepsOf(draft, stage, account, m, f) : []}
      aside={<Why done={done} />}
      way={done ? { out: 'close', go: () => finish('home') } : { out: 'later', go: () => leave('home') }}
    >
      {known ? (
        <Step {...held} draft={draft} stage={stage} account={account} courier={courier} finish={finish} signIn={() => setSigningIn(true)} />
      ) : (
        <AssistantPage key="unknown" title={m.title}>
          <Shapes rows={3} />
        </AssistantPage>
      )}
    </Assistant>
  );
}

type StepsProps = {
  readonly draft: Draft;
  readonly stage: Stage;
  readonly account: AccountView | null;
  readonly change: HeldDraft['change'];
  readonly courier: Courier;
  readonly finish: Leave;
  readonly signIn: () => void;
};

function Step({ draft, stage, account, change, courier, finish, signIn }: StepsProps) {
  const { host } = useSurroundings();
  const { m, a } = useMigrationTexts();
  const [notice, setNotice] = useState<string | null>(null);
  const origin = account?.origin ?? host.origin ?? draft.origin;
  if (origin === null) return <ServerStep onServer={(chosen) => void change({ origin: chosen })} />;
  const step: StepProps = {
    account,
    draft,
    change,
    origin,
    crumb: a.step(stepNumber(draft, stage, account), 4),
    later: () => leave('home'),
    signIn,
  };
  const restart = () => {
    setNotice(m.code.over);
    void change({ stage: 'email', flow: null, code: null });
  };
  switch (stage) {
    case 'email':
      return <EmailStep key={stage} {...step} notice={notice} />;
    case 'password':
      return <PasswordStep key={stage} {...step} />;
    case 'identity':
      return <IdentityStep key={stage} {...step} restart={restart} />;
    case 'code':
      return <CodeStep key={stage} {...step} restart={restart} />;
    case 'attach':
    case 'claim':
      return <AttachStep key="attach" {...step} courier={courier} byMailbox={stage === 'attach'} />;
    case 'waiting':
      return <WaitingStep key={stage} {...step} />;
    case 'done':
      return <DoneStep key={stage} {...step} leave={finish} />;
  }
}

/** In the extension nobody knows the firm's server before it was asked for once (N1). */
function ServerStep({ onServer }: { onServer: (origin: string) => void }) {
  const surroundings = useSurroundings();
  const { m } = useMigrationTexts();
  const [looking, setLooking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const lookUp = async (origin: string) => {
    setLooking(true);
    setProblem(null);
    const found = await surroundings.doors.session.lookUp(origin);
    setLooking(false);
    if (found.ok) onServer(found.value.origin);
    else setProblem(refusalSentence(surroundings, found.refusal));
  };
  return (
    <AssistantPage key="server" title={m.server.title} crumb={m.server.step}>
      <AskServer looking={looking} problem={problem} onAddress={(origin) => void lookUp(origin)} onProblem={setProblem} />
    </AssistantPage>
  );
}

function Why({ done }: { done: boolean }) {
  const { m } = useMigrationTexts();
  return (
    <div class="why">
      <h2>{done ? m.whyDone.title : m.why.title}</h2>
      <p>{done ? m.whyDone.text : m.why.text}</p>
      {done ? null : <p class="cap">{m.why.banner}</p>}
    </div>
  );
}
