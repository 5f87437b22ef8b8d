/** The personal-data notice of every screen that collects something (R034, G18), in a fold. */
import type { Registrar } from '@navette/protocol/registration';
import { registrationTexts } from '@navette/texts/registration-texts';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';

export function Notice({ registrar }: { readonly registrar: Registrar | null }) {
  const { language } = useSurroundings();
  const t = registrationTexts(language).notice;
  if (registrar === null) return null;
  const { firm, contact, processor } = registrar;
  return (
    <details class="how">
      <summary>
        <Icon name="right" size="s" />
        {t.title}
      </summary>
      <div class="noticebody">
        <p>
          {t.controller(firm.name)} {t.purpose}
        </p>
        <p>
          {t.basis} {t.retention}
        </p>
        <p>{processor === null ? t.noTransfer : t.processor(processor.name, processor.country)}</p>
        <p>
          {t.rights(contact.address)} {t.complaint}
        </p>
      </div>
    </details>
  );
}
