/**
 * The rows of the staff's view of migrations: one a dossier, made of its access room alone, so that it stands without the
 * network. Filters, order and counts; no wording.
 */
import type { DossierAccess } from '@navette/device/model';
import {
  dossierSilentSince,
  dossierStep,
  isReminderDue,
  reminderSkip,
  silentSince,
  type ReminderSkip,
} from '@navette/domain/migration-follow-up';
import { MIGRATION_STEPS, type MigrationStep } from '@navette/domain/migration';
import type { DossierId, UserId } from '@navette/kernel/ids';

export type AccessPerson = DossierAccess['users'][number];
type Decision = DossierAccess['decisions'][number];
/** `access` is null for a request whose code and number belong to no dossier: it is the whole staff's. */
export type OpenDecision = Decision & { readonly access: DossierAccess | null };

export type MigrationRow = {
  readonly id: DossierId;
  readonly name: string;
  readonly access: DossierAccess;
  readonly step: MigrationStep;
  /** Those who can come in: neither deactivated nor only invited. */
  readonly people: readonly AccessPerson[];
  readonly finalised: number;
  /** Whom the row speaks of: of those who hold the dossier back, the one who has been silent longest. */
  readonly lead: AccessPerson | null;
  /** Since when nothing was heard of somebody who has something left to do. */
  readonly silent: number | null;
  /** The last step or reminder of any of its people; null for none. */
  readonly lastFact: number | null;
  readonly reminded: number | null;
  readonly reminders: number;
};

export function migrationRow(access: DossierAccess): MigrationRow {
  const { company, users, decisions } = access;
  const people = users.filter(({ user }) => user.state === 'active');
  const step = dossierStep(
    users.map(({ user }) => user),
    decisions.length,
  );
  const moments = [...people.map(({ user }) => Math.max(user.since, user.reminded ?? 0)), ...decisions.map(({ decision }) => decision.at)];
  const reminded = Math.max(0, ...people.map(({ user }) => user.reminded ?? 0));
  return {
    id: access.dossier,
    name: company.name,
    access,
    step,
    people,
    finalised: people.filter(({ user }) => user.migration === 'finalised').length,
    lead: leadOf(people, decisions[0]?.decision.user),
    silent: dossierSilentSince(users.map(({ user }) => user)),
    lastFact: moments.length === 0 ? null : Math.max(...moments),
    reminded: reminded === 0 ? null : reminded,
    reminders: people.reduce((sum, { user }) => sum + (user.reminders ?? 0), 0),
  };
}

function leadOf(people: readonly AccessPerson[], deciding: UserId | undefined): AccessPerson | null {
  const decided = people.find(({ id }) => id === deciding);
  if (decided) return decided;
  let lead: AccessPerson | null = null;
  for (const person of people) if (lead === null || holdsBack(person, lead)) lead = person;
  return lead;
}

function holdsBack({ user }: AccessPerson, { user: other }: AccessPerson): boolean {
  const [one, two] = [MIGRATION_STEPS.indexOf(user.migration), MIGRATION_STEPS.indexOf(other.migration)];
  return one === two ? (silentSince(user) ?? user.since) < (silentSince(other) ?? other.since) : one < two;
}

/** What the text filter looks through, made once a row and only when somebody writes. */
const WORDS = new WeakMap<MigrationRow, string>();

function wordsOf(row: MigrationRow): string {
  const known = WORDS.get(row);
  if (known !== undefined) return known;
  const { company, users } = row.access;
  const all = [company.name, company.siren, company.clientCode, ...users.flatMap(({ user }) => [user.name, user.email])];
  const words = plain(all.filter((word) => word !== undefined).join(' '));
  WORDS.set(row, words);
  return words;
}

/** Lower case without accents. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}

export type MigrationFilters = {
  readonly text: string;
  readonly step: MigrationStep | null;
  /** Of the firm. */
  readonly staff: UserId | null;
  /** Only those to whom a reminder is due. */
  readonly due: boolean;
};
export const NO_FILTERS: MigrationFilters = { text: '', step: null, staff: null, due: false };

export function filterRows(rows: readonly MigrationRow[], filters: MigrationFilters, now: number, days: number): readonly MigrationRow[] {
  const words = plain(filters.text)
    .split(/\s+/)
    .filter((word) => word !== '');
  return rows.filter(
    (row) =>
      (filters.step === null || row.step === filters.step) &&
      (filters.staff === null || row.access.company.staff?.some(({ user }) => user === filters.staff) === true) &&
      (!filters.due || isReminderDue(row.silent, now, days)) &&
      words.every((word) => wordsOf(row).includes(word)),
  );
}

export const SORT_KEYS = ['name', 'people', 'step', 'precision', 'last', 'silent', 'reminded'] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export type SortOrder = { readonly key: SortKey; readonly down: boolean };

/** What waits for the firm first, then the least advanced, the finalised ones last. */
const STEP_ORDER: readonly MigrationStep[] = ['to-decide', 'not-started', 'email-given', 'code-sent', 'verified', 'finalised'];
/** Made once: one a comparison would cost a hundred times as much. */
const BY_WORDS = new Intl.Collator('fr', { numeric: true });

/**
 * @param rows in the order of their names, which decides between equals
 * @param precision of each row, as it is shown
 */
export function sortRows(
  rows: readonly MigrationRow[],
  { key, down }: SortOrder,
  precision: (row: MigrationRow) => string,
): readonly MigrationRow[] {
  if (key === 'name') return down ? rows.toReversed() : rows;
  const sign = down ? -1 : 1;
  if (key === 'precision') {
    const keyed = rows.map((row) => ({ row, text: precision(row) }));
    return keyed.toSorted((a, b) => sign * BY_WORDS.compare(a.text, b.text)).map(({ row }) => row);
  }
  // What has no value stands last in either direction.
  return rows.toSorted((a, b) => {
    const [one, two] = [valueOf(a, key), valueOf(b, key)];
    if (one === null || two === null) return Number(one === null) - Number(two === null);
    const order = sign * (one - two);
    return order === 0 && key === 'step' ? (a.silent ?? Infinity) - (b.silent ?? Infinity) || 0 : order;
  });
}

function valueOf(row: MigrationRow, key: Exclude<SortKey, 'name' | 'precision'>): number | null {
  switch (key) {
    case 'people':
      return row.people.length;
    case 'step':
      return STEP_ORDER.indexOf(row.step);
    case 'last':
      return row.lastFact;
    case 'silent':
      // The longest silence is the largest number of days.
      return row.silent === null ? null : -row.silent;
    case 'reminded':
      return row.reminded;
  }
}

/** Whom a reminder of these dossiers goes to, and who is left out of it and why: the server decides by the same rule when it sends. */
export function reminderPlan(rows: readonly MigrationRow[], now: number): ReminderPlan {
  const plan: { to: PlannedPerson[]; skipped: (PlannedPerson & { why: ReminderSkip })[] } = { to: [], skipped: [] };
  for (const { access } of rows) {
    for (const { id, user } of access.users) {
      const person = { dossier: access.dossier, company: access.company.name, user: id, name: user.name, email: user.email };
      const why = reminderSkip(user, now);
      if (why === null) plan.to.push(person);
      else plan.skipped.push({ ...person, why });
    }
  }
  return plan;
}

export type PlannedPerson = {
  readonly dossier: DossierId;
  readonly company: string;
  readonly user: UserId;
  readonly name: string;
  readonly email: string;
};
export type ReminderPlan = {
  readonly to: readonly PlannedPerson[];
  readonly skipped: readonly (PlannedPerson & { readonly why: ReminderSkip })[];
};

/**
 * Decisions of the firm, the oldest first. One about several companies stands in the room of each, which says the names of the
 * others to nobody: they are said here to whoever knows them.
 */
export function openDecisions(rows: readonly MigrationRow[]): readonly OpenDecision[] {
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const open = new Map<string, OpenDecision>();
  for (const { access } of rows) {
    for (const { id, decision } of access.decisions) {
      if (open.has(id)) continue;
      const dossiers = decision.dossiers?.map((one) => ({ id: one.id, name: names.get(one.id) ?? '' }));
      open.set(id, { id, decision: dossiers ? { ...decision, dossiers } : decision, access });
    }
  }
  return [...open.values()].toSorted((a, b) => a.decision.at - b.decision.at);
}

/** Who of the firm looks after any of these, by name. */
export function staffOf(rows: readonly MigrationRow[]): readonly { readonly user: UserId; readonly name: string }[] {
  const known = new Map<UserId, string>();
  for (const { access } of rows) for (const { user, name } of access.company.staff ?? []) known.set(user, name);
  return [...known].map(([user, name]) => ({ user, name })).toSorted((a, b) => BY_WORDS.compare(a.name, b.name));
}
