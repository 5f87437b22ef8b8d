/** What is selected in the list, with its rows: they stay selected when they scroll out of sight. */
import { useRef, useState } from 'preact/hooks';
import type { DeviceDoors, DocumentQuery, DocumentRow } from '@navette/device/model';
import type { DocumentId } from '@navette/kernel/ids';
import { wholeList } from './whole-list.ts';

/** Documents an act is done on at most: each is a commit of its own. */
export const AT_ONCE = 2000;

export type Selection = {
  readonly rows: ReadonlyMap<DocumentId, DocumentRow>;
  /** @param range everything between the last one chosen and this one as well */
  select(index: number, range: boolean): Promise<void>;
  all(): Promise<void>;
  /** What was done to some of them may have taken them out of sight. */
  renew(rows: readonly DocumentRow[]): void;
  clear(): void;
};

export function useSelection(
  doors: DeviceDoors,
  query: Omit<DocumentQuery, 'limit'>,
  shown: readonly DocumentRow[],
  rowAt: (index: number) => DocumentRow | undefined,
): Selection {
  const [rows, setRows] = useState<ReadonlyMap<DocumentId, DocumentRow>>(new Map());
  const anchor = useRef(-1);
  // What the window shows now is newer than what was remembered.
  const latest = new Map(rows);
  if (rows.size > 0) for (const row of shown) if (latest.has(row.id)) latest.set(row.id, row);
  return {
    rows: latest,
    async select(index, range) {
      const row = rowAt(index);
      if (row === undefined) return;
      const from = anchor.current;
      anchor.current = index;
      if (!range || from < 0 || from === index) {
        setRows((before) => {
          const next = new Map(before);
          if (!next.delete(row.id)) next.set(row.id, row);
          return next;
        });
        return;
      }
      const [first, last] = [Math.min(from, index), Math.min(Math.max(from, index), Math.min(from, index) + AT_ONCE - 1)];
      const page = await wholeList(doors, { ...query, offset: first }, last - first + 1);
      setRows((before) => new Map([...before, ...page.rows.map((one) => [one.id, one] as const)]));
    },
    async all() {
      const page = await wholeList(doors, query, AT_ONCE);
      setRows(new Map(page.rows.map((row) => [row.id, row])));
    },
    renew(now) {
      const fresh = new Map(now.map((row) => [row.id, row]));
      setRows((before) => new Map([...before].map(([id, row]) => [id, fresh.get(id) ?? row])));
    },
    clear() {
      anchor.current = -1;
      setRows(new Map());
    },
  };
}
