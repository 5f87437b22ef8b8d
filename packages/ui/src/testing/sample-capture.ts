/** What the sample device knows of papers that are alike, and of what corrections taught. */
import type { AlikeDocument, DocumentRow, Library } from '@navette/device/model';

type Parts = { readonly rows: { readonly value: readonly DocumentRow[] } };

/** The comparison is the device's own (`library/alike.ts`), cut down to what samples need. */
export function sampleCapture({ rows }: Parts): Pick<Library, 'alike' | 'keepWords' | 'lessons' | 'learn'> {
  let lessons: unknown;
  const listeners = new Set<(value: unknown) => void>();
  return {
    async alike({ dossier, hash, facts, not }) {
      return rows.value
        .filter((row) => row.dossier === dossier && row.id !== not && !row.withdrawn)
        .flatMap((row): readonly AlikeDocument[] => {
          if (row.hash === hash) return [{ row, why: { tag: 'same-bytes', reason: 'bytes' } }];
          const same = facts?.number !== undefined && facts.number === row.facts?.number && facts.total === row.facts.total;
          return same ? [{ row, why: { tag: 'same-invoice', reason: 'number' } }] : [];
        })
        .slice(0, 3);
    },
    async keepWords() {},
    lessons: {
      subscribe(listener) {
        listeners.add(listener);
        listener(lessons);
        return () => listeners.delete(listener);
      },
    },
    async learn(value) {
      lessons = value;
      for (const listener of listeners) listener(value);
    },
  };
}
