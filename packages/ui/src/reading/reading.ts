/**
 * What the device has read in a file, as it travels from the reading worker to a page: facts for the record, a kind to propose, the whole
 * invoice or statement for the human view, and words for search. Plain data, nothing of it is proof.
 */
import type { DocumentKind } from '@navette/domain/document-kinds';
import type { BankFile } from '@navette/formats/bank-statement';
import type { EInvoice } from '@navette/formats/e-invoice';
import type { FileWarning, Recognised } from '@navette/formats/recognise';
import type { FileFacts } from '@navette/rooms/document-records';

/** A kind and how it came about; absent below the threshold of the recognition. */
export type KindProposal = { readonly kind: DocumentKind; readonly confidence: number; readonly from: 'structure' | 'text' | 'name' };

export type Reading = {
  readonly type: string;
  readonly kind: Recognised['kind'];
  readonly facts: FileFacts | null;
  readonly proposal: KindProposal | null;
  readonly invoice: EInvoice | null;
  readonly bank: BankFile | null;
  readonly warnings: readonly FileWarning[];
  /** Why what is there could not be read, by its tag. */
  readonly refusal: string | null;
  /** As written; empty for what has none. */
  readonly words: string;
  /** Of a ZIP: entries that may be taken out, and how many may not. */
  readonly archive: { readonly files: readonly ArchiveFile[]; readonly refused: number } | null;
};

export type ArchiveFile = { readonly index: number; readonly name: string; readonly folder: string; readonly size: number };

/** Why a file was not read at all. */
export type NotRead = 'too-large' | 'took-too-long' | 'unreadable';

/** What a page asks of the worker; one question at a time. */
export type ReaderQuestion =
  | { readonly ask: 'read'; readonly file: Blob; readonly name: string; readonly pdfjs: string; readonly own: OwnCompanies }
  | { readonly ask: 'unpack'; readonly file: Blob };

/** The person's companies: they are the buyer of a purchase and the seller of a sale. */
export type OwnCompanies = { readonly sirens: readonly string[]; readonly names: readonly string[] };

export type ReaderAnswer =
  | { readonly answer: 'reading'; readonly reading: Reading }
  | { readonly answer: 'entry'; readonly name: string; readonly folder: string; readonly bytes: Blob }
  | { readonly answer: 'entry-refused'; readonly name: string; readonly why: string }
  | { readonly answer: 'end' }
  | { readonly answer: 'not-read' };
