/** A set-up link that was used, replaced or cut short: what happened, and the two ways out. */
import { portalTexts } from '@navette/texts/portal-texts';
import { useSurroundings } from '@navette/ui/surroundings';

export function SpentLink({ missing }: { missing: boolean }) {
  const { language } = useSurroundings();
  const own = portalTexts(language).setUp;
  return (
    <div class="narrowform" role="alert">
      <header class="folio">
        <div>
          <h1>{missing ? own.missingTitle : own.spentTitle}</h1>
        </div>
      </header>
      <p class="lead">{missing ? own.missingText : own.spentText}</p>
      <div class="stack">
        <p>{own.spentAdmin}</p>
        <p>{own.spentOther}</p>
      </div>
      <p class="ways">
        <a class="btn primary" href="/">
          {own.signIn}
        </a>
      </p>
    </div>
  );
}
