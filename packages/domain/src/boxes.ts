/**
 * A box is a compartment of a dossier: who may see a document follows its box and nothing else.
 *
 * `own-<userId>` belongs to someone who may deposit without reading the company's papers.
 */
import { isId, type UserId } from '@navette/kernel/ids';

export type Box = 'common' | 'pay' | 'management' | `own-${string}`;

/** The archive of a box: what the firm has published there, whose readers are not those of the box (R203). */
export type Shelf = `archive-${Box}`;

/** Where a dossier holds a file, and who may have its bytes with it: a box, by deposits; or its archive, by publications. */
export type Holder = Box | Shelf;

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
  return isBox(text.startsWith(SHELF) ? text.slice(SHELF.length) : text);
}
