/**
 * What the background needs of a device, as one value: handlers and drivers are written against it and tested with twins.
 */
import type { Capture, CaptureProblem, CaptureRefusal, Library, SessionControl, StoreRefusal, SyncControl } from '@navette/device/model';
import type { DocumentId } from '@navette/kernel/ids';
import type { Result } from '@navette/kernel/result';

export type Piece = {
  readonly capture: DocumentId;
  readonly index: number;
  readonly count: number;
  readonly size: number;
  readonly name: string;
  readonly way: Capture['way'];
  readonly origin?: string;
  readonly bytes: Blob;
};

export type PieceStored =
  | { readonly status: 'more'; readonly missing: readonly number[] }
  | { readonly status: 'saved'; readonly name: string; readonly type: string; readonly size: number; readonly hash: string }
  | { readonly status: 'refused'; readonly refusal: CaptureRefusal };

/** Everything is stored strictly before it answers; every call may be repeated. */
export type Intake = {
  /** A row for bytes that are still to come, so that a click is never forgotten. */
  begin(placeholder: {
    readonly capture: DocumentId;
    readonly name: string;
    readonly way: 'link' | 'page';
    readonly origin?: string;
    readonly url: string;
  }): Promise<Result<void, StoreRefusal>>;
  put(piece: Piece): Promise<PieceStored>;
  /** Turns a placeholder into a failed one; nothing happens to a capture that has its bytes. */
  fail(capture: DocumentId, reason: CaptureProblem): Promise<void>;
  /** A failed placeholder is being fetched again. */
  again(capture: DocumentId): Promise<Capture | null>;
};

export type BackgroundDevice = {
  readonly library: Library;
  readonly sync: SyncControl;
  readonly session: SessionControl;
  readonly intake: Intake;
  /** Origin of the server somebody is signed in to; null while nobody is. */
  serverOrigin(): Promise<string | null>;
};
