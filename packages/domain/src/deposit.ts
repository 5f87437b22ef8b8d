/**
 * A capture becomes a deposit: the rules that need no device and no server.
 *
 * Bad input is named in a refusal before anything is read; nothing here drops a file.
 */
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { UserId } from '@navette/kernel/ids';
import { ownBox, type Box } from './boxes.ts';
import { boxOfKind, type DocumentKind } from './document-kinds.ts';
import type { Limits } from './limits.ts';
import type { DossierRight } from './membership.ts';

export type FileRefusal =
  | { readonly tag: 'file-empty' }
  /** It was moved, changed or unplugged between the gesture and the reading. */
  | { readonly tag: 'file-unreadable' }
  | { readonly tag: 'file-too-large'; readonly size: number; readonly limit: number }
  | { readonly tag: 'too-many-files'; readonly count: number; readonly limit: number };

/**
 * A file named like a PDF whose bytes are something else: kept, shown as what it is, and left for the person to sort.
 * @param type by its first bytes, never by its name
 */
export function isNoPdfDespiteItsName(name: string, type: string): boolean {
  return /\.pdf$/i.test(name.trim()) && type !== 'application/pdf';
}

/** Decided on the size alone, before a byte is read. */
export function checkFile(size: number, limits: Pick<Limits, 'fileBytes'>): Result<void, FileRefusal> {
  if (size === 0) return refuse({ tag: 'file-empty' });
  if (size > limits.fileBytes) return refuse({ tag: 'file-too-large', size, limit: limits.fileBytes });
  return ok(undefined);
}

export function checkDrop(count: number, limits: Pick<Limits, 'filesPerDrop'>): Result<void, FileRefusal> {
  return count > limits.filesPerDrop ? refuse({ tag: 'too-many-files', count, limit: limits.filesPerDrop }) : ok(undefined);
}

/**
 * The box a deposit of this kind goes to, for this person.
 * A person without the right on the kind's own box deposits into their own one.
 * @returns undefined when the person may not deposit in this dossier at all
 */
export function depositBox(kind: DocumentKind, user: UserId, right: DossierRight): Box | undefined {
  const wanted = boxOfKind(kind);
  if (right.side === 'staff') return wanted;
  if (right.deposit.includes(wanted)) return wanted;
  const own = ownBox(user);
  if (right.deposit.includes(own)) return own;
  return right.deposit[0];
}

/**
 * Where a capture came from, without what a URL may hold back: origin and path, no query, no fragment (P6).
 * @returns undefined for anything but http and https
 */
export function originOfCapture(url: string): string | undefined {
  const match = /^(https?:\/\/)(?:[^/?#@]*@)?([^/?#]+)([^?#]*)/i.exec(url);
  if (!match) return undefined;
  return `${match[1]}${match[2]}${match[3] === '' ? '/' : match[3]}`.slice(0, 500);
}
