/**
 * What the background needs of a device, as one value: handlers and drivers are written against it and tested with twins.
 */
import type { Piece, PieceAnswer } from '@navette/device/capture-chunks';
import type { IntakeLibrary } from '@navette/device/intake-library';
import type { SessionWithCookie } from '@navette/device/session';
import type { Capture, CaptureProblem, CommandRefusal, SessionControl, StoreRefusal, SyncControl } from '@navette/device/model';
import type { DocumentId } from '@navette/kernel/ids';
import type { Result } from '@navette/kernel/result';

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
  put(piece: Piece): Promise<PieceAnswer>;
  /** Removes pieces of files whose page was closed half-way. */
  sweep(): Promise<void>;
  /** Turns a placeholder into a failed one; nothing happens to a capture that has its bytes. */
  fail(capture: DocumentId, reason: CaptureProblem): Promise<void>;
  /** A failed placeholder is being fetched again. */
  again(capture: DocumentId): Promise<Capture | null>;
};

export type BackgroundDevice = {
  readonly library: IntakeLibrary;
  readonly sync: SyncControl;
  readonly session: Omit<SessionControl, 'signInBy'> & Pick<SessionWithCookie, 'proveBy'>;
  /** A command to `at`, or to the signed-in person's server; the answer is the server's JSON, not parsed. */
  command(name: string, body: unknown, at: string | null): Promise<Result<unknown, CommandRefusal>>;
  readonly intake: Intake;
  /** A ticket for a live socket on a room, null when there is none to be had. */
  liveTicket(room: string): Promise<string | null>;
  /** Origin of the current firm's server; null while nobody is signed in. */
  serverOrigin(): Promise<string | null>;
  /** Whether this is the server of a firm somebody is signed in to here, which is not the current one. */
  isOtherFirm(origin: string): Promise<boolean>;
};
