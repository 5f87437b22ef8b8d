/** The person’s own account: identity, security, devices. */
import type { ScreenProps } from '../App.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ProfileBlock } from '../migration/ProfileBlock.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { identityTexts } from '@navette/texts/identity-texts';
import { Main } from './Main.tsx';

export function AccountScreen({ account }: ScreenProps) {
  const { language } = useSurroundings();
  const t = identityTexts(language);
  return (
    <Main title={t.title}>
      <EmptyState icon="user" title={t.title} />
      <ProfileBlock account={account} />
    </Main>
  );
}
