// The hours of a month as a spreadsheet export: semicolons, decimal commas, a byte order mark as French spreadsheets write it.

import { type IsoDay, addDays, slashedDay, weekday } from './calendar-days.ts';
import { quantity } from './french-figures.ts';
import { seededRandom } from './seeded-random.ts';

/** The CSV of the month ending on `to`: one row per person and week. */
export function hoursCsv(seed: string, people: readonly string[], tasks: readonly [string, ...string[]], to: IsoDay): Uint8Array {
  const random = seededRandom(`${seed}:hours:${to}`);
  const rows = ['Semaine du;Salarié;Affectation;Heures normales;Heures supplémentaires;Absence'];
  const first = `${to.slice(0, 8)}01`;
  let monday = addDays(first, (8 - weekday(first)) % 7);
  for (; monday <= to; monday = addDays(monday, 7)) {
    for (const person of people) {
      const absence = random.next() < 0.12 ? 7000 : 0;
      const extra = random.pick([0, 0, 0, 500, 1000, 1500, 2000]);
      rows.push([slashedDay(monday), person, random.pick(tasks), quantity(35_000 - absence), quantity(extra), quantity(absence)].join(';'));
    }
  }
  return new TextEncoder().encode(`\ufeff${rows.join('\r\n')}\r\n`);
}
