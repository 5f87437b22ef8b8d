/** A file of references, cut into the pieces a command can carry. The server reads what is in a line; here are only lines. */
import { IMPORT_LIMITS, IMPORT_LINES_AT_ONCE } from '@navette/protocol/staff-migrations';

/** A command's body is 64 KiB: this much of it may be lines, written as JSON. */
const PIECE_BYTES = 40_000;

export type ImportPiece = { readonly first: number; readonly lines: readonly string[] };
export type ImportFile = { readonly head: string; readonly pieces: readonly ImportPiece[]; readonly lines: number };

/** @returns the file's head and its pieces; or why it is not one */
export function cutImport(bytes: Uint8Array<ArrayBuffer>): ImportFile | 'too-large' | 'empty' {
  if (bytes.length > IMPORT_LIMITS.bytes) return 'too-large';
  const all = decode(bytes).split(/\r\n|\n|\r/);
  while (all.at(-1)?.trim() === '') all.pop();
  const [head, ...lines] = all;
  if (head === undefined || lines.length === 0) return 'empty';
  if (lines.length > IMPORT_LIMITS.lines) return 'too-large';
  const pieces: ImportPiece[] = [];
  let piece: string[] = [];
  let size = 0;
  lines.forEach((line, n) => {
    // One character more than a line may have is enough for it to be refused.
    const shown = line.slice(0, IMPORT_LIMITS.lineLength + 1);
    if (piece.length === IMPORT_LINES_AT_ONCE || (piece.length > 0 && size + 3 * shown.length > PIECE_BYTES)) {
      pieces.push({ first: n + 2 - piece.length, lines: piece });
      [piece, size] = [[], 0];
    }
    piece.push(shown);
    size += 3 * shown.length;
  });
  pieces.push({ first: lines.length + 2 - piece.length, lines: piece });
  return { head: head.slice(0, IMPORT_LIMITS.lineLength), pieces, lines: lines.length };
}

/** UTF-8, or what a spreadsheet on Windows writes when it says CSV. */
function decode(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
