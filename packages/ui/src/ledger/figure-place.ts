/**
 * Where one stands among the figures, in the page's hash: which figure, then what makes it, down to one entry. Accounts and third
 * parties are said by their position in the ledger, so that no name is in an address; a position is only ever looked up (M5).
 */
import { useEffect, useState } from 'preact/hooks';
import { COMPOSITION, type Composition } from '@navette/domain/ledger/indicators';
import { SIG_NAMES, sigParts, type SigName } from '@navette/domain/ledger/sig-parts';
import type { DossierId } from '@navette/kernel/ids';
import type { FigureName } from '@navette/texts/indicators-texts';
import { routeTo } from '../routes.ts';

export type FigurePlace = {
  readonly figure: FigureName | null;
  readonly exercise: string | null;
  /** `AAAA-MM`. */
  readonly month: string | null;
  readonly by: 'account' | 'party';
  /** Positions in the ledger's lists; of third parties, 0 for lines without one. */
  readonly account: number | null;
  readonly party: number | null;
  readonly entry: number | null;
  /** The whole list, and not the figures around it. */
  readonly all: boolean;
};

const FIGURES: readonly FigureName[] = [...(Object.keys(COMPOSITION) as (keyof typeof COMPOSITION)[]), ...SIG_NAMES];

export const TOP: FigurePlace = {
  figure: null,
  exercise: null,
  month: null,
  by: 'account',
  account: null,
  party: null,
  entry: null,
  all: false,
};

export function parsePlace(hash: string): FigurePlace {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const asked = new URLSearchParams(query);
  const number = (name: string) => (/^\d{1,9}$/.test(asked.get(name) ?? '') ? Number(asked.get(name)) : null);
  const figure = path.split('/')[1] ?? '';
  const exercise = asked.get('exercise') ?? '';
  const month = asked.get('month') ?? '';
  return {
    figure: FIGURES.find((known) => known === figure) ?? null,
    exercise: /^[\w-]{1,64}$/.test(exercise) ? exercise : null,
    month: /^\d{4}-(?:0[1-9]|1[0-2])$/.test(month) ? month : null,
    by: asked.get('by') === 'party' ? 'party' : 'account',
    account: number('account'),
    party: number('party'),
    entry: number('entry'),
    all: asked.get('all') === '1',
  };
}

/** The hash of a place; reading it gives the place again. */
export function placeHash(place: FigurePlace, dossier: DossierId | null): string {
  const query = new URLSearchParams();
  const { figure, exercise, month, by, account, party, entry, all } = place;
  if (exercise !== null) query.set('exercise', exercise);
  if (month !== null) query.set('month', month);
  if (by === 'party') query.set('by', by);
  for (const [name, value] of Object.entries({ account, party, entry })) if (value !== null) query.set(name, String(value));
  if (all) query.set('all', '1');
  const whole = routeTo('indicators', { query: query.toString(), ...(dossier === null ? {} : { dossier }) });
  return figure === null ? whole : whole.replace('#/indicators', `#/indicators/${figure}`);
}

/** Whether the place is below the figures: accounts, third parties, lines, an entry. */
export function isDeep({ account, party, entry, all }: FigurePlace): boolean {
  return all || account !== null || party !== null || entry !== null;
}

/** One step back to what it was a part of; null at the top. */
export function above(place: FigurePlace, isHeadline: boolean): FigurePlace | null {
  if (place.entry !== null) return { ...place, entry: null };
  if (place.party !== null) return { ...place, party: null };
  if (place.account !== null) return { ...place, account: null };
  if (place.all) return isHeadline ? { ...place, all: false } : { ...TOP, exercise: place.exercise };
  if (place.month !== null) return { ...place, month: null };
  return null;
}

export function partsOf(figure: FigureName, from2025: boolean): Composition {
  return figure in COMPOSITION ? COMPOSITION[figure as keyof typeof COMPOSITION] : sigParts(figure as SigName, from2025);
}

/** The page's hash, followed. */
export function useHash(): string {
  const [hash, setHash] = useState(() => location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener('hashchange', follow);
    follow();
    return () => removeEventListener('hashchange', follow);
  }, []);
  return hash;
}
