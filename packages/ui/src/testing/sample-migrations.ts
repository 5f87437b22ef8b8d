/** Accesses of the sample dossiers, with people in every step and the firm’s decisions; and what a server would answer to the acts on them. All invented. */
import type { DossierAccess, FollowUp, MigrationFact } from '@navette/device/model';
import { dossierSilentSince } from '@navette/domain/migration-follow-up';
import { MIGRATION_STEPS, type MigrationStep } from '@navette/domain/migration';
import type { DossierId, UserId } from '@navette/kernel/ids';
import { ok, type Result } from '@navette/kernel/result';
import { JULES, NADIA, SAMPLE_NOW, sampleAccount, sampleId } from './sample-data.ts';

type Person = DossierAccess['users'][number];
type User = Person['user'];

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const right = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false } as const;

/** Days back of the last step, step, and whatever else there is to say of somebody. */
type Line = readonly [name: string, step: MigrationStep, back: number, more?: Partial<User>];
type Company = {
  readonly people: readonly Line[];
  readonly administrator?: 'confirmed' | 'to-confirm';
  readonly staff?: 'nadia' | 'jules';
};

const LINES: Readonly<Record<string, Company>> = {
  'Mécanique Tissot-Brun': {
    people: [
      ['Paul Tissot', 'not-started', 18],
      ['Jean Brun', 'not-started', 18],
    ],
  },
  'Transports Gavard': { people: [['Simon Gavard', 'not-started', 30, { reminded: SAMPLE_NOW - 4 * DAY, reminders: 1 }]], staff: 'jules' },
  'Imprimerie Cordel': { people: [['Paul Cordel', 'code-sent', 5 / 1440]] },
  'Garage Perrolaz': { people: [['Inès Perrolaz', 'verified', 2]], staff: 'jules' },
  'Coiffure Lumen': { people: [['Sarah Lumen', 'email-given', 1]] },
  'Optique Dancet': { people: [['Marc Dancet', 'verified', 16, { reminded: SAMPLE_NOW - 15 * DAY, reminders: 2 }]], staff: 'jules' },
  'Charpente Mugnier': { people: [['Léo Mugnier', 'finalised', 8, { attached: 'manual' }]], administrator: 'confirmed' },
  'Boulangerie Chappaz': { people: [['Rose Chappaz', 'finalised', 8, { attached: 'manual' }]], administrator: 'confirmed' },
  'Librairie du Pont Vieux': { people: [['Luc Ternier', 'finalised', 10, { attached: 'automatic' }]] },
  'Pharmacie de la Halle': {
    people: [
      ['Agnès Halloy', 'finalised', 0.19, { attached: 'manual' }],
      ['Benoît Riquet', 'to-decide', 0.188],
    ],
    administrator: 'to-confirm',
  },
  'Hôtel du Lac Noir': { people: [['Yann Delorme', 'to-decide', 1]] },
  'SCI Les Tilleuls': { people: [['Odile Marchand', 'to-decide', 3]] },
  'Clinique vétérinaire Orsat': { people: [['Nora Orsat', 'finalised', 2, { attached: 'manual' }]], administrator: 'to-confirm' },
  'Cave des Aravelles': {
    people: [
      ['Hélène Aravel', 'finalised', 6, { attached: 'automatic' }],
      ['Tom Aravel', 'code-sent', 20],
      ['Ludovic Prat', 'not-started', 25, { state: 'off' }],
    ],
  },
  'Atelier Bonnefoy': {
    people: [
      ['Claire Morel', 'finalised', 11, { attached: 'invited' }],
      ['Hugo Lambert', 'verified', 3],
    ],
    administrator: 'confirmed',
  },
  'Jardins de Valbrenne': {
    people: [['Zoé Perret', 'finalised', 4, { state: 'invited', linkUntil: SAMPLE_NOW + 2 * DAY }]],
  },
};
const OTHERS = ['Camille Roche', 'Denis Favre', 'Emma Girod', 'Farid Benali', 'Gisèle Duc'];

/** @param companies the twenty-one of the samples; more are made up after them, of five people each */
export function sampleAccess(companies = 21): DossierAccess[] {
  const dossiers = sampleAccount('staff', companies, true, 'finalised').dossiers;
  const known = new Map(dossiers.map(({ id, name }) => [name, id]));
  return dossiers
    .map(({ id, name, siren }, n) => dossierAccess(id, name, n, LINES[name] ?? made(n), known, siren))
    .toSorted((a, b) => a.company.name.localeCompare(b.company.name, 'fr'));
}

function made(n: number): Company {
  const step = (u: number): MigrationStep => (n % 3 === 0 ? 'finalised' : (MIGRATION_STEPS[(n * 7 + u) % 4] ?? 'finalised'));
  const count = n < 21 ? 1 + (n % 2) : 5;
  return {
    people: Array.from({ length: count }, (_, u) => [
      OTHERS[(n + u) % OTHERS.length] ?? '',
      n < 21 ? 'finalised' : step(u),
      3 + ((n * 13 + u * 5) % 50),
      { attached: 'automatic' },
    ]),
    staff: n % 3 === 0 ? 'jules' : 'nadia',
  };
}

function dossierAccess(
  dossier: DossierId,
  name: string,
  n: number,
  { people, administrator, staff = 'nadia' }: Company,
  known: ReadonlyMap<string, DossierId>,
  siren?: string,
): DossierAccess {
  const users = people.map(
    ([person, migration, back, more], u): Person => ({
      id: sampleId<UserId>(11, n * 8 + u + 1),
      user: {
        v: 1,
        name: person,
        email: `${person
          .toLowerCase()
          .normalize('NFD')
          .replace(/[^a-z ]/g, '')
          .replaceAll(' ', '.')}@societe-${n + 1}.example`,
        right: { ...right, deposit: [...right.deposit], read: [...right.read], archive: [], admin: u === 0 && administrator !== undefined },
        state: 'active',
        secondFactor: false,
        migration,
        since: Math.round(SAMPLE_NOW - back * DAY),
        ...more,
      },
    }),
  );
  const first = users[0];
  return {
    dossier,
    company: {
      v: 1,
      name,
      ...(siren === undefined ? {} : { siren }),
      clientCode: `C${20_410 + n}`,
      newcomers: null,
      administrator: administrator === undefined || !first ? null : { user: first.id, confirmed: administrator === 'confirmed' },
      staff: [staff === 'jules' ? { user: JULES, name: 'Jules Kessler' } : { user: NADIA, name: 'Nadia Ferrand' }],
    },
    users,
    decisions: decisionsOf(name, users, known),
  };
}

function decisionsOf(name: string, users: readonly Person[], known: ReadonlyMap<string, DossierId>): DossierAccess['decisions'] {
  const one = (n: number, person: Person | undefined, decision: Partial<DossierAccess['decisions'][number]['decision']>) =>
    person === undefined
      ? []
      : [
          {
            id: sampleId(12, n),
            decision: {
              v: 1 as const,
              kind: 'no-match' as const,
              user: person.id,
              name: person.user.name,
              email: person.user.email,
              at: person.user.since,
              ...decision,
            },
          },
        ];
  const [first, second] = users;
  switch (name) {
    case 'Pharmacie de la Halle':
      return one(1, second, {
        kind: 'two-claims',
        at: (first?.user.since ?? 0) + 4 * MINUTE,
        ...(first ? { kept: { user: first.id, name: first.user.name, at: first.user.since } } : {}),
      });
    case 'Hôtel du Lac Noir':
      return one(2, first, { clientCode: 'C20418', number: '2025-1107' });
    case 'SCI Les Tilleuls': {
      const dossiers = ['SCI Les Tilleuls', 'Plomberie Jacquier', 'Aux Trois Sapins'];
      return one(3, first, {
        kind: 'several-companies',
        dossiers: dossiers.flatMap((of) => ((id) => (id ? [{ id, name: of }] : []))(known.get(of))),
      });
    }
    case 'Clinique vétérinaire Orsat':
      return one(4, first, { kind: 'confirm-administrator' });
    default:
      return [];
  }
}

export function sampleFollowUp(access: readonly DossierAccess[]): FollowUp {
  return {
    decisions: new Set(access.flatMap(({ decisions }) => decisions.map(({ id }) => id))).size,
    silences: access.flatMap(({ users }) => {
      const silent = dossierSilentSince(users.map(({ user }) => user));
      return silent === null ? [] : [silent];
    }),
  };
}

export function samplePast(access: DossierAccess | undefined): ReadonlyMap<UserId, readonly MigrationFact[]> {
  return new Map(
    (access?.users ?? []).map(({ id, user }) => {
      const reached = MIGRATION_STEPS.indexOf(user.migration);
      const steps = MIGRATION_STEPS.slice(0, reached + 1).filter((step) => step !== 'to-decide' || user.migration === 'to-decide');
      const facts: MigrationFact[] = steps.map((what, n) => ({ what, at: user.since - (steps.length - 1 - n) * 3 * MINUTE }));
      return [id, user.reminded === undefined ? facts : [...facts, { what: 'reminded' as const, at: user.reminded }]];
    }),
  );
}

type Answered = Result<unknown, never> | undefined;

/** What a server of the samples answers to the acts on migrations. */
export function sampleMigrationCommands(access: readonly DossierAccess[]): (name: string, body: unknown) => Answered {
  const references = new Map<string, { kind: string; value: string }[]>();
  const of = (dossier: string) => {
    const held = references.get(dossier) ?? [
      { kind: 'notification-email', value: 'compta@societe.example' },
      { kind: 'invoice', value: '20251107' },
    ];
    references.set(dossier, held);
    return held;
  };
  return (name, body) => {
    const asked = body as {
      dossier: string;
      dossiers: string[];
      note: string;
      kind: string;
      value: string;
      code: string;
      lines: string[];
      write: boolean;
    };
    const company = access.find(({ dossier }) => dossier === asked.dossier);
    switch (name) {
      case 'migration-unplaced':
        return ok({ decisions: [] });
      case 'migration-decide':
        return ok({ outcome: 'decided', letters: 'sent' });
      case 'migration-reminder-preview':
        return ok({
          subject: `${company?.company.name ?? ''} : votre passage à l’identité unique`,
          text: [
            'Bonjour,',
            '',
            `Votre passage à l’identité unique n’est pas terminé pour ${company?.company.name ?? ''}.`,
            ...(asked.note === '' ? [] : ['', asked.note]),
            '',
            'Pour continuer : https://navette.cabinet-aubrac.example/#/migration',
            '',
            'Cabinet Aubrac Conseil',
          ].join('\n'),
        });
      case 'migration-remind':
        return ok({
          results: access
            .filter(({ dossier }) => asked.dossiers.includes(dossier))
            .flatMap(({ dossier, users }) =>
              users
                .filter(({ user }) => user.state === 'active' && user.migration !== 'finalised')
                .map(({ id, user }, n) => ({ dossier, user: id, name: user.name, outcome: n === 2 ? 'too-many' : 'sent' })),
            ),
        });
      case 'client-references':
        return ok({ clientCode: company?.company.clientCode ?? null, references: of(asked.dossier) });
      case 'client-reference-add':
        of(asked.dossier).push({ kind: asked.kind, value: asked.value });
        return ok({ outcome: 'added', value: asked.value });
      case 'client-reference-remove':
        references.set(
          asked.dossier,
          of(asked.dossier).filter(({ value }) => value !== asked.value),
        );
        return ok({ outcome: 'removed' });
      case 'client-code-set':
        return ok({ outcome: 'set', code: asked.code });
      case 'client-import':
        return ok({
          outcome: 'read',
          added: asked.lines.length,
          codes: 0,
          known: 0,
          faults: asked.lines.flatMap((line, n) => (line.includes('=') ? [{ line: n + 2, why: 'formula', cell: line.slice(0, 40) }] : [])),
          written: asked.write,
        });
      case 'migration-remind-after':
        return ok({ days: (body as { days: number }).days });
      default:
        return undefined;
    }
  };
}
