/**
 * Words of the files that are here, in memory: read from the store once somebody searches, in pieces, and kept as one line each
 * (`search-words.ts`). One byte a letter.
 */
import type { LocalStore } from '../store/local-store.ts';
import { plain } from './search-words.ts';

const PIECE = 2000;

export class FileWords {
  readonly #store: LocalStore;
  readonly #lines = new Map<string, string>();
  #reading: Promise<void> | null = null;
  #stale = new Set<string>();

  constructor(store: LocalStore) {
    this.#store = store;
  }

  /** Resolves when every text of the store is at hand. */
  async ready(): Promise<void> {
    await (this.#reading ??= this.#readAll());
    if (this.#stale.size === 0) return;
    const stale = [...this.#stale];
    this.#stale = new Set();
    for (const hash of stale) this.#lines.delete(hash);
    for (const { hash, text } of await this.#store.list('texts', { anyOf: stale })) this.#lines.set(hash, line(text));
  }

  of(hash: string): string | undefined {
    return this.#lines.get(hash);
  }

  /** @returns whether any had been read, so that answers may change */
  forget(hashes: readonly string[]): boolean {
    if (this.#reading === null) return false;
    for (const hash of hashes) this.#stale.add(hash);
    return true;
  }

  async #readAll(): Promise<void> {
    for (let from = ''; ;) {
      const some = await this.#store.list('texts', { from, limit: PIECE });
      for (const { hash, text } of some) this.#lines.set(hash, line(text));
      const last = some.at(-1);
      if (last === undefined || some.length < PIECE) return;
      // Keys are hexadecimal: what follows is the next one.
      from = `${last.hash}!`;
    }
  }
}

function line(text: string): string {
  return ` ${plain(text)} `;
}
