/** « Comment est-ce calculé ? » as a sentence, from the very accounts of which the figure is made. */
import type { Composition } from '@navette/domain/ledger/indicators';
import type { IndicatorsTexts } from '@navette/texts/indicators-texts';

function listed(codes: readonly string[], and: string): string {
  const sorted = codes.toSorted();
  const last = sorted.at(-1) ?? '';
  return sorted.length < 2 ? last : `${sorted.slice(0, -1).join(', ')} ${and} ${last}`;
}

export function howSentence(t: IndicatorsTexts, { sign, prefixes, except = [] }: Composition): string {
  const say = sign === 1 ? t.formula.debit : t.formula.credit;
  return say(listed(prefixes, t.and), except.length === 0 ? null : listed(except, t.and));
}
