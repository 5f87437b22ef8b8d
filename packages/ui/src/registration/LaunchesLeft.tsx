/** How many launches are left, quietly, beside whatever one does (R004, R005). */
import { signal } from '@preact/signals';
import { registrationTexts } from '@navette/texts/registration-texts';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import type { LicenceStatus } from './licence-status.ts';

/** Asked for by "Plus tard": the window that recalls the launches opens with the product (R004). */
export const recalled = signal(false);
export function recallLaunches(): void {
  recalled.value = true;
}

export function LaunchesLeft({ status, to }: { readonly status: LicenceStatus; readonly to?: string }) {
  const { language } = useSurroundings();
  if (status.state === 'active') return null;
  const t = registrationTexts(language);
  return (
    <p class="note plain launches">
      <Icon name="info" />
      <span>
        <LaunchWords status={status} />
        {to === undefined ? null : (
          <a class="blk" href={to}>
            {status.state === 'unregistered' ? t.left.go : t.left.goKey}
          </a>
        )}
      </span>
    </p>
  );
}

export function LaunchWords({ status }: { readonly status: LicenceStatus }) {
  const { language } = useSurroundings();
  const t = registrationTexts(language);
  if (status.limited) return <>{t.limited.lead}</>;
  return status.left === 0 ? (
    <>
      {t.left.none} {t.left.noneRest}
    </>
  ) : (
    <>
      {t.left.lead} <b class="n">{t.left.count(status.left)}</b>
      {language === 'fr' ? '. ' : ' '}
      {t.left.rest}
    </>
  );
}
