/**
 * What one person may give another in a dossier (R107, R196, G21): the same rule on the server, which decides, and on the
 * screens, which only explain.
 *
 * Nobody gives more than they hold; what somebody had already stays theirs. A person's own compartment is everybody's to give.
 */
import { ownBox, type Box } from './boxes.ts';
import { SECURED_MODULES, type ClientRight, type SecuredModule } from './membership.ts';
import type { UserId } from '@navette/kernel/ids';

/** The compartments of a company that several people share, in the order screens name them. */
export const SHARED_BOXES = ['common', 'pay', 'management'] as const;
export type SharedBox = (typeof SHARED_BOXES)[number];

/** Who gives: somebody of the firm, or an administrator of the company with what they hold themselves. */
export type Giver = 'firm' | ClientRight;

/**
 * A right in its one form: each compartment once, "Sécurité avancée" only where the module is given, and whoever puts
 * documents into a shared compartment reads it. Compartments of other people become the owner's own.
 */
export function rightOf(right: ClientRight, owner: UserId): ClientRight {
  const own = ownBox(owner);
  const mine = (boxes: readonly Box[]): Box[] => boxes.map((box) => (box.startsWith('own-') ? own : box));
  const order = (boxes: readonly Box[]): Box[] => [...SHARED_BOXES, own].filter((box) => boxes.includes(box));
  const deposit = mine(right.deposit);
  const archive = order(mine(right.archive).filter((box) => box !== own));
  const secured = SECURED_MODULES.filter((module) => right.secured?.includes(module) === true && opens({ ...right, archive }, module));
  return {
    side: 'client',
    deposit: order(deposit),
    read: order([...mine(right.read), ...deposit.filter((box) => box !== own)]),
    archive,
    accounts: right.accounts,
    admin: right.admin,
    ...(secured.length === 0 ? {} : { secured }),
  };
}

/** Whether the right has the module at all, secured or not. */
export function opens(right: ClientRight, module: SecuredModule): boolean {
  return module === 'accounts' ? right.accounts !== 'none' : right.archive.length > 0;
}

const LEVELS = ['none', 'read', 'write'] as const;

/** @param before what the person had; null for somebody new */
export function mayGive(giver: Giver, wanted: ClientRight, before: ClientRight | null): boolean {
  if (giver === 'firm') return true;
  const added = (of: 'deposit' | 'read' | 'archive') =>
    wanted[of].filter((box) => !box.startsWith('own-') && before?.[of].includes(box) !== true);
  const level = Math.max(LEVELS.indexOf(giver.accounts), LEVELS.indexOf(before?.accounts ?? 'none'));
  return (
    (['deposit', 'read', 'archive'] as const).every((of) => added(of).every((box) => giver[of].includes(box))) &&
    LEVELS.indexOf(wanted.accounts) <= level &&
    (!wanted.admin || giver.admin || before?.admin === true) &&
    SECURED_MODULES.every((module) => !loosens(giver, wanted, before, module))
  );
}

/** A module that the giver has with a second factor only is not given without one. */
function loosens(giver: ClientRight, wanted: ClientRight, before: ClientRight | null, module: SecuredModule): boolean {
  const free = (right: ClientRight | null) => right !== null && opens(right, module) && right.secured?.includes(module) !== true;
  return free(wanted) && !free(before) && !free(giver);
}
