import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UserId } from '@navette/kernel/ids';
import { ownBox, type Box } from './boxes.ts';
import { mayGive, rightOf, SHARED_BOXES } from './granting.ts';
import { SECURED_MODULES, type ClientRight } from './membership.ts';

const user = '01980000-0000-7000-8000-00000000c001' as UserId;
const other = '01980000-0000-7000-8000-00000000c002' as UserId;
const NONE: ClientRight = { side: 'client', deposit: [], read: [], archive: [], accounts: 'none', admin: false };
const MANAGER: ClientRight = { ...NONE, deposit: ['common'], read: ['common'], archive: ['common'], accounts: 'read', admin: true };

describe('a right in its one form', () => {
  it('R196 whoever puts documents into a shared compartment reads what becomes of them; their own needs nothing beside it', () => {
    expect(rightOf({ ...NONE, deposit: ['pay', 'common', 'pay'] }, user)).toMatchObject({
      deposit: ['common', 'pay'],
      read: ['common', 'pay'],
    });
    expect(rightOf({ ...NONE, deposit: [ownBox(user)] }, user)).toMatchObject({ deposit: [ownBox(user)], read: [] });
  });
  it('somebody else’s compartment becomes the owner’s own, and is never an archive', () => {
    const own = ownBox(other);
    expect(rightOf({ ...NONE, deposit: [own], read: [own], archive: [own] }, user)).toMatchObject({
      deposit: [ownBox(user)],
      read: [ownBox(user)],
      archive: [],
    });
  });
  it('R197 "Sécurité avancée" stands only beside a module that is given', () => {
    expect(rightOf({ ...NONE, deposit: ['common'], secured: ['accounts', 'archive'] }, user).secured).toBeUndefined();
    expect(rightOf({ ...MANAGER, secured: ['archive', 'accounts'] }, user).secured).toEqual(['accounts', 'archive']);
  });
});

describe('giving', () => {
  it('R107 nobody gives more than they hold: compartment, archive, accounts, administration', () => {
    for (const more of [{ deposit: ['pay'] }, { read: ['management'] }, { archive: ['pay'] }, { accounts: 'write' }] as const)
      expect(mayGive(MANAGER, { ...MANAGER, ...more } as ClientRight, null)).toBe(false);
    expect(mayGive(MANAGER, MANAGER, null)).toBe(true);
    expect(mayGive({ ...MANAGER, admin: false }, MANAGER, null)).toBe(false);
    expect(mayGive('firm', { ...MANAGER, accounts: 'write', deposit: ['pay'] }, null)).toBe(true);
  });
  it('what somebody had already stays theirs, whoever changes the rest', () => {
    const richer: ClientRight = { ...MANAGER, read: ['common', 'pay'], accounts: 'write' };
    expect(mayGive(MANAGER, { ...richer, archive: [] }, richer)).toBe(true);
    expect(mayGive(MANAGER, { ...richer, archive: ['management'] }, richer)).toBe(false);
  });
  it('R197 a module that one has with a second factor only is not given without one', () => {
    const secured: ClientRight = { ...MANAGER, secured: ['accounts'] };
    expect(mayGive(secured, MANAGER, null)).toBe(false);
    expect(mayGive(secured, secured, null)).toBe(true);
    expect(mayGive(secured, MANAGER, MANAGER)).toBe(true);
    expect(mayGive(MANAGER, MANAGER, secured)).toBe(true);
  });
  it('G21 an administrator who is not confirmed can ask people in to their own compartments, and no further', () => {
    const unconfirmed: ClientRight = { ...NONE, deposit: [ownBox(user)], admin: true };
    expect(mayGive(unconfirmed, { ...NONE, deposit: [ownBox(other)] }, null)).toBe(true);
    expect(mayGive(unconfirmed, { ...NONE, deposit: ['common'] }, null)).toBe(false);
  });
});

const boxes = fc.subarray<Box>([...SHARED_BOXES]);
const rights = fc.record({
  side: fc.constant('client' as const),
  deposit: boxes,
  read: boxes,
  archive: boxes,
  accounts: fc.constantFrom('none' as const, 'read' as const, 'write' as const),
  admin: fc.boolean(),
  secured: fc.subarray([...SECURED_MODULES]),
});

describe('whatever the rights are', () => {
  it('one’s own right may be given, and a giver of nothing gives nothing', () => {
    fc.assert(
      fc.property(rights, (drawn) => {
        const right = rightOf(drawn, user);
        expect(mayGive(right, right, null)).toBe(true);
        expect(mayGive(NONE, right, right)).toBe(true);
        const empty = right.deposit.length + right.read.length + right.archive.length === 0 && right.accounts === 'none' && !right.admin;
        expect(mayGive(NONE, right, null)).toBe(empty);
      }),
    );
  });
  it('two givers one after the other never give what neither of them holds', () => {
    fc.assert(
      fc.property(rights, rights, rights, (a, b, drawn) => {
        const wanted = rightOf(drawn, user);
        if (!mayGive(a, wanted, null) || !mayGive(b, wanted, wanted)) return;
        expect(wanted.read.every((box) => a.read.includes(box))).toBe(true);
      }),
    );
  });
  it('its form does not change when it is made again', () => {
    fc.assert(
      fc.property(rights, (drawn) => {
        expect(rightOf(rightOf(drawn, user), user)).toEqual(rightOf(drawn, user));
      }),
    );
  });
});
