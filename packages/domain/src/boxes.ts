/**
 * A box is a compartment of a dossier: who may see a document follows its box and nothing else.
 *
 * `own-<userId>` belongs to someone who may deposit without reading the company's papers.
 */
import { isId, type UserId } from '@navette/kernel/ids';

export type Box = 'common' | 'pay' | 'management' | `own-${string}`;

export function ownBox(user: UserId): Box {
  return `own-${user}`;
}

export function isBox(text: string): text is Box {
  return text === 'common' || text === 'pay' || text === 'management' || (text.startsWith('own-') && isId(text.slice(4)));
}
