/** Several changes as one: later puts of a key win over earlier ones, merges follow in order. */
import type { Change, TableName } from './local-store.ts';

export function mergeChanges(changes: readonly Change[]): Change {
  const whole: {
    put: Record<string, unknown[]>;
    merge: Record<string, unknown[]>;
    patch: Record<string, unknown[]>;
    remove: Record<string, unknown[]>;
  } = { put: {}, merge: {}, patch: {}, remove: {} };
  for (const change of changes) {
    for (const part of ['put', 'merge', 'patch', 'remove'] as const) {
      for (const [table, rows] of Object.entries(change[part] ?? {}) as [TableName, readonly unknown[]][])
        (whole[part][table] ??= []).push(...rows);
    }
  }
  return whole as Change;
}

/** The parts of a change table by table, those that have any; rows untyped: the store moves them without looking inside. */
export function changeEntries(part: { readonly [T in TableName]?: readonly unknown[] } | undefined): [TableName, readonly unknown[]][] {
  return (Object.entries(part ?? {}) as [TableName, readonly unknown[]][]).filter(([, rows]) => rows.length > 0);
}
