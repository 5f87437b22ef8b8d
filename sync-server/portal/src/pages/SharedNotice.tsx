/** « Un fichier partagé est gardé »: what became of files shared from another application, once, at the foot of the page. */
import type { AccountView } from '@navette/device/model';
import { captureTexts } from '@navette/texts/capture-texts';
import { Icon } from '@navette/ui/icon';
import { useSurroundings } from '@navette/ui/surroundings';
import { useEffect, useState } from 'preact/hooks';
import type { SharedTaken } from '../offline/shared-inbox.ts';

export function SharedNotice({ shared }: { shared: Promise<SharedTaken> }) {
  const { doors, language, t } = useSurroundings();
  const own = captureTexts(language).shared;
  const [taken, set] = useState<SharedTaken | null>(null);
  const [account, follow] = useState<AccountView | null | undefined>(undefined);
  useEffect(() => void shared.then(set), [shared]);
  useEffect(() => doors.library.account.subscribe(follow), [doors]);
  if (taken === null || account === undefined || taken.kept + taken.failed === 0) return null;
  const said = [
    taken.kept > 0 ? own.kept(taken.kept) : null,
    taken.failed > 0 ? own.failed : null,
    account === null ? own.signedOut : null,
  ];
  return (
    <div class="update" role="status">
      <div class="toast">
        <Icon name="deposit" />
        <span class="grow">{said.filter((one) => one !== null).join(' ')}</span>
        <button type="button" class="btn" onClick={() => set({ kept: 0, failed: 0 })}>
          {t.viewer.close}
        </button>
      </div>
    </div>
  );
}
