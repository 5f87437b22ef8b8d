/** English of what former users' devices handed in: the same table as `french-handed-in.ts`. */
import { plural } from './formats.ts';
import type { frenchHandedIn } from './french-handed-in.ts';

const many = (n: number, one: string, more: string) => `${n} ${plural('en', n, one, more)}`;

export const englishHandedIn: typeof frenchHandedIn = {
  title: 'Handed in by former users',
  lead: 'These people lost their access before everything was sent. Their device handed in here what was left, then erased itself. Nothing enters a company’s file without you.',
  waiting: (n) => `${many(n, 'item', 'items')} to see to`,
  empty: 'Nothing to see to',
  emptyHint: 'When somebody loses their access before everything was sent, what was left on their device appears here.',
  unread: 'The list could not be read',
  again: 'Try again',
  handedAt: (day) => `handed in on ${day}`,
  madeAt: (day) => `captured on ${day}`,
  what: { deposit: 'Document', comment: 'Comment', decision: 'Decision', other: 'Change', file: 'File of a document already sent' },
  give: 'Add to the company’s file',
  attach: 'Attach to the document',
  file: 'Put away',
  given: (name) => `${name} is in the company’s file.`,
  attached: (name) => `${name} is attached to its document.`,
  filed: (name) => `${name} was put away.`,
  notArrived: 'The file has not arrived yet. The device sends it at its next contact.',
  noFile: 'Without a file: it could no longer be read on the device.',
  notMine: 'You do not work on this company: you may read and put away.',
  more: 'There are others. They appear once these are seen to.',
  comment: (name, comment) => (comment === '' ? `Handed in by ${name}` : `${comment} (handed in by ${name})`),
};
