/**
 * The person's own account: who they are, how they sign in, where they are signed in, and the settings of this device.
 *
 * What is shown comes from their own room and is there without a network; every change asks the server, and says so on its
 * button while it cannot be reached.
 */
import '../style/identity.css';
import type { ScreenProps } from '../App.tsx';
import { DeviceSettings } from '../components/AccountMenu.tsx';
import { IdentityPart } from '../identity/IdentityPart.tsx';
import { SecurityPart } from '../identity/SecurityPart.tsx';
import { SessionsPart } from '../identity/SessionsPart.tsx';
import { ProfileBlock } from '../migration/ProfileBlock.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { identityTexts } from '@navette/texts/identity-texts';
import { Main } from './Main.tsx';

export function AccountScreen({ account }: ScreenProps) {
  const { language } = useSurroundings();
  const t = identityTexts(language);
  return (
    <Main title={t.title}>
      <div class="accountgrid">
        <div>
          <IdentityPart account={account} />
          <ProfileBlock account={account} />
          <SecurityPart account={account} />
        </div>
        <div>
          <SessionsPart account={account} />
          <section class="block" aria-labelledby="device-settings">
            <header>
              <h2 id="device-settings">{t.settings.title}</h2>
            </header>
            <div class="devicesettings stack4">
              <DeviceSettings />
            </div>
          </section>
        </div>
      </div>
    </Main>
  );
}
