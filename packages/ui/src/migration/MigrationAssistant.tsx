/** The move to the single identity, step by step (R051-R073). */
import type { AccountView } from '@navette/device/model';
import { assistantTexts } from '@navette/texts/assistant-texts';
import { migrationTexts } from '@navette/texts/migration-texts';
import { Assistant, AssistantPage } from '../components/Assistant.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';

/** @param account null while nobody is signed in */
export function MigrationAssistant({ account }: { readonly account: AccountView | null }) {
  const { language } = useSurroundings();
  const t = migrationTexts(language);
  const words = assistantTexts(language);
  return (
    <Assistant
      title={t.title}
      account={account}
      steps={[{ name: t.title, state: 'now' }]}
      way={{ out: 'later', go: () => location.assign(routeTo('home')) }}
    >
      <AssistantPage key="email" title={t.title} crumb={words.step(1, 4)}>
        <p class="lead">{t.title}</p>
      </AssistantPage>
    </Assistant>
  );
}
