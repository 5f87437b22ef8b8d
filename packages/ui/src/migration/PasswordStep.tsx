/** The password of an identity that exists: the address was recognised, or its mailbox proved (R056). No other is made. */
import { useState } from 'preact/hooks';
import { AssistantPage } from '../components/Assistant.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useAsking } from './asking.ts';
import { StepFoot, useMigrationTexts, type StepProps } from './step-parts.tsx';
import { TextField } from './TextField.tsx';

export function PasswordStep({ account, draft, change, origin, crumb, later, signIn }: StepProps) {
  const { doors } = useSurroundings();
  const { m, a } = useMigrationTexts();
  const asking = useAsking();
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string | null>(null);
  const email = draft.flow?.email ?? draft.email;
  const own = account?.user.email === email;
  const submit = async () => {
    if (password === '') return setError(m.password.missing);
    const signed = await asking.run(
      () => doors.session.signIn(origin, email, password),
      () => void submit(),
    );
    // As nobody or as somebody else, this draft follows by itself whoever signs in with its address.
    if (signed !== null && own) await change({ stage: 'attach', flow: null, code: null });
  };
  return (
    <AssistantPage title={m.steps.password} crumb={crumb}>
      <p class="lead">{own ? m.password.recognised(email) : m.password.exists(email)}</p>
      <form
        class="stack4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {/* So that a password manager knows whose it is. */}
        <input class="vh" type="text" name="username" autocomplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
        <TextField
          label={m.password.label}
          value={password}
          type="password"
          autocomplete="current-password"
          look="lg"
          error={error}
          first
          onInput={(typed) => {
            setPassword(typed);
            setError(null);
            asking.say(null);
          }}
        />
        <StepFoot asking={asking} word={a.continue} offlineHint={`${m.waits.offline} ${m.waits.password}`} later={later} signIn={signIn} />
      </form>
      <p class="another">
        <button type="button" class="linklike" onClick={() => void change({ stage: 'email', flow: null, code: null })}>
          {m.password.otherAddress}
        </button>
      </p>
    </AssistantPage>
  );
}
