/**
 * What waits for the staff of a dossier, counted while its access room is folded: so that a badge costs one small row a
 * dossier and no schema. A record that is not what it should be counts for nothing.
 */
import { dossierSilentSince, type Migrant } from '@navette/domain/migration-follow-up';
import { MIGRATION_STEPS } from '@navette/domain/migration';
import type { DossierId } from '@navette/kernel/ids';
import type { AccessRow } from '../store/local-store.ts';

/**
 * Of one dossier: ids of the decisions the firm has to take (one about several companies stands in the room of each), and
 * since when the quietest of its people is silent.
 */
export type DossierFollowUp = { readonly decisions: readonly string[]; readonly silent: number | null };

/** Key of these rows: behind the records of every dossier, whose ids are hexadecimal. */
export const FOLLOW_UP = 'follow-up/';

type Room = { keys(): Iterable<string>; value(key: string): unknown };

export function followUpRow(dossier: DossierId, room: Room): AccessRow {
  const people: Migrant[] = [];
  const decisions: string[] = [];
  for (const key of room.keys()) {
    const value = room.value(key);
    if (typeof value !== 'object' || value === null) continue;
    if (key.startsWith('decision/')) decisions.push(key);
    else if (key.startsWith('user/')) people.push(migrantOf(value));
  }
  const value: DossierFollowUp = { decisions, silent: dossierSilentSince(people) };
  return { key: FOLLOW_UP + dossier, dossier, of: 'follow-up', value };
}

/** Reads the few facts it needs; what is missing makes nobody wait. */
function migrantOf(value: object): Migrant {
  const { state, migration, since, reminded } = value as Partial<Record<keyof Migrant, unknown>>;
  return {
    state: state === 'active' ? 'active' : 'off',
    migration: MIGRATION_STEPS.find((known) => known === migration) ?? 'finalised',
    since: typeof since === 'number' ? since : 0,
    reminded: typeof reminded === 'number' ? reminded : 0,
  };
}

/** The counted value of such a row, as this device wrote it; nothing for one of another kind. */
export function readFollowUp(row: AccessRow): DossierFollowUp | null {
  return row.of === 'follow-up' ? (row.value as DossierFollowUp) : null;
}
