/** What a device keeps when everything on it dies: its stores and its keychain; and copies of a whole profile. */
import type { Keychain } from '@navette/device/keychain';
import { openMemoryStore, type MemoryStore } from '@navette/device/store/memory';
import type { LocalStore, TableName, Tables } from '@navette/device/store';

type Row = Record<string, unknown>;
/** As the store's twin keeps it (`memory-store.ts`). */
export type StoreDisk = {
  rows: Map<TableName, Map<string, Row>>;
  counters: Map<TableName, number>;
  listeners: Set<() => void>;
  watchers: Set<Parameters<LocalStore['watch']>[0]>;
  failure: 'store-full' | 'store-unavailable' | null;
};

export class DeviceDisk {
  readonly #stores: Map<string, StoreDisk>;
  readonly #tokens: Map<string, string>;

  constructor(stores = new Map<string, StoreDisk>(), tokens = new Map<string, string>()) {
    this.#stores = stores;
    this.#tokens = tokens;
  }

  /** A store by its name, as it stands; made where it is absent. */
  disk(name: string): StoreDisk {
    const known = this.#stores.get(name);
    if (known) return known;
    const fresh: StoreDisk = { rows: new Map(), counters: new Map(), listeners: new Set(), watchers: new Set(), failure: null };
    this.#stores.set(name, fresh);
    return fresh;
  }

  /** Without a step: the tester's hands and eyes. */
  open(name: string): MemoryStore {
    return openMemoryStore(name, this.disk(name));
  }

  rows<T extends TableName>(name: string, table: T): Tables[T][] {
    return [...(this.disk(name).rows.get(table)?.values() ?? [])] as Tables[T][];
  }

  row<T extends TableName>(name: string, table: T, key: string): Tables[T] | undefined {
    return this.disk(name).rows.get(table)?.get(JSON.stringify(key)) as Tables[T] | undefined;
  }

  get storeNames(): string[] {
    return [...this.#stores.keys()].filter((name) => name !== 'device');
  }

  token(origin: string): string | undefined {
    return this.#tokens.get(origin);
  }

  keychain(): Keychain {
    return {
      token: (origin) => Promise.resolve(this.#tokens.get(origin) ?? null),
      keep: (origin, token) => Promise.resolve(void this.#tokens.set(origin, token)),
      forget: (origin) => Promise.resolve(void this.#tokens.delete(origin)),
    };
  }

  /** The profile as it stands, elsewhere. Rows are never changed in place: only the tables are copied. */
  copy(): DeviceDisk {
    const stores = [...this.#stores].map(([name, { rows, counters }]): [string, StoreDisk] => [
      name,
      {
        rows: new Map([...rows].map(([table, held]) => [table, new Map(held)])),
        counters: new Map(counters),
        listeners: new Set(),
        watchers: new Set(),
        failure: null,
      },
    ]);
    return new DeviceDisk(new Map(stores), new Map(this.#tokens));
  }
}
