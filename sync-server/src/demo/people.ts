/**
 * The people of the demonstration firm, all invented: who they are, what they may do, how far their move to the single
 * sign-in has come.
 *
 * One password for all, printed at each start; it opens nothing but invented papers.
 */
import { ownBox } from '@navette/domain/boxes';
import type { DossierRight } from '@navette/domain/membership';
import type { MigrationStep } from '@navette/domain/migration';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { DirectoryActs } from '../accounts/directory.ts';
import type { Directory } from '../ports.ts';
import { DEMO_COMPANIES, DEMO_FIRM_NAME, type DemoCompanyCode } from './demo-companies.ts';

export const DEMO_PASSWORD = 'navette-demonstration';

export type DemoPersonCode = 'nadia' | 'julien' | 'claire' | 'hugo' | 'samira' | 'paul';

export type DemoPerson = {
  readonly code: DemoPersonCode;
  readonly name: string;
  readonly email: string;
  readonly title: string;
  readonly firmRole?: 'admin' | 'staff';
  readonly migration: MigrationStep;
  readonly dossiers: readonly DemoCompanyCode[];
  readonly right: (user: UserId) => DossierRight;
};

const staff = (): DossierRight => ({ side: 'staff' });

/** A manager of the company: all its papers, its accounts, its users. */
const manager = (): DossierRight => ({
  side: 'client',
  deposit: ['common', 'pay', 'management'],
  read: ['common', 'pay', 'management'],
  archive: ['common', 'pay', 'management'],
  accounts: 'read',
  admin: true,
});

/** Gives documents and reads none but their own. */
const depositOnly = (user: UserId): DossierRight => ({
  side: 'client',
  deposit: [ownBox(user)],
  read: [],
  archive: [],
  accounts: 'none',
  admin: false,
});

const email = (local: string) => `${local}@demo.navette.example`;

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  {
    code: 'nadia',
    name: 'Nadia Ferrand',
    email: email('nadia.ferrand'),
    title: 'Cheffe de mission',
    firmRole: 'staff',
    migration: 'finalised',
    dossiers: ['bonnefoy', 'teppes', 'delorme'],
    right: staff,
  },
  {
    code: 'julien',
    name: 'Julien Mercier',
    email: email('julien.mercier'),
    title: 'Collaborateur comptable',
    firmRole: 'admin',
    migration: 'finalised',
    dossiers: ['bonnefoy', 'teppes'],
    right: staff,
  },
  {
    code: 'claire',
    name: 'Claire Morel',
    email: email('claire.morel'),
    title: 'Gérante',
    migration: 'code-sent',
    dossiers: ['bonnefoy'],
    right: manager,
  },
  {
    code: 'hugo',
    name: 'Hugo Lambert',
    email: email('hugo.lambert'),
    title: 'Menuisier',
    migration: 'verified',
    dossiers: ['bonnefoy'],
    right: depositOnly,
  },
  {
    code: 'samira',
    name: 'Samira Benali',
    email: email('samira.benali'),
    title: 'Gérante',
    migration: 'finalised',
    dossiers: ['teppes'],
    right: manager,
  },
  {
    code: 'paul',
    name: 'Paul Delorme',
    email: email('paul.delorme'),
    title: 'Président',
    migration: 'not-started',
    dossiers: ['delorme'],
    right: manager,
  },
];

export type DemoFirm = {
  readonly users: Readonly<Record<DemoPersonCode, UserId>>;
  readonly dossiers: Readonly<Record<DemoCompanyCode, DossierId>>;
};

/**
 * Writes the firm, its three client companies and its people into an empty directory.
 * @param hash of the demonstration's password; one for all, since all share it
 */
export function seedPeople(directory: Directory & DirectoryActs, hash: string): DemoFirm {
  directory.nameFirm(DEMO_FIRM_NAME);
  const dossiers = fromEntries(Object.values(DEMO_COMPANIES).map(({ code, name, siren }) => [code, directory.addDossier({ name, siren })]));
  const users = fromEntries(
    DEMO_PEOPLE.map((person) => {
      const { code, name, email: address, title, migration, firmRole } = person;
      const user = directory.addPerson({ name, email: address, passwordHash: hash, title, migration, ...(firmRole ? { firmRole } : {}) });
      for (const dossier of person.dossiers) directory.grant(user, dossiers[dossier], person.right(user));
      return [code, user];
    }),
  );
  return { users, dossiers };
}

function fromEntries<K extends string, T>(entries: readonly (readonly [K, T])[]): Record<K, T> {
  return Object.fromEntries(entries) as Record<K, T>;
}
