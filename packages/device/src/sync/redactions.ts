/**
 * What the firm has erased (K5): its word is kept for the day a restored server has lost it. Contents of rooms leave this device in
 * `room-book.ts`, files in `erased-files.ts`.
 */
import { redactionOf, type Redaction } from '@navette/protocol/redaction';
import type { Change, KeyValueRow, LocalStore } from '../store/local-store.ts';

const KEY = 'redaction/';

export function keptRedactions(redactions: readonly Redaction[]): Change {
  return { put: { meta: redactions.map((one): KeyValueRow => ({ key: KEY + one.id, value: one })) } };
}

export async function storedRedactions(store: LocalStore): Promise<Redaction[]> {
  return (await store.list('meta', { from: KEY, to: `${KEY}\uffff` })).map((row) => row.value as Redaction);
}

/** The firm's words that belong to entries which are handed back. */
export async function redactionsTold(store: LocalStore, entryIds: readonly string[]): Promise<Redaction[]> {
  const ids = new Set(entryIds.map(redactionOf));
  return ids.size > 1 || !ids.has(undefined) ? (await storedRedactions(store)).filter(({ id }) => ids.has(id)) : [];
}

/** Whether an entry tells of a redaction. */
export function tellsOfRedaction(entryId: string): boolean {
  return redactionOf(entryId) !== undefined;
}

export function redactionKeys(redactions: readonly Redaction[]): string[] {
  return redactions.map(({ id }) => KEY + id);
}
