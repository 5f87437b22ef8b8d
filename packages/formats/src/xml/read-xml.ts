/**
 * Untrusted XML to a tree of elements: well-formed or refused, no DTD, no entity but the five, bounded in size, depth and
 * number (F3). It knows no format; attributes and elements are found by their local names, since prefixes vary.
 */
import { refuse, ok, type Result } from '@navette/kernel/result';
import { SaxesParser } from 'saxes';
import { byteOrderMark, decodeStrictly } from '../text/decode-text.ts';

export type XmlElement = {
  /** Without its prefix. */
  readonly name: string;
  readonly namespace: string;
  /** By local name. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own characters and those between its children, as written. */
  readonly text: string;
  /** Line it begins on, from 1. */
  readonly line: number;
};

export type XmlRefusal =
  | { readonly tag: 'xml-malformed'; readonly line: number; readonly problem: string }
  | { readonly tag: 'xml-encoding' }
  | { readonly tag: 'xml-doctype' }
  | { readonly tag: 'xml-too-large' | 'xml-too-deep' | 'xml-too-many' };

export type XmlLimits = { readonly bytes: number; readonly depth: number; readonly elements: number };
export const XML_LIMITS: XmlLimits = { bytes: 20 * 1024 * 1024, depth: 64, elements: 500_000 };

const DECLARATION =
  /^<\?xml\s+version\s*=\s*(?:"1\.\d"|'1\.\d')(?:\s+encoding\s*=\s*(?:"([A-Za-z][\w.-]*)"|'([A-Za-z][\w.-]*)'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>/;
/** Bytes in which a declaration must end. */
const HEAD = 400;

class Refused extends Error {
  readonly refusal: XmlRefusal;
  constructor(refusal: XmlRefusal) {
    super(refusal.tag);
    this.refusal = refusal;
  }
}

type Open = { name: string; namespace: string; attributes: Map<string, string>; children: XmlElement[]; text: string; line: number };

/** @returns the root element; or why the bytes are no XML we read */
export function readXml(bytes: Uint8Array, limits: XmlLimits = XML_LIMITS): Result<XmlElement, XmlRefusal> {
  if (bytes.length > limits.bytes) return refuse({ tag: 'xml-too-large' });
  const decoded = decodeXml(bytes);
  if (!decoded.ok) return decoded;
  const parser = new SaxesParser({ xmlns: true, position: true });
  const stack: Open[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  parser.on('error', (error) => {
    throw new Refused({ tag: 'xml-malformed', line: parser.line, problem: error.message.replace(/^\d+:\d+: /, '').slice(0, 120) });
  });
  parser.on('doctype', () => {
    throw new Refused({ tag: 'xml-doctype' });
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (stack.length >= limits.depth) throw new Refused({ tag: 'xml-too-deep' });
    if (++elements > limits.elements) throw new Refused({ tag: 'xml-too-many' });
    const own = new Map<string, string>();
    for (const attribute of Object.values(attributes)) own.set(attribute.local, attribute.value);
    stack.push({ name: local, namespace: uri, attributes: own, children: [], text: '', line: parser.line });
  });
  const characters = (text: string): void => {
    const open = stack.at(-1);
    if (open) open.text += text;
  };
  parser.on('text', characters);
  parser.on('cdata', characters);
  parser.on('closetag', () => {
    const done = stack.pop();
    const parent = stack.at(-1);
    if (done && parent) parent.children.push(done);
    else root = done;
  });
  try {
    parser.write(decoded.value).close();
  } catch (error) {
    if (error instanceof Refused) return refuse(error.refusal);
    throw error;
  }
  return root ? ok(root) : refuse({ tag: 'xml-malformed', line: 1, problem: 'no element' });
}

/** By the byte order mark, else as the declaration says, strictly: a declaration that lies is refused, never guessed round. */
function decodeXml(bytes: Uint8Array): Result<string, XmlRefusal> {
  const mark = byteOrderMark(bytes);
  const wide = mark === 'utf-16le' || mark === 'utf-16be';
  const head = wide ? '' : latin(bytes.subarray(mark ? 3 : 0, HEAD));
  const declaration = DECLARATION.exec(head);
  if (!wide && head.startsWith('<?xml') && !declaration) return refuse({ tag: 'xml-malformed', line: 1, problem: 'declaration' });
  const declared = (declaration?.[1] ?? declaration?.[2] ?? 'utf-8').toLowerCase();
  const label = wide ? mark : mark === 'utf-8-bom' ? 'utf-8' : declared === 'us-ascii' ? 'utf-8' : declared;
  const text = decodeStrictly(bytes, label);
  return text === null ? refuse({ tag: 'xml-encoding' }) : ok(text);
}

function latin(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** The first child of this name, in any namespace. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((one) => one.name === name);
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((one) => one.name === name) ?? [];
}

/** Follows first children down. */
export function at(element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined {
  let found = element;
  for (const name of names) found = child(found, name);
  return found;
}

/** Trimmed; undefined when there is no such element or nothing in it. */
export function textAt(element: XmlElement | undefined, ...names: readonly string[]): string | undefined {
  const text = at(element, ...names)?.text.trim();
  return text === undefined || text === '' ? undefined : text;
}

/** Every element of this name below, in document order. */
export function* descendants(element: XmlElement, name: string): Generator<XmlElement> {
  for (const one of element.children) {
    if (one.name === name) yield one;
    yield* descendants(one, name);
  }
}
