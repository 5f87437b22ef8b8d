/**
 * The demonstration's one company that registers its product: a bookshop that stands alone, with a few launches behind it; and
 * in the firm's desk the form of a florist without a dossier, which waits for its key. All of it is invented.
 */
import { EMPTY_DETAILS, type RegistrationDetails } from '@navette/domain/registration/details';
import { DEFAULT_REGISTRAR, type RegistrarSettings } from '@navette/domain/registration/registrar';
import { dayInParis } from '@navette/kernel/dates';
import { makeId, type DossierId, type UserId } from '@navette/kernel/ids';
import type { Random } from '@navette/kernel/ports';
import type { DirectoryActs } from '../accounts/directory.ts';
import type { Licences } from '../registration/licences.ts';
import { sirenFrom } from './demo-identifiers.ts';
import { DEMO_TERMS } from './demo-terms.ts';

export const REGISTERED_COMPANY = 'Librairie des Sorbiers';
export const REGISTERED_PERSON = 'lea.sorbier@demo.navette.example';
/** Launches it has had: "Il reste 27 lancements". */
const LAUNCHES = 3;
const DAY = 86_400_000;

export const DEMO_REGISTRAR: RegistrarSettings = {
  ...DEFAULT_REGISTRAR,
  product: { name: 'Compta', code: 'WCPTA', version: '17.0' },
  contact: {
    service: 'Service des licences',
    address: '3 place du Marché, 74370 Valbrenne',
    phone: '04 50 00 20 00',
    fax: '04 50 00 20 09',
    email: 'licences@aubrac.example',
  },
  terms: DEMO_TERMS,
  offer: 'premier',
  standAlone: true,
};

export type RegisteredParts = {
  readonly directory: DirectoryActs;
  readonly licences: Licences;
  readonly random: Random;
  /** The present, milliseconds. */
  readonly now: number;
  /** From `passwordHash`. */
  readonly hash: string;
  /** Of the firm, who look after it. */
  readonly staff: readonly UserId[];
};

export function seedRegisteredCompany({ directory, licences, random, now, hash, staff }: RegisteredParts): DossierId {
  const { store } = licences;
  const dossier = directory.addDossier({ name: REGISTERED_COMPANY, siren: sirenFrom('99910085') });
  for (const user of staff) directory.grant(user, dossier, { side: 'staff' });
  const lea = directory.addPerson({
    name: 'Léa Sorbier',
    email: REGISTERED_PERSON,
    passwordHash: hash,
    title: 'Libraire',
    migration: 'finalised',
  });
  directory.grant(lea, dossier, {
    side: 'client',
    deposit: ['common', 'pay', 'management'],
    read: ['common', 'pay', 'management'],
    archive: ['common', 'pay', 'management'],
    accounts: 'read',
    admin: true,
  });
  store.together(() => {
    store.setSettings(DEMO_REGISTRAR);
    store.register(dossier, 'ordinary');
    for (let back = 1; back <= LAUNCHES; back++) store.countLaunch(dossier, DEMO_REGISTRAR.product.version, dayInParis(now - back * DAY));

    const at = now - 2 * DAY;
    store.add({
      id: makeId<string>(at, random.bytes(10)),
      secretHash: null,
      way: 'online',
      dossier: null,
      user: null,
      details: florist(dayInParis(now - 9 * DAY)),
      installation: { identification: '07E631E8C6B659D0', since: dayInParis(now - 5 * DAY) },
      product: { code: DEMO_REGISTRAR.product.code, version: DEMO_REGISTRAR.product.version },
      edition: 'ordinary',
      update: false,
      terms: { version: DEMO_TERMS.version, at },
      at,
    });
  });
  return dossier;
}

function florist(purchaseDate: string): RegistrationDetails {
  return {
    ...EMPTY_DETAILS,
    purchaseDate,
    licence: '401182297',
    company: 'Fleurs du Lac',
    firstName: 'Inès',
    lastName: 'Garnier',
    address: '7 quai des Mouettes',
    town: '74290 Clairval',
    phone: '04 50 00 31 08',
    email: 'ines.garnier@fleursdulac.example',
    employees: '2',
    legalForm: 'eurl',
    businessType: 'trade',
    outlet: 'Comptoir des Logiciels',
  };
}
