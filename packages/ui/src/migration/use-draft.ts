/** The draft of the assistant as a screen holds it: read from the device, changed in one strict transaction each time. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { useSurroundings } from '../surroundings.tsx';
import { draftOf, readDrafts, withDraft, type Draft, type Drafts } from './draft.ts';

export type HeldDraft = {
  /** Null until the device has answered. */
  readonly draft: Draft | null;
  /** When it was last saved from this page; null for not yet, `false` when the device could not. */
  readonly savedAt: number | false | null;
  /** Changes it; null ends it. Resolves once it is saved, or could not be. */
  change(by: Partial<Draft> | null): Promise<boolean>;
};

export function useDraft(account: AccountView | null): HeldDraft {
  const { doors, now } = useSurroundings();
  const [drafts, setDrafts] = useState<Drafts | null>(null);
  const [savedAt, setSavedAt] = useState<number | false | null>(null);
  /** The newest, this page's own changes first: what comes from the store while one is being saved is older. */
  const newest = useRef<Drafts>({});
  const saving = useRef(0);
  const who = useRef(account);
  who.current = account;
  useEffect(
    () =>
      doors.library.draft('migration').subscribe((kept) => {
        if (saving.current > 0) return;
        newest.current = readDrafts(kept);
        setDrafts(newest.current);
      }),
    [doors],
  );
  const change = useCallback(
    async (by: Partial<Draft> | null): Promise<boolean> => {
      const before = newest.current;
      const next = withDraft(before, who.current, by === null ? null : { ...draftOf(before, who.current), ...by });
      newest.current = next;
      setDrafts(next);
      saving.current += 1;
      const saved = await doors.library.saveDraft('migration', Object.keys(next).length === 0 ? undefined : next);
      saving.current -= 1;
      setSavedAt(saved.ok ? now() : false);
      return saved.ok;
    },
    [doors, now],
  );
  const draft = useMemo(() => (drafts === null ? null : draftOf(drafts, account)), [drafts, account]);
  return { draft, savedAt, change };
}
