/**
 * What the benches write: rooms of flat records the size of a deposit (about 275 bytes each), as Yjs updates. Each record
 * carries a number of its own that a client finds in the bytes without reading the update.
 */
import * as Y from 'yjs';

export const MARK = '#mark';
export const MARK_DIGITS = 7;

const ROOT = 'documents';

function record(index: number, mark: number): Record<string, string | number> {
  const month = String((index % 12) + 1).padStart(2, '0');
  return {
    name: `Facture fournisseur ${month} n° ${index}.pdf`,
    kind: 'purchase-invoices',
    type: 'application/pdf',
    size: 61_440 + index * 53,
    hash: ((index * 2_246_822_519) >>> 0).toString(16).padStart(8, '0').repeat(8),
    period: `2026-${month}`,
    way: 'drop',
    state: 'deposited',
    by: '01980000-0000-7000-8000-00000000c001',
    at: 1_790_000_000_000 + index,
    mark: `${MARK}${String(mark).padStart(MARK_DIGITS, '0')}`,
  };
}

/** One update that holds `count` records. */
export function roomOf(count: number): Uint8Array {
  return seriesOf(1, count, count)[0] ?? new Uint8Array();
}

/** `count` updates of one writer, in order: update `n` writes `perUpdate` records marked `n`, over `keys` keys in turn. */
export function seriesOf(count: number, keys: number, perUpdate = 1): Uint8Array[] {
  return edits(new Y.Doc(), count, keys, perUpdate);
}

/** `count` updates, one record each, of somebody who had the room as `base`. */
export function editsOn(base: Uint8Array, count: number): Uint8Array[] {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, base);
  return edits(doc, count, count, 1);
}

function edits(doc: Y.Doc, count: number, keys: number, perUpdate: number): Uint8Array[] {
  const map = doc.getMap(ROOT);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => void updates.push(update));
  for (let n = 0; n < count; n++) {
    doc.transact(() => {
      for (let i = 0; i < perUpdate; i++) {
        const index = (n * perUpdate + i) % keys;
        map.set(`r${index}`, record(index, n));
      }
    });
  }
  doc.destroy();
  return updates;
}

/** `count` updates that write one key over and over with `size` bytes. */
export function heavySeries(count: number, size: number): Iterable<Uint8Array> {
  return {
    *[Symbol.iterator]() {
      const doc = new Y.Doc();
      const map = doc.getMap(ROOT);
      const updates: Uint8Array[] = [];
      doc.on('update', (update: Uint8Array) => void updates.push(update));
      const weight = 'x'.repeat(size);
      for (let n = 0; n < count; n++) {
        map.set('heavy', `${MARK}${String(n).padStart(MARK_DIGITS, '0')}${weight}`);
        yield* updates.splice(0);
      }
      doc.destroy();
    },
  };
}

/** What a client that has exactly these updates says it has. */
export function vectorOf(updates: readonly Uint8Array[]): Uint8Array {
  return Y.encodeStateVectorFromUpdate(Y.mergeUpdates([...updates]));
}
