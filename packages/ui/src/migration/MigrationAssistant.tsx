/** The move to the single identity, step by step (R051-R073). */
import type { AccountView } from '@navette/device/model';
import { migrationTexts } from '@navette/texts/migration-texts';
import { Main } from '../screens/Main.tsx';
import { useSurroundings } from '../surroundings.tsx';

/** @param account null while nobody is signed in */
export function MigrationAssistant(_props: { readonly account: AccountView | null }) {
  const { language } = useSurroundings();
  const t = migrationTexts(language);
  return <Main title={t.title}>{null}</Main>;
}
