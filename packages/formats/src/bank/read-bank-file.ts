/** A bank's file, of whichever format, from untrusted bytes: told by what is in it, never by its name. */
import { refuse, type Result } from '@navette/kernel/result';
import { decodeText } from '../text/decode-text.ts';
import { readXml } from '../xml/read-xml.ts';
import type { BankFile, BankRefusal } from './bank-statement.ts';
import { readCsvStatement } from './csv/read-csv.ts';
import { isCamt, readCamt } from './read-camt.ts';
import { isCfonb, isCfonb240, readCfonb } from './read-cfonb.ts';
import { isMt940, readMt940 } from './read-mt940.ts';
import { isOfx, readOfx } from './read-ofx.ts';
import { isQif, readQif } from './read-qif.ts';

/** Bytes looked at to tell one format from another. */
const HEAD = 8 * 1024;

/** @returns the statements; or `not-a-bank-file`, with which nothing is said of what else it may be */
export function readBankFile(bytes: Uint8Array): Result<BankFile, BankRefusal> {
  const { text } = decodeText(bytes.subarray(0, HEAD));
  if (isOfx(text)) return readOfx(bytes);
  if (isCfonb(text)) return readCfonb(bytes);
  if (isCfonb240(text)) return refuse({ tag: 'cfonb240' });
  if (isQif(text)) return readQif(bytes);
  if (isMt940(text)) return readMt940(bytes);
  if (/^\s*<(?:\?xml|[A-Za-z])/.test(text)) {
    const root = readXml(bytes);
    if (root.ok && isCamt(root.value)) return readCamt(root.value);
  }
  // Last, since any text with three cells a line may be one.
  return bytes.includes(0) && !isUtf16(bytes) ? refuse({ tag: 'not-a-bank-file' }) : readCsvStatement(bytes);
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
