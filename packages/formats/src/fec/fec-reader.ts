/**
 * A FEC as it comes, in pieces, to typed columns (article A.47 A-1 LPF; accounting formats, 1 and 2).
 *
 * One pass: the separators of a record are found, then its fields are read where they stand. No string is made for a line and
 * no object either; words become ids by their bytes, and are decoded once each, when the last byte has told the encoding. The
 * file is never held whole: what is kept is columns, words met for the first time, and the end of the piece before.
 */
import { ok, refuse, type Result } from '@navette/kernel/result';
import { decodeStrictly } from '../text/decode-text.ts';
import { readHeader, type FecHeader } from './fec-columns.ts';
import type { FecFile, FecLineEnd, FecRefusal, FecSeparator } from './fec-file.ts';
import { FecLines } from './fec-lines.ts';
import { afterLineEnd, endOfRecords, isUtf16, joined } from './record-ends.ts';

const TAB = 9;
const LF = 10;
const CR = 13;
const SEPARATORS: readonly { readonly byte: number; readonly name: FecSeparator }[] = [
  { byte: TAB, name: 'tab' },
  { byte: 124, name: 'pipe' },
  { byte: 59, name: 'semicolon' },
];
const MAX_FIELDS = 256;
/** Of one record: beyond it the file is something else. */
const MAX_RECORD = 1024 * 1024;
const MAX_ROWS = 20_000_000;
const SKIPS_KEPT = 100_000;

export class FecReader {
  readonly #sizeHint: number;
  #rest: Uint8Array = new Uint8Array(0);
  #refusal: FecRefusal | null = null;
  #started = false;
  #bom = false;
  #lineEnd: FecLineEnd = 'LF';
  #separator = SEPARATORS[0] as (typeof SEPARATORS)[number];
  #header: FecHeader | null = null;
  #lines: FecLines | null = null;
  #high = false;
  #skippedLines = 0;
  #skippedBefore: { row: number; lines: number }[] = [];
  readonly #ends = new Int32Array(MAX_FIELDS + 1);

  /** @param sizeHint bytes of the file, when they are known */
  constructor(sizeHint = 0) {
    this.#sizeHint = sizeHint;
  }

  /** Lines read so far. */
  get rows(): number {
    return this.#lines?.rows ?? 0;
  }

  /**
   * Reads a piece of the file; pieces may end anywhere.
   * @returns false once the file is known not to be one we take: the rest need not be given
   */
  push(piece: Uint8Array): boolean {
    if (this.#refusal !== null) return false;
    if (piece.length === 0) return true;
    let bytes = piece;
    if (!this.#started) {
      const held = joined(this.#rest, piece);
      if (held.length < 3) {
        this.#rest = held.slice();
        return true;
      }
      this.#started = true;
      this.#rest = new Uint8Array(0);
      if (isUtf16(held)) return this.#refuse({ tag: 'fec-utf16' });
      this.#bom = held[0] === 0xef && held[1] === 0xbb && held[2] === 0xbf;
      bytes = this.#bom ? held.subarray(3) : held;
    }
    // NUL characters are removed, as the tax office's tool does.
    if (bytes.includes(0)) bytes = bytes.filter((byte) => byte !== 0);
    const block = this.#rest.length === 0 ? bytes : joined(this.#rest, bytes);
    const whole = endOfRecords(block);
    if (whole > 0) this.#records(block, whole);
    this.#rest = whole < block.length ? block.slice(whole) : new Uint8Array(0);
    if (this.#rest.length > MAX_RECORD) this.#refuse({ tag: 'fec-line-too-long', line: this.rows + 2 + this.#skippedLines });
    return this.#refusal === null;
  }

  /** @returns the file's columns, or why it cannot be taken */
  finish(): Result<FecFile, FecRefusal> {
    if (this.#rest.length > 0 && this.#refusal === null) {
      const last = this.#rest.at(-1) === CR ? this.#rest : joined(this.#rest, new Uint8Array([LF]));
      this.#rest = new Uint8Array(0);
      this.#records(last, last.length);
    }
    if (this.#refusal !== null) return refuse(this.#refusal);
    const [header, lines] = [this.#header, this.#lines];
    if (header === null || lines === null) return refuse({ tag: 'fec-empty' });
    if (lines.rows === 0) return refuse({ tag: 'fec-no-lines' });
    const encoding = lines.encoding(this.#bom, this.#high);
    return ok({
      form: { encoding, separator: this.#separator.name, lineEnd: this.#lineEnd, header, xml: false },
      ledger: lines.ledger(encoding, this.#skippedBefore),
      seen: lines.seen,
    });
  }

  #refuse(refusal: FecRefusal): false {
    this.#refusal ??= refusal;
    return false;
  }

  /** Every record that ends before `end`. */
  #records(bytes: Uint8Array, end: number): void {
    const ends = this.#ends;
    const separator = this.#separator.byte;
    let p = 0;
    while (p < end) {
      // Nothing before a line end: an empty record, skipped and counted as a line.
      const first = bytes[p] as number;
      if (first === LF || first === CR) {
        p = afterLineEnd(bytes, p, end);
        this.#skipLine();
        continue;
      }
      const lines = this.#lines;
      if (lines === null) {
        p = this.#readHeader(bytes, p, end);
        if (this.#refusal !== null) return;
        return p < end ? this.#records(bytes.subarray(p), end - p) : undefined;
      }
      const start = p;
      let fields = 0;
      let all = 0;
      if (separator === TAB) {
        for (; ; p++) {
          const byte = bytes[p] as number;
          all |= byte;
          if (byte > 13) continue;
          if (byte === TAB) {
            if (fields < MAX_FIELDS) ends[fields++] = p;
          } else if (byte === LF || byte === CR) break;
        }
      } else {
        for (; ; p++) {
          const byte = bytes[p] as number;
          all |= byte;
          if (byte === separator) {
            if (fields < MAX_FIELDS) ends[fields++] = p;
          } else if (byte === LF || byte === CR) break;
        }
      }
      ends[fields++] = p;
      if (all > 127) this.#high = true;
      lines.add(bytes, start, ends, fields, all > 127);
      p = afterLineEnd(bytes, p, end);
      if (lines.rows >= MAX_ROWS) return void this.#refuse({ tag: 'fec-too-many-lines' });
    }
  }

  #skipLine(): void {
    this.#skippedLines++;
    const last = this.#skippedBefore.at(-1);
    if (last && last.row === this.rows) last.lines = this.#skippedLines;
    else if (this.#skippedBefore.length < SKIPS_KEPT) this.#skippedBefore.push({ row: this.rows, lines: this.#skippedLines });
  }

  /** @returns past the header's line end */
  #readHeader(bytes: Uint8Array, start: number, end: number): number {
    let stop = start;
    while (stop < end && bytes[stop] !== LF && bytes[stop] !== CR) stop++;
    const text = headerText(bytes.subarray(start, stop));
    if (bytes.subarray(start, stop).some((byte) => byte > 127)) this.#high = true;
    const counts = SEPARATORS.map((one) => ({ one, count: text.split(String.fromCharCode(one.byte)).length - 1 }));
    const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
    if (best.count === 0) {
      this.#refuse({ tag: 'fec-no-separator' });
      return end;
    }
    this.#separator = best.one;
    const header = readHeader(text.split(String.fromCharCode(best.one.byte)));
    this.#header = header;
    if (header.indispensable.length > 0) {
      this.#refuse({ tag: 'fec-missing-columns', columns: header.indispensable });
      return end;
    }
    this.#lines = new FecLines(header, this.#sizeHint);
    const next = afterLineEnd(bytes, stop, end);
    const ends = next - stop;
    this.#lineEnd = bytes[next - 1] === CR ? 'CR' : ends === 1 ? 'LF' : ends === 2 ? 'CRLF' : 'CRCRLF';
    return next;
  }
}

function headerText(bytes: Uint8Array): string {
  return decodeStrictly(bytes, 'utf-8') ?? new TextDecoder('windows-1252').decode(bytes);
}
