/**
 * What `verify` can find wrong, each with the place where it stands; sentences are in `finding-texts.ts`.
 */

/** A redacted entry in another form than its act says, or one that an act says is redacted and is not. */
type RedactedFinding = 'redacted-otherwise' | 'put-back';

export type LogFinding =
  /** The firm did not sign this act, or it cannot be read. */
  | { readonly tag: 'bad-redaction'; readonly id: string }
  | { readonly tag: 'damaged-database'; readonly file: string; readonly detail: string }
  /** Entries `from` to `to` are not there. */
  | { readonly tag: 'missing-entries'; readonly from: number; readonly to: number }
  | {
      readonly tag: 'broken-link' | 'time-back' | 'misplaced' | 'unreadable-update' | RedactedFinding;
      readonly cursor: number;
      readonly room: string;
      readonly seq: number;
    }
  | { readonly tag: 'seq-gap'; readonly cursor: number; readonly room: string; readonly seq: number; readonly expected: number }
  /** The room says it has `seq` entries, the last that stands is `last`. */
  | { readonly tag: 'missing-end'; readonly room: string; readonly seq: number; readonly last: number };

/** Segments or digest of a room: spoilt bytes, a hole or an end that does not fit, another document or state than the entries make. */
export type CopyFinding = {
  readonly tag: 'bad-copy';
  readonly room: string;
  readonly problem: 'damaged' | 'order' | 'document' | 'digest';
};

/** `spent-key`: signed after its key was replaced. `distrusted`: signed after its key was stolen, and not renewed. */
export type ReceiptProblem =
  | 'unreadable'
  | 'not-by-server'
  | 'other-key'
  | 'signature'
  | 'other-place'
  | 'other-head'
  | 'spent-key'
  | 'distrusted';

export type ProofFinding =
  | { readonly tag: 'bad-receipt'; readonly problem: ReceiptProblem; readonly cursor: number; readonly hash: string }
  | { readonly tag: 'row-without-receipt' | 'receipt-without-row'; readonly dossier: string; readonly box: string; readonly hash: string }
  | { readonly tag: 'missing-file' | 'altered-file' | 'wrong-size'; readonly hash: string };

export type BackupFinding =
  | { readonly tag: 'bad-manifest'; readonly problem: 'unreadable' | 'signature' | 'other-firm' }
  /** The log does not contain, unchanged, what the backup's signed statement says. */
  | { readonly tag: 'not-the-log-backed-up'; readonly cursor: number };

/** The list of keys is not signed as it must be. */
export type KeyFinding = { readonly tag: 'bad-keys' };

export type Finding = KeyFinding | LogFinding | CopyFinding | ProofFinding | BackupFinding;

/** Keeps the first findings of a run that may have thousands, and counts the rest. */
export class Findings {
  readonly #kept: Finding[] = [];
  #count = 0;

  add(finding: Finding): void {
    this.#count += 1;
    if (this.#kept.length < KEPT) this.#kept.push(finding);
  }

  get first(): readonly Finding[] {
    return this.#kept;
  }

  get count(): number {
    return this.#count;
  }
}

const KEPT = 20;
