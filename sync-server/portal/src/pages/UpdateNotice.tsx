/** « Une nouvelle version est prête »: a line at the foot of the page, which waits for as long as the person likes. */
import { Icon } from '@navette/ui/icon';
import { useSurroundings } from '@navette/ui/surroundings';
import { portalTexts } from '@navette/texts/portal-texts';
import { useEffect, useState } from 'preact/hooks';
import type { Updates } from '../offline/updates.ts';

export function UpdateNotice({ updates }: { updates: Updates }) {
  const { language } = useSurroundings();
  const t = portalTexts(language).update;
  const [ready, setReady] = useState(false);
  const [later, setLater] = useState(false);
  useEffect(() => updates.ready.subscribe(setReady), [updates]);
  return (
    <div class="update" role="status">
      {ready && !later ? (
        <div class="toast">
          <Icon name="sync" />
          <span class="grow">{t.ready}</span>
          <button type="button" class="btn" onClick={() => updates.take()}>
            {t.take}
          </button>
          <button type="button" class="btn" onClick={() => setLater(true)}>
            {t.later}
          </button>
        </div>
      ) : null}
    </div>
  );
}
