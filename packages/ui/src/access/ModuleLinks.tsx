/** The modules this person has, by the names the firm gives them (R191), each a way in; on a phone the only one to "Accès". */
import type { DossierView } from '@navette/device/model';
import { Icon } from '../components/Icon.tsx';
import type { IconName } from '../icons.ts';
import { routeTo, type Screen } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';

export function ModuleLinks({ dossier }: { dossier: DossierView | null }) {
  const { modules: words } = useSurroundings().t.home;
  if (dossier === null || dossier.right.side === 'staff') return null;
  const { deposit, read, admin } = dossier.right;
  const modules: readonly (readonly [Screen, IconName, string, boolean])[] = [
    ['deposit', 'deposit', words.deposit, deposit.length > 0],
    ['documents', 'documents', words.read, read.length > 0],
    ['access', 'access', words.admin, admin],
  ];
  return (
    <section class="block">
      <header>
        <h2>{words.title}</h2>
      </header>
      <ul class="rows tight">
        {modules.map(([screen, icon, word, has]) =>
          has ? (
            <li key={screen} class="row">
              <Icon name={icon} size="s" />
              <a href={routeTo(screen)}>{word}</a>
            </li>
          ) : null,
        )}
      </ul>
    </section>
  );
}
