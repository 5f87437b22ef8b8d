/** Rows of access rooms and of sendings as screens see them. A record that does not parse is stepped over here; it stays in its room. */
import type { DossierId, UserId } from '@navette/kernel/ids';
import { AccessCompany, AccessDecision, AccessUser, readRecord } from '@navette/rooms/records';
import { FOLLOW_UP } from '../fold/follow-up.ts';
import type { DossierAccess, SendingView } from '../model.ts';
import type { AccessRow, LocalStore, SendingRow } from '../store/local-store.ts';

/** Rows of one dossier, or of all of them. */
export async function rowsOf<T extends 'access' | 'sendings'>(store: LocalStore, table: T, dossier: DossierId | null) {
  return await store.list(table, dossier === null ? {} : { index: 'dossier', from: dossier, to: dossier });
}

/** Rows read at once: the page that shows a thousand dossiers goes on answering between one and the next. */
const ROWS_AT_ONCE = 400;

/** @returns the dossiers that have a `company` record, by name; people by name */
export async function accessOf(store: LocalStore, dossier: DossierId | null): Promise<DossierAccess[]> {
  if (dossier !== null) return accessViews(await rowsOf(store, 'access', dossier));
  const views: DossierAccess[] = [];
  let held: AccessRow[] = [];
  for (let from = ''; ;) {
    const rows = await store.list('access', { from, to: FOLLOW_UP, limit: ROWS_AT_ONCE });
    const last = rows.at(-1);
    const whole = [...held, ...rows];
    // The rows of a dossier follow one another; those of the last one may go on in the next piece.
    held = rows.length < ROWS_AT_ONCE ? [] : whole.filter((row) => row.dossier === last?.dossier);
    views.push(...accessViews(whole.slice(0, whole.length - held.length)));
    if (last === undefined || rows.length < ROWS_AT_ONCE) return views.toSorted((a, b) => BY_NAME.compare(a.company.name, b.company.name));
    from = `${last.key}\u0000`;
  }
}

/** @param rows all those of each of their dossiers */
function accessViews(rows: readonly AccessRow[]): DossierAccess[] {
  const byDossier = Map.groupBy(rows, (row) => row.dossier);
  const views: DossierAccess[] = [];
  for (const [dossier, own] of byDossier) {
    const company = readRecord(AccessCompany, own.find(({ of }) => of === 'company')?.value);
    if (!company.readable) continue;
    const users: DossierAccess['users'][number][] = [];
    const decisions: DossierAccess['decisions'][number][] = [];
    for (const { of, value } of own) {
      const [family, id = ''] = of.split('/');
      if (family === 'user') {
        const read = readRecord(AccessUser, value);
        if (read.readable && read.record) users.push({ id: id as UserId, user: read.record });
      } else if (family === 'decision') {
        const read = readRecord(AccessDecision, value);
        if (read.readable && read.record) decisions.push({ id, decision: read.record });
      }
    }
    views.push({
      dossier,
      company: company.record,
      users: users.toSorted((a, b) => BY_NAME.compare(a.user.name, b.user.name)),
      decisions: decisions.toSorted((a, b) => a.decision.at - b.decision.at),
    });
  }
  return views;
}

/** Made once: a `localeCompare` that makes its own costs a hundred times as much over a thousand dossiers. */
const BY_NAME = new Intl.Collator('fr');

/** Newest first. */
export function sendingViews(rows: readonly SendingRow[]): SendingView[] {
  const last = ({ record }: SendingRow) => record.states.at(-1)?.at ?? 0;
  return rows.toSorted((a, b) => last(b) - last(a)).map(({ id, dossier, box, record }) => ({ id, dossier, box, sending: record }));
}
