/** Reads single values of an invoice's XML and notes what is odd about them. */
import { readDecimal, type Decimal } from '../decimal.ts';
import { childrenOf, textAt, type XmlElement } from '../xml/read-xml.ts';
import type { Identifier, Oddity } from './e-invoice.ts';

export class FieldReader {
  readonly oddities: Oddity[] = [];

  /** @returns undefined for an amount that is not there or cannot be read */
  amount(element: XmlElement | undefined, ...names: readonly string[]): Decimal | undefined {
    const text = textAt(element, ...names);
    if (text === undefined) return undefined;
    const field = names.at(-1) ?? element?.name ?? '';
    const read = readDecimal(text);
    if (read === null) {
      this.#odd('amount-unreadable', field, text);
      return undefined;
    }
    if (read.comma) this.#odd('decimal-comma', field, text);
    return read.value;
  }

  /** CII: `20261130` under format 102, and what occurs besides; UBL: `2026-11-30`. */
  date(text: string | undefined, field: string, expected: 'compact' | 'dashed'): string | undefined {
    if (text === undefined) return undefined;
    const compact = /^(\d{4})(\d{2})(\d{2})/.exec(text);
    const dashed = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
    const found = dashed ?? compact;
    if (!found || (expected === 'compact' ? !compact || dashed : !dashed)) this.#odd('date-format', field, text);
    return found ? `${found[1]}-${found[2]}-${found[3]}` : text;
  }

  noteCreditRoot(code: string): void {
    this.#odd('credit-note-root', 'TypeCode', code);
  }

  #odd(problem: Oddity['problem'], field: string, value: string): void {
    this.oddities.push({ problem, field, value: value.slice(0, 60) });
  }
}

/** An identifier with its scheme, when there is one. */
export function identifier(element: XmlElement | undefined): Identifier | undefined {
  const id = element?.text.trim();
  if (element === undefined || id === undefined || id === '') return undefined;
  const scheme = element.attributes.get('schemeID')?.trim();
  return scheme === undefined || scheme === '' ? { id } : { id, scheme };
}

export function identifiers(element: XmlElement | undefined, ...names: readonly string[]): Identifier[] {
  return names.flatMap((name) => childrenOf(element, name)).flatMap((one) => identifier(one) ?? []);
}

export function texts(elements: Iterable<XmlElement>): string[] {
  return [...elements].flatMap((one) => {
    const text = one.text.trim();
    return text === '' ? [] : [text];
  });
}
