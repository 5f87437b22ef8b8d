/**
 * What the application says of a licence, to those who are registered and to nobody else (G1): the launches left in the rail,
 * the window that recalls them (R004, R046), the banner once sending waits for the key (R006).
 *
 * It also counts the launch, tells it to the server, and delivers what waits for a connection.
 */
import '../style/registration.css';
import { useEffect, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { LaunchTold } from '@navette/protocol/registration';
import { registrationTexts } from '@navette/texts/registration-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Icon } from '../components/Icon.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { countLaunch, launchMarks, readInstallation } from './installation.ts';
import type { LicenceStatus } from './licence-status.ts';
import { LaunchesLeft, LaunchWords, recalled } from './LaunchesLeft.tsx';
import { useDelivery } from './use-delivery.ts';
import { useRegistration, type Registration } from './use-registration.ts';
import { stored } from './draft.ts';

export function LicencePart({ account, part }: { readonly account: AccountView; readonly part: 'banner' | 'note' | 'window' }) {
  const registration = useRegistration(account, null);
  if (registration === undefined || registration === 'nothing' || registration.status === null) return null;
  const known: Known = { ...registration, status: registration.status };
  if (part === 'note')
    // Once sending waits, the banner says it.
    return known.status.limited ? null : <LaunchesLeft status={known.status} to={assistantOf(known)} />;
  return part === 'banner' ? <LicenceBanner registration={known} /> : <LaunchWindow registration={known} />;
}

type Known = Registration & { readonly status: LicenceStatus };

const assistantOf = ({ dossier }: Registration) =>
  dossier === null ? routeTo('registration') : routeTo('registration', { dossier: dossier.id });

/** Once sending waits for the key: what is not touched by it is said with it. */
function LicenceBanner({ registration }: { readonly registration: Known }) {
  const { language } = useSurroundings();
  const t = registrationTexts(language);
  const { status } = registration;
  if (!status.limited) return null;
  return (
    <div class="banner decideless" role="region" aria-label={t.limited.lead}>
      <Icon name="lock" />
      <p class="grow">
        <b>{t.limited.lead}</b> <span class="rest">{t.limited.rest}</span>
      </p>
      <a class="btn sm" href={assistantOf(registration)}>
        {status.state === 'unregistered' ? t.left.go : t.left.goKey}
      </a>
    </div>
  );
}

/** The launches already counted by this page: an opening is one, however often its screens are drawn anew. */
const launched = new Set<string>();

/** Counts this opening, once its licence is known; and the window that recalls what is left. */
function LaunchWindow({ registration }: { readonly registration: Known }) {
  const { doors, f, now, language } = useSurroundings();
  const t = registrationTexts(language);
  const [open, setOpen] = useState(false);
  const [asked, follow] = useState(recalled.value);
  useEffect(() => recalled.subscribe(follow), []);
  useDelivery(registration);
  const { registrar, dossier, status } = registration;
  const active = status.state === 'active';
  useEffect(() => {
    if (registrar === null || dossier === null || active || launched.has(dossier.id)) return;
    launched.add(dossier.id);
    const count = async () => {
      const { product, allowance } = registrar;
      // The server's word may have gone further than this device's: a launch it would not count is none here.
      if (!status.limited && (await countLaunch(doors.library, product, allowance, now()))) setOpen(true);
      const installation = readInstallation(await stored(doors.library, 'installation'));
      await doors.commands.ask(LaunchTold, { dossier: dossier.id, launches: launchMarks(installation, product).length });
    };
    void count();
  }, [doors, registrar, dossier?.id, active]);
  if (registrar === null || active || (!open && !asked)) return null;
  const close = () => {
    recalled.value = false;
    setOpen(false);
  };
  const said = status.update
    ? t.window.update
    : status.state === 'waiting' && status.due !== null
      ? t.window.waiting(f.day(status.due))
      : status.state === 'refused'
        ? t.window.refused(status.reason)
        : status.state === 'to-verify'
          ? t.window.toVerify
          : status.state === 'queued'
            ? t.window.queued
            : t.window.unregistered;
  return (
    <Dialog title={t.window.title(registrar.product.name)} onClose={close}>
      <p>{said}</p>
      <p class="launchcount">
        <LaunchWords status={status} />
      </p>
      <div class="row acts">
        <button type="button" class="btn primary" onClick={close}>
          {t.window.ok}
        </button>
        <a class="btn" href={assistantOf(registration)} onClick={close}>
          {status.state === 'unregistered' || status.update ? t.left.go : t.left.goKey}
        </a>
      </div>
    </Dialog>
  );
}
