/**
 * Who is registered, how far their launches have come, and whether what they send may come in (R006, G1, K1).
 *
 * The server counts for itself: a day counts when the application said it was opened, or when something was sent. What a device
 * says of its own count can only add to it, so that a forged counter gains nothing. Nobody the firm invited, none of its staff
 * and no other dossier is ever counted, limited or told of a licence.
 */
import type { DatabaseSync } from 'node:sqlite';
import { isLimited } from '@navette/domain/registration/launches';
import { registers } from '@navette/domain/registration/products';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import { dayInParis } from '@navette/kernel/dates';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import { listHead, type KeyPurpose } from '@navette/protocol/keys';
import { DossierLicence, Registrar } from '@navette/protocol/registration';
import { licenceKey, REGISTRAR } from '@navette/protocol/registration-keys';
import * as v from 'valibot';
import type { AccountRecords } from '../accounts/account-records.ts';
import { keyBook } from '../keys/key-book.ts';
import type { Directory, Keys, SendingGate, Signer } from '../ports.ts';
import { signedActivation } from './activation-keys.ts';
import { openRegistrationStore, type RegistrationRow, type RegistrationStore } from './registration-store.ts';

export type Licences = SendingGate & {
  readonly store: RegistrationStore;
  /** The key licences are signed with now; made when it is first asked for. */
  signer(): Signer;
  /** Whether this person is registered for this dossier: everything about licences exists for them alone. */
  concerns(user: UserId, dossier: DossierId): boolean;
  /** The application was opened: counted once a day. */
  launched(dossier: DossierId, told: number): void;
  registrar(): Registrar;
  licence(dossier: DossierId): DossierLicence;
  /** What stands in this person's account room beside the directory's own. */
  records(user: UserId): AccountRecords;
  /** Something of this dossier moved; null for the firm's settings. */
  changed(dossier: DossierId | null): void;
  /** Called with whose account room says something else now. */
  onChange(listener: (user: UserId) => void): void;
};

export type LicenceParts = {
  readonly database: DatabaseSync;
  readonly directory: Directory;
  readonly keys: Keys & { ensure(purpose: KeyPurpose): Signer };
  readonly clock: Clock;
};

export function openLicences({ database, directory, keys, clock }: LicenceParts): Licences {
  const store = openRegistrationStore(database);
  const listeners: ((user: UserId) => void)[] = [];
  const today = () => dayInParis(clock.now());
  /** The list of keys that was told last. */
  let spoken: string | null = null;

  const signer = (): Signer => {
    const present = keys.ensure('licence');
    const list = listHead(keys.now().acts);
    const moved = spoken !== null && spoken !== list;
    spoken = list;
    // Which keys are good is told anew to everybody who was told before (K3).
    if (moved) changed(null);
    return present;
  };

  const concerns = (user: UserId, dossier: DossierId): boolean => {
    if (store.registered(dossier) === null || !registers(store.settings().product.code)) return false;
    if (directory.membership(user)?.dossiers.get(dossier)?.side !== 'client') return false;
    const row = database.prepare('SELECT attached FROM dossier_right WHERE user_id = ? AND dossier_id = ?').get(user, dossier);
    // Whom a company's own administrator asked in came by nobody's word but theirs (G21).
    return row?.['attached'] !== 'firm';
  };

  const isCurrent = ({ product }: RegistrationRow): boolean => {
    const { code, version } = store.settings().product;
    return product.code === code && product.version === version;
  };
  const isActive = (dossier: DossierId): boolean => store.isActive(dossier, store.settings().product, today());

  const count = (dossier: DossierId) => {
    const { allowance, product } = store.settings();
    return { allowance, ...store.launches(dossier, product.version) };
  };
  /** @returns whether today is one of the launches that are allowed */
  const launchToday = (dossier: DossierId): boolean => {
    if (isLimited(count(dossier), today())) return false;
    if (store.countLaunch(dossier, store.settings().product.version, today())) changed(dossier);
    return true;
  };

  const changed = (dossier: DossierId | null): void => {
    const dossiers = dossier === null ? directory.dossiers().map(({ id }) => id) : [dossier];
    const told = new Set(dossiers.flatMap((id) => directory.members(id).map(({ person }) => person.id)));
    for (const user of told) for (const listener of listeners) listener(user);
  };

  const licence = (dossier: DossierId): DossierLicence => {
    const edition = store.registered(dossier);
    if (edition === null) return null;
    const rows = store.ofDossier(dossier);
    const present = rows.find(isCurrent);
    // The newest version's first; an older one stays to be seen until the new key comes (R023).
    const issued = rows.find((row) => row.state === 'issued' && isCurrent(row)) ?? rows.find((row) => row.state === 'issued');
    const state = present === undefined ? 'none' : present.state === 'withdrawn' ? 'refused' : present.state;
    const { used, last } = count(dossier);
    const clientCode = issued?.clientCode ?? directoryCode(dossier);
    return v.parse(DossierLicence, {
      v: 1,
      edition,
      used,
      last,
      state,
      at: present?.answeredAt ?? present?.at ?? null,
      activation: issued === undefined ? null : signedActivation(issued, directory.firm().id, signer()),
      ...(clientCode === null ? {} : { clientCode }),
      ...(state === 'refused' && present?.reason ? { reason: present.reason } : {}),
    });
  };

  /** How the firm calls the company, where that is a code in our form. */
  const directoryCode = (dossier: DossierId): string | null => {
    const code = database.prepare('SELECT client_code FROM dossier WHERE id = ?').get(dossier)?.['client_code'];
    return typeof code === 'string' && /^[A-Z0-9]{3,20}$/.test(code) ? code : null;
  };

  const registrar = (): Registrar => {
    const { product, allowance, contact, terms, processor, offer, season } = store.settings();
    const { id, name } = directory.firm();
    const { keyId, publicKey } = signer();
    return {
      v: 1,
      firm: { id, name },
      product,
      allowance,
      contact,
      terms,
      processor,
      offer,
      season,
      activationKey: { keyId, publicKey: bytesToBase64Url(publicKey) },
      formerKeys: keyBook(keys.now())
        .keys.filter((key) => key.purpose === 'licence' && key.keyId !== keyId && key.distrusted === null)
        .map((key) => ({ keyId: key.keyId, publicKey: key.publicKey })),
    };
  };

  return {
    store,
    signer,
    concerns,
    registrar,
    licence,
    changed,
    waits(user, dossier) {
      if (!concerns(user, dossier) || isActive(dossier)) return false;
      return !launchToday(dossier);
    },
    launched(dossier, told) {
      if (isActive(dossier)) return;
      launchToday(dossier);
      if (store.tellLaunches(dossier, store.settings().product.version, told)) changed(dossier);
    },
    records(user) {
      const dossiers = [...(directory.membership(user)?.dossiers.keys() ?? [])].filter((dossier) => concerns(user, dossier));
      if (dossiers.length === 0) return new Map();
      return new Map<string, unknown>([
        [REGISTRAR, v.parse(Registrar, registrar())],
        ...dossiers.map((dossier) => [licenceKey(dossier), licence(dossier)] as const),
      ]);
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
