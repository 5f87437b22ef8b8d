/**
 * Which right a person gets on a dossier when they are attached to it (R063-R065, R068, G4, G21).
 *
 * One pure rule, so that every case can be read and tested: nobody loses what they had, nobody proves more than they
 * showed, and what existed before opens only to somebody the firm knows.
 */
import type { UserId } from '@navette/kernel/ids';
import { ownBox, type Box } from './boxes.ts';
import { rightOf } from './granting.ts';
import type { ClientRight } from './membership.ts';

/** Who shares the company's common papers and gives new ones: what "as before" means for somebody the firm writes to (R064). */
const DEFAULT_PROFILE: ClientRight = {
  side: 'client',
  deposit: ['common'],
  read: ['common'],
  archive: ['common'],
  accounts: 'none',
  admin: false,
};

/** The company's administrator, once the firm knows them. */
const ADMINISTRATOR_PROFILE: ClientRight = {
  side: 'client',
  deposit: ['common', 'pay', 'management'],
  read: ['common', 'pay', 'management'],
  archive: ['common', 'pay', 'management'],
  accounts: 'read',
  admin: true,
};

/** Gives documents and reads none but their own: nothing that existed before. */
export function ownPapersOnly(user: UserId, admin = false): ClientRight {
  const box = ownBox(user);
  return { side: 'client', deposit: [box], read: [], archive: [], accounts: 'none', admin };
}

export type AttachmentFacts = {
  readonly user: UserId;
  /** By the mailbox that the firm's notices go to, or by a client code and a number. */
  readonly by: 'automatic' | 'manual';
  /** What this person may do in the dossier already. */
  readonly holds: ClientRight | null;
  /** Who administers the company's users, and whether the firm has confirmed them. */
  readonly administrator: { readonly user: UserId; readonly confirmed: boolean } | null;
  /** The profile the administrator set for whoever comes; null while they chose none. */
  readonly newcomers: ClientRight | null;
  /** Whether a first administrator waits for the firm (G21). */
  readonly firmConfirms: boolean;
};

export type Attachment = {
  readonly right: ClientRight;
  /** Where the right comes from, to be said to the person. */
  readonly profile: 'kept' | 'default' | 'newcomers' | 'own-papers' | 'administrator' | 'administrator-to-confirm';
  /** This attachment makes them the company's first administrator. */
  readonly administers: boolean;
};

/** What is given; the same facts always give the same. */
export function attachmentOf({ user, by, holds, administrator, newcomers, firmConfirms }: AttachmentFacts): Attachment {
  // The first to register with a code and a number: administrator at once, and what existed before waits (R068, G21).
  if (by === 'manual' && administrator === null) {
    if (!firmConfirms) return { right: confirmedAdministrator(holds), profile: 'administrator', administers: true };
    const right = holds === null ? ownPapersOnly(user, true) : { ...holds, admin: true };
    return { right, profile: 'administrator-to-confirm', administers: true };
  }
  if (holds !== null) return { right: holds, profile: 'kept', administers: false };
  // A profile set by somebody the firm has not confirmed opens nothing: two strangers would let each other in.
  if (newcomers !== null && administrator?.confirmed === true)
    return { right: rightOf({ ...newcomers, admin: false }, user), profile: 'newcomers', administers: false };
  if (by === 'automatic') return { right: DEFAULT_PROFILE, profile: 'default', administers: false };
  // A code and a number are no secret (G21): without the administrator's choice they open nothing that existed.
  return { right: ownPapersOnly(user), profile: 'own-papers', administers: false };
}

/** The administrator's right once the firm has confirmed them (G21); nothing they held before is lost. */
export function confirmedAdministrator(holds: ClientRight | null): ClientRight {
  const both = (one: readonly Box[], other: readonly Box[] = []) => [...new Set([...one, ...other])];
  const { deposit, read, archive } = ADMINISTRATOR_PROFILE;
  return {
    ...ADMINISTRATOR_PROFILE,
    deposit: both(deposit, holds?.deposit),
    read: both(read, holds?.read),
    archive: both(archive, holds?.archive),
    accounts: holds?.accounts === 'write' ? 'write' : ADMINISTRATOR_PROFILE.accounts,
    ...(holds?.secured === undefined ? {} : { secured: holds.secured }),
  };
}
