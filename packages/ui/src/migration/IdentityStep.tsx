/** The identity that is made: the address carried over, name, password and its confirmation (R058, R059). */
import { useState } from 'preact/hooks';
import { normaliseName, PASSWORD_LENGTH } from '@navette/domain/migration';
import { migrationIdentity } from '@navette/protocol/migration';
import { AssistantPage } from '../components/Assistant.tsx';
import { Icon } from '../components/Icon.tsx';
import { useStepUp } from '../identity/step-up.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useAsking } from './asking.ts';
import { codeUnderWay } from './CodeStep.tsx';
import { DataNotice, StepFoot, useMigrationTexts, type StepProps } from './step-parts.tsx';
import { TextField } from './TextField.tsx';

type Errors = { readonly name?: string; readonly password?: string; readonly confirm?: string };

export function IdentityStep({ account, draft, change, origin, crumb, later, signIn, restart }: StepProps & { restart: () => void }) {
  const { doors, t, now } = useSurroundings();
  const { m } = useMigrationTexts();
  const { least, most } = PASSWORD_LENGTH;
  const asking = useAsking();
  const stepUp = useStepUp();
  const [name, setName] = useState(draft.name);
  const [password, setPassword] = useState('');
  const [confirm, setConfirm] = useState('');
  const [errors, setErrors] = useState<Errors>({});
  const email = draft.flow?.email ?? draft.email;
  const flow = draft.flow?.secret;

  const check = (): Errors => ({
    ...(normaliseName(name) === null ? { name: m.identity.refusals.name } : {}),
    ...(password.length < least ? { password: m.identity.refusals.short(least) } : {}),
    ...(password.length > most ? { password: m.identity.refusals.long(most) } : {}),
    ...(password === confirm ? {} : { confirm: m.identity.refusals.different }),
  });
  const submit = async () => {
    const found = check();
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    if (flow === undefined) return restart();
    await change({ name });
    const body = { flow, name, password };
    const said = await asking.run(
      () =>
        account === null
          ? doors.session.signInBy(origin, migrationIdentity, body)
          : stepUp(() => doors.commands.ask(migrationIdentity, body)),
      () => void submit(),
    );
    if (said === null) return;
    switch (said.outcome) {
      case 'flow-over':
        return restart();
      case 'weak-password':
        return setErrors({ password: m.identity.refusals.weak });
      case 'too-many':
        return asking.say(m.code.tooMany(t.signIn.wait(Math.ceil(said.wait / 1000))));
      case 'going-on':
        // Signed in by it: this draft follows the account, which is a moment away.
        if (!said.signedIn) await change({ stage: said.next, ...(said.code === null ? {} : { code: codeUnderWay(said.code, now()) }) });
    }
  };
  return (
    <AssistantPage title={m.steps.identity} crumb={crumb}>
      <p class="lead">
        {m.identity.lead(email)}{' '}
        <button type="button" class="linklike" onClick={() => void change({ stage: 'email' })}>
          {m.identity.correct}
        </button>
      </p>
      <form
        class="stack4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <input class="vh" type="text" name="username" autocomplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
        <TextField
          label={m.identity.name}
          value={name}
          autocomplete="name"
          hint={m.identity.nameHint}
          error={errors.name ?? null}
          first
          maxLength={120}
          onInput={(typed) => {
            setName(typed);
            void change({ name: typed });
          }}
        />
        <TextField
          label={m.identity.password}
          value={password}
          type="password"
          autocomplete="new-password"
          hint={m.identity.rule(least)}
          error={errors.password ?? null}
          onInput={setPassword}
        />
        <TextField
          label={m.identity.confirm}
          value={confirm}
          type="password"
          autocomplete="new-password"
          error={errors.confirm ?? null}
          onInput={setConfirm}
        />
        <p class="note plain">
          <Icon name="info" />
          <span>{m.identity.regularly}</span>
        </p>
        <StepFoot
          asking={asking}
          word={m.identity.create}
          offlineHint={`${m.waits.offline} ${m.waits.password}`}
          later={later}
          signIn={signIn}
        />
      </form>
      <DataNotice account={account} />
    </AssistantPage>
  );
}
