/** What `navette purge` and the server's own emptying of the bin have in common (G16). */
import type { Selection } from './plan-redaction.ts';

/** Milliseconds a document stays in the bin. */
const IN_BIN = 90 * 86_400_000;

export const BIN_REASON = { fr: 'corbeille vidée après 90 jours', en: 'bin emptied after 90 days' } as const;

/** What has had its ninety days at that moment; what a rule or a hold keeps is left out by the plan, which names it. */
export function binDue(now: number): Selection {
  return { what: 'binned', before: now - IN_BIN };
}
