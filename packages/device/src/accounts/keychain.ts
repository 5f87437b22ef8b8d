/**
 * Where the session's token is kept: a store of its own, opened only by the context that talks to the server (M2).
 *
 * The portal has none: its session is a cookie that no script can read.
 */
export type Keychain = {
  token(): Promise<string | null>;
  keep(token: string): Promise<void>;
  forget(): Promise<void>;
};

const DATABASE = 'navette-keychain';
const TABLE = 'tokens';
const KEY = 'session';

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
    token: async () => {
      const value: unknown = await run('readonly', (table) => table.get(KEY));
      return typeof value === 'string' ? value : null;
    },
    keep: async (token) => void (await run('readwrite', (table) => table.put(token, KEY))),
    forget: async () => void (await run('readwrite', (table) => table.delete(KEY))),
  };
}

/** For tests, and for contexts whose session is a cookie. */
export function memoryKeychain(): Keychain {
  let held: string | null = null;
  return {
    token: () => Promise.resolve(held),
    keep: (token) => Promise.resolve(void (held = token)),
    forget: () => Promise.resolve(void (held = null)),
  };
}
