/** The firm decides: nothing is left for the person to do, and what was asked is said (R062, R066). */
import { useEffect, useState } from 'preact/hooks';
import { migrationFacts } from '@navette/protocol/migration';
import { AssistantPage } from '../components/Assistant.tsx';
import { Icon } from '../components/Icon.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useMigrationTexts, type StepProps } from './step-parts.tsx';

export function WaitingStep({ account, draft, change }: StepProps) {
  const { doors, f } = useSurroundings();
  const { m } = useMigrationTexts();
  const [facts, setFacts] = useState<{ readonly since: number; readonly waitsFor: 'no-match' | 'several-companies' | null } | null>(null);
  const step = account?.migration;
  useEffect(() => {
    void doors.commands.ask(migrationFacts, {}).then(async (given) => {
      if (!given.ok) return;
      setFacts(given.value);
      // Decided meanwhile: the account may not say so yet.
      if (given.value.step === 'finalised') await change({ stage: 'done' });
      else if (given.value.step !== 'to-decide') await change({ stage: 'attach' });
    });
  }, [step]);
  const noMatch = facts?.waitsFor === 'no-match' || (facts === null && draft.clientCode !== '');
  return (
    <AssistantPage title={m.waiting.title}>
      <p class="lead">{noMatch ? m.waiting.noMatch : m.waiting.several}</p>
      <p class="note decide">
        <Icon name="clock" />
        <span>{m.waiting.meanwhile}</span>
      </p>
      <dl class="kv">
        <div>
          <dt>{m.waiting.address}</dt>
          <dd class="brk">{account?.user.email}</dd>
        </div>
        {noMatch && draft.clientCode !== '' ? (
          <>
            <div>
              <dt>{m.queued.code}</dt>
              <dd class="mono">{draft.clientCode}</dd>
            </div>
            <div>
              <dt>{m.queued.number}</dt>
              <dd class="mono">{draft.number}</dd>
            </div>
          </>
        ) : null}
        {facts === null ? null : (
          <div>
            <dt>{m.waiting.since}</dt>
            <dd>{f.day(facts.since)}</dd>
          </div>
        )}
      </dl>
      <footer class="row">
        <a class="btn primary lg" href={routeTo('home')}>
          {m.done.home}
        </a>
        {noMatch ? (
          <button type="button" class="btn lg" onClick={() => void change({ stage: 'claim', news: null })}>
            {m.waiting.another}
          </button>
        ) : null}
      </footer>
    </AssistantPage>
  );
}
