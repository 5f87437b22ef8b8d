/** A firm of many client companies, as rows of a device's store: their people in every step, some decisions, nothing real. */
import type { DossierId, FirmId, UserId } from '@navette/kernel/ids';
import type { AccessRow, KeyValueRow } from '@navette/device/store';
import { MIGRATION_STEPS } from '@navette/domain/migration';

export const NOW = Date.parse('2026-11-20T13:50:00Z');
const DAY = 24 * 3600_000;
const WORDS = ['Atelier', 'Boulangerie', 'Cave', 'Charpente', 'Garage', 'Hôtel', 'Imprimerie', 'Librairie', 'Optique', 'Pharmacie', 'SCI'];
const PLACES = ['des Tilleuls', 'du Lac', 'de Valbrenne', 'Perrolaz', 'Mugnier', 'Chappaz', 'du Pont', 'Orsat', 'Cordel', 'Ternier'];
const NAMES = ['Agnès', 'Benoît', 'Claire', 'Denis', 'Élodie', 'Fanny', 'Gilles', 'Hugo', 'Inès', 'Jules'];

export const STAFF = id<UserId>(1, 1);
export const FIRM = id<FirmId>(2, 1);

function id<T extends string>(family: number, n: number): T {
  return `0192f000-${family.toString(16).padStart(4, '0')}-7000-8000-${n.toString(16).padStart(12, '0')}` as T;
}

const right = {
  side: 'client',
  deposit: ['common', 'pay', 'management'],
  read: ['common', 'pay', 'management'],
  archive: ['common'],
  accounts: 'read',
  admin: false,
};

export function accountRows(dossiers: number, users: number): KeyValueRow[] {
  return [
    { key: 'me', value: { v: 1, name: 'Nadia Ferrand', email: 'nadia@firm.example', title: 'Cheffe de mission' } },
    { key: 'firm', value: { v: 1, id: FIRM, name: 'Cabinet Aubrac', demo: true } },
    { key: `person/${STAFF}`, value: { v: 1, name: 'Nadia Ferrand', side: 'staff' } },
    // Everybody the person shares a dossier with, as the server publishes them.
    ...Array.from({ length: dossiers * users }, (_, n) => ({
      key: `person/${id(4, n)}`,
      value: { v: 1, name: nameOfPerson(Math.floor(n / users), n % users), side: 'client' },
    })),
    ...Array.from({ length: dossiers }, (_, n) => ({
      key: `dossier/${id(3, n)}`,
      value: { v: 1, name: nameOf(n), siren: String(552_100_000 + n * 7), right: { side: 'staff' } },
    })),
  ];
}

function nameOf(n: number): string {
  return `${WORDS[n % WORDS.length]} ${PLACES[Math.floor(n / 3) % PLACES.length]} ${n}`;
}

function nameOfPerson(n: number, u: number): string {
  return `${NAMES[(n + u) % NAMES.length]} ${PLACES[(n * 3 + u) % PLACES.length]}`;
}

export function accessRows(dossiers: number, users: number): AccessRow[] {
  return Array.from({ length: dossiers }, (_, n) => {
    const dossier = id<DossierId>(3, n);
    const row = (of: string, value: unknown): AccessRow => ({ key: `${dossier}/${of}`, dossier, of, value });
    const people = Array.from({ length: users }, (_u, u) => {
      const user = id<UserId>(4, n * users + u);
      const step = MIGRATION_STEPS[n % 3 === 0 ? 5 : (n * 7 + u) % 5] ?? 'finalised';
      return row(`user/${user}`, {
        v: 1,
        name: nameOfPerson(n, u),
        email: `personne-${n}-${u}@societe-${n}.example`,
        right: { ...right, admin: u === 0 },
        state: 'active',
        secondFactor: false,
        migration: step,
        since: NOW - ((n * 13 + u * 5) % 60) * DAY,
        ...(step === 'finalised' ? { attached: 'automatic' } : {}),
        ...((n + u) % 4 === 0 ? { reminded: NOW - ((n + u) % 30) * DAY, reminders: 1 + (n % 3) } : {}),
      });
    });
    const decisions =
      n % 40 === 1
        ? [
            row(`decision/${id(5, n)}`, {
              v: 1,
              kind: 'no-match',
              user: id(4, n * users),
              name: 'Yann Delorme',
              email: `personne-${n}-0@societe-${n}.example`,
              at: NOW - DAY,
              clientCode: 'C20418',
              number: '2025-1107',
            }),
          ]
        : [];
    return [
      row('company', {
        v: 1,
        name: nameOf(n),
        siren: String(552_100_000 + n * 7),
        clientCode: `C${10_000 + n}`,
        newcomers: null,
        administrator: n % 3 === 0 ? { user: id(4, n * users), confirmed: true } : null,
        staff: [{ user: STAFF, name: 'Nadia Ferrand' }],
      }),
      ...people,
      ...decisions,
      {
        key: `follow-up/${dossier}`,
        dossier,
        of: 'follow-up',
        value: { decisions: decisions.map(({ of }) => of), silent: NOW - ((n * 13) % 60) * DAY },
      },
    ];
  }).flat();
}
