/** Companies of a person whose move is final, as their profile shows them: who administers each, and the opt-in (R065). */
import { useEffect, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { migrationFacts } from '@navette/protocol/migration';
import type * as v from 'valibot';
import { useSurroundings } from '../surroundings.tsx';
import { BecomeAdministrator } from './BecomeAdministrator.tsx';
import { useMigrationTexts } from './step-parts.tsx';

type Companies = v.InferOutput<typeof migrationFacts.answer>['dossiers'];

export function ProfileBlock({ account }: { account: AccountView }) {
  const { doors } = useSurroundings();
  const { m } = useMigrationTexts();
  const [companies, setCompanies] = useState<Companies>([]);
  useEffect(() => {
    if (account.side === 'client' && account.migration === 'finalised')
      void doors.commands.ask(migrationFacts, {}).then((given) => given.ok && setCompanies(given.value.dossiers));
  }, [account.user.id, account.migration, account.side]);
  if (companies.length === 0) return null;
  return (
    <section class="block">
      <header>
        <h2>{m.profile.title}</h2>
      </header>
      <dl class="kv">
        {companies.map(({ id, name, clientCode, administrator, mayAdminister }) => (
          <div key={id}>
            <dt>{name}</dt>
            <dd>
              {administrator === null
                ? m.done.noAdministrator
                : administrator.self
                  ? m.done.profiles.administrator()
                  : m.done.administrator(administrator.name)}
              {administrator?.self && !administrator.confirmed ? <small class="blk">{m.done.toConfirm}</small> : null}
              {clientCode === null ? null : <small class="blk">{`${m.queued.code} ${clientCode}`}</small>}
              {mayAdminister ? <BecomeAdministrator dossier={id} /> : null}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
