/** What is measured of a ledger, the same in Node and in a worker of Chromium. */
import { answer } from '@navette/domain/ledger/questions';
import { checkFec } from '@navette/formats/check-fec';
import { fecReaderFor } from '@navette/formats/fec';
import { openLedger, packLedger } from '@navette/formats/ledger-file';

export type Measures = {
  /** Milliseconds, the median of the runs. */
  readonly scan: number;
  readonly parse: number;
  readonly figures: number;
  readonly openItems: number;
  readonly pack: number;
  readonly open: number;
  readonly lines: number;
  readonly sections: { readonly figures: Uint8Array<ArrayBuffer>; readonly words: Uint8Array<ArrayBuffer> };
};

const NAME = '552100554FEC20251231.txt';

/** @param pieces of the file, given anew for each run */
export function measure(pieces: () => Iterable<Uint8Array>, size: number, runs = 5): Measures {
  const times = {
    scan: [] as number[],
    parse: [] as number[],
    figures: [] as number[],
    openItems: [] as number[],
    pack: [] as number[],
    open: [] as number[],
  };
  let found = 0;
  let lines = 0;
  let sections: Measures['sections'] | null = null;
  for (let run = 0; run < runs; run++) {
    timed(times.scan, () => {
      for (const piece of pieces()) for (let p = 0; p < piece.length; p++) if (piece[p] === 9 || piece[p] === 10) found++;
    });
    const ledger = timed(times.parse, () => {
      let reader: ReturnType<typeof fecReaderFor> | null = null;
      for (const piece of pieces()) (reader ??= fecReaderFor(piece, size)).push(piece);
      const read = reader?.finish();
      if (!read?.ok) throw new Error('what we made is no FEC');
      checkFec(read.value, NAME);
      return read.value.ledger;
    });
    lines = ledger.rows;
    timed(times.figures, () => answer(ledger, 'figures', {}));
    timed(times.openItems, () => {
      for (const side of ['customers', 'suppliers'] as const) answer(ledger, 'open-items', { side, reference: '2025-12-31' });
    });
    const packed = timed(times.pack, () => packLedger(ledger));
    timed(times.open, () => openLedger(packed.figures, null));
    sections = packed;
  }
  if (found === 0 || sections === null) throw new Error('nothing was read');
  const median = (all: number[]) => all.toSorted((a, b) => a - b)[all.length >> 1] ?? 0;
  return {
    scan: median(times.scan),
    parse: median(times.parse),
    figures: median(times.figures),
    openItems: median(times.openItems),
    pack: median(times.pack),
    open: median(times.open),
    lines,
    sections,
  };
}

function timed<T>(times: number[], run: () => T): T {
  const start = performance.now();
  const result = run();
  times.push(performance.now() - start);
  return result;
}
