/**
 * The local store on IndexedDB through Dexie, every write in one strict transaction.
 *
 * Relaxed durability, the browsers' default, calls a change complete when the system has it in memory; strict waits for
 * the disk and costs about a third of a millisecond. One database a server and person (D5).
 */
// The build for today's browsers: the package's own entry carries helpers for those without classes.
import Dexie, { liveQuery, type IndexableType, type Table } from 'dexie/dist/modern/dexie.mjs';
import type { Observable } from '../model.ts';
import { tellTouched, touchedBy, watchTouched } from './changes.ts';
import { changeEntries } from './merge-changes.ts';
import {
  INDEXES,
  PRIMARY_KEY,
  StoreFailure,
  type Change,
  type LocalStore,
  type Range,
  type TableName,
  type Tables,
} from './local-store.ts';

/** 2: access and sendings. 3: archive, texts, documents by the request they answer. 4: drafts and entries. */
const SCHEMA_VERSION = 4;

/**
 * @param onClosed told once this object answers no more: closed, erased, or let go of for another tab; open a new one
 */
export function openDexieStore(name: string, onClosed: () => void = () => undefined): LocalStore {
  const db = new Dexie(name, { chromeTransactionDurability: 'strict' });
  db.version(SCHEMA_VERSION).stores(
    Object.fromEntries(Object.entries(PRIMARY_KEY).map(([table, key]) => [table, [key, ...INDEXES[table as TableName]].join(',')])),
  );
  // A newer version of the code wants to upgrade the store: let go of it rather than block the other tab.
  const close = (): void => {
    onClosed();
    db.close();
  };
  db.on('versionchange', close);
  const table = <T extends TableName>(of: T): Table<Tables[T], IndexableType> => db.table(of);

  return {
    name,
    async commit(change) {
      try {
        const names = touched(change);
        // Nothing to write, and nothing to find out.
        if (names.length === 0) return 'done';
        const done = await db.transaction('rw', names, () => apply(change, table));
        if (done === 'done') tellTouched(name, touchedBy(change));
        return done;
      } catch (error) {
        throw failureOf(error);
      }
    },
    async get(of, key) {
      return translated(() => table(of).get(key as IndexableType));
    },
    async list(of, range) {
      return translated(() => (isByKeys(range) ? byKeys(table(of), range.anyOf) : collection(table(of), range).toArray()));
    },
    observe: (query) => observe(query),
    watch: (listener) => watchTouched(name, listener),
    close,
    async erase(unless = []) {
      const empty = async (): Promise<boolean> => {
        for (const name of unless) if ((await db.table(name).count()) > 0) return false;
        for (const each of db.tables) await each.clear();
        return true;
      };
      // A store that cannot be read any more can still be deleted, where nothing is asked of it.
      const emptied = unless.length === 0 || (await db.transaction('rw', db.tables, empty));
      if (!emptied) return false;
      onClosed();
      await db.delete();
      tellTouched(name, null);
      return true;
    },
  };
}

/** Opens each database once in this context, however often it is asked for; a closed one is opened anew. */
export function dexieStores(): (name: string) => LocalStore {
  const open = new Map<string, LocalStore>();
  return (name) => {
    const known = open.get(name) ?? openDexieStore(name, () => void open.delete(name));
    open.set(name, known);
    return known;
  };
}

/** Update rows are looked up by room to check expectations, so their table is in scope whenever one is stated. */
function touched(change: Change): TableName[] {
  const names = [change.put, change.merge, change.patch, change.remove].flatMap((part) => changeEntries(part).map(([table]) => table));
  return [...new Set<TableName>([...names, ...(change.expect?.length ? (['updates'] as const) : [])])];
}

type TableOf = <T extends TableName>(of: T) => Table<Tables[T], IndexableType>;

/**
 * Everything there is to read in one turn, everything to write in the next: each turn is a third of a millisecond of a strict
 * commit. What is read is looked at as if the removals had been made.
 */
async function apply(change: Change, table: TableOf): Promise<'done' | 'conflict'> {
  const merges = [...new Set<TableName>([...changeEntries(change.merge), ...changeEntries(change.patch)].map(([of]) => of))];
  const [newer, known] = await Promise.all([
    Promise.all(
      (change.expect ?? []).map(({ room, last }) =>
        table('updates').where('[room+i]').between([room, last], [room, Dexie.maxKey], false, true).primaryKeys(),
      ),
    ),
    Promise.all(merges.map((of) => knownRows(table(of) as unknown as UntypedTable, keyOf(of), rowsToMerge(change, of)))),
  ]);
  if (newer.some((keys) => keys.length > 0)) return 'conflict';
  const rows = new Map<TableName, readonly unknown[]>(merges.map((of, i) => [of, merged(change, of, known[i] ?? new Map())]));
  // Rows that are put win over those that are merged.
  for (const [of, put] of changeEntries(change.put)) rows.set(of, [...(rows.get(of) ?? []), ...put]);
  const removed = new Map<TableName, PromiseLike<unknown>>();
  for (const [of, keys] of changeEntries(change.remove)) removed.set(of, table(of).bulkDelete([...keys] as IndexableType[]));
  const put = ([of, all]: [TableName, readonly unknown[]]): PromiseLike<unknown> => table(of).bulkPut(all as readonly Tables[typeof of][]);
  await Promise.all([...removed.values(), ...[...rows].map((each) => removed.get(each[0])?.then(() => put(each)) ?? put(each))]);
  return 'done';
}

type UntypedRow = Record<string, unknown>;
type UntypedTable = Table<UntypedRow, IndexableType>;

const keyOf = (of: TableName): string => PRIMARY_KEY[of].replace('++', '');

function rowsToMerge(change: Change, of: TableName): readonly UntypedRow[] {
  return [...(change.merge?.[of] ?? []), ...(change.patch?.[of] ?? [])] as readonly UntypedRow[];
}

/** Rows merged at once from which the keys that are there are asked for first: in a new room hardly any is. */
const MANY = 200;

async function knownRows(table: UntypedTable, key: string, rows: readonly UntypedRow[]): Promise<Map<unknown, UntypedRow>> {
  let keys = [...new Set(rows.map((row) => row[key] as string))];
  if (keys.length > MANY) {
    const sorted = keys.toSorted();
    const there = new Set(await table.where(':id').between(sorted[0], sorted.at(-1), true, true).primaryKeys());
    keys = keys.filter((one) => there.has(one));
  }
  if (keys.length === 0) return new Map();
  const found = await table.bulkGet(keys);
  return new Map(found.flatMap((row) => (row ? [[row[key], row]] : [])));
}

/** The rows of one table as they are once the change's parts are in: merges first, then what is for known rows alone. */
function merged(change: Change, of: TableName, known: ReadonlyMap<unknown, UntypedRow>): UntypedRow[] {
  const key = keyOf(of);
  const gone = new Set<unknown>(change.remove?.[of]);
  const rows = new Map<unknown, UntypedRow>();
  const before = (row: UntypedRow): UntypedRow | undefined => rows.get(row[key]) ?? (gone.has(row[key]) ? undefined : known.get(row[key]));
  for (const row of (change.merge?.[of] ?? []) as readonly UntypedRow[]) rows.set(row[key], { ...before(row), ...row });
  for (const row of (change.patch?.[of] ?? []) as readonly UntypedRow[]) {
    const there = before(row);
    if (there) rows.set(row[key], { ...there, ...row });
  }
  return [...rows.values()];
}

type ByKeys = Range & { readonly anyOf: readonly (string | number)[] };

function isByKeys(range: Range | undefined): range is ByKeys {
  return range?.anyOf !== undefined && range.index === undefined && !range.reverse && range.limit === undefined;
}

/** By the primary key: each is asked for at once, where a cursor would step from one to the next. */
async function byKeys<R>(table: Table<R, IndexableType>, keys: readonly (string | number)[]): Promise<R[]> {
  const rows = await table.bulkGet([...new Set(keys)].sort((a, b) => (a < b ? -1 : 1)));
  return rows.filter((row) => row !== undefined);
}

function collection<R>(table: Table<R, IndexableType>, range: Range = {}): { toArray(): PromiseLike<R[]> } {
  const { index, from, to, anyOf, reverse, limit } = range;
  const clause = index ?? ':id';
  let found =
    anyOf !== undefined
      ? table.where(clause).anyOf([...anyOf])
      : from !== undefined || to !== undefined
        ? table.where(clause).between(from ?? Dexie.minKey, to ?? Dexie.maxKey, true, true)
        : index
          ? table.orderBy(index)
          : table.toCollection();
  if (reverse) found = found.reverse();
  return limit === undefined ? found : found.limit(limit);
}

function observe<R>(query: () => Promise<R>): Observable<R> {
  return {
    subscribe(listener) {
      // Dexie follows what is read after an `await` only where the function it is given is an async one itself.
      const subscription = liveQuery(async () => await query()).subscribe({
        next: listener,
        // A closed or failing store shows what it last said; the failure itself is told by the act that met it.
        error: () => undefined,
      });
      return () => subscription.unsubscribe();
    },
  };
}

async function translated<R>(work: () => PromiseLike<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    throw failureOf(error);
  }
}

/** Quota and disk errors hide inside aborts and bulk errors: every cause is looked at. */
function failureOf(error: unknown): unknown {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; depth++) {
    if (at.name === 'QuotaExceededError') return new StoreFailure('store-full', error);
    const failures = namesOfFailures(at);
    if (failures.includes('QuotaExceededError')) return new StoreFailure('store-full', error);
    if (failures.some(isStoreError)) return new StoreFailure('store-unavailable', error);
    const next: unknown = 'inner' in at && at.inner ? at.inner : at.cause;
    if (!(next instanceof Error) && isStoreError(at.name)) return new StoreFailure('store-unavailable', error);
    at = next;
  }
  return error;
}

/** What each part of a bulk write met. */
function namesOfFailures(error: Error): string[] {
  const failures: unknown = 'failures' in error ? error.failures : undefined;
  return Array.isArray(failures)
    ? failures.flatMap((cause) => (cause instanceof Error || cause instanceof DOMException ? [cause.name] : []))
    : [];
}

function isStoreError(name: string): boolean {
  return [
    'AbortError',
    'DatabaseClosedError',
    'OpenFailedError',
    'InvalidStateError',
    'MissingAPIError',
    'UnknownError',
    'VersionError',
    'TransactionInactiveError',
    'NotReadableError',
  ].includes(name);
}
