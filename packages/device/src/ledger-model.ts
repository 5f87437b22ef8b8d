/**
 * What screens see of the books: fiscal years that the firm imported, their figures, and the questions one asks of them. A ledger
 * is opened in a worker of the page; nothing of it is an object until a screen shows it.
 */
import type { Figures, Answer, QuestionName, Questions } from '@navette/domain/ledger/questions';
import type { TaxSettings } from '@navette/domain/ledger/tax-calendar';
import type { PaymentTerm } from '@navette/domain/ledger/due-dates';
import type { DossierKind } from '@navette/domain/ledger/indicators';
import type { FecOptions } from '@navette/formats/write-fec';
import type { BookFacts } from '@navette/formats/book-facts';
import type { FecXmlRefusal } from '@navette/formats/fec-xml';
import type { BlobHash, DossierId, UserId } from '@navette/kernel/ids';
import type { Result } from '@navette/kernel/result';
import type { ActRefusal, Observable, StoreRefusal } from './model.ts';

/** An import of one fiscal year, as this person may see it. Clients see what is published. */
export type ExerciseView = {
  readonly id: string;
  readonly dossier: DossierId;
  /** Days as `AAAA-MM-JJ`. */
  readonly start: string;
  readonly closing: string;
  /** The last day with a line. */
  readonly through: string;
  /** Not final: « provisoire, avant inventaire ». */
  readonly final: boolean;
  readonly published: boolean;
  /** Of several imports of one closing date, the one whose figures are shown; the others are kept for audit. */
  readonly inForce: boolean;
  /** Of the file. */
  readonly name: string;
  readonly siren: string | null;
  readonly lines: number;
  readonly entries: number;
  /** Errors that did not keep it out: taken « avec réserves ». */
  readonly reserves: boolean;
  readonly importedAt: number;
  readonly by: UserId | null;
  /** First figures, before the ledger is opened. */
  readonly summary: Figures | null;
  readonly files: { readonly figures: BlobHash; readonly words: BlobHash; readonly source: BlobHash };
  /** Its figures can be opened without a network. */
  readonly here: boolean;
};

/** What the firm sets for a dossier; every default is shown. */
export type BookSettings = {
  /** Which headline figures; proposed from the file where nobody chose. */
  readonly kind: DossierKind | null;
  readonly taxes: TaxSettings;
  /** Where nobody set one: thirty days, and said to be an estimate. */
  readonly usualTerm: PaymentTerm | null;
  readonly terms: ReadonlyMap<string, PaymentTerm>;
  /** Whether the position of VAT is shown to the client (4.1). */
  readonly showVat: boolean;
};

/** A ledger in memory, in a worker. */
export type OpenBook = {
  ask<N extends QuestionName>(what: N, ask: Questions[N]['ask']): Promise<Answer<N>>;
  /** The ledger as a FEC of ours (R155); `replaced` letters had no place in the encoding. */
  write(options: FecOptions): Promise<{ readonly file: Blob; readonly replaced: number }>;
  close(): void;
};

/** A file that was read on this device and is not kept yet. */
export type ReadBook = BookFacts & {
  /** Compressed, as they will be stored. */
  readonly files: { readonly figures: Blob; readonly words: Blob; readonly source: Blob };
};

export type ReadRefusal = FecXmlRefusal | { readonly tag: 'fec-not-read' } | { readonly tag: 'cancelled' };

export type ReadingBook = {
  readonly result: Promise<Result<ReadBook, ReadRefusal>>;
  cancel(): void;
};

export type BookChanges = {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly examples: readonly { readonly what: 'added' | 'removed' | 'changed'; readonly text: string }[];
};

export type Books = {
  /** Newest closing first, what is in force before what it replaced. */
  exercises(dossier: DossierId): Observable<readonly ExerciseView[]>;
  settings(dossier: DossierId): Observable<BookSettings>;
  /** Refused as `not-here` when its bytes are not on this device: `sync.bring` brings them, by `files`. */
  open(exercise: ExerciseView): Promise<Result<OpenBook, { readonly tag: 'not-here' | 'ledger-file-damaged' }>>;

  /** In a worker, in pieces; `progress` says how far, bytes of bytes. Staff only, as all below. */
  read(file: File, progress: (read: number, of: number) => void): ReadingBook;
  /** Resolves after the strict transaction that holds the bytes: the import is then on this computer, and the firm's alone. */
  keep(dossier: DossierId, book: ReadBook): Promise<Result<string, ActRefusal>>;
  publish(id: string, published: boolean): Promise<Result<void, ActRefusal>>;
  setFinal(id: string, final: boolean): Promise<Result<void, ActRefusal>>;
  /** Which of several imports of one closing date is in force. */
  putInForce(id: string): Promise<Result<void, ActRefusal>>;
  /** What another import of the same year changes. */
  changes(before: ExerciseView, after: ExerciseView): Promise<BookChanges | null>;
  saveSettings(dossier: DossierId, settings: BookSettings): Promise<Result<void, ActRefusal | StoreRefusal>>;
  /** The imported file, unchanged. */
  source(exercise: ExerciseView): Promise<Blob | null>;
};
