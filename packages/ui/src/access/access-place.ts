/** Where the access screen stands inside its route, and which company it is about. */
import type { AccountView, DossierView } from '@navette/device/model';
import type { Giver } from '@navette/domain/granting';
import type { DossierId } from '@navette/kernel/ids';
import { routeTo } from '../routes.ts';

export const ACCESS_VIEWS = ['companies', 'firm', 'journal'] as const;
export type AccessView = (typeof ACCESS_VIEWS)[number];

export function accessView(hash: string): AccessView {
  const asked = new URLSearchParams(hash.split('?')[1] ?? '').get('view');
  return ACCESS_VIEWS.find((view) => view === asked) ?? 'companies';
}

export function toAccessView(view: AccessView): string {
  return view === 'companies' ? routeTo('access') : `${routeTo('access')}?view=${view}`;
}

/**
 * The firm's administrators open companies that they do not follow, which the application's switcher does not hold.
 * @returns null for all of them
 */
export function companyOf(account: AccountView, dossier: DossierView | null, asked: DossierId | null): DossierId | null {
  const foreign = asked !== null && !account.dossiers.some(({ id }) => id === asked);
  if (foreign && (dossier === null || account.dossiers.length === 1)) return asked;
  return dossier?.id ?? null;
}

/** As what this person administers a company; null where they do not. The server decides it again. */
export function giverOf(account: AccountView, dossier: DossierId): Giver | null {
  const right = account.dossiers.find(({ id }) => id === dossier)?.right;
  if (right?.side === 'staff' || account.firmRole === 'admin') return 'firm';
  return right?.admin === true ? right : null;
}
