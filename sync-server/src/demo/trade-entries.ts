// Entries of invoices and of their payment, and of over-the-counter takings.

import { type IsoDay, addDays, dayOf, weekday, workingDay } from './calendar-days.ts';
import { vatOn } from './invoice-amounts.ts';
import { type LedgerEntry, type LedgerLine, entry } from './ledger-entry.ts';
import type { Takings } from './ledger-profiles.ts';
import { seededRandom } from './seeded-random.ts';
import type { Trade } from './trades.ts';

/** What a third party owes (positive) or is owed (negative) for an invoice, as a line on its account. */
export function thirdPartyLine(trade: Trade): LedgerLine {
  const sale = trade.direction === 'sale';
  return {
    account: sale ? '411000' : '401000',
    cents: sale ? trade.totals.gross : -trade.totals.gross,
    party: trade.party,
    settles: `${trade.party.auxiliary} ${trade.number} ${trade.date}`,
  };
}

/** The entry of an invoice: AC for a purchase, VE for a sale. */
export function invoiceEntry(trade: Trade): LedgerEntry {
  const sale = trade.direction === 'sale';
  const sign = sale ? -1 : 1;
  return entry(sale ? 'VE' : 'AC', trade.date, trade.number, trade.party.name, [
    ...(sale ? [thirdPartyLine(trade)] : []),
    { account: trade.account, cents: sign * trade.totals.net },
    { account: sale ? '445710' : '445660', cents: sign * trade.totals.vat },
    ...(sale ? [] : [thirdPartyLine(trade)]),
  ]);
}

/** The bank entry that settles an invoice, on the day it is paid. */
export function paymentEntry(trade: Trade): LedgerEntry {
  const owed = thirdPartyLine(trade);
  const label =
    trade.direction === 'sale' ? `Virement reçu ${trade.party.name}` : `${trade.debited ? 'Prélèvement' : 'Règlement'} ${trade.party.name}`;
  return entry('BQ', trade.payOn, trade.number, label, [
    { ...owed, cents: -owed.cents },
    { account: '512000', cents: owed.cents },
  ]);
}

/** Weekly takings of a year and their deposits: booked on Sunday, at the bank the Tuesday after. */
export function takingsEntries(seed: string, takings: Takings, account: string, year: number, growth: number): LedgerEntry[] {
  const made: LedgerEntry[] = [];
  const random = seededRandom(`${seed}:takings:${year}`);
  const first = dayOf(year, 1, 1);
  let sunday: IsoDay = addDays(first, 7 - weekday(first));
  for (let week = 1; sunday.startsWith(String(year)); week += 1, sunday = addDays(sunday, 7)) {
    const net = Math.round(takings.weeklyNet * growth * (0.9 + random.next() * 0.2));
    const parts = takings.shares.map(([vatRate, percent]) => {
      const part = Math.round((net * percent) / 100);
      return { part, vat: vatOn(part, vatRate) };
    });
    const gross = parts.reduce((sum, { part, vat }) => sum + part + vat, 0);
    const cash = Math.round((gross * takings.cashPercent) / 100);
    const piece = `Z-${year}-S${String(week).padStart(2, '0')}`;
    made.push(
      entry('VE', sunday, piece, `Recettes de la semaine ${week}`, [
        { account: '511500', cents: gross - cash },
        { account: '530000', cents: cash },
        { account, cents: -parts.reduce((sum, { part }) => sum + part, 0) },
        { account: '445710', cents: -parts.reduce((sum, { vat }) => sum + vat, 0) },
      ]),
    );
    const deposit = workingDay(addDays(sunday, 2));
    if (!deposit.startsWith(String(year))) continue; // stays in transit; next year's opening deposits it
    made.push(
      entry('BQ', deposit, piece, `Remise cartes semaine ${week}`, [
        { account: '512000', cents: gross - cash },
        { account: '511500', cents: cash - gross },
      ]),
      entry('BQ', deposit, piece, `Remise d’espèces semaine ${week}`, [
        { account: '512000', cents: cash },
        { account: '530000', cents: -cash },
      ]),
    );
  }
  return made;
}
