/** Of those who are registered: the licence, the form again at any time (R037), and what support owes them (R010, R048 to R050). */
import { useState } from 'preact/hooks';
import { printLicence, readLicence } from '@navette/domain/registration/details';
import { printIdentification } from '@navette/domain/registration/identification';
import { entitlements, isPhoneOpen } from '@navette/domain/registration/support';
import { termsRunUntil } from '@navette/domain/registration/terms';
import { dayInParis } from '@navette/kernel/dates';
import type { Registrar } from '@navette/protocol/registration';
import { aboutTexts } from '@navette/texts/about-texts';
import { registrationTexts } from '@navette/texts/registration-texts';
import { Icon } from '../components/Icon.tsx';
import { routeTo } from '../routes.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { Facts, type Fact } from './Facts.tsx';
import { addressLines } from './form-rows.ts';
import { LaunchWords } from './LaunchesLeft.tsx';
import type { LicenceStatus } from './licence-status.ts';
import { PrintableForm } from './PrintableForm.tsx';
import type { Registration } from './use-registration.ts';

type Props = { readonly registration: Registration; readonly status: LicenceStatus };

export function AboutLicence({ registration, status }: Props) {
  const { language } = useSurroundings();
  const t = aboutTexts(language);
  const [open, setOpen] = useState(false);
  const { registrar, draft, installation } = registration;
  if (registrar === null) return null;
  return (
    <>
      <section class="block">
        <header>
          <h2>{t.registration}</h2>
          {status.state === 'active' ? null : (
            <a
              class="cap2"
              href={registration.dossier === null ? routeTo('registration') : routeTo('registration', { dossier: registration.dossier.id })}
            >
              {t.assistant}
            </a>
          )}
        </header>
        <LicenceFacts registration={registration} status={status} registrar={registrar} />
      </section>
      <section class="block">
        <header>
          <h2>{t.form}</h2>
        </header>
        <details class="how aboutform" onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>
            <Icon name="right" size="s" />
            {t.formText}
          </summary>
          {open ? <PrintableForm facts={{ registrar, details: draft.details, installation }} /> : null}
        </details>
      </section>
      <Support registrar={registrar} registered={status.state === 'active' || status.state === 'waiting'} />
    </>
  );
}

function LicenceFacts({ registration, status, registrar }: Props & { readonly registrar: Registrar }) {
  const { f, language } = useSurroundings();
  const t = aboutTexts(language);
  const { draft, installation, licence: published } = registration;
  const { activation } = status;
  const typed = readLicence(draft.details.licence);
  const licence = activation?.licence ?? typed ?? null;
  const clientCode = activation?.clientCode ?? published?.clientCode ?? '';
  const facts: readonly Fact[] = [
    [t.registered, t.productVersion(registrar.product.name, registrar.product.version)],
    [
      t.state,
      <>
        {t.states[status.state]}
        {activation === null ? (
          <small class="blk">
            {status.due === null ? null : `${t.due(f.day(status.due))}. `}
            <LaunchWords status={status} />
          </small>
        ) : activation.until === null ? null : (
          <small class="blk">{t.until(f.day(activation.until))}</small>
        )}
      </>,
    ],
    [t.licence, licence === null ? t.none : printLicence(licence)],
    [t.clientCode, clientCode === '' ? t.none : clientCode],
    ...(installation === null
      ? []
      : [
          [
            t.identification,
            <span class="mono" key="identification">
              {printIdentification(installation.identification)}
            </span>,
          ] as const,
          [t.installed, f.day(installation.since)] as const,
        ]),
    [t.terms, draft.accepted === null ? t.termsNone : t.termsUntil(draft.accepted.version, f.day(termsRunUntil(draft.accepted)))],
  ];
  return <Facts facts={facts} />;
}

function Support({ registrar, registered }: { readonly registrar: Registrar; readonly registered: boolean }) {
  const { f, language } = useSurroundings();
  const now = useNow();
  const t = aboutTexts(language);
  const { offer, product, season, contact } = registrar;
  const owed = entitlements({ registered, offer, product: product.code });
  const phone =
    owed.phone === 'unlimited' ? (
      <>
        {t.phoneHours}
        <small class="blk">
          {[isPhoneOpen(now) ? t.phoneOpen : t.phoneClosed, contact.phone].filter((part) => part !== '').join(' · ')}
        </small>
      </>
    ) : registered ? (
      t.phoneNeedsOffer
    ) : (
      t.phoneNeedsRegistration
    );
  const facts: readonly Fact[] = [
    ...(offer === null ? [] : [[t.offer, t.offers[offer]] as const]),
    [t.phone, phone],
    ...(owed.online === 'unlimited' ? [[t.online, t.onlineText] as const] : []),
    // A season that is over is not announced any more.
    ...(season === null || owed.seasonal === 'none' || season.to < dayInParis(now)
      ? []
      : [
          [
            t.seasonal,
            <>
              {t.seasonalText(season.name, f.day(season.from), f.day(season.to))}
              <small class="blk">{owed.seasonal === 'free' ? t.seasonalFree : t.seasonalPaid}</small>
            </>,
          ] as const,
        ]),
    [
      t.contact,
      addressLines(registrar, registrationTexts(language)).map((line) => (
        <span class="blk" key={line}>
          {line}
        </span>
      )),
    ],
  ];
  return (
    <section class="block">
      <header>
        <h2>{t.support}</h2>
      </header>
      <Facts facts={facts} />
    </section>
  );
}
