/**
 * Names inside a ZIP: bytes of an encoding often not said, written by whoever made the archive. They are shown, cleaned, and
 * never used as paths; one that climbs out of its folder is an attack, and its entry is not read.
 */
import { displayName, plainText } from '@navette/kernel/display-name';
import { byteOrderMark, decodeStrictly } from '../text/decode-text.ts';
import { crc32 } from './crc32.ts';

/** Characters 128 to 255 of code page 850; 437 has the same letters wherever French names have any. */
const CP850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';

export type ZipName = {
  /** The last part, fit to be shown and proposed. */
  readonly name: string;
  /** The folders before it, cleaned, for display; empty at the top. */
  readonly folder: string;
  readonly directory: boolean;
  /** Climbs, begins at a root or a drive, or hides a NUL. */
  readonly unsafe: boolean;
};

/**
 * @param raw bytes of the name in the central directory
 * @param utf8 bit 11 of the entry's flags
 * @param unicodePath content of the extra field 0x7075, when there is one: believed if it speaks of this name
 */
export function readZipName(raw: Uint8Array, utf8: boolean, unicodePath?: Uint8Array): ZipName {
  const text = (unicodePath && nameOfExtra(raw, unicodePath)) ?? decodeName(raw, utf8);
  const parts = text.split(/[\\/]/);
  const unsafe = text.includes('\0') || /^[\\/]/.test(text) || /^[A-Za-z]:/.test(text) || parts.some((part) => part.trim() === '..');
  const directory = /[\\/]$/.test(text);
  const kept = parts.filter((part) => part !== '' && part !== '.');
  return {
    name: displayName(kept.at(-1) ?? ''),
    folder: plainText(kept.slice(0, -1).join('/')).slice(0, 400),
    directory,
    unsafe,
  };
}

/** UTF-8 when it is said or when the bytes are; else the code page of French DOS and Windows. */
function decodeName(raw: Uint8Array, utf8: boolean): string {
  const strict = byteOrderMark(raw) === null ? decodeStrictly(raw, 'utf-8') : null;
  if (strict !== null) return strict;
  if (utf8) return new TextDecoder('utf-8').decode(raw);
  let text = '';
  for (const byte of raw) text += byte < 128 ? String.fromCharCode(byte) : (CP850[byte - 128] ?? '\ufffd');
  return text;
}

function nameOfExtra(raw: Uint8Array, extra: Uint8Array): string | null {
  if (extra.length < 5 || extra[0] !== 1) return null;
  const [a = 0, b = 0, c = 0, d = 0] = extra.subarray(1, 5);
  if ((a | (b << 8) | (c << 16) | (d << 24)) >>> 0 !== crc32(raw)) return null;
  return decodeStrictly(extra.subarray(5), 'utf-8');
}

/** Names Windows keeps for its devices. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A name to write into an archive of ours: parts apart by `/`, none of which climbs, each fit for any system.
 * @returns never empty; `document` where nothing is left
 */
export function safeZipPath(name: string): string {
  const parts = name
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map((part) => {
      const clean = displayName(part)
        .replaceAll(/[<>:"|?*]/g, '_')
        .replace(/[. ]+$/, '_');
      return RESERVED.test(clean) ? `_${clean}` : clean;
    });
  return parts.length === 0 ? 'document' : parts.join('/');
}
