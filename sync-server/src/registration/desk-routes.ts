/**
 * The firm's side of registration: the forms received, the keys it issues, what it sets. For its administrators only (G24 gives
 * the others their dossiers, and a form belongs to none of them).
 *
 * A key is shown once, in the answer that issues it; the letter that tells of it holds none.
 */
import { checkDetails, tidyDetails } from '@navette/domain/registration/details';
import { makeActivationKey } from '@navette/domain/registration/activation-key';
import { checkRegistrar } from '@navette/domain/registration/registrar';
import { dayInParis } from '@navette/kernel/dates';
import type { DossierId } from '@navette/kernel/ids';
import type { Log, Random } from '@navette/kernel/ports';
import {
  DossierRegister,
  KeyIssue,
  KeyResend,
  RegistrarSet,
  RegistrationDesk,
  RegistrationEnter,
  RegistrationRefuse,
  type ReceivedRegistration,
} from '@navette/protocol/registration';
import type * as v from 'valibot';
import type { Command } from '@navette/protocol/account-commands';
import { problem } from '../http/answers.ts';
import type { AnswerTo, Asker, CommandRoutes } from '../http/command-routes.ts';
import type { PostOffice } from '../mail/post-office.ts';
import { keyHash } from './activation-keys.ts';
import type { LicenceParts, Licences } from './licences.ts';
import type { RegistrationRow } from './registration-store.ts';

export type DeskRouteParts = Pick<LicenceParts, 'clock' | 'directory' | 'database'> & {
  readonly licences: Licences;
  readonly post: PostOffice;
  readonly random: Random;
  readonly log: Log;
};

const MOST_SHOWN = 500;

export function deskRoutes(commands: CommandRoutes, parts: DeskRouteParts): void {
  const { licences, directory, database, post, clock, random, log } = parts;
  const { store } = licences;

  const forAdministrators = <Q extends v.GenericSchema, A extends v.GenericSchema>(
    command: Command<Q, A>,
    act: (body: v.InferOutput<Q>, asker: Asker) => v.InferInput<A> | Response | Promise<v.InferInput<A> | Response>,
    recent = false,
  ): void =>
    commands.signedIn(command, (body, asker) => (asker.membership.firmRole === 'admin' ? act(body, asker) : problem('forbidden')), {
      recent,
    });

  const nameOf = (id: DossierId) => directory.dossiers().find((dossier) => dossier.id === id)?.name ?? '';
  const shown = (row: RegistrationRow): ReceivedRegistration => ({
    id: row.id,
    at: row.at,
    way: row.way,
    dossier: row.dossier === null ? null : { id: row.dossier, name: nameOf(row.dossier) },
    details: row.details,
    installation: row.installation,
    product: row.product,
    edition: row.edition,
    update: row.update,
    terms: row.terms,
    state: row.state,
    answeredAt: row.answeredAt,
    reason: row.reason,
    clientCode: row.clientCode,
    until: row.until,
    installations: store.installations(row.id),
  });

  const writeTo = async (row: RegistrationRow) => {
    if (row.details.email === '') return 'no-address' as const;
    const link = row.dossier === null ? '/#/registration' : `/#/registration?dossier=${row.dossier}`;
    const letter = { kind: 'activation-key', company: row.details.company, product: store.settings().product.name, link } as const;
    return await post.post(row.details.email, letter);
  };

  forAdministrators(RegistrationDesk, (): AnswerTo<typeof RegistrationDesk> => {
    const { product } = store.settings();
    const codes = new Map(
      database
        .prepare('SELECT id, client_code FROM dossier')
        .all()
        .map((row) => [row['id'], row['client_code'] as string | null]),
    );
    return {
      settings: store.settings(),
      dossiers: directory.dossiers().map(({ id, name }) => {
        const edition = store.registered(id);
        return {
          id,
          name,
          clientCode: codes.get(id) ?? null,
          registered:
            edition === null
              ? null
              : { edition, used: store.launches(id, product.version).used, state: licences.licence(id)?.state ?? 'none' },
        };
      }),
      registrations: store.list(MOST_SHOWN).map(shown),
    };
  });

  forAdministrators(RegistrationEnter, ({ id, details: typed, dossier, installation, edition }): AnswerTo<typeof RegistrationEnter> => {
    const details = tidyDetails(typed);
    if (checkDetails(details, dayInParis(clock.now())).size > 0) return { status: 'refused', reason: 'incomplete' };
    if (dossier !== null && store.registered(dossier) === null) return { status: 'refused', reason: 'unknown-dossier' };
    if (store.find(id) === null) {
      const { code, version } = store.settings().product;
      const about = { details, dossier, installation, edition: (dossier && store.registered(dossier)) ?? edition };
      store.add({
        ...about,
        id,
        secretHash: null,
        way: 'paper',
        user: null,
        product: { code, version },
        update: false,
        terms: null,
        at: clock.now(),
      });
      if (dossier !== null) licences.changed(dossier);
      log('registration-received', { registration: id, way: 'paper' });
    }
    return { status: 'received' };
  });

  forAdministrators(
    KeyIssue,
    async ({ registration, clientCode, until }, { person }): Promise<AnswerTo<typeof KeyIssue>> => {
      const row = store.find(registration);
      if (!row) return { status: 'refused', reason: 'unknown' };
      const { product } = store.settings();
      if (row.product.code !== product.code || row.product.version !== product.version)
        return { status: 'refused', reason: 'other-version' };
      // One licence is for one product and one registration (R009).
      if (store.withLicence(row.licence).some((other) => other.id !== row.id && other.state === 'issued'))
        return { status: 'refused', reason: 'licence-taken' };
      const key = makeActivationKey(random.bytes(14));
      const at = clock.now();
      const bound = { licence: row.licence, product: row.product.code, version: row.product.version, clientCode };
      store.issue(row.id, { clientCode, issuedOn: dayInParis(at), until, keyHash: keyHash(key, bound), at, by: person.id });
      if (row.dossier !== null) licences.changed(row.dossier);
      log('key-issued', { registration: row.id, by: person.id });
      const posted = await writeTo(row);
      return { status: 'issued', key, letter: posted === 'sent' ? 'sent' : posted === 'no-address' ? 'none' : 'failed' };
    },
    true,
  );

  forAdministrators(RegistrationRefuse, ({ registration, reason }, { person }): AnswerTo<typeof RegistrationRefuse> => {
    const row = store.find(registration);
    if (!row) return { status: 'unknown' };
    const state = row.state === 'issued' || row.state === 'withdrawn' ? 'withdrawn' : 'refused';
    store.answer(row.id, state, reason, person.id, clock.now());
    if (row.dossier !== null) licences.changed(row.dossier);
    log('registration-refused', { registration: row.id, state, by: person.id });
    return { status: state };
  });

  forAdministrators(KeyResend, async ({ registration }): Promise<AnswerTo<typeof KeyResend>> => {
    const row = store.find(registration);
    return { status: row?.state === 'issued' ? await writeTo(row) : 'not-issued' };
  });

  forAdministrators(
    RegistrarSet,
    ({ settings }): AnswerTo<typeof RegistrarSet> => {
      const problems = checkRegistrar(settings);
      if (problems.length > 0) return { status: 'refused', problems: [...problems] };
      store.setSettings(settings);
      licences.changed(null);
      log('registrar-set');
      return { status: 'set' };
    },
    true,
  );

  forAdministrators(
    DossierRegister,
    ({ dossier, on, edition }): AnswerTo<typeof DossierRegister> => {
      if (!directory.dossiers().some(({ id }) => id === dossier)) return { status: 'unknown' };
      store.register(dossier, on ? edition : null);
      licences.changed(dossier);
      log('dossier-registered', { dossier, on });
      return { status: 'set' };
    },
    true,
  );
}
