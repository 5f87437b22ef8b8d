/** The state of an entry: word and drawing, and the number of what is validated. */
import type { EntryState, EntryView } from '@navette/device/model';
import { entriesTexts } from '@navette/texts/entries-texts';
import { Icon } from '../components/Icon.tsx';
import type { IconName } from '../icons.ts';
import { useSurroundings } from '../surroundings.tsx';

const LOOK: Readonly<Record<EntryState, readonly [icon: IconName, look: string]>> = {
  draft: ['edit', ''],
  conflict: ['alert', 'choose'],
  asked: ['clock', 'local'],
  validated: ['accepted', 'accepted'],
  withdrawn: ['undo', 'plain'],
};

export function EntryStateChip({ view }: { view: EntryView }) {
  const { f, language } = useSurroundings();
  const t = entriesTexts(language);
  const [icon, look] = view.refused === null ? LOOK[view.state] : (['refused', 'refused'] as const);
  return (
    <span class={`state ${look}`}>
      <Icon name={icon} size="s" />
      {view.validated === null ? t.states[view.state] : t.numbered(f.count(view.validated.number))}
    </span>
  );
}
