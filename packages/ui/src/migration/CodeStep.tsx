/** The code by mail that proves the mailbox (R060): how long it is good for, another one, and when too many were asked for. */
import { useEffect, useState } from 'preact/hooks';
import { CODE_SHAPE, codeDigits } from '@navette/domain/migration';
import { migrationCode, migrationProve, type CodeUnderWay } from '@navette/protocol/migration';
import { AssistantPage } from '../components/Assistant.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useAsking } from './asking.ts';
import type { Draft } from './draft.ts';
import { StepFoot, useMigrationTexts, type StepProps } from './step-parts.tsx';
import { TextField } from './TextField.tsx';

/** A code as the draft keeps it: by this device's clock, for showing only. */
export function codeUnderWay({ id, lifetime, again }: CodeUnderWay, now: number): NonNullable<Draft['code']> {
  return { id, sentAt: now, until: now + lifetime, againAt: now + again };
}

export function CodeStep({ account, draft, change, origin, crumb, later, signIn, restart }: StepProps & { restart: () => void }) {
  const { doors, t, f, now } = useSurroundings();
  const { m, a } = useMigrationTexts();
  const asking = useAsking();
  const resending = useAsking();
  const [code, setCode] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [sentAgain, setSentAgain] = useState(false);
  const seconds = useSecondsUntil(draft.code?.againAt ?? null);
  const email = draft.flow?.email ?? draft.email;
  const flow = draft.flow?.secret;
  const under = draft.code;
  const at = account === null ? origin : undefined;

  const submit = async () => {
    const typed = codeDigits(code);
    if (!CODE_SHAPE.test(typed)) return setError(m.code.missing);
    if (flow === undefined || under === null) return restart();
    const said = await asking.run(
      () => doors.commands.ask(migrationProve, { flow, id: under.id, code: typed }, at),
      () => void submit(),
    );
    if (said === null) return;
    switch (said.outcome) {
      case 'wrong':
        return setError(m.code.wrong(said.triesLeft));
      case 'spent':
        return setError(m.code.spent);
      case 'flow-over':
        return restart();
      case 'proved':
        await change({ stage: said.next, code: null, ...(said.next === 'attach' ? { flow: null } : {}) });
        // The account says so too, a moment later.
        if (account !== null) void doors.sync.syncNow();
    }
  };
  const resend = async () => {
    if (flow === undefined) return restart();
    setSentAgain(false);
    const said = await resending.run(() => doors.commands.ask(migrationCode, { flow }, at));
    if (said === null) return;
    if (said.outcome === 'flow-over') return restart();
    if (said.outcome === 'too-many') return resending.say(m.code.tooMany(t.signIn.wait(Math.ceil(said.wait / 1000))));
    await change({ code: codeUnderWay(said.code, now()) });
    setCode('');
    setError(null);
    setSentAgain(true);
  };
  return (
    <AssistantPage title={m.steps.code} crumb={crumb}>
      <p class="lead">
        {m.code.lead}
        <b class="brk">{email}</b>.{' '}
        <button type="button" class="linklike" onClick={() => void change({ stage: 'email' })}>
          {m.code.correct}
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
        <TextField
          label={m.code.label}
          value={code}
          autocomplete="one-time-code"
          inputMode="numeric"
          look="code"
          hint={under === null || under.until < now() ? m.code.maybeOver : m.code.until(f.time(under.until))}
          error={error}
          first
          maxLength={40}
          onInput={(typed) => {
            setCode(typed);
            setError(null);
          }}
        />
        <StepFoot asking={asking} word={a.confirm} later={later} signIn={signIn} />
      </form>
      <details class="how">
        <summary>
          <Icon name="right" size="s" />
          {m.code.notComing}
        </summary>
        <div>
          {m.code.notComingText}
          <div class="row acts">
            <button type="button" class="btn sm" disabled={seconds > 0 || resending.busy} onClick={() => void resend()}>
              <Icon name="sync" size="s" />
              {seconds > 0 ? m.code.againIn(seconds) : m.code.again}
            </button>
          </div>
          <p role="status">{sentAgain ? m.code.sentAgain : resending.offline ? m.waits.offline : (resending.problem ?? '')}</p>
        </div>
      </details>
    </AssistantPage>
  );
}

/** Whole seconds until a moment, counted by this page: a clock that is set meanwhile changes nothing, and nobody waits over a minute. */
function useSecondsUntil(moment: number | null): number {
  const { now } = useSurroundings();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    setSeconds(moment === null ? 0 : Math.min(60, Math.max(0, Math.ceil((moment - now()) / 1000))));
    const timer = setInterval(() => setSeconds((left) => Math.max(0, left - 1)), 1000);
    return () => clearInterval(timer);
  }, [moment]);
  return seconds;
}
