/**
 * The XML form of a FEC (accounting formats, 1.4), read as flat records: what is on the entry is said again on each of its
 * lines, and the one reader goes on from there. No DTD, no entity but the five, bounded in depth (F3).
 */
import { ok, refuse, type Result } from '@navette/kernel/result';
import { SaxesParser } from 'saxes';
import { CASH_BASIS, standardColumns } from './fec-columns.ts';
import { FecReader } from './fec-reader.ts';
import type { FecEncoding, FecFile, FecRefusal } from './fec-file.ts';

export type FecXmlRefusal = FecRefusal | { readonly tag: 'fec-xml-malformed'; readonly line: number } | { readonly tag: 'fec-xml-doctype' };

const MAX_DEPTH = 12;
const MAX_VALUE = 10_000;
const OF_ENTRY = [
  'EcritureNum',
  'EcritureDate',
  'EcritureLib',
  'PieceRef',
  'PieceDate',
  'EcritureLet',
  'DateLet',
  'ValidDate',
  ...CASH_BASIS,
];
const DATES: ReadonlySet<string> = new Set(['EcritureDate', 'PieceDate', 'DateLet', 'ValidDate', 'DateRglt']);
const AMOUNTS: ReadonlySet<string> = new Set(['Debit', 'Credit', 'Montant', 'Montantdevise']);
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['CompteAuxNum', 'CompAuxNum'],
  ['CompteAuxLib', 'CompAuxLib'],
]);
const HEAD = /^<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["']/;

/** Whether bytes begin as the XML form does. */
export function looksLikeFecXml(head: Uint8Array): boolean {
  const text = new TextDecoder('windows-1252').decode(head.subarray(0, 2_000));
  return /<comptabilite[\s>]/i.test(text);
}

class Stop extends Error {
  readonly refusal: FecXmlRefusal;
  constructor(refusal: FecXmlRefusal) {
    super(refusal.tag);
    this.refusal = refusal;
  }
}

export class FecXmlReader {
  readonly #flat: FecReader;
  readonly #parser = new SaxesParser({ xmlns: false, position: true });
  readonly #path: string[] = [];
  #decoder: TextDecoder | null = null;
  #encoding: FecEncoding = 'utf-8';
  #refusal: FecXmlRefusal | null = null;
  #text = '';
  #journal = new Map<string, string>();
  #entry = new Map<string, string>();
  #line = new Map<string, string>();
  #columns: readonly string[] | null = null;
  #montant = false;
  #records = '';
  readonly #encoder = new TextEncoder();

  constructor(sizeHint = 0) {
    this.#flat = new FecReader(sizeHint);
    const parser = this.#parser;
    parser.on('error', () => {
      throw new Stop({ tag: 'fec-xml-malformed', line: parser.line });
    });
    parser.on('doctype', () => {
      throw new Stop({ tag: 'fec-xml-doctype' });
    });
    parser.on('opentag', ({ name }) => {
      if (this.#path.push(name) > MAX_DEPTH) throw new Stop({ tag: 'fec-xml-malformed', line: parser.line });
      this.#text = '';
      if (name === 'journal') this.#journal = new Map();
      else if (name === 'ecriture') this.#entry = new Map();
      else if (name === 'ligne') this.#line = new Map();
    });
    const take = (text: string) => {
      if (this.#text.length < MAX_VALUE) this.#text += text;
    };
    parser.on('text', take);
    parser.on('cdata', take);
    parser.on('closetag', ({ name }) => this.#close(name));
  }

  get rows(): number {
    return this.#flat.rows;
  }

  push(piece: Uint8Array): boolean {
    if (this.#refusal !== null) return false;
    this.#decoder ??= this.#decoderOf(piece);
    try {
      this.#parser.write(this.#decoder.decode(piece, { stream: true }));
      this.#flush();
    } catch (error) {
      this.#refusal = refusalOf(error, this.#parser.line);
    }
    return this.#refusal === null;
  }

  finish(): Result<FecFile, FecXmlRefusal> {
    try {
      if (this.#refusal === null) {
        this.#parser.write(this.#decoder?.decode() ?? '');
        this.#parser.close();
        this.#flush();
      }
    } catch (error) {
      this.#refusal = refusalOf(error, this.#parser.line);
    }
    if (this.#refusal !== null) return refuse(this.#refusal);
    const read = this.#flat.finish();
    if (!read.ok) return read;
    const { form } = read.value;
    const header = { ...form.header, amounts: this.#montant ? ('Montant/Sens' as const) : form.header.amounts };
    return ok({ ...read.value, form: { ...form, header, encoding: this.#encoding, xml: true } });
  }

  #decoderOf(piece: Uint8Array): TextDecoder {
    const declared = HEAD.exec(new TextDecoder('windows-1252').decode(piece.subarray(0, 200)))?.[1]?.toLowerCase() ?? 'utf-8';
    const label = /8859-15/.test(declared) ? 'iso-8859-15' : /8859-1$|1252|latin1/.test(declared) ? 'windows-1252' : 'utf-8';
    this.#encoding = label === 'windows-1252' && declared.includes('8859') ? 'iso-8859-15' : label;
    if (piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf) this.#encoding = 'utf-8-bom';
    return new TextDecoder(label, { fatal: true });
  }

  #close(name: string): void {
    this.#path.pop();
    const within = this.#path.at(-1);
    const value = this.#text.replaceAll(/[\t\r\n]+/g, ' ').trim();
    this.#text = '';
    const column = ALIASES.get(name) ?? name;
    if (within === 'journal' && (name === 'JournalCode' || name === 'JournalLib')) this.#journal.set(name, value);
    else if (within === 'ecriture' && OF_ENTRY.includes(name)) this.#entry.set(name, DATES.has(name) ? figuresOf(value) : value);
    else if (within === 'ligne') this.#line.set(column, AMOUNTS.has(column) ? value.replace('.', ',') : value);
    else if (name === 'ligne') this.#write();
  }

  /** One flat record for a `ligne`. */
  #write(): void {
    if (this.#columns === null) {
      const cash = CASH_BASIS.filter((column) => this.#entry.has(column));
      this.#columns = [
        ...standardColumns('Debit/Credit'),
        ...(cash.length === 0 ? [] : CASH_BASIS.slice(0, cash.includes('IdClient') ? 4 : 3)),
      ];
      this.#records = `${this.#columns.join('\t')}\n`;
    }
    const line = this.#line;
    const sum = line.get('Montant');
    if (sum !== undefined) {
      this.#montant = true;
      const side = line.get('Sens') ?? '';
      // A side that is none leaves the amount unreadable, and the line is said to be.
      line.set(/^(?:c|-1)$/i.test(side) ? 'Credit' : 'Debit', /^(?:[cd]|[+-]?1)$/i.test(side) ? sum : `${sum} ${side}?`);
    }
    const value = (column: string) => line.get(column) ?? this.#entry.get(column) ?? this.#journal.get(column) ?? '';
    this.#records += `${this.#columns.map(value).join('\t')}\n`;
  }

  #flush(): void {
    if (this.#records === '') return;
    this.#flat.push(this.#encoder.encode(this.#records));
    this.#records = '';
  }
}

/** `xs:date` or `xs:dateTime` as AAAAMMJJ; anything else as it is. */
function figuresOf(text: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T.*|Z|[+-]\d{2}:\d{2})?$/.exec(text);
  return match ? `${match[1]}${match[2]}${match[3]}` : text;
}

function refusalOf(error: unknown, line: number): FecXmlRefusal {
  return error instanceof Stop ? error.refusal : { tag: 'fec-xml-malformed', line };
}
