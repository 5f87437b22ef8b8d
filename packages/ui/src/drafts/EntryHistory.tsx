/** Every version of a draft, by whom and when, one click from being shown again: nothing that was written is lost (R153). */
import type { AccountView, RevisionView } from '@navette/device/model';
import type { JournalEntry } from '@navette/domain/drafts/entry';
import { entriesTexts } from '@navette/texts/entries-texts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { LinesRead } from './LinesRead.tsx';
import { nameOf } from './said-by.ts';

type Props = {
  readonly account: AccountView;
  /** The latest first. */
  readonly revisions: readonly RevisionView[];
  /** Null where it is only read. */
  readonly onRestore: ((entry: JournalEntry) => void) | null;
};

export function EntryHistory({ account, revisions, onRestore }: Props) {
  const { f, language } = useSurroundings();
  const now = useNow();
  const t = entriesTexts(language);
  if (revisions.length < 2) return null;
  return (
    <details class="block versionlist">
      <summary>
        {t.history} <span class="count">{f.count(revisions.length)}</span>
      </summary>
      <ol>
        {revisions.map((version) => (
          <li key={version.id}>
            <details>
              <summary>
                {t.by(nameOf(t, account, version.by, version.side), f.whenWithTime(version.at, now))}
                <span class="ink2"> {version.withdrawn ? t.states.withdrawn : version.entry.label}</span>
              </summary>
              <LinesRead entry={version.entry} />
              {onRestore === null ? null : (
                <button type="button" class="btn sm" onClick={() => onRestore(version.entry)}>
                  {t.restore}
                </button>
              )}
            </details>
          </li>
        ))}
      </ol>
    </details>
  );
}
