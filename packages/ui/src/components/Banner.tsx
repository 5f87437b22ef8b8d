/** The two banners, above the page and never over it: yellow until the single identity is final, blue-green for a deposit. */
import { useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { showsMigrationBanner, stepsLeft } from '@navette/domain/migration';
import type { Way } from '../deposits.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { DropZone } from './DropZone.tsx';
import { Icon } from './Icon.tsx';

/** No cross and no "later": it goes away when the migration is final (R053, R054). */
export function MigrationBanner({ account }: { account: AccountView }) {
  const { t } = useSurroundings();
  if (!showsMigrationBanner(account.migration)) return null;
  return (
    <div class="banner migrate" role="region" aria-label={t.forYou.identity}>
      <Icon name="swap" />
      <p class="grow">
        <b>{t.banners.migrateLead}</b> <span class="rest">{t.banners.migrateRest(stepsLeft(account.migration))}</span>
      </p>
      <a class="btn decide sm" href={routeTo('migration')}>
        {t.banners.resume}
      </a>
    </div>
  );
}

const DISMISSED = 'navette.deposit-banner';

function dismissedNow(): boolean {
  try {
    return sessionStorage.getItem(DISMISSED) !== null;
  } catch {
    return false;
  }
}

/** Dismissed for the session only. */
export function DepositBanner({ onFiles }: { onFiles: (files: readonly File[], way: Way) => Promise<readonly string[]> }) {
  const { t } = useSurroundings();
  const [gone, setGone] = useState(dismissedNow);
  if (gone) return null;
  return (
    <div class="banner deposit" role="region" aria-label={t.banners.depositLead}>
      <Icon name="deposit" />
      <p class="grow">
        <b>{t.banners.depositLead}</b> {t.banners.depositRest}
      </p>
      <DropZone look="bare" icon="clip" label="" pick={t.deposit.pick} pickLook="btn sm" onFiles={(files) => onFiles(files, 'banner')} />
      <button
        type="button"
        class="btn quiet sm"
        onClick={() => {
          setGone(true);
          try {
            sessionStorage.setItem(DISMISSED, '1');
          } catch {
            // It comes back with the next page.
          }
        }}
      >
        {t.banners.later}
      </button>
    </div>
  );
}

/** Everything here is invented: said on every screen, quietly (a demonstration firm). */
export function DemoMark({ account }: { account: AccountView }) {
  const { t } = useSurroundings();
  return account.firm.demo ? <p class="demo">{t.demo}</p> : null;
}
