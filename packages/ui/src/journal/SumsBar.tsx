/** What the list adds up to, or what was chosen in it; ruled as the foot of a ledger is. */
import type { ComponentChildren } from 'preact';
import type { Cents } from '@navette/kernel/cents';
import { journalTexts } from '@navette/texts/journal-texts';
import { useSurroundings } from '../surroundings.tsx';

type Props = {
  readonly words: string;
  readonly opening?: number;
  readonly debit: number;
  readonly credit: number;
  readonly balance: number;
  readonly children?: ComponentChildren;
};

export function SumsBar({ words, opening, debit, credit, balance, children }: Props) {
  const { f, language } = useSurroundings();
  const { head, sums } = journalTexts(language);
  const figures: readonly (readonly [string, number])[] = [
    ...(opening === undefined ? [] : [[head.opening, opening] as const]),
    [head.debit, debit],
    [head.credit, credit],
    [head.balance, balance],
  ];
  return (
    <section class="sumsbar" aria-label={sums}>
      <p role="status">{words}</p>
      {children}
      <dl>
        {figures.map(([word, cents]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd class="n">{f.amount((cents || 0) as Cents)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
