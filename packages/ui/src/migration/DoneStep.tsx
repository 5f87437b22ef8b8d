/** The end: which company, which profile, how long one stays signed in, what changes (R062-R064, R069-R072). */
import { useEffect, useState } from 'preact/hooks';
import type { DossierId } from '@navette/kernel/ids';
import { migrationFacts } from '@navette/protocol/migration';
import type * as v from 'valibot';
import { AssistantPage } from '../components/Assistant.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { BecomeAdministrator } from './BecomeAdministrator.tsx';
import type { Draft } from './draft.ts';
import { useMigrationTexts, type StepProps } from './step-parts.tsx';

type Facts = v.InferOutput<typeof migrationFacts.answer>;
type Company = Facts['dossiers'][number];

export function DoneStep({ account, draft, leave }: StepProps & { leave: (to: 'home' | 'sendings') => void }) {
  const { doors, f, now } = useSurroundings();
  const { m } = useMigrationTexts();
  const [facts, setFacts] = useState<{ readonly said: Facts; readonly at: number } | null>(null);
  useEffect(() => {
    void doors.commands.ask(migrationFacts, {}).then((given) => {
      if (given.ok) setFacts({ said: given.value, at: now() });
    });
  }, [account?.user.id, account?.migration]);
  const since = facts?.said.since ?? 0;
  // Of one that is just attached, or of all of somebody's who comes back to this page.
  const companies = facts?.said.dossiers ?? [];
  return (
    <AssistantPage
      title={m.done.title(account?.user.name ?? '')}
      rule="double"
      {...(since === 0 ? {} : { crumb: m.done.finished(f.day(since), f.time(since)) })}
      beside={
        <span class="seal">
          <Icon name="accepted" size="l" />
        </span>
      }
    >
      <p class="lead">{m.done.lead[draft.by ?? 'other']}</p>
      <dl class="kv">
        {companies.length > 0 ? (
          companies.map((company) => <CompanyRows key={company.id} company={company} draft={draft} />)
        ) : draft.attached === null ? null : (
          <AttachedRows attached={draft.attached} />
        )}
        <div>
          <dt>{m.done.session}</dt>
          <dd>
            {facts === null ? null : m.done.kept(f.day(facts.at + facts.said.session))}
            <small class="blk">{m.done.after}</small>
          </dd>
        </div>
        <div>
          <dt>{m.done.sendings}</dt>
          <dd>{m.done.sendingsText}</dd>
        </div>
      </dl>
      <footer class="row">
        <button type="button" class="btn primary lg" onClick={() => leave('home')}>
          {m.done.home}
        </button>
        <button type="button" class="btn lg" onClick={() => leave('sendings')}>
          {m.done.followUp}
        </button>
      </footer>
    </AssistantPage>
  );
}

function CompanyRows({ company, draft }: { company: Company; draft: Draft }) {
  const { m } = useMigrationTexts();
  const { administrator } = company;
  const profile =
    draft.attached?.dossier === company.id
      ? draft.attached.profile
      : administrator?.self
        ? administrator.confirmed
          ? ('administrator' as const)
          : ('administrator-to-confirm' as const)
        : ('kept' as const);
  return (
    <>
      <div>
        <dt>{m.done.company}</dt>
        <dd>
          {company.clientCode === null ? (
            company.name
          ) : (
            <>
              {m.done.clientCode(company.name)}
              <span class="mono">{company.clientCode}</span>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{m.done.profile}</dt>
        <dd>
          {m.done.profiles[profile]()}
          {profile === 'administrator-to-confirm' ? <small class="blk">{m.done.toConfirm}</small> : null}
          {administrator === null ? (
            <small class="blk">{m.done.noAdministrator}</small>
          ) : administrator.self ? null : (
            <small class="blk">
              {profile === 'own-papers' ? m.done.moreFrom(administrator.name) : m.done.administrator(administrator.name)}
            </small>
          )}
          {company.mayAdminister ? <BecomeAdministrator dossier={company.id} /> : null}
        </dd>
      </div>
    </>
  );
}

/** Without the server's word: what it said when it attached. */
function AttachedRows({ attached: { dossier, company, profile, administrator } }: { attached: NonNullable<Draft['attached']> }) {
  return (
    <CompanyRows
      draft={{ attached: { dossier, profile } } as Draft}
      company={{
        id: dossier as DossierId,
        name: company,
        clientCode: null,
        attached: null,
        mayAdminister: false,
        administrator: administrator === null ? null : { self: false, name: administrator, confirmed: true },
      }}
    />
  );
}
