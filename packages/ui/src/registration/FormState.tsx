/** Where a form stands at the firm's desk, in a word and an icon. */
import type { ReceivedRegistration } from '@navette/protocol/registration';
import { registrationDeskTexts } from '@navette/texts/registration-desk-texts';
import { Icon } from '../components/Icon.tsx';
import type { IconName } from '../icons.ts';
import { useSurroundings } from '../surroundings.tsx';

const LOOK: Record<ReceivedRegistration['state'], readonly [IconName, string]> = {
  received: ['received', 'received'],
  refused: ['refused', 'refused'],
  issued: ['accepted', 'accepted'],
  withdrawn: ['refused', 'refused'],
};

export function FormState({ state }: { readonly state: ReceivedRegistration['state'] }) {
  const { language } = useSurroundings();
  const [icon, look] = LOOK[state];
  return (
    <span class={`state plain ${look}`}>
      <Icon name={icon} />
      {registrationDeskTexts(language).forms.states[state]}
    </span>
  );
}
