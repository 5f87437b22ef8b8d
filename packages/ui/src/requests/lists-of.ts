/** How far the lists of a model have come: requests of one name in one dossier. */
import type { RequestView } from '@navette/device/model';
import type { DossierId } from '@navette/kernel/ids';

export type RequestList = {
  readonly key: string;
  readonly name: string;
  readonly dossier: DossierId;
  /** Closed: with an accepted document, or by the firm. */
  readonly done: number;
  readonly all: number;
};

/** Those that are not finished first, then by name. */
export function listsOf(requests: readonly RequestView[]): RequestList[] {
  const named = requests.filter(({ list }) => list !== undefined);
  return [...Map.groupBy(named, ({ dossier, list }) => `${dossier}/${list}`)]
    .map(([key, own]) => ({
      key,
      name: own[0]?.list ?? '',
      dossier: own[0]?.dossier as DossierId,
      done: own.filter(({ state }) => state === 'closed').length,
      all: own.length,
    }))
    .toSorted((a, b) => Number(a.done === a.all) - Number(b.done === b.all) || a.name.localeCompare(b.name));
}
