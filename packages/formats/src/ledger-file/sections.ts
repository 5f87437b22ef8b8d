/**
 * The packed form of a ledger: a section is a header in JSON and columns, little endian, each on eight bytes. The same ledger
 * gives the same bytes on every device, so that its SHA-256 is its name.
 *
 * `NAVLDG1\0`, length of the header (32 bits), four zeros, the header in UTF-8, zeros up to eight, the columns.
 */
import { ok, refuse, type Result } from '@navette/kernel/result';

export type ColumnType = 'u8' | 'u16' | 'u32' | 'i32' | 'f64';
export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;
type Placed = { readonly name: string; readonly type: ColumnType; readonly offset: number; readonly length: number };

export type SectionRefusal = { readonly tag: 'ledger-file-damaged' };

const MAGIC = [0x4e, 0x41, 0x56, 0x4c, 0x44, 0x47, 0x31, 0];
const START = 16;
const MAX_HEADER = 256 * 1024 * 1024;

const WIDTH: Readonly<Record<ColumnType, number>> = { u8: 1, u16: 2, u32: 4, i32: 4, f64: 8 };
const up = (size: number): number => (size + 7) & ~7;

function typeOf(column: Column): ColumnType {
  if (column instanceof Uint8Array) return 'u8';
  if (column instanceof Uint16Array) return 'u16';
  if (column instanceof Uint32Array) return 'u32';
  return column instanceof Int32Array ? 'i32' : 'f64';
}

/** @param header plain values that JSON keeps; its key `columns` is ours */
export function writeSection(
  header: Readonly<Record<string, unknown>>,
  columns: Readonly<Record<string, Column>>,
): Uint8Array<ArrayBuffer> {
  const placed: Placed[] = [];
  let offset = 0;
  for (const [name, column] of Object.entries(columns)) {
    placed.push({ name, type: typeOf(column), offset, length: column.length });
    offset += up(column.byteLength);
  }
  const head = new TextEncoder().encode(JSON.stringify({ ...header, columns: placed }));
  const body = START + up(head.length);
  const bytes = new Uint8Array(body + offset);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint32(8, head.length, true);
  bytes.set(head, START);
  for (const { name, offset: at } of placed) {
    const column = columns[name] as Column;
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), body + at);
  }
  return bytes;
}

export type Section = {
  readonly header: Readonly<Record<string, unknown>>;
  readonly columns: ReadonlyMap<string, Column>;
};

/** @param bytes of a section, whole; columns are views of them. @returns what stands there; damaged when they are not whole */
export function readSection(bytes: Uint8Array): Result<Section, SectionRefusal> {
  const damaged = refuse({ tag: 'ledger-file-damaged' as const });
  if (bytes.length < START || MAGIC.some((byte, at) => bytes[at] !== byte)) return damaged;
  // Views need whole offsets.
  const whole = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const length = new DataView(whole.buffer, whole.byteOffset).getUint32(8, true);
  const body = START + up(length);
  if (length > MAX_HEADER || body > whole.length) return damaged;
  const header = parsed(new TextDecoder().decode(whole.subarray(START, START + length)));
  if (header === null || !Array.isArray(header['columns'])) return damaged;
  const columns = new Map<string, Column>();
  for (const placed of header['columns'] as readonly unknown[]) {
    if (!isPlaced(placed)) return damaged;
    const { name, type, offset, length: count } = placed;
    if (offset % 8 !== 0 || body + offset + count * WIDTH[type] > whole.length) return damaged;
    columns.set(name, viewOf(type, whole, body + offset, count));
  }
  return ok({ header, columns });
}

function viewOf(type: ColumnType, { buffer, byteOffset }: Uint8Array, offset: number, length: number): Column {
  const at = byteOffset + offset;
  switch (type) {
    case 'u8':
      return new Uint8Array(buffer, at, length);
    case 'u16':
      return new Uint16Array(buffer, at, length);
    case 'u32':
      return new Uint32Array(buffer, at, length);
    case 'i32':
      return new Int32Array(buffer, at, length);
    case 'f64':
      return new Float64Array(buffer, at, length);
  }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isPlaced(value: unknown): value is Placed {
  if (typeof value !== 'object' || value === null) return false;
  const { name, type, offset, length } = value as Record<string, unknown>;
  const size = (one: unknown) => typeof one === 'number' && Number.isSafeInteger(one) && one >= 0;
  return typeof name === 'string' && typeof type === 'string' && type in WIDTH && size(offset) && size(length);
}
