/** Where the journal stands in this page's hash: the open entry, and the exercise. Ids and a year, never an act (M5). */
import type { DossierId } from '@navette/kernel/ids';
import { routeTo } from '../routes.ts';

/** The part of the hash that opens an entry nobody has written yet. */
export const NEW = 'new';

/** @returns the exercise the hash asks for, else `otherwise` */
export function yearAsked(otherwise: number): number {
  const asked = Number(new URLSearchParams(location.hash.split('?')[1] ?? '').get('year'));
  return Number.isInteger(asked) && asked >= 2000 && asked <= 2999 ? asked : otherwise;
}

/** @param entry null for the list */
export function entriesPlace(dossier: DossierId, year: number, entry: string | null = null): string {
  return routeTo('entries', { dossier, query: `year=${year}` }).replace('#/entries', `#/entries${entry === null ? '' : `/${entry}`}`);
}
