/** Accesses of the samples: a company with people in every state, companies of a firm, its own people. All invented. */
import type { DossierAccess } from '@navette/device/model';
import type { ClientRight } from '@navette/domain/membership';
import type { DossierId, UserId } from '@navette/kernel/ids';
import { ownBox } from '@navette/domain/boxes';
import type { AccessEvent, FirmPeopleAnswer } from '@navette/protocol/access-administration';
import { ATELIER, CLAIRE, JULES, NADIA, SAMPLE_NOW, sampleId } from './sample-data.ts';

const DAY = 24 * 3600_000;
type User = DossierAccess['users'][number];

const HUGO = sampleId<UserId>(1, 4);
const ALL = ['common', 'pay', 'management'] as const;
const NOTHING: ClientRight = { side: 'client', deposit: [], read: [], archive: [], accounts: 'none', admin: false };

function user(id: UserId, name: string, email: string, right: Partial<ClientRight>, more: Partial<User['user']> = {}): User {
  const whole = { ...NOTHING, ...right };
  return {
    id,
    user: {
      v: 1,
      name,
      email,
      right: {
        side: 'client',
        deposit: [...whole.deposit],
        read: [...whole.read],
        archive: [...whole.archive],
        accounts: whole.accounts,
        admin: whole.admin,
        ...(whole.secured ? { secured: [...whole.secured] } : {}),
      },
      state: 'active',
      secondFactor: false,
      migration: 'finalised',
      since: SAMPLE_NOW - 30 * DAY,
      ...more,
    },
  };
}

const company = (dossier: DossierId, name: string, siren: string, users: readonly User[]): DossierAccess => ({
  dossier,
  company: { v: 1, name, siren, newcomers: null, administrator: users[0] ? { user: users[0].id, confirmed: true } : null },
  users,
  decisions: [],
});

/** The people of the first company, in every state there is. */
export const SAMPLE_ACCESS: readonly DossierAccess[] = [
  company(ATELIER, 'Atelier Bonnefoy', '552100000', [
    user(
      CLAIRE,
      'Claire Morel',
      'claire@bonnefoy.example',
      { deposit: ALL, read: ALL, archive: ALL, accounts: 'read', admin: true, secured: ['archive'] },
      { secondFactor: true },
    ),
    user(HUGO, 'Hugo Lambert', 'hugo.lambert@bonnefoy.example', { deposit: [ownBox(HUGO)] }),
    user(
      sampleId<UserId>(1, 5),
      'Léa Roux',
      'lea.roux@bonnefoy.example',
      { deposit: ['common'], read: ['common'], accounts: 'read' },
      { state: 'invited', linkUntil: SAMPLE_NOW + 2 * DAY },
    ),
    user(
      sampleId<UserId>(1, 6),
      'Maxime Charvet-Delacroix',
      'maxime.charvet-delacroix@bonnefoy.example',
      { deposit: ['common', 'pay'], read: ['common', 'pay'], archive: ['common'] },
      { state: 'off' },
    ),
    user(
      sampleId<UserId>(1, 7),
      'Inès Favre',
      'ines.favre@comptoir-favre.example',
      { read: ['common'], archive: ['common'] },
      { state: 'invited', linkUntil: SAMPLE_NOW - DAY },
    ),
  ]),
  company(sampleId<DossierId>(3, 2), 'Aux Trois Sapins', '552107919', [
    user(sampleId<UserId>(1, 20), 'Paul Reynier', 'paul@trois-sapins.example', { deposit: ALL, read: ALL, admin: true }),
  ]),
  company(sampleId<DossierId>(3, 3), 'Bergerie du Salève d’en Haut', '552115838', []),
];

const dossiers = SAMPLE_ACCESS.map(({ dossier, company: { name } }) => ({ dossier, name }));

/** The firm's own people, as its server answers. */
export const SAMPLE_FIRM: FirmPeopleAnswer = {
  people: [
    {
      user: NADIA,
      name: 'Nadia Ferrand',
      email: 'nadia.ferrand@aubrac.example',
      title: 'Cheffe de mission',
      role: 'admin',
      dossiers: dossiers.map(({ dossier }) => dossier),
      assignments: [],
    },
    {
      user: JULES,
      name: 'Jules Kessler',
      email: 'jules.kessler@aubrac.example',
      title: 'Collaborateur',
      role: 'staff',
      dossiers: [ATELIER],
      assignments: [
        { id: sampleId(11, 1), dossier: ATELIER, first: '2026-11-16', last: '2026-11-27', replaces: NADIA, running: true },
        {
          id: sampleId(11, 2),
          dossier: sampleId<DossierId>(3, 2),
          first: '2026-12-21',
          last: '2027-01-04',
          replaces: null,
          running: false,
        },
      ],
    },
  ],
  invitations: [
    { invitation: sampleId(12, 1), name: 'Lou Perrin', email: 'lou.perrin@aubrac.example', role: 'staff', until: SAMPLE_NOW + DAY },
  ],
  dossiers,
};

const event = (n: number, what: AccessEvent['what'], name: string, by: string | null, detail = ''): AccessEvent => ({
  n,
  at: SAMPLE_NOW - (20 - n) * 3 * 3600_000,
  by,
  what,
  dossier: 'Atelier Bonnefoy',
  name,
  detail,
});
export const SAMPLE_ACCESS_EVENTS: readonly AccessEvent[] = [
  event(19, 'user-deactivated', 'Maxime Charvet-Delacroix', 'Claire Morel'),
  event(18, 'user-invited', 'Léa Roux', 'Claire Morel', 'lea.roux@bonnefoy.example'),
  event(12, 'replacement-began', 'Jules Kessler', null, '2026-11-16 2026-11-27'),
  event(7, 'user-changed', 'Hugo Lambert', 'Nadia Ferrand'),
];
