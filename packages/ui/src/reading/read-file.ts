/** A file read whole into a `Reading`: recognition, facts, words. Runs in the worker; knows no page. */
import { inflateBy } from '@navette/formats/zip-compression';
import { listZip } from '@navette/formats/zip-entries';
import { readZipEntry } from '@navette/formats/zip-reader';
import { recogniseFile, type Recognised, type RecognitionPorts } from '@navette/formats/recognise';
import type { BlobHash } from '@navette/kernel/ids';
import { SIGNATURE_BYTES, typeOfBytes } from '@navette/formats/signature';
import { bankFacts, invoiceFacts, proposalFacts } from './facts.ts';
import { KIND_OF_CATEGORY } from './proposals.ts';
import type { KnownOfPerson, Reading, ReaderAnswer } from './reading.ts';

/** Characters taken for search. */
const MOST_WORDS = 100_000;

export type ReadingPorts = { readonly readPdf: RecognitionPorts['readPdf']; readonly hash: (bytes: Uint8Array) => Promise<BlobHash> };

/** @returns what is in a file; an archive is listed and not unpacked. Never throws for what is in it */
export async function readFile(bytes: Uint8Array, name: string, known: KnownOfPerson, ports: ReadingPorts): Promise<Reading> {
  const isZip = typeOfBytes(bytes.subarray(0, SIGNATURE_BYTES)) === 'application/zip';
  // Without a way to unpack, an archive is listed only.
  const seen = await recogniseFile(bytes, name, { readPdf: ports.readPdf, ...known, ...(isZip ? {} : { inflate: inflater() }) });
  const { invoice, bank } = seen;
  const inner = invoice && seen.pdf ? innerOf(seen) : undefined;
  const facts = invoice
    ? invoiceFacts(invoice, inner && (await ports.hash(inner)))
    : bank
      ? bankFacts(bank)
      : seen.proposals
        ? proposalFacts(seen.proposals)
        : null;
  return {
    type: seen.type,
    kind: seen.kind,
    facts,
    proposal: seen.proposal && {
      kind: KIND_OF_CATEGORY[seen.proposal.category],
      confidence: seen.proposal.confidence,
      from: seen.proposal.evidence.from,
    },
    invoice: invoice ?? null,
    bank: bank ?? null,
    warnings: seen.warnings,
    attribution: seen.attribution ?? null,
    refusal: seen.refusal ?? null,
    words: wordsOf(seen, bytes).slice(0, MOST_WORDS),
    archive: seen.entries
      ? {
          files: seen.entries
            .filter(({ entry }) => !entry.directory && entry.refusal === null && entry.size > 0 && !isLitter(entry.name, entry.folder))
            .map(({ entry: { index, name: leaf, folder, size } }) => ({ index, name: leaf, folder, size })),
          refused: seen.entries.filter(({ entry }) => entry.refusal !== null).length,
        }
      : null,
  };
}

/** Takes the files out of an archive, one at a time; each is exactly what the archive said, or a refusal (accounting formats, 11). */
export async function* unpack(bytes: Uint8Array): AsyncGenerator<ReaderAnswer> {
  const listed = listZip(bytes);
  if (!listed.ok) {
    yield { answer: 'not-read' };
    return;
  }
  const inflate = inflater();
  for (const entry of listed.value) {
    if (entry.directory || entry.size === 0 || isLitter(entry.name, entry.folder)) continue;
    const content = await readZipEntry(bytes, entry, { inflate });
    if (content.ok)
      yield { answer: 'entry', name: entry.name, folder: entry.folder, bytes: new Blob([content.value as Uint8Array<ArrayBuffer>]) };
    else yield { answer: 'entry-refused', name: entry.name, why: content.refusal.tag };
  }
  yield { answer: 'end' };
}

/** Files that systems leave in archives and folders. */
export function isLitter(name: string, folder: string): boolean {
  return /^(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/i.test(name) || name.startsWith('._') || /(?:^|\/)__MACOSX(?:\/|$)/.test(folder);
}

const inflater = () => inflateBy(() => new DecompressionStream('deflate-raw'));

function innerOf({ pdf }: Recognised): Uint8Array | undefined {
  return pdf?.attachments.find(({ name }) => /\.xml$/i.test(name))?.bytes;
}

function wordsOf({ pdf, invoice, bank, type }: Recognised, bytes: Uint8Array): string {
  if (pdf) return pdf.text.join('\n');
  if (invoice) {
    const { seller, buyer, number, lines, notes } = invoice;
    return [seller.name, seller.tradingName, buyer.name, number, ...lines.map((line) => line.name), ...notes.map(({ text }) => text)]
      .filter((word) => word !== undefined)
      .join('\n');
  }
  if (bank) return bank.statements.flatMap(({ account, movements }) => [account ?? '', ...movements.map(({ label }) => label)]).join('\n');
  return type === 'text/plain' || type === 'text/csv' ? decoded(bytes.subarray(0, 4 * MOST_WORDS)) : '';
}

/** French files are UTF-8 or Windows-1252. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
