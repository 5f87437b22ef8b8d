/** What waits for the staff, for a badge and the rail: read from what the fold has counted, without a schema. */
import { FOLLOW_UP, readFollowUp } from '../fold/follow-up.ts';
import type { FollowUp } from '../model.ts';
import type { LocalStore } from '../store/local-store.ts';

/** Of the dossiers this person looks after: the firm's administrator reads the accesses of all of them, and is not called for them (G24). */
export async function followUpOf(store: LocalStore): Promise<FollowUp> {
  const [dossiers, rows] = await Promise.all([
    store.list('account', { from: 'dossier/', to: 'dossier/\uffff' }),
    store.list('access', { from: FOLLOW_UP, to: `${FOLLOW_UP}\uffff` }),
  ]);
  const own = new Set(dossiers.filter(({ value }) => isStaffs(value)).map(({ key }) => key.slice('dossier/'.length)));
  const counted = rows.flatMap((row) => (own.has(row.dossier) ? [readFollowUp(row)] : []));
  return {
    decisions: new Set(counted.flatMap((one) => one?.decisions ?? [])).size,
    silences: counted.flatMap((one) => (one === null || one.silent === null ? [] : [one.silent])),
  };
}

/** Whether a record of the account room gives a right of the firm's side. */
function isStaffs(value: unknown): boolean {
  const right: unknown = typeof value === 'object' && value !== null && 'right' in value ? value.right : null;
  return typeof right === 'object' && right !== null && 'side' in right && right.side === 'staff';
}
