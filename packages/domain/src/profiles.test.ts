import { describe, expect, it } from 'vitest';
import type { UserId } from '@navette/kernel/ids';
import { ownBox } from './boxes.ts';
import type { ClientRight } from './membership.ts';
import { attachmentOf, confirmedAdministrator, ownPapersOnly, type AttachmentFacts } from './profiles.ts';

const user = '01980000-0000-7000-8000-00000000c001' as UserId;
const other = '01980000-0000-7000-8000-00000000c002' as UserId;
const chosen: ClientRight = {
  side: 'client',
  deposit: ['common', 'pay'],
  read: ['common', 'pay'],
  archive: [],
  accounts: 'read',
  admin: true,
};
const facts = (given: Partial<AttachmentFacts>): AttachmentFacts => ({
  user,
  by: 'automatic',
  holds: null,
  administrator: null,
  newcomers: null,
  firmConfirms: true,
  ...given,
});
const confirmed = { user: other, confirmed: true };

describe('the profile of whoever is attached', () => {
  it('R063 automatic, with an administrator: the one the administrator set, and never the right to administer with it', () => {
    expect(attachmentOf(facts({ administrator: confirmed, newcomers: chosen }))).toEqual({
      right: { ...chosen, admin: false },
      profile: 'newcomers',
      administers: false,
    });
  });

  it('R063 the own compartment of that profile is the newcomer’s own', () => {
    const profile: ClientRight = { ...chosen, deposit: [ownBox(other)], read: [] };
    expect(attachmentOf(facts({ administrator: confirmed, newcomers: profile })).right).toMatchObject({
      deposit: [ownBox(user)],
      read: [],
    });
  });

  it('R064 automatic, without one: the default profile, which reads and gives common papers', () => {
    const given = attachmentOf(facts({}));
    expect(given).toMatchObject({ profile: 'default', administers: false });
    expect(given.right).toMatchObject({ deposit: ['common'], read: ['common'], archive: ['common'], accounts: 'none', admin: false });
  });

  it('R064 what the person could do already stays, whoever administers and whatever was set', () => {
    for (const administrator of [null, confirmed])
      expect(attachmentOf(facts({ holds: chosen, administrator, newcomers: ownPapersOnly(user) }))).toEqual({
        right: chosen,
        profile: 'kept',
        administers: false,
      });
  });

  it('R068 G21 manual and first: administrator at once, of their own box only until the firm confirms', () => {
    const given = attachmentOf(facts({ by: 'manual' }));
    expect(given).toMatchObject({ profile: 'administrator-to-confirm', administers: true });
    expect(given.right).toEqual({ side: 'client', deposit: [ownBox(user)], read: [], archive: [], accounts: 'none', admin: true });
  });

  it('R068 G21 where the firm has switched its confirmation off, everything opens at once', () => {
    const given = attachmentOf(facts({ by: 'manual', firmConfirms: false }));
    expect(given).toMatchObject({ profile: 'administrator', administers: true });
    expect(given.right).toMatchObject({ read: ['common', 'pay', 'management'], accounts: 'read', admin: true });
  });

  it('R068 manual and not first: the profile the administrator set; without one, nothing that existed before', () => {
    expect(attachmentOf(facts({ by: 'manual', administrator: confirmed, newcomers: chosen }))).toMatchObject({ profile: 'newcomers' });
    expect(attachmentOf(facts({ by: 'manual', administrator: confirmed }))).toEqual({
      right: ownPapersOnly(user),
      profile: 'own-papers',
      administers: false,
    });
  });

  it('A7 G21 a profile set by an administrator the firm has not confirmed opens nothing', () => {
    const administrator = { user: other, confirmed: false };
    expect(attachmentOf(facts({ by: 'manual', administrator, newcomers: chosen }))).toMatchObject({ profile: 'own-papers' });
    expect(attachmentOf(facts({ administrator, newcomers: chosen }))).toMatchObject({ profile: 'default' });
  });

  it('G21 whoever had a right and becomes administrator keeps it, and a confirmed one loses no box of their own', () => {
    expect(attachmentOf(facts({ by: 'manual', holds: ownPapersOnly(user) })).right).toEqual(ownPapersOnly(user, true));
    const right = confirmedAdministrator(ownPapersOnly(user, true));
    expect(right.deposit).toContain(ownBox(user));
    expect(right).toMatchObject({ read: ['common', 'pay', 'management'], admin: true });
  });
});
