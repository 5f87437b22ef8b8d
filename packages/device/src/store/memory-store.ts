/**
 * The local store's twin in memory: same port, same contract suite, for tests without a browser.
 *
 * Faults are provoked through it: `failNext` makes the next commit fail as a full or broken disk does, before or after
 * nothing at all was written.
 */
import type { Observable } from '../model.ts';
import { touchedBy, type Touched } from './changes.ts';
import { changeEntries } from './merge-changes.ts';
import {
  INDEXES,
  PRIMARY_KEY,
  StoreFailure,
  type Change,
  type Key,
  type LocalStore,
  type Range,
  type TableName,
  type Tables,
} from './local-store.ts';

type Row = Record<string, unknown>;

export type MemoryStore = LocalStore & {
  failNext(tag: 'store-full' | 'store-unavailable'): void;
  /** Another context of the same device: same rows, same notifications. */
  sibling(): MemoryStore;
  /** The same disk as it is now, on its own from here on: a profile that was copied. */
  copy(): MemoryStore;
};

type Shared = {
  rows: Map<TableName, Map<string, Row>>;
  counters: Map<TableName, number>;
  listeners: Set<() => void>;
  watchers: Set<(touched: Touched) => void>;
  failure: 'store-full' | 'store-unavailable' | null;
};

export function openMemoryStore(
  name: string,
  shared: Shared = { rows: new Map(), counters: new Map(), listeners: new Set(), watchers: new Set(), failure: null },
): MemoryStore {
  const tableOf = (table: TableName): Map<string, Row> => {
    let rows = shared.rows.get(table);
    if (!rows) shared.rows.set(table, (rows = new Map()));
    return rows;
  };

  async function commit(change: Change): Promise<'done' | 'conflict'> {
    await Promise.resolve();
    if (shared.failure) {
      const tag = shared.failure;
      shared.failure = null;
      throw new StoreFailure(tag);
    }
    for (const { room, last } of change.expect ?? []) {
      if ([...tableOf('updates').values()].some((row) => row['room'] === room && Number(row['i']) > last)) return 'conflict';
    }
    const before = { rows: new Map([...shared.rows].map(([table, rows]) => [table, new Map(rows)])), counters: new Map(shared.counters) };
    try {
      write(change);
    } catch (error) {
      Object.assign(shared, before);
      throw error;
    }
    const touched = touchedBy(change);
    for (const watcher of shared.watchers) watcher(touched);
    for (const listener of shared.listeners) listener();
    return 'done';
  }

  function write(change: Change): void {
    for (const [table, keys] of changeEntries(change.remove)) for (const key of keys) tableOf(table).delete(keyText(key as Key));
    for (const [table, rows] of changeEntries(change.merge)) {
      for (const row of rows as readonly Row[]) put(table, { ...tableOf(table).get(keyText(keyOf(table, row))), ...row });
    }
    for (const [table, rows] of changeEntries(change.patch)) {
      for (const row of rows as readonly Row[]) {
        const known = tableOf(table).get(keyText(keyOf(table, row)));
        if (known) put(table, { ...known, ...row });
      }
    }
    for (const [table, rows] of changeEntries(change.put)) for (const row of rows as readonly Row[]) put(table, row);
  }

  function put(table: TableName, row: Row): void {
    const auto = PRIMARY_KEY[table].startsWith('++') ? PRIMARY_KEY[table].slice(2) : null;
    let stored = structuredCloneRow(row);
    if (auto && stored[auto] === undefined) {
      const next = (shared.counters.get(table) ?? 0) + 1;
      shared.counters.set(table, next);
      stored = { ...stored, [auto]: next };
    }
    for (const unique of INDEXES[table].filter((index) => index.startsWith('&'))) {
      const field = unique.slice(1);
      for (const [key, other] of tableOf(table))
        if (other[field] === stored[field] && key !== keyText(keyOf(table, stored))) throw new StoreFailure('store-unavailable');
    }
    tableOf(table).set(keyText(keyOf(table, stored)), stored);
  }

  return {
    name,
    commit,
    async get(table, key) {
      await Promise.resolve();
      return tableOf(table).get(keyText(key)) as Tables[typeof table] | undefined;
    },
    async list(table, range) {
      await Promise.resolve();
      return select([...tableOf(table).values()], table, range) as Tables[typeof table][];
    },
    observe: (query) => observe(query, shared.listeners),
    watch(listener) {
      shared.watchers.add(listener);
      return () => void shared.watchers.delete(listener);
    },
    close: () => undefined,
    async erase(unless = []) {
      await Promise.resolve();
      if (unless.some((table) => tableOf(table).size > 0)) return false;
      shared.rows.clear();
      for (const watcher of shared.watchers) watcher(null);
      for (const listener of shared.listeners) listener();
      return true;
    },
    failNext: (tag) => void (shared.failure = tag),
    sibling: () => openMemoryStore(name, shared),
    copy: () =>
      openMemoryStore(name, {
        rows: new Map([...shared.rows].map(([table, rows]) => [table, new Map(rows)])),
        counters: new Map(shared.counters),
        listeners: new Set(),
        watchers: new Set(),
        failure: null,
      }),
  };
}

function select(rows: Row[], table: TableName, range: Range = {}): Row[] {
  const fields = (range.index ?? PRIMARY_KEY[table].replace('++', '')).replace(/[[\]&]/g, '').split('+');
  const keyed = rows
    .filter((row) => fields.every((field) => row[field] !== undefined && row[field] !== null))
    .map((row) => ({ row, key: fields.length === 1 ? row[fields[0] ?? ''] : fields.map((field) => row[field]) }))
    .filter(({ key }) => range.anyOf === undefined || range.anyOf.some((wanted) => compare(key, wanted) === 0))
    .filter(
      ({ key }) => (range.from === undefined || compare(key, range.from) >= 0) && (range.to === undefined || compare(key, range.to) <= 0),
    )
    .toSorted((a, b) => compare(a.key, b.key));
  const ordered = range.reverse ? keyed.toReversed() : keyed;
  return ordered.slice(0, range.limit).map(({ row }) => row);
}

/** IndexedDB's order: numbers before text before arrays; arrays by their first difference, the shorter first. */
function compare(a: unknown, b: unknown): number {
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const order = compare(a[i], b[i]);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  const rank = (value: unknown): number => (typeof value === 'number' ? 0 : typeof value === 'string' ? 1 : 2);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  return (a as string) < (b as string) ? -1 : (a as string) > (b as string) ? 1 : 0;
}

function keyOf(table: TableName, row: Row): Key {
  const path = PRIMARY_KEY[table].replace('++', '');
  return path.startsWith('[')
    ? path
        .slice(1, -1)
        .split('+')
        .map((field) => row[field] as string | number)
    : (row[path] as Key);
}

function keyText(key: Key): string {
  return JSON.stringify(key);
}

/** Rows are copied as IndexedDB copies them; a Blob is immutable and stays itself. */
function structuredCloneRow(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [field, value instanceof Blob ? value : structuredClone(value)]));
}

function observe<R>(query: () => Promise<R>, listeners: Set<() => void>): Observable<R> {
  return {
    subscribe(listener) {
      let live = true;
      const ask = (): void => void query().then((value) => live && listener(value));
      listeners.add(ask);
      ask();
      return () => {
        live = false;
        listeners.delete(ask);
      };
    },
  };
}
