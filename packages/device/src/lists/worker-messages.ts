/** What a page and its worker of lists say to one another: no more than questions and answers, numbered by the page. */
import type { DocumentPage, DocumentQuery } from '../document-model.ts';

export type ToWorker =
  /** First, once. */
  { readonly store: string } | { readonly ask: number; readonly query: DocumentQuery } | { readonly stop: number };

export type FromWorker =
  | { readonly of: number; readonly page: DocumentPage }
  /** The store was closed or erased under it: it answers no more. */
  | { readonly closed: true };
