/**
 * Which rows a commit touched, told to whoever keeps something made from them: in this context at once, in the others of this
 * origin by a broadcast. Dexie's own notices say "the whole table" for fifty rows or more, and a list of fifty thousand would be
 * read anew at each page of a synchronisation.
 */
import type { Change, Key, TableName } from './local-store.ts';
import { PRIMARY_KEY } from './local-store.ts';
import { changeEntries } from './merge-changes.ts';

/** Keys by table; of tables that count by themselves none. `null` where everything may have changed. */
export type Touched = { readonly [T in TableName]?: readonly Key[] } | null;
type Notice = { readonly store: string; readonly touched: Touched };

const listeners = new Map<string, Set<(touched: Touched) => void>>();
let channel: BroadcastChannel | null = null;

function open(): BroadcastChannel {
  if (channel === null) {
    channel = new BroadcastChannel('navette-changes');
    channel.addEventListener('message', ({ data }: MessageEvent<Notice>) => tellHere(data));
  }
  return channel;
}

function tellHere({ store, touched }: Notice): void {
  for (const listener of listeners.get(store) ?? []) listener(touched);
}

/** Told after the commit. */
export function tellTouched(store: string, touched: Touched): void {
  tellHere({ store, touched });
  open().postMessage({ store, touched } satisfies Notice);
}

export function watchTouched(store: string, listener: (touched: Touched) => void): () => void {
  open();
  const set = listeners.get(store) ?? new Set();
  listeners.set(store, set.add(listener));
  return () => void set.delete(listener);
}

/** The keys of a change. */
export function touchedBy({ put, merge, patch, remove }: Change): Touched {
  const keys: Partial<Record<TableName, Key[]>> = {};
  for (const [table, all] of changeEntries(remove)) (keys[table] ??= []).push(...(all as readonly Key[]));
  for (const part of [put, merge, patch])
    for (const [table, rows] of changeEntries(part))
      for (const row of rows as readonly Record<string, unknown>[]) {
        const key = row[PRIMARY_KEY[table]] as Key | undefined;
        if (key !== undefined) (keys[table] ??= []).push(key);
      }
  return keys;
}
