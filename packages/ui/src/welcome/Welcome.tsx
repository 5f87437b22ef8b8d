/**
 * What somebody sees first: with an invitation or an access link in hand, the way in; after an installation, what Navette does
 * and how to begin. Stands without the frame, whoever is signed in or nobody.
 */
import { useEffect, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { welcomeTexts } from '@navette/texts/welcome-texts';
import { Mark } from '../components/Icon.tsx';
import { useTitle } from '../screens/Main.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { InvitationPage } from './InvitationPage.tsx';
import { InstalledPage } from './InstalledPage.tsx';
import { tokenIn, type WelcomeLink } from './welcome-link.ts';

/** @param account null while nobody is signed in */
export function Welcome({ account }: { readonly account: AccountView | null }) {
  const { t, host, language } = useSurroundings();
  const words = welcomeTexts(language);
  useTitle(words.title);
  const [pasted, paste] = useState<WelcomeLink | null>(null);
  const [token, setToken] = useState(() => tokenIn(location.hash));
  useEffect(() => {
    const follow = () => setToken((known) => tokenIn(location.hash) ?? known);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const link = pasted ?? (token !== null && host.origin !== undefined ? { token, origin: host.origin } : null);
  return (
    <div class="welcome">
      <header class="welcometop">
        <p class="brand">
          <Mark />
          {t.product}
        </p>
      </header>
      <main class="welcomepage" id="content" tabIndex={-1}>
        {link === null ? (
          <InstalledPage account={account} onLink={paste} />
        ) : (
          <InvitationPage key={link.token} link={link} account={account} />
        )}
      </main>
    </div>
  );
}
