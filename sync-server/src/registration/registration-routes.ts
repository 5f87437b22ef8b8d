/**
 * The commands of the registration assistant: whether it is open, a company by its SIRET, the form, the key.
 *
 * Whoever is signed in is answered for the dossiers they are registered for, and is told "closed" for all others; somebody who
 * is not signed in is answered where the firm registers companies without a dossier. Forms are counted by network, keys are
 * tried under growing delays (K1), and a refused key is logged without any of its numbers (O1).
 */
import { checkDetails, tidyDetails } from '@navette/domain/registration/details';
import { registers } from '@navette/domain/registration/products';
import { dayInParis } from '@navette/kernel/dates';
import type { DossierId } from '@navette/kernel/ids';
import type { Log } from '@navette/kernel/ports';
import { CompanyLookup, KeyCheck, LaunchTold, RegistrationInfo, RegistrationPoll, RegistrationSend } from '@navette/protocol/registration';
import { problem, tooMany } from '../http/answers.ts';
import { makeAttempts } from '../http/attempts.ts';
import { makeBudget } from '../http/budget.ts';
import type { AnswerTo, CommandRoutes, FromAnywhere } from '../http/command-routes.ts';
import type { CompanyRegister } from '../ports.ts';
import { keyHash, sameHash, secretHash, signedActivation } from './activation-keys.ts';
import type { LicenceParts, Licences } from './licences.ts';
import type { RegistrationRow } from './registration-store.ts';

export type RegistrationRouteParts = Pick<LicenceParts, 'clock' | 'directory'> & {
  readonly licences: Licences;
  readonly register: CompanyRegister;
  readonly log: Log;
};

/** Of one network: a school registers once, a company once a version. */
const FORMS = { burst: 30, perSecond: 1 / 120 };
const LOOKUPS = { burst: 30, perSecond: 1 / 20 };
/** Tries of one licence's key, from wherever they come. */
const TRIES = { burst: 30, perSecond: 1 / 60 };
/** Forms without a dossier that may wait for an answer: nobody fills the disk with them. */
const MOST_WAITING = 2_000;

export function registrationRoutes(commands: CommandRoutes, parts: RegistrationRouteParts): void {
  const { licences, register, directory, clock, log } = parts;
  const { store } = licences;
  const forms = makeBudget(clock, FORMS);
  const lookups = makeBudget(clock, LOOKUPS);
  const tries = makeBudget(clock, TRIES);
  const attempts = makeAttempts(clock);

  /** Whether the one who asks is registered here, for this dossier or as a company without one. */
  const isOpen = ({ session }: FromAnywhere, dossier: DossierId | null): boolean => {
    if (!registers(store.settings().product.code)) return false;
    if (dossier !== null) return session !== null && licences.concerns(session.user, dossier);
    return session === null && store.settings().standAlone;
  };

  commands.anybody(
    RegistrationInfo,
    ({ dossier }, from): AnswerTo<typeof RegistrationInfo> =>
      isOpen(from, dossier) ? { status: 'open', registrar: licences.registrar() } : { status: 'closed' },
  );

  commands.anybody(CompanyLookup, async ({ siret, dossier }, from): Promise<AnswerTo<typeof CompanyLookup>> => {
    if (!isOpen(from, dossier)) return problem('forbidden');
    const wait = lookups.take(from.network);
    if (wait > 0) return tooMany(wait);
    const company = await register.find(siret);
    return typeof company === 'string' ? { status: company } : { status: 'found', company };
  });

  commands.anybody(RegistrationSend, (sent, from): AnswerTo<typeof RegistrationSend> => {
    const { id, secret, dossier, terms, installation, product, edition, update } = sent;
    const known = store.find(id);
    // Sent once more, its answer lost: the same answer (I5). With another secret it is somebody else's.
    if (known !== null)
      return known.secretHash !== null && sameHash(known.secretHash, secretHash(secret))
        ? { status: 'received', at: known.at }
        : problem('forbidden');
    if (!isOpen(from, dossier)) return { status: 'refused', reason: 'closed' };
    const settings = store.settings();
    if (product.code !== settings.product.code || product.version !== settings.product.version)
      return { status: 'refused', reason: 'other-version' };
    if (terms.version !== settings.terms.version) return { status: 'refused', reason: 'terms-changed' };
    const details = tidyDetails(sent.details);
    // A day's grace: the device may stand in another zone.
    if (checkDetails(details, dayInParis(clock.now() + 86_400_000)).size > 0) return { status: 'refused', reason: 'incomplete' };
    const wait = forms.take(from.network);
    if (wait > 0) return tooMany(wait);
    if (dossier === null && store.waiting() >= MOST_WAITING) return tooMany(3600_000);
    const at = clock.now();
    store.add({
      id,
      secretHash: secretHash(secret),
      way: 'online',
      dossier,
      user: from.session?.user ?? null,
      details,
      installation,
      product,
      // The firm says what it registers a dossier for; a company without one says it itself, and the firm looks at it.
      edition: (dossier && store.registered(dossier)) ?? edition,
      update,
      terms,
      at,
    });
    if (dossier !== null) licences.changed(dossier);
    log('registration-received', { registration: id, ...(dossier === null ? {} : { dossier }) });
    return { status: 'received', at };
  });

  commands.anybody(RegistrationPoll, ({ id, secret }): AnswerTo<typeof RegistrationPoll> => {
    const row = store.find(id);
    if (row?.secretHash == null || !sameHash(row.secretHash, secretHash(secret))) return { status: 'unknown' };
    const activation = signedActivation(row, directory.firm().id, licences.signer());
    if (activation) {
      if (row.installation) store.install(row.id, row.installation.identification, clock.now());
      return { status: 'issued', activation };
    }
    return row.state === 'received' ? { status: 'waiting', since: row.at } : { status: 'refused', reason: row.reason ?? '' };
  });

  commands.anybody(KeyCheck, ({ licence, key, clientCode, product, identification }, { network }): AnswerTo<typeof KeyCheck> => {
    const wait = Math.max(attempts.wait(network, licence), tries.take(licence));
    if (wait > 0) return tooMany(wait);
    const refused = (reason: 'wrong' | 'other-version' | 'too-many-installations' | 'withdrawn') => {
      if (reason === 'wrong') attempts.failed(network, licence);
      log('key-refused', { reason });
      return { status: 'refused', reason } as const;
    };
    const opens = (row: RegistrationRow, version: string): boolean =>
      row.keyHash !== null && sameHash(row.keyHash, keyHash(key, { licence, product: product.code, version, clientCode }));
    const rows = store.withLicence(licence).filter((one) => one.product.code === product.code);
    const row = rows.find((one) => opens(one, product.version));
    // Said to nobody but the owner of the former key: it opens the version it was made for (R023).
    if (!row) return refused(rows.some((one) => opens(one, one.product.version)) ? 'other-version' : 'wrong');
    const activation = signedActivation(row, directory.firm().id, licences.signer());
    if (!activation) return refused('withdrawn');
    const room =
      row.edition === 'education' ||
      store.isInstalled(row.id, identification) ||
      store.installations(row.id) < store.settings().installations;
    if (!room) return refused('too-many-installations');
    store.install(row.id, identification, clock.now());
    attempts.succeeded(network, licence);
    log('key-accepted', { registration: row.id });
    return { status: 'accepted', activation };
  });

  commands.signedIn(LaunchTold, ({ dossier, launches }, { session }): AnswerTo<typeof LaunchTold> => {
    if (!licences.concerns(session.user, dossier)) return { status: 'not-registered' };
    licences.launched(dossier, launches);
    return { status: 'counted', ...store.launches(dossier, store.settings().product.version) };
  });
}
