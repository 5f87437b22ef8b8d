/**
 * Where the session's token is kept: a store of its own, opened only by the context that talks to the server (M2).
 *
 * The portal has none: its session is a cookie that no script can read.
 */
export type Keychain = {
  /** A token is shown to the server that gave it and to no other. */
  token(origin: string): Promise<string | null>;
  keep(origin: string, token: string): Promise<void>;
  forget(origin: string): Promise<void>;
};

const DATABASE = 'navette-keychain';
const TABLE = 'tokens';

/** Plain IndexedDB of the extension's origin: content scripts and pages of the web cannot open it. */
export function indexedDbKeychain(): Keychain {
  const open = (): Promise<IDBDatabase> =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.addEventListener('upgradeneeded', () => request.result.createObjectStore(TABLE));
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('keychain')));
    });
  const run = async <T>(mode: IDBTransactionMode, work: (table: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const db = await open();
    try {
      return await new Promise<T>((resolve, reject) => {
        const transaction = db.transaction(TABLE, mode, { durability: 'strict' });
        const request = work(transaction.objectStore(TABLE));
        transaction.addEventListener('complete', () => resolve(request.result));
        transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('keychain')));
      });
    } finally {
      db.close();
    }
  };
  return {
    token: async (origin) => {
      const value: unknown = await run('readonly', (table) => table.get(origin));
      return typeof value === 'string' ? value : null;
    },
    keep: async (origin, token) => void (await run('readwrite', (table) => table.put(token, origin))),
    forget: async (origin) => void (await run('readwrite', (table) => table.delete(origin))),
  };
}

/** For tests, and for contexts whose session is a cookie. */
export function memoryKeychain(): Keychain {
  const held = new Map<string, string>();
  return {
    token: (origin) => Promise.resolve(held.get(origin) ?? null),
    keep: (origin, token) => Promise.resolve(void held.set(origin, token)),
    forget: (origin) => Promise.resolve(void held.delete(origin)),
  };
}
