/**
 * A dossier as one ZIP, piece by piece: its files, an index in CSV and JSON, the signed receipts and the firm's keys. What could not be
 * had is in the index and said to be missing: nothing is left out quietly. `navette verify-bundle` reads it again.
 */
import type { BundleFile, BundlePlan } from '@navette/device/model';
import type { BlobHash } from '@navette/kernel/ids';
import { makeZip, type ZipSource } from '@navette/formats/zip-writer';
import type { ArchiveTexts } from '@navette/texts/archive-texts';
import { fileName } from './save-as.ts';

export type BundlePorts = {
  /** The bytes, from here or brought; null where they cannot be had. */
  readonly bytes: (hash: BlobHash) => Promise<Blob | null>;
  readonly onFile: (done: number, missing: number) => void;
  readonly isOver: () => boolean;
};

export class Cancelled extends Error {}

type Indexed = Omit<BundleFile, 'id' | 'erased'> & { readonly path: string; readonly missing: boolean; readonly erased: boolean };

/** @throws Cancelled as soon as `isOver`; what a port throws */
export function makeBundle(plan: BundlePlan, t: ArchiveTexts, madeAt: string, ports: BundlePorts): AsyncGenerator<Uint8Array> {
  return makeZip(entriesOf(plan, t, madeAt, ports));
}

async function* entriesOf(
  plan: BundlePlan,
  t: ArchiveTexts,
  madeAt: string,
  { bytes, onFile, isOver }: BundlePorts,
): AsyncGenerator<ZipSource> {
  const index: Indexed[] = [];
  /** One file of one hash, however many documents it is. */
  const written = new Map<string, string>();
  let missing = 0;
  for (const [n, { id: _, ...file }] of plan.files.entries()) {
    if (isOver()) throw new Cancelled('the person turned back');
    const known = written.get(file.hash);
    const path = known ?? `documents/${String(n + 1).padStart(5, '0')} ${safeName(fileName(file.name, file.type))}`;
    const blob = known !== undefined || file.erased ? null : await bytes(file.hash);
    if (blob !== null) {
      written.set(file.hash, path);
      yield { name: path, bytes: piecesOf(blob), store: true, ...(file.date === null ? {} : { modified: file.date }) };
    }
    const there = known !== undefined || blob !== null;
    if (!there) missing++;
    index.push({ ...file, path: there ? path : '', missing: !there });
    onFile(n + 1, missing);
  }
  const text = (name: string, content: string): ZipSource => ({ name, bytes: new TextEncoder().encode(content), store: true });
  const { firm, dossier } = plan;
  yield text('index.json', JSON.stringify({ v: 1, product: 'navette', made: madeAt, firm, dossier, files: index }, null, 1));
  yield text('index.csv', csvOf(index, t));
  yield text('receipts.json', JSON.stringify(plan.receipts, null, 1));
  yield text('keys.json', JSON.stringify(plan.keys, null, 1));
  yield text('LISEZMOI.txt', `${t.bundle.readMe.join('\r\n')}\r\n`);
}

async function* piecesOf(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** A name that every system takes, and that the writer of the ZIP leaves as it is. */
function safeName(name: string): string {
  const cleaned = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[. ]+$/, '');
  return cleaned.length <= 100 ? cleaned : `${cleaned.slice(0, 92)}${/\.[a-z0-9]{1,7}$/i.exec(cleaned)?.[0] ?? ''}`;
}

/** For a spreadsheet: BOM, semicolons, and no cell that begins like a formula. */
function csvOf(files: readonly Indexed[], t: ArchiveTexts): string {
  const cell = (value: string | number | null): string => {
    const text = String(value ?? '');
    const quiet = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[";\r\n]/.test(quiet) ? `"${quiet.replaceAll('"', '""')}"` : quiet;
  };
  const lines = files.map((file) =>
    [
      file.path,
      file.name,
      t.bundle[file.where === 'archive' ? 'archive' : 'deposits'],
      file.type,
      file.date,
      file.year,
      file.category,
      file.folder.join(' / '),
      file.missing ? `${file.state}, ?` : file.state,
      file.size,
      file.hash,
      file.receivedAt === null ? '' : new Date(file.receivedAt).toISOString(),
    ]
      .map(cell)
      .join(';'),
  );
  return `\ufeff${[t.bundle.columns.map(cell).join(';'), ...lines].join('\r\n')}\r\n`;
}
