/** Between a page and the worker that reads and opens ledgers. */
import type { Question } from '@navette/domain/ledger/questions';
import type { FecOptions } from '@navette/formats/write-fec';
import type { BookChanges, ReadBook, ReadRefusal } from '../ledger-model.ts';
import type { Result } from '@navette/kernel/result';

export type ToBooks =
  | { readonly read: File }
  /** Both sections as they are stored, compressed. */
  | { readonly open: { readonly figures: Blob; readonly words: Blob } }
  | { readonly ask: number; readonly question: Question }
  | { readonly write: number; readonly options: FecOptions }
  | { readonly compare: number; readonly with: { readonly figures: Blob; readonly words: Blob } };

export type FromBooks =
  | { readonly progress: readonly [read: number, of: number] }
  | { readonly read: Result<ReadBook, ReadRefusal> }
  | { readonly opened: boolean }
  | { readonly of: number; readonly answer: unknown }
  | { readonly compared: number; readonly changes: BookChanges | null }
  | { readonly written: number; readonly file: Blob; readonly replaced: number }
  | { readonly failed: number };
