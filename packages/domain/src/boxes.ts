/**
 * A box is a compartment of a dossier: who may see a document follows its box and nothing else.
 *
 * `own-<userId>` belongs to someone who may deposit without reading the company's papers.
 */
import { isId, type UserId } from '@navette/kernel/ids';

export type Box = 'common' | 'pay' | 'management' | `own-${string}`;

/** The archive of a box: what the firm has published there, whose readers are not those of the box (R203). */
export type Shelf = `archive-${Box}`;

/** The books: `internal` are imports that the firm alone sees, `ledger` what it published to whoever may read the accounts. */
export const BOOK_HOLDERS = ['internal', 'ledger'] as const;
export type BookHolder = (typeof BOOK_HOLDERS)[number];

/** Where a dossier holds a file, and who may have its bytes with it: a box, by deposits; its archive, by publications; the books. */
export type Holder = Box | Shelf | BookHolder;

export function isBookHolder(holder: string): holder is BookHolder {
  return (BOOK_HOLDERS as readonly string[]).includes(holder);
}

/** @returns the box of a holder that is one; null for an archive and for the books */
export function boxOfHolder(holder: Holder): Box | null {
  return isBox(holder) ? holder : null;
}

export function ownBox(user: UserId): Box {
  return `own-${user}`;
}

export function isBox(text: string): text is Box {
  return text === 'common' || text === 'pay' || text === 'management' || (text.startsWith('own-') && isId(text.slice(4)));
}

const SHELF = 'archive-';

export function shelfOf(box: Box): Shelf {
  return `${SHELF}${box}`;
}

/** @returns the box whose archive it is; null for a box itself */
export function boxOfShelf(holder: Holder): Box | null {
  return holder.startsWith(SHELF) ? (holder.slice(SHELF.length) as Box) : null;
}

export function isHolder(text: string): text is Holder {
  return isBookHolder(text) || isBox(text.startsWith(SHELF) ? text.slice(SHELF.length) : text);
}
