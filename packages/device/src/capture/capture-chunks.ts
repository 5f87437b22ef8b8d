/**
 * A file on its way from a page to the store, in pieces: each is kept before it is answered, so that the worker may die
 * between any two, and the sender sends again until it hears "saved".
 */
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { checkFile } from '@navette/domain/deposit';
import type { BlobHash, DocumentId } from '@navette/kernel/ids';
import type { Capture, CaptureRefusal, Library } from '../model.ts';
import { StoreFailure, type LocalStore, type PieceRow } from '../store/local-store.ts';

export type Piece = {
  readonly capture: DocumentId;
  readonly index: number;
  readonly count: number;
  /** Of the whole file, bytes. */
  readonly size: number;
  readonly name: string;
  readonly way: Capture['way'];
  readonly origin?: string;
  readonly bytes: Blob;
};

export type PieceAnswer =
  | { readonly status: 'more'; readonly missing: readonly number[] }
  | { readonly status: 'saved'; readonly name: string; readonly type: string; readonly size: number; readonly hash: BlobHash }
  | { readonly status: 'refused'; readonly refusal: CaptureRefusal };

/** The store the pieces wait in, and the capture they end in. */
export type PiecePorts = {
  readonly pieces: () => Promise<LocalStore>;
  readonly library: Pick<Library, 'capture'>;
  readonly now: () => number;
  readonly fileBytes?: () => Promise<number>;
};

export type ChunkIntake = {
  /** Keeps one piece; the last one to come makes the capture. Sent twice, it counts once. */
  put(piece: Piece): Promise<PieceAnswer>;
  /** Removes the pieces of files that nobody went on with for an hour: their page was closed half-way. */
  sweep(): Promise<void>;
};

const ABANDONED_AFTER = 3600_000;

export function makeChunkIntake({ pieces, library, now, fileBytes }: PiecePorts): ChunkIntake {
  const finishing = new Map<DocumentId, Promise<PieceAnswer>>();
  return {
    async put(piece) {
      const store = await pieces();
      const saved = await alreadySaved(store, piece.capture);
      if (saved) {
        // Killed between the capture and this: its sender asks again, and the pieces have served.
        await removePieces(store, piece.capture);
        return saved;
      }
      const checked = checkFile(piece.size, { fileBytes: (await fileBytes?.()) ?? DEFAULT_LIMITS.fileBytes });
      if (!checked.ok) return { status: 'refused', refusal: checked.refusal };
      const row: PieceRow = {
        capture: piece.capture,
        index: piece.index,
        count: piece.count,
        size: piece.size,
        bytes: piece.bytes,
        at: now(),
      };
      try {
        await store.commit({ put: { pieces: [row] } });
      } catch (error) {
        if (error instanceof StoreFailure) return { status: 'refused', refusal: { tag: error.tag } };
        throw error;
      }
      const rows = await piecesOf(store, piece.capture);
      const missing = Array.from({ length: piece.count }, (_, i) => i).filter((i) => !rows.some((one) => one.index === i));
      if (missing.length > 0) return { status: 'more', missing };
      // Two resends may both complete the file: they share one finish.
      const finish = finishing.get(piece.capture) ?? whole(store, library, piece, rows).finally(() => finishing.delete(piece.capture));
      finishing.set(piece.capture, finish);
      return finish;
    },
    async sweep() {
      const store = await pieces();
      const latest = new Map<DocumentId, number>();
      for (const row of await store.list('pieces')) latest.set(row.capture, Math.max(row.at, latest.get(row.capture) ?? 0));
      for (const [capture, at] of latest) if (at < now() - ABANDONED_AFTER) await removePieces(store, capture);
    },
  };
}

async function whole(store: LocalStore, library: Pick<Library, 'capture'>, piece: Piece, rows: readonly PieceRow[]): Promise<PieceAnswer> {
  const file = new Blob(rows.map((row) => row.bytes));
  const about = { name: piece.name, way: piece.way, id: piece.capture, ...(piece.origin === undefined ? {} : { origin: piece.origin }) };
  const captured = await library.capture(file, about);
  // The capture holds the bytes now, or nothing ever will: either way the pieces have served.
  if (captured.ok || captured.refusal.tag !== 'store-unavailable') await removePieces(store, piece.capture);
  if (!captured.ok) return { status: 'refused', refusal: captured.refusal };
  const { name, type, size, hash } = captured.value;
  return hash ? { status: 'saved', name, type, size, hash } : { status: 'refused', refusal: { tag: 'file-empty' } };
}

async function alreadySaved(store: LocalStore, capture: DocumentId): Promise<PieceAnswer | null> {
  const row = await store.get('captures', capture);
  if (row?.hash && row.status.tag === 'ready') return { status: 'saved', name: row.name, type: row.type, size: row.size, hash: row.hash };
  const document = await store.get('documents', capture);
  const deposit = document?.base?.deposit;
  return deposit ? { status: 'saved', name: deposit.name, type: deposit.type, size: deposit.size, hash: deposit.hash } : null;
}

async function piecesOf(store: LocalStore, capture: DocumentId): Promise<PieceRow[]> {
  return store.list('pieces', { from: [capture, 0], to: [capture, Number.MAX_SAFE_INTEGER] });
}

async function removePieces(store: LocalStore, capture: DocumentId): Promise<void> {
  const rows = await piecesOf(store, capture);
  if (rows.length > 0) await store.commit({ remove: { pieces: rows.map((row) => [row.capture, row.index]) } });
}
