/** The later opt-in of somebody attached by their mailbox (R065): one choice, kept once; whoever comes second is told who it is. */
import { useState } from 'preact/hooks';
import type { DossierId } from '@navette/kernel/ids';
import { migrationAdminister } from '@navette/protocol/migration';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useStepUp } from '../identity/step-up.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useAsking } from './asking.ts';
import { useMigrationTexts } from './step-parts.tsx';

export function BecomeAdministrator({ dossier }: { dossier: DossierId }) {
  const { doors } = useSurroundings();
  const { m } = useMigrationTexts();
  const stepUp = useStepUp();
  const asking = useAsking();
  const [said, setSaid] = useState<string | null>(null);
  const become = async () => {
    const given = await asking.run(() => stepUp(() => doors.commands.ask(migrationAdminister, { dossier })));
    if (given === null) return;
    void doors.sync.syncNow();
    setSaid(
      given.outcome === 'administrator'
        ? m.administer.done
        : given.outcome === 'somebody-else'
          ? m.administer.somebodyElse(given.name)
          : m.administer.notYours,
    );
  };
  return (
    <details class="how administer">
      <summary>
        <Icon name="right" size="s" />
        {m.administer.how}
      </summary>
      <div>
        {m.administer.text}
        <Problems sentences={asking.problem === null ? [] : [asking.problem]} />
        <p role="status">{said ?? (asking.offline ? m.administer.needsNetwork : '')}</p>
        {said === null ? (
          <div class="row acts">
            <button type="button" class="btn sm" disabled={asking.busy || asking.offline} onClick={() => void become()}>
              {m.administer.act}
            </button>
          </div>
        ) : null}
      </div>
    </details>
  );
}
