/** Who wrote a version, in words. */
import type { AccountView, RevisionView } from '@navette/device/model';
import type { UserId } from '@navette/kernel/ids';
import type { entriesTexts } from '@navette/texts/entries-texts';

type Words = ReturnType<typeof entriesTexts>;

/** The same inside a sentence. */
export function nameInside(...asked: Parameters<typeof nameOf>): string {
  const name = nameOf(...asked);
  return name === asked[0].you ? name.toLowerCase() : name;
}

export function nameOf(t: Words, account: AccountView, by: UserId | null, side: RevisionView['side'] = 'firm'): string {
  if (by === account.user.id) return t.you;
  return (by === null ? undefined : account.people.get(by)?.name) ?? (side === 'client' ? t.company : t.somebody);
}
