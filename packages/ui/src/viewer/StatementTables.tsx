/** The statements of a bank file: balances, and movements with the balance after each, as far as an opening one is said. */
import type { BankFile, BankStatement } from '@navette/formats/bank-statement';
import { decimalToCents } from '@navette/formats/decimal';
import { cents } from '@navette/kernel/cents';
import { documentTexts } from '@navette/texts/document-texts';
import { isDay } from '../reading/facts.ts';
import { useSurroundings } from '../surroundings.tsx';

const MOST_STATEMENTS = 12;
const MOST = 200;

export function StatementTables({ bank }: { bank: BankFile }) {
  const { language } = useSurroundings();
  const own = documentTexts(language).facts;
  const { statements } = bank;
  return (
    <>
      {statements.slice(0, MOST_STATEMENTS).map((statement, at) => (
        <Statement key={at} statement={statement} open={statements.length === 1} />
      ))}
      {statements.length > MOST_STATEMENTS ? <p class="cap">{own.more(statements.length - MOST_STATEMENTS)}</p> : null}
    </>
  );
}

function Statement({ statement, open }: { statement: BankStatement; open: boolean }) {
  const { language, f } = useSurroundings();
  const own = documentTexts(language).facts;
  const { account, opening, closing, currency, movements } = statement;
  const balance = (one: BankStatement['opening']) => {
    const value = one && decimalToCents(one.amount);
    return value === null ? null : [f.amount(value), currency ?? ''].join(' ').trim();
  };
  const day = (text: string | null) => (text !== null && isDay(text) ? f.shortDay(text, Date.parse(text)) : (text ?? ''));
  const rows = withBalance(statement).slice(0, MOST);
  const [from, to] = [balance(opening), balance(closing)];
  return (
    <details open={open}>
      <summary>{[account || own.account, own.movements(movements.length)].join(', ')}</summary>
      {from === null ? null : (
        <p class="topay">
          <span>{own.opening}</span> <b class="n">{from}</b>
        </p>
      )}
      <div class="tablewrap2" tabIndex={0} role="region" aria-label={own.movementTable}>
        <table class="facttable">
          <thead>
            <tr>
              <th scope="col">{own.date}</th>
              <th scope="col">{own.label}</th>
              <th scope="col" class="r">
                {own.amount}
              </th>
              {from === null ? null : (
                <th scope="col" class="r">
                  {own.balance}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ movement, amount, after }, at) => (
              <tr key={at}>
                <td class="n">{day(movement.booked ?? movement.valued)}</td>
                <td>{movement.label}</td>
                <td class="r n">{amount === null ? own.unreadable : f.amount(cents(amount))}</td>
                {from === null ? null : <td class="r n">{after === null ? '' : f.amount(cents(after))}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {movements.length > MOST ? <p class="cap">{own.more(movements.length - MOST)}</p> : null}
      {to === null ? null : (
        <p class="topay">
          <span>{own.closing}</span> <b class="n">{to}</b>
        </p>
      )}
    </details>
  );
}

type Line = { readonly movement: BankStatement['movements'][number]; readonly amount: number | null; readonly after: number | null };

/** @returns each movement with the balance after it; null from the first unreadable amount on */
export function withBalance({ opening, movements }: Pick<BankStatement, 'opening' | 'movements'>): Line[] {
  let now: number | null = opening && decimalToCents(opening.amount);
  return movements.map((movement) => {
    const amount = movement.amount === null ? null : decimalToCents(movement.amount);
    now = now === null || amount === null ? null : now + amount;
    return { movement, amount, after: now };
  });
}
