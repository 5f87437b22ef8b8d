/**
 * The firm's administration: its sections as a list, the one of the address beside it (`#/administration/keys`). The
 * administrators of a company have the sections that are theirs.
 */
import '../style/sendings.css';
import { administrationTexts } from '@navette/texts/administration-texts';
import { sectionsOf } from '../administration/sections.tsx';
import type { ScreenProps } from '../App.tsx';
import { Icon } from '../components/Icon.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useHashPart } from '../use-hash-part.ts';
import { Main } from './Main.tsx';

export function AdministrationScreen({ account }: ScreenProps) {
  const { language } = useSurroundings();
  const t = administrationTexts(language);
  const part = useHashPart();
  const sections = sectionsOf(account);
  const shown = sections.find(({ name }) => name === part) ?? sections[0];
  const Body = shown?.body;
  return (
    <Main title={t.title} crumb={account.firm.name}>
      <div class="admin">
        {sections.length < 2 ? null : (
          <nav class="adminnav" aria-label={t.sectionsLabel}>
            {sections.map(({ name, icon }) => (
              <a
                key={name}
                href={`${routeTo('administration')}/${name}`}
                {...(name === shown?.name ? { 'aria-current': 'page' as const } : {})}
              >
                <Icon name={icon} />
                {t.sections[name]}
              </a>
            ))}
          </nav>
        )}
        {shown === undefined || Body === undefined ? null : (
          <section class="block grow" aria-labelledby="admin-section">
            <header>
              <h2 id="admin-section">{t.sections[shown.name]}</h2>
            </header>
            <Body key={shown.name} account={account} />
          </section>
        )}
      </div>
    </Main>
  );
}
