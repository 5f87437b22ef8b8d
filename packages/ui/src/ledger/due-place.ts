/** Where one stands among the due dates, in the page's hash; third parties by their position in the ledger, as in `figure-place.ts`. */
import type { Side, Way } from '@navette/domain/ledger/open-items';
import type { DossierId } from '@navette/kernel/ids';
import { routeTo } from '../routes.ts';
import type { Step } from './schedule.ts';

export const DUE_TABS = ['customers', 'suppliers', 'schedule'] as const;
export type DueTab = Side | 'schedule';

export type DuePlace = {
  readonly tab: DueTab;
  readonly exercise: string | null;
  readonly view: 'due' | 'document';
  /** Null for what the ledger itself proposes. */
  readonly way: Way | null;
  readonly step: Step;
  readonly party: number | null;
  /** A third party that is none: the lines of this account. */
  readonly account: number | null;
};

export function parseDuePlace(hash: string): DuePlace {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const asked = new URLSearchParams(query);
  const number = (name: string) => (/^\d{1,9}$/.test(asked.get(name) ?? '') ? Number(asked.get(name)) : null);
  const exercise = asked.get('exercise') ?? '';
  const way = asked.get('way');
  return {
    tab: DUE_TABS.find((tab) => tab === path.split('/')[1]) ?? 'customers',
    exercise: /^[\w-]{1,64}$/.test(exercise) ? exercise : null,
    view: asked.get('view') === 'document' ? 'document' : 'due',
    way: way === 'fifo' || way === 'lettrage' ? way : null,
    step: asked.get('step') === 'month' ? 'month' : 'week',
    party: number('party'),
    account: number('account'),
  };
}

export function dueHash({ tab, exercise, view, way, step, party, account }: DuePlace, dossier: DossierId): string {
  const query = new URLSearchParams();
  if (exercise !== null) query.set('exercise', exercise);
  if (view === 'document') query.set('view', view);
  if (way !== null) query.set('way', way);
  if (step === 'month') query.set('step', step);
  if (party !== null) query.set('party', String(party));
  if (account !== null) query.set('account', String(account));
  return routeTo('due-dates', { query: query.toString(), dossier }).replace('#/due-dates', `#/due-dates/${tab}`);
}
