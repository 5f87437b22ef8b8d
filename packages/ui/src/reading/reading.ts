/**
 * What the device has read in a file, as it travels from the reading worker to a page: facts for the record, a kind to propose, the whole
 * invoice or statement for the human view, and words for search. Plain data, nothing of it is proof.
 */
import type { DocumentKind } from '@navette/domain/document-kinds';
import type { Evidence } from '@navette/formats/classify';
import type { BankFile } from '@navette/formats/bank-statement';
import type { EInvoice } from '@navette/formats/e-invoice';
import type { Corrections } from '@navette/formats/corrections';
import type { Attribution, OwnCompany } from '@navette/formats/purchase-or-sale';
import type { FileWarning, Recognised } from '@navette/formats/recognise';
import type { FileFacts } from '@navette/rooms/document-records';

/** A kind and how it came about; absent below the threshold of the recognition. */
export type KindProposal = { readonly kind: DocumentKind; readonly confidence: number; readonly from: Evidence['from'] };

export type Reading = {
  readonly type: string;
  readonly kind: Recognised['kind'];
  readonly facts: FileFacts | null;
  readonly proposal: KindProposal | null;
  readonly invoice: EInvoice | null;
  readonly bank: BankFile | null;
  readonly warnings: readonly FileWarning[];
  /** Of an invoice: whose it is, where the person's companies tell. */
  readonly attribution: Attribution | null;
  /** Why what is there could not be read. */
  readonly refusal: NonNullable<Recognised['refusal']> | null;
  /** As written; empty for what has none. */
  readonly words: string;
  /** Of a ZIP: entries that may be taken out, and how many may not. */
  readonly archive: { readonly files: readonly ArchiveFile[]; readonly refused: number } | null;
};

export type ArchiveFile = { readonly index: number; readonly name: string; readonly folder: string; readonly size: number };

/** Why a file was not read at all. */
export type NotRead = 'too-large' | 'took-too-long' | 'unreadable';

/** What is known of the person, so that their own company is no supplier and what they corrected is not proposed again. */
export type KnownOfPerson = { readonly companies: readonly OwnCompany[]; readonly corrections: Corrections };

/** What a page asks of the worker; one question at a time. */
export type ReaderQuestion =
  | { readonly ask: 'read'; readonly file: Blob; readonly name: string; readonly pdfjs: string; readonly known: KnownOfPerson }
  | { readonly ask: 'unpack'; readonly file: Blob };

export type ReaderAnswer =
  | { readonly answer: 'reading'; readonly reading: Reading }
  | { readonly answer: 'entry'; readonly name: string; readonly folder: string; readonly bytes: Blob }
  | { readonly answer: 'entry-refused'; readonly name: string; readonly why: string }
  | { readonly answer: 'end' }
  | { readonly answer: 'not-read' };
