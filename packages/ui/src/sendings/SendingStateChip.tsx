/** The state of a declaration: one of five words of its own, with its icon. Deposits keep their six. */
import { sendingsTexts } from '@navette/texts/sendings-texts';
import type { SendingState } from '@navette/rooms/records';
import { Icon } from '../components/Icon.tsx';
import type { IconName } from '../icons.ts';
import { useSurroundings } from '../surroundings.tsx';

export const SENDING_ICON: Readonly<Record<SendingState, IconName>> = {
  prepared: 'edit',
  sent: 'sent',
  received: 'received',
  accepted: 'accepted',
  rejected: 'refused',
};

export function SendingStateChip({ state }: { state: SendingState }) {
  const { language } = useSurroundings();
  return (
    <span class={`state ${state === 'rejected' ? 'refused' : state}`}>
      <Icon name={SENDING_ICON[state]} />
      {sendingsTexts(language).states[state]}
    </span>
  );
}
