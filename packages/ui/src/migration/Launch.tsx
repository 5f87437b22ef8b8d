/**
 * The window of the launch (R051, R052): once a launch, which is an opening of the application, one a day at most (G1); signing
 * out ends it. And what became of a claim that left by itself, for whoever is not looking at the assistant.
 */
import { useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { announcesMigration, stepsLeft } from '@navette/domain/migration';
import { Dialog } from '../components/Dialog.tsx';
import { Icon } from '../components/Icon.tsx';
import { useStepUp } from '../identity/step-up.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useCourier } from './courier.ts';
import { ANNOUNCED } from './entries.tsx';
import { useMigrationTexts } from './step-parts.tsx';
import { useDraft } from './use-draft.ts';

/** A day of this device; days before one that was announced are announced too: its clock may be set back. */
function dayOf(now: number): string {
  const day = new Date(now);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
}

function announcedToday(now: number): boolean {
  try {
    return (localStorage.getItem(ANNOUNCED) ?? '') >= dayOf(now);
  } catch {
    return false;
  }
}

export function MigrationLaunch({ account }: { account: AccountView }) {
  const { now } = useSurroundings();
  const { m, a } = useMigrationTexts();
  const [seen, setSeen] = useState(() => announcedToday(now()));
  if (seen || account.side === 'staff' || !announcesMigration(account.migration)) return null;
  const close = () => {
    setSeen(true);
    try {
      localStorage.setItem(ANNOUNCED, dayOf(now()));
    } catch {
      // Announced again at the next page.
    }
  };
  const started = account.migration !== 'not-started';
  return (
    <Dialog title={m.launch.title} look="launch" onClose={close}>
      <p>{started ? m.launch.resume(stepsLeft(account.migration)) : m.launch.begin}</p>
      <p class="cap">{m.launch.later}</p>
      <div class="row acts">
        <a class="btn primary" href={routeTo('migration')} onClick={close}>
          {started ? m.launch.goOn : m.launch.start}
        </a>
        <button type="button" class="btn" onClick={close}>
          {a.later}
        </button>
      </div>
    </Dialog>
  );
}

/** Sends a claim that waits, whichever page is open, and says what the server answered. */
export function ClaimNews({ account }: { account: AccountView }) {
  const { m } = useMigrationTexts();
  const held = useDraft(account);
  useCourier(account, held, useStepUp());
  const { draft, change } = held;
  if (draft === null || draft.news === null) return null;
  const { tag } = draft.news;
  const sentence =
    tag === 'attached' ? m.news.attached(draft.attached?.company ?? '') : tag === 'to-decide' ? m.news.decide : m.news.problem;
  return (
    <div class="banner decideless" role="region" aria-label={m.steps.attach}>
      <Icon name={tag === 'attached' ? 'accepted' : 'info'} />
      <p class="grow" role="status">
        {sentence}
      </p>
      <a
        class="btn sm"
        href={routeTo('migration')}
        onClick={() => {
          if (tag === 'attached' || tag === 'to-decide') void change({ news: null });
        }}
      >
        {m.news.see}
      </a>
    </div>
  );
}
