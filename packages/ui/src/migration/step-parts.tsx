/** What the steps of the assistant share: what they are given, their foot, what they say of the network and of data. */
import type { ComponentChildren } from 'preact';
import type { AccountView } from '@navette/device/model';
import { assistantTexts } from '@navette/texts/assistant-texts';
import { migrationTexts } from '@navette/texts/migration-texts';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import type { Asking } from './asking.ts';
import type { Draft } from './draft.ts';
import type { HeldDraft } from './use-draft.ts';

export type StepProps = {
  readonly account: AccountView | null;
  readonly draft: Draft;
  readonly change: HeldDraft['change'];
  /** The server: of the page, of the signed-in person, or the one that was chosen. */
  readonly origin: string;
  /** "Étape 2 sur 4". */
  readonly crumb: string;
  /** "Plus tard". */
  readonly later: () => void;
  /** The session is over: opens the sign-in page, and comes back here. */
  readonly signIn: () => void;
};

export function useMigrationTexts() {
  const { language } = useSurroundings();
  return { m: migrationTexts(language), a: assistantTexts(language) };
}

type FootProps = {
  readonly asking: Asking;
  readonly word: string;
  /** On the button when the act waits for the network. */
  readonly offlineWord?: string;
  /** Said when it waits; the sentence on what is kept where nothing else is given. */
  readonly offlineHint?: string;
  readonly later: () => void;
  readonly signIn: () => void;
  readonly children?: ComponentChildren;
};

/** The acts of a step: what went wrong, whether it waits for the network, and the two buttons. */
export function StepFoot({ asking, word, offlineWord, offlineHint, later, signIn, children }: FootProps) {
  const { t } = useSurroundings();
  const { m, a } = useMigrationTexts();
  const { busy, offline, problem, signInNeeded } = asking;
  return (
    <>
      <Problems sentences={problem === null ? [] : [problem]} />
      {signInNeeded ? (
        <button type="button" class="btn" onClick={signIn}>
          {t.signIn.submit}
        </button>
      ) : null}
      <div role="status">
        {offline ? (
          <p class="note plain">
            <Icon name="offline" />
            <span>{offlineHint ?? m.waits.offline}</span>
          </p>
        ) : null}
      </div>
      <footer class="row">
        <button type="submit" class="btn primary lg" disabled={busy}>
          {offline ? (offlineWord ?? m.waits.button) : word}
        </button>
        <button type="button" class="btn lg" onClick={later}>
          {a.later}
        </button>
        {children}
      </footer>
    </>
  );
}

/** What becomes of what is typed here, in the words of the law (G18). */
export function DataNotice({ account }: { account: AccountView | null }) {
  const { m } = useMigrationTexts();
  const { notice } = m;
  return (
    <details class="how">
      <summary>
        <Icon name="right" size="s" />
        {notice.title}
      </summary>
      <div>
        {[notice.controller(account?.firm.name ?? notice.firm), notice.purpose, notice.kept, notice.transfer, notice.rights].join(' ')}
      </div>
    </details>
  );
}
