/**
 * The other two moments of R052: the entry of the person's menu, and the word on the way out. Once the move is final the entry
 * gives way to the follow-up of sendings (R069, R070).
 *
 * The way out is signing out. Closing a tab is not one: nothing stands in its way.
 */
import type { AccountView } from '@navette/device/model';
import { announcesMigration, showsMigrationBanner } from '@navette/domain/migration';
import { Icon } from '../components/Icon.tsx';
import { AppLink } from '../components/AppLink.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useMigrationTexts } from './step-parts.tsx';
import { useDraft } from './use-draft.ts';

/** Where the day of the last announcement stands (`Launch.tsx`). */
export const ANNOUNCED = 'navette.migration-announced';

/** The next sign-in on this device is another launch. */
export function forgetLaunch(): void {
  try {
    localStorage.removeItem(ANNOUNCED);
  } catch {
    // Nothing was kept.
  }
}

/** @param onGo closes the menu */
export function MigrationEntry({ account, onGo }: { account: AccountView; onGo: () => void }) {
  const { t } = useSurroundings();
  const { m } = useMigrationTexts();
  if (!showsMigrationBanner(account.migration))
    return (
      <p onClick={onGo}>
        <AppLink to={routeTo('sendings')} look="btn sm wide">
          <Icon name="sent" size="s" />
          {t.account.sendings}
        </AppLink>
      </p>
    );
  const word = announcesMigration(account.migration)
    ? account.migration === 'not-started'
      ? m.launch.menuStart
      : m.launch.menuGoOn
    : m.launch.menuWaiting;
  return (
    <p onClick={onGo}>
      <AppLink to={routeTo('migration')} look="btn sm wide give">
        <Icon name="swap" size="s" />
        {word}
      </AppLink>
    </p>
  );
}

/** @param onGo closes the dialog */
export function MigrationOnExit({ account, onGo }: { account: AccountView; onGo: () => void }) {
  const { m } = useMigrationTexts();
  const queued = useDraft(account).draft?.queued ?? null;
  if (!announcesMigration(account.migration) && queued === null) return null;
  return (
    <div class="note decide">
      <Icon name="swap" />
      <div class="grow" onClick={onGo}>
        <p>{queued === null ? m.launch.leaving : m.queued.leaving}</p>
        <p class="acts">
          <AppLink to={routeTo('migration')} look="btn sm">
            {account.migration === 'not-started' ? m.launch.start : m.launch.goOn}
          </AppLink>
        </p>
      </div>
    </div>
  );
}
