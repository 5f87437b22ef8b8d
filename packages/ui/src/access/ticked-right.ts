/** A right as it is ticked in the form, and the profiles to start from. */
import { rightOf, SHARED_BOXES, type Giver, type SharedBox } from '@navette/domain/granting';
import type { ClientRight } from '@navette/domain/membership';
import type { Box } from '@navette/domain/boxes';
import type { UserId } from '@navette/kernel/ids';
import type { WantedRight } from '@navette/protocol/access-administration';

export const NOTHING: WantedRight = { deposit: [], read: [], archive: [], accounts: 'none', admin: false, secured: [] };

export const PROFILES = {
  deposit: { ...NOTHING, deposit: ['own'] },
  colleague: { ...NOTHING, deposit: ['common'], read: ['common'] },
  manager: {
    ...NOTHING,
    deposit: [...SHARED_BOXES],
    read: [...SHARED_BOXES],
    archive: [...SHARED_BOXES],
    accounts: 'read',
  },
} as const satisfies Record<string, WantedRightish>;
type WantedRightish = Omit<WantedRight, 'deposit' | 'read' | 'archive' | 'secured'> & {
  readonly deposit: readonly (SharedBox | 'own')[];
  readonly read: readonly (SharedBox | 'own')[];
  readonly archive: readonly SharedBox[];
  readonly secured: readonly ('accounts' | 'archive')[];
};
export type ProfileName = keyof typeof PROFILES;

export function tickedOf(right: ClientRight): WantedRight {
  const boxes = (of: readonly Box[]) => of.map((box) => (isShared(box) ? box : ('own' as const)));
  return {
    deposit: boxes(right.deposit),
    read: boxes(right.read),
    archive: right.archive.filter(isShared),
    accounts: right.accounts,
    admin: right.admin,
    secured: [...(right.secured ?? [])],
  };
}

/** A profile as far as the giver may give it. */
export function profileFor(name: ProfileName, giver: Giver): WantedRight {
  const { deposit, read, archive, accounts, admin, secured } = PROFILES[name];
  if (giver === 'firm') return { deposit: [...deposit], read: [...read], archive: [...archive], accounts, admin, secured: [...secured] };
  return {
    deposit: deposit.filter((box) => box === 'own' || giver.deposit.includes(box)),
    read: read.filter((box) => box === 'own' || giver.read.includes(box)),
    archive: archive.filter((box) => giver.archive.includes(box)),
    accounts: giver.accounts === 'none' ? 'none' : accounts,
    admin,
    // What the giver opens with a second factor only goes on so.
    secured: [...(giver.secured ?? [])],
  };
}

/** What was ticked as the server will keep it, for its explanation: whose it is makes no difference there. */
export function wantedRight(ticked: WantedRight): ClientRight {
  const own = `own-${NOBODY}` as const;
  const boxes = (of: readonly (SharedBox | 'own')[]): Box[] => of.map((box) => (box === 'own' ? own : box));
  return rightOf({ side: 'client', ...ticked, deposit: boxes(ticked.deposit), read: boxes(ticked.read) }, NOBODY);
}
const NOBODY = '00000000-0000-7000-8000-000000000000' as UserId;

export function toggled<T>(list: readonly T[], item: T, on: boolean): T[] {
  return on ? [...list.filter((one) => one !== item), item] : list.filter((one) => one !== item);
}

function isShared(box: Box): box is SharedBox {
  return SHARED_BOXES.some((shared) => shared === box);
}
