import { describe, expect, test } from 'vitest';
import { MIGRATION_STEPS } from '@navette/domain/migration';
import { JULES, SAMPLE_NOW } from '../testing/sample-data.ts';
import { sampleAccess } from '../testing/sample-migrations.ts';
import { filterRows, migrationRow, NO_FILTERS, openDecisions, reminderPlan, SORT_KEYS, sortRows, staffOf } from './rows.ts';

const rows = sampleAccess().map(migrationRow);
const named = (name: string) => rows.find((row) => row.name === name);
const names = (of: readonly { name: string }[]) => of.map(({ name }) => name);

describe('the rows of migrations', () => {
  test('say one step a dossier, that of the last of its people', () => {
    expect(named('Charpente Mugnier')?.step).toBe('finalised');
    expect(named('Atelier Bonnefoy')).toMatchObject({ step: 'verified', finalised: 1, lead: { user: { name: 'Hugo Lambert' } } });
    expect(named('Pharmacie de la Halle')?.step).toBe('to-decide');
    expect(new Set(rows.map(({ step }) => step))).toEqual(new Set(MIGRATION_STEPS));
  });

  test('leave out whoever was deactivated or only invited', () => {
    expect(named('Cave des Aravelles')?.people).toHaveLength(2);
    expect(named('Jardins de Valbrenne')).toMatchObject({ people: [], silent: null, lead: null });
  });

  test('speak of the person who has been silent longest', () => {
    expect(named('Cave des Aravelles')?.lead?.user.name).toBe('Tom Aravel');
    expect(named('Hôtel du Lac Noir')?.lead?.user.name).toBe('Yann Delorme');
  });
});

describe('filters', () => {
  const filtered = (more: object) => names(filterRows(rows, { ...NO_FILTERS, ...more }, SAMPLE_NOW, 14));

  test('find a dossier by its name, its people, an address, a SIREN or a client code, accents or not', () => {
    for (const text of ['hotel lac', 'HÔTEL', 'yann', 'yann.delorme@', named('Hôtel du Lac Noir')?.access.company.siren ?? '', 'c20420'])
      expect(filtered({ text })).toEqual(['Hôtel du Lac Noir']);
    expect(filtered({ text: 'personne d’autre' })).toEqual([]);
  });

  test('keep the dossiers of one step, of one member of the staff, and those to remind', () => {
    expect(filtered({ step: 'email-given' })).toEqual(['Coiffure Lumen']);
    expect(filtered({ staff: JULES })).toEqual(expect.arrayContaining(['Garage Perrolaz', 'Optique Dancet', 'Transports Gavard']));
    expect(filtered({ staff: JULES, step: 'verified', due: true })).toEqual(['Optique Dancet']);
    expect(filtered({ due: true })).toEqual(['Cave des Aravelles', 'Mécanique Tissot-Brun', 'Optique Dancet']);
  });

  test('name the staff there is to choose from', () => {
    expect(names(staffOf(rows))).toEqual(['Jules Kessler', 'Nadia Ferrand']);
  });
});

describe('order', () => {
  test('by step: what the firm has to decide first, then the least advanced and the longest silent, the finalised last', () => {
    const sorted = sortRows(rows, { key: 'step', down: false }, () => '');
    expect(names(sorted.slice(0, 4)).toSorted()).toEqual([
      'Clinique vétérinaire Orsat',
      'Hôtel du Lac Noir',
      'Pharmacie de la Halle',
      'SCI Les Tilleuls',
    ]);
    expect(names(sorted.slice(4, 7))).toEqual(['Mécanique Tissot-Brun', 'Transports Gavard', 'Jardins de Valbrenne']);
    expect(sorted.at(-1)?.step).toBe('finalised');
  });

  test('by any column, both ways, without losing or repeating a dossier', () => {
    for (const key of SORT_KEYS)
      for (const down of [false, true])
        expect(names(sortRows(rows, { key, down }, (row) => row.step)).toSorted()).toEqual(names(rows).toSorted());
  });

  test('a dossier without the fact stands last, whichever way', () => {
    for (const down of [false, true]) {
      const sorted = sortRows(rows, { key: 'reminded', down }, () => '');
      expect(names(sorted.slice(0, 2)).toSorted()).toEqual(['Optique Dancet', 'Transports Gavard']);
    }
    expect(sortRows(rows, { key: 'silent', down: true }, () => '')[0]?.silent).not.toBeNull();
  });
});

describe('a reminder of several dossiers', () => {
  test('goes to whoever has something left to do, and says why each other person is left out', () => {
    const { to, skipped } = reminderPlan(
      ['Atelier Bonnefoy', 'Cave des Aravelles', 'Hôtel du Lac Noir'].flatMap((name) => named(name) ?? []),
      SAMPLE_NOW,
    );
    expect(names(to)).toEqual(['Hugo Lambert', 'Tom Aravel']);
    expect(skipped.map(({ name, why }) => [name, why])).toEqual([
      ['Claire Morel', 'finalised'],
      ['Hélène Aravel', 'finalised'],
      ['Ludovic Prat', 'not-active'],
      ['Yann Delorme', 'to-decide'],
    ]);
  });
});

test('a decision about several companies stands once, and names those the person looks after', () => {
  const [shared] = openDecisions(rows).filter(({ decision }) => decision.kind === 'several-companies');
  expect(shared?.decision.dossiers?.map(({ name }) => name)).toEqual(['SCI Les Tilleuls', 'Plomberie Jacquier', 'Aux Trois Sapins']);
  const mine = rows.filter(({ name }) => name !== 'Aux Trois Sapins');
  const [known] = openDecisions(mine).filter(({ decision }) => decision.kind === 'several-companies');
  expect(known?.decision.dossiers?.map(({ name }) => name)).toEqual(['SCI Les Tilleuls', 'Plomberie Jacquier', '']);
});

test('decisions of the firm stand the oldest first', () => {
  expect(openDecisions(rows).map(({ access }) => access?.company.name)).toEqual([
    'SCI Les Tilleuls',
    'Clinique vétérinaire Orsat',
    'Hôtel du Lac Noir',
    'Pharmacie de la Halle',
  ]);
});
