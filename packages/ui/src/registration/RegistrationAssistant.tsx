/** Registration, step by step (R001-R050). */
import type { AccountView } from '@navette/device/model';
import { registrationTexts } from '@navette/texts/registration-texts';
import { Main } from '../screens/Main.tsx';
import { useSurroundings } from '../surroundings.tsx';

/** @param account null while nobody is signed in */
export function RegistrationAssistant(_props: { readonly account: AccountView | null }) {
  const { language } = useSurroundings();
  const t = registrationTexts(language);
  return <Main title={t.title}>{null}</Main>;
}
