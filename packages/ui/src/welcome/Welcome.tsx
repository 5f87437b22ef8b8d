/** What somebody sees first: after an installation, or with an invitation in hand. */
import type { AccountView } from '@navette/device/model';
import { welcomeTexts } from '@navette/texts/welcome-texts';
import { Main } from '../screens/Main.tsx';
import { useSurroundings } from '../surroundings.tsx';

/** @param account null while nobody is signed in */
export function Welcome(_props: { readonly account: AccountView | null }) {
  const { language } = useSurroundings();
  const t = welcomeTexts(language);
  return <Main title={t.title}>{null}</Main>;
}
