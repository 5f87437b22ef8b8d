/** What a row of migrations says of its step and of its last event, in the words of the language. */
import type { DossierAccess } from '@navette/device/model';
import type { Formats } from '@navette/texts/formats';
import type { MigrationsTexts } from '@navette/texts/migrations-texts';
import { dayInParis } from '@navette/kernel/dates';
import type { AccessPerson, MigrationRow } from './rows.ts';

export type Wording = { readonly t: MigrationsTexts; readonly f: Formats; readonly now: number };

/** A code by mail is good for this long. */
const CODE_LIFETIME = 10 * 60_000;

/** `à 14:40`, `hier`, `le 16 nov.`: after a word. */
export function atMoment({ t, f, now }: Wording, moment: number): string {
  const [day, today] = [dayInParis(moment), dayInParis(now)];
  if (day === today) return t.fact.at(f.time(moment));
  return day === dayInParis(now - 24 * 3600_000) ? t.fact.yesterday : t.fact.on(f.shortDay(moment, now));
}

export function precisionOf(words: Wording, row: MigrationRow): string {
  const { t } = words;
  const { people, finalised, access } = row;
  const decision = access.decisions[0]?.decision;
  if (decision) return t.precision.decisions[decision.kind];
  if (people.length === 0) {
    const waiting = access.users.filter(({ user }) => user.state === 'invited').length;
    const off = access.users.length - waiting;
    return waiting > 0 ? t.precision.invited(waiting) : off > 0 ? t.precision.inactive(off) : t.precision.nobody;
  }
  if (finalised > 0 && finalised < people.length) return t.precision.partly(finalised, people.length);
  return row.lead === null ? '' : precisionOfPerson(words, access, row.lead);
}

/** What else there is to know of somebody at their step. */
export function precisionOfPerson({ t, f, now }: Wording, { company }: DossierAccess, { id, user }: AccessPerson): string {
  switch (user.migration) {
    case 'code-sent': {
      const until = user.since + CODE_LIFETIME;
      return until > now ? t.precision.codeUntil(f.time(until)) : t.precision.codeOver;
    }
    case 'verified':
      return company.administrator === null || company.newcomers === null ? t.precision.defaultProfile : t.precision.chosenProfile;
    case 'finalised':
      if (company.administrator?.user === id)
        return company.administrator.confirmed ? t.precision.administrator : t.precision.administratorToConfirm;
      return user.attached === undefined ? '' : t.precision.attached[user.attached];
    default:
      return '';
  }
}

export function factOf(words: Wording, row: MigrationRow): string {
  const decision = row.access.decisions[0]?.decision;
  if (decision) return words.t.fact.steps['to-decide'](atMoment(words, decision.at));
  return row.lead === null ? '' : factOfPerson(words, row.lead);
}

/** The last thing that happened: a reminder, where one came after the last step. */
export function factOfPerson(words: Wording, { user }: AccessPerson): string {
  const { t } = words;
  if (user.reminded !== undefined && user.reminded >= user.since) return t.fact.reminded(atMoment(words, user.reminded));
  return user.migration === 'not-started' ? t.fact.never : t.fact.steps[user.migration](atMoment(words, user.since));
}
