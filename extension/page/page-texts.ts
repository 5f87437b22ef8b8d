/**
 * Sentences of what is drawn in visited pages. The table is given once, at the start: the sheet finds the one of its
 * language, injected before it; the banner brings both.
 */
import type { OwnTexts } from '../locales/own-texts.ts';

type Key = keyof OwnTexts;
let table: Readonly<Record<string, string>> = {};

export function useTexts(texts: OwnTexts): void {
  table = texts;
}

/** @returns the sentence, `$1` replaced by the value; empty for a reason we have no sentence for */
export function text(key: Key | `reason_${string}`, value = ''): string {
  return (table[key] ?? '').replace('$1', value);
}

/** Why a document was not taken, as a sentence; `limit` in bytes. */
export function reasonText(reason: string, limit: number | null): string {
  const known = text(`reason_${reason.replaceAll('-', '_')}`, limit === null ? '' : sizeText(limit));
  return known === '' ? text('reason_failed') : known;
}

/** 1,024 to the step with a narrow no-break space, as in our own pages: "84 ko", "1,8 Mo". */
export function sizeText(bytes: number): string {
  const [amount, unit] =
    bytes < 1024
      ? ([bytes, 'unitByte'] as const)
      : bytes < 1_023_500
        ? ([Math.round(bytes / 1024), 'unitKilo'] as const)
        : ([Math.round(bytes / 104_857.6) / 10, 'unitMega'] as const);
  return `${amount.toLocaleString(text('language'))}\u202f${text(unit)}`;
}

/** What a file is for a reader: from its first bytes where they are known, else from its name. */
export async function typeText(file: Blob, name: string): Promise<string> {
  const head = String.fromCharCode(...new Uint8Array(await file.slice(0, 8).arrayBuffer()));
  if (head.startsWith('%PDF')) return 'PDF';
  if (head.startsWith('\x89PNG')) return 'PNG';
  if (head.startsWith('\xff\xd8\xff')) return 'JPEG';
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toUpperCase();
  return extension === undefined || /^(?:PDF|PNG|JPE?G)$/.test(extension) ? text('typeOther') : extension;
}
