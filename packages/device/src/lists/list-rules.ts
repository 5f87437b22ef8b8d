/**
 * The rules of lists of documents: which rows a question leaves, in which order, how many of each state and kind. Pure: rows in,
 * rows out; the model in memory (`list-model.ts`) and the samples of screens go by the same.
 */
import type { DocumentOrder, DocumentPage, DocumentQuery, DocumentRow, DocumentSort } from '../document-model.ts';
import { DOCUMENT_KINDS, type DocumentKind } from '@navette/domain/document-kinds';
import { DOCUMENT_STATES, type DocumentState } from '@navette/domain/document-state';
import { documentLine, hasAll, plain, searchPieces } from './search-words.ts';

/** A row with what it is found and ordered by, made once. */
export type Listed = {
  readonly row: DocumentRow;
  readonly line: string;
  /** Its issuer, plain. */
  readonly supplier: string;
  readonly name: string;
  /** Its own date as a moment, or that of its capture. */
  readonly date: number;
  /** Its number among packed lines (`packed-lines.ts`); meaningless elsewhere. */
  slot: number;
};

export const NEWEST: DocumentSort = { by: 'captured', down: true };

export function listed(row: DocumentRow, comments: readonly string[] = []): Listed {
  const own = row.facts?.date;
  return {
    row,
    line: documentLine(row, comments),
    supplier: row.facts?.issuer === undefined ? '' : plain(row.facts.issuer),
    name: plain(row.name),
    date: own === undefined ? row.capturedAt : Date.parse(`${own}T00:00Z`),
    slot: 0,
  };
}

/** Withdrawn before its bytes ever reached the firm: nothing is left to show. */
export function isGone(row: DocumentRow): boolean {
  return row.withdrawn && row.receivedAt === null;
}

/** A question made ready for many rows. */
export type Filter = {
  readonly pieces: readonly string[];
  /** All but state, kind and words. */
  keeps(one: Listed): boolean;
  readonly kinds: ReadonlySet<DocumentKind> | null;
  readonly states: ReadonlySet<DocumentState> | null;
};

export function filterOf(query: DocumentQuery): Filter {
  const { dossier, year, period, amount, answers, commented, booked, shelf } = query;
  const dossiers = query.dossiers && query.dossiers.length > 0 ? new Set(query.dossiers) : null;
  const boxes = query.box && query.box.length > 0 ? new Set(query.box) : null;
  const supplier = query.supplier === undefined ? [] : searchPieces(query.supplier);
  const from = period?.from === undefined ? -Infinity : startInParis(period.from);
  const to = period?.to === undefined ? Infinity : startInParis(dayAfter(period.to));
  const { min = -Infinity, max = Infinity } = amount ?? {};
  const keeps = ({ row, supplier: issuer }: Listed): boolean => {
    if (isGone(row)) return false;
    if (shelf === undefined ? row.binnedAt !== null || row.moved !== null : shelf === 'bin' ? row.binnedAt === null : row.moved === null)
      return false;
    if (dossier !== null ? row.dossier !== dossier : dossiers !== null && !dossiers.has(row.dossier)) return false;
    if (year !== undefined && row.year !== year) return false;
    if (period !== undefined) {
      const own = period.by === 'date' ? row.facts?.date : undefined;
      if (own !== undefined) {
        if ((period.from !== undefined && own < period.from) || (period.to !== undefined && own > period.to)) return false;
      } else if (row.capturedAt < from || row.capturedAt >= to) return false;
    }
    if (supplier.length > 0 && !hasAll(` ${issuer} `, supplier)) return false;
    if (amount !== undefined) {
      const total = row.facts?.total;
      if (total === undefined || Math.abs(total) < min || Math.abs(total) > max) return false;
    }
    if (boxes !== null && !boxes.has(row.box)) return false;
    if (answers !== undefined && (typeof answers === 'string' ? row.answers !== answers : (row.answers !== null) !== answers)) return false;
    if (commented !== undefined && (row.comments > 0 || row.comment !== undefined) !== commented) return false;
    return booked === undefined || (row.booked !== null) === booked;
  };
  return { pieces: searchPieces(query.text ?? ''), keeps, kinds: setOf(query.kind), states: setOf(query.state) };
}

function setOf<T extends string>(given: T | readonly T[] | undefined): ReadonlySet<T> | null {
  if (given === undefined) return null;
  const all = typeof given === 'string' ? [given] : given;
  return all.length === 0 ? null : new Set(all);
}

/** Midnight in Paris at the beginning of a day 'YYYY-MM-DD'. */
export function startInParis(day: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime('Europe/Paris').epochMilliseconds;
}

function dayAfter(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}

const RANK_OF_STATE = new Map(DOCUMENT_STATES.map((state, rank) => [state, rank]));
const RANK_OF_KIND = new Map(DOCUMENT_KINDS.map((kind, rank) => [kind, rank]));

/** Null for what has no value: it stands last in either direction. */
const VALUE: { readonly [O in DocumentOrder]: (one: Listed) => number | string | null } = {
  captured: ({ row }) => row.capturedAt,
  date: ({ date }) => date,
  name: ({ name }) => name || null,
  supplier: ({ supplier }) => supplier || null,
  amount: ({ row }) => row.facts?.total ?? null,
  kind: ({ row }) => RANK_OF_KIND.get(row.kind) ?? null,
  state: ({ row }) => RANK_OF_STATE.get(row.state) ?? null,
};

/** Total: rows of one value follow one another by their capture, the newest first, then by id. */
export function comparison({ by, down }: DocumentSort): (a: Listed, b: Listed) => number {
  const value = VALUE[by];
  const sign = down ? -1 : 1;
  return (a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x !== y) {
      if (x === null) return 1;
      if (y === null) return -1;
      return x < y ? -sign : sign;
    }
    return b.row.capturedAt - a.row.capturedAt || (a.row.id < b.row.id ? 1 : a.row.id > b.row.id ? -1 : 0);
  };
}

export type Found = {
  /** In the order they were given. */
  readonly matches: readonly Listed[];
  readonly byState: Record<DocumentState, number>;
  readonly byKind: Record<DocumentKind, number>;
  /** Only words stand against these: they may be in the file. */
  readonly wordless: readonly Listed[];
};

const zeros = <K extends string>(keys: readonly K[]): Record<K, number> =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;

/**
 * One pass over rows in their order.
 * @param having of rows by their number, those whose line has the words, where that is known already
 */
export function find(rows: readonly Listed[], filter: Filter, having: Uint8Array | null = null): Found {
  const matches: Listed[] = [];
  const wordless: Listed[] = [];
  const [byState, byKind] = [zeros(DOCUMENT_STATES), zeros(DOCUMENT_KINDS)];
  const { pieces, keeps } = filter;
  for (const one of rows) {
    if (!keeps(one)) continue;
    if (pieces.length > 0 && (having === null ? !hasAll(one.line, pieces) : having[one.slot] !== 1)) {
      wordless.push(one);
      continue;
    }
    if (takes(one, filter, byState, byKind)) matches.push(one);
  }
  return { matches, byState, byKind, wordless };
}

/** Counts it, and says whether its kind and state are wanted. A withdrawn document is shown, and counted nowhere. */
function takes(
  { row }: Listed,
  { kinds, states }: Filter,
  byState: Record<DocumentState, number>,
  byKind: Record<DocumentKind, number>,
): boolean {
  const ofKind = kinds === null || kinds.has(row.kind);
  const ofState = states === null || states.has(row.state);
  if (!row.withdrawn) {
    if (ofKind) byState[row.state]++;
    if (ofState) byKind[row.kind]++;
  }
  return ofKind && ofState;
}

/** Adds documents whose file has the words that their fields lack, behind all others. */
export function withTexts(found: Found, filter: Filter, inText: readonly Listed[]): Found & { readonly inText: ReadonlySet<Listed> } {
  const [byState, byKind] = [{ ...found.byState }, { ...found.byKind }];
  const more = inText.filter((one) => takes(one, filter, byState, byKind));
  return { ...found, byState, byKind, matches: [...found.matches, ...more], inText: new Set(more) };
}

/** Rows of a question that fits in one hand, at once. */
export function pageOf(rows: readonly DocumentRow[], query: DocumentQuery, texts: ReadonlyMap<string, string> = new Map()): DocumentPage {
  const filter = filterOf(query);
  const found = find(rows.map((row) => listed(row)).toSorted(comparison(query.sort ?? NEWEST)), filter);
  const inText =
    filter.pieces.length === 0
      ? []
      : found.wordless.filter(({ row, line }) => hasAll(`${line}${texts.get(row.hash) ?? ''}`, filter.pieces));
  return cut(withTexts(found, filter, inText), query);
}

/** The page of what was found. */
export function cut(found: Found & { readonly inText?: ReadonlySet<Listed> }, { limit, offset = 0 }: DocumentQuery): DocumentPage {
  const shown = found.matches.slice(offset, offset + limit);
  const { inText } = found;
  const there = inText === undefined || inText.size === 0 ? [] : shown.filter((one) => inText.has(one)).map(({ row }) => row.id);
  return {
    rows: shown.map(({ row }) => row),
    ...(offset === 0 ? {} : { offset }),
    total: found.matches.length,
    byState: found.byState,
    byKind: found.byKind,
    ...(there.length === 0 ? {} : { inText: there }),
  };
}
