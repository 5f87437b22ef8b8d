/** Signing in to another firm's server (R208): the one on screen stays signed in, and goes on sending and receiving. */
import type { AccountView } from '@navette/device/model';
import { routeTo } from '../routes.ts';
import { SignInScreen } from '../SignIn.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { Icon } from './Icon.tsx';

export function AddFirm({ account }: { account: AccountView }) {
  const { t } = useSurroundings();
  return (
    <div class="addfirm">
      <div class="backline stack">
        <p>
          <Icon name="left" size="s" /> <a href={routeTo('home')}>{t.company.backTo(account.firm.name)}</a>
        </p>
        <p class="ink2">{t.company.addFirmHint}</p>
      </div>
      <SignInScreen onDone={() => location.assign(routeTo('home'))} />
    </div>
  );
}
