/** The address: that of the notices, or of an identity one has already (R055). Kept at once; the rest may wait for the network. */
import { useState } from 'preact/hooks';
import { normaliseEmail } from '@navette/domain/migration';
import { migrationStart } from '@navette/protocol/migration';
import { AssistantPage } from '../components/Assistant.tsx';
import { Icon } from '../components/Icon.tsx';
import type { IconName } from '../icons.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useAsking } from './asking.ts';
import { codeUnderWay } from './CodeStep.tsx';
import { DataNotice, StepFoot, useMigrationTexts, type StepProps } from './step-parts.tsx';
import { TextField } from './TextField.tsx';

const ROWS: readonly (readonly ['known' | 'fresh' | 'offline', IconName])[] = [
  ['known', 'check'],
  ['fresh', 'plus'],
  ['offline', 'offline'],
];

export function EmailStep({ account, draft, change, origin, crumb, later, signIn, notice }: StepProps & { notice: string | null }) {
  const { doors, t, now } = useSurroundings();
  const { m, a } = useMigrationTexts();
  const asking = useAsking();
  const [email, setEmail] = useState(draft.email);
  const [error, setError] = useState<string | null>(null);
  const submit = async () => {
    const address = normaliseEmail(email);
    if (!address.ok) return setError(m.email.refusals[address.refusal]);
    setEmail(address.value);
    await change({ email: address.value });
    const body = { email: address.value, as: account?.user.id ?? null };
    const said = await asking.run(
      () => (account === null ? doors.commands.ask(migrationStart, body, origin) : doors.commands.ask(migrationStart, body)),
      () => void submit(),
    );
    if (said === null) return;
    if (said.outcome === 'too-many') return asking.say(m.code.tooMany(t.signIn.wait(Math.ceil(said.wait / 1000))));
    await change({
      flow: { secret: said.flow, email: said.email },
      codeFirst: account === null,
      code: said.code && codeUnderWay(said.code, now()),
      stage: said.next,
    });
  };
  return (
    <AssistantPage title={m.steps.email} crumb={crumb}>
      <p class="lead">{m.email.lead}</p>
      {notice === null ? null : (
        <p class="note decide" role="status">
          <Icon name="info" />
          <span>{notice}</span>
        </p>
      )}
      <form
        class="stack4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label={m.email.label}
          value={email}
          type="email"
          inputMode="email"
          autocomplete="username"
          look="lg"
          hint={m.email.hint}
          error={error}
          first
          onInput={(typed) => {
            setEmail(typed);
            setError(null);
            void change({ email: typed });
          }}
        />
        <StepFoot asking={asking} word={a.continue} later={later} signIn={signIn} />
      </form>
      <dl class="after">
        {ROWS.map(([row, icon]) => (
          <div key={row}>
            <dt>
              <Icon name={icon} size="s" />
              {m.email.table[row][0]}
            </dt>
            <dd>{m.email.table[row][1]}</dd>
          </div>
        ))}
      </dl>
      <DataNotice account={account} />
    </AssistantPage>
  );
}
