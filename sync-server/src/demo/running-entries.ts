// Entries that come back: wages, VAT, loan, taxes, dividends, inventory at closing.
// Each function reads the entries already made and gives the new ones.

import { type IsoDay, addDays, dayOf, monthEnd, workingDay } from './calendar-days.ts';
import { vatOn } from './invoice-amounts.ts';
import { type LedgerEntry, balanceOf, entry } from './ledger-entry.ts';
import type { LedgerProfile } from './ledger-profiles.ts';
import { seededRandom } from './seeded-random.ts';

const percent = (cents: number, rate: number): number => Math.round((cents * rate) / 100);

/** A bank entry against one account: pays (positive) or receives (negative) cents. */
function bank(day: IsoDay, piece: string, label: string, account: string, cents: number): LedgerEntry {
  return entry('BQ', day, piece, label, [
    { account, cents },
    { account: '512000', cents: -cents },
  ]);
}

/** Wages of a month, their payment, and the payment of the month before's contributions, all from `before`. */
export function payrollEntries(
  seed: string,
  profile: LedgerProfile,
  before: readonly LedgerEntry[],
  year: number,
  month: number,
): LedgerEntry[] {
  const tag = `${year}-${String(month).padStart(2, '0')}`;
  const raise = year > 2025 ? 1.018 : 1;
  const extra = seededRandom(`${seed}:pay:${tag}`).between(-120_00, 260_00);
  const gross = Math.round(profile.payroll * raise) + extra;
  const employee = { urssaf: percent(gross, 14.2), pension: percent(gross, 7.6) };
  const employer = { urssaf: percent(gross, 23.4), pension: percent(gross, 9.8) };
  const net = gross - employee.urssaf - employee.pension;
  const due = { urssaf: -balanceOf(before, '431'), pension: -balanceOf(before, '437') };
  const end = monthEnd(year, month);
  const paid = dayOf(year, month, 28);
  return [
    ...(due.urssaf === 0 ? [] : [bank(workingDay(dayOf(year, month, 15)), `URSSAF-${tag}`, 'Prélèvement Urssaf', '431000', due.urssaf)]),
    ...(due.pension === 0
      ? []
      : [bank(workingDay(dayOf(year, month, 25)), `RETR-${tag}`, 'Prélèvement retraite et prévoyance', '437000', due.pension)]),
    entry('OD', paid, `PAIE-${tag}`, `Salaires ${tag}`, [
      { account: '641100', cents: gross },
      { account: '421000', cents: -net },
      { account: '431000', cents: -employee.urssaf },
      { account: '437000', cents: -employee.pension },
    ]),
    entry('OD', paid, `PAIE-${tag}`, `Charges sociales ${tag}`, [
      { account: '645100', cents: employer.urssaf },
      { account: '645300', cents: employer.pension },
      { account: '431000', cents: -employer.urssaf },
      { account: '437000', cents: -employer.pension },
    ]),
    bank(end, `PAIE-${tag}`, 'Virement des salaires', '421000', net),
  ];
}

/** VAT of a month from `before` (all entries up to its end), and payment of the VAT due for the month before. */
export function vatEntries(before: readonly LedgerEntry[], year: number, month: number): LedgerEntry[] {
  const tag = `${year}-${String(month).padStart(2, '0')}`;
  const collected = -balanceOf(before, '44571');
  const deducted = balanceOf(before, '44566');
  const onAssets = balanceOf(before, '44562');
  const credit = balanceOf(before, '44567');
  const net = collected - deducted - onAssets - credit;
  const owed = -balanceOf(before, '44551');
  return [
    ...(owed > 0 ? [bank(workingDay(dayOf(year, month, 20)), `TVA-${tag}`, 'Télérèglement TVA', '445510', owed)] : []),
    entry('OD', monthEnd(year, month), `TVA-${tag}`, `Déclaration de TVA ${tag}`, [
      { account: '445710', cents: collected },
      { account: '445620', cents: -onAssets },
      { account: '445660', cents: -deducted },
      { account: '445670', cents: net < 0 ? -net - credit : -credit },
      { account: '445510', cents: net < 0 ? 0 : -net },
    ]),
  ];
}

/** Loan instalment and bank charges of a month. */
export function bankMonthEntries(seed: string, profile: LedgerProfile, year: number, month: number): LedgerEntry[] {
  const tag = `${year}-${String(month).padStart(2, '0')}`;
  const { principal, interest } = profile.loan;
  // the instalment is constant: interest goes down by what the principal goes up
  const step = Math.round(((year - 2025) * 12 + month) * (interest / 90));
  const fees = seededRandom(`${seed}:fees:${tag}`).between(28_00, 46_00);
  return [
    entry('BQ', workingDay(dayOf(year, month, 5)), `PRET-${tag}`, 'Échéance du prêt', [
      { account: '164100', cents: principal + step },
      { account: '661160', cents: interest - step },
      { account: '512000', cents: -principal - interest },
    ]),
    bank(monthEnd(year, month), `FRAIS-${tag}`, 'Frais de tenue de compte', '627800', fees),
  ];
}

/** Corporate tax and CFE payments, equipment, appropriation of last year's result, dividends. `opening` is the opening entry. */
export function yearlyEntries(profile: LedgerProfile, opening: LedgerEntry, year: number): LedgerEntry[] {
  const made: LedgerEntry[] = [];
  for (const month of [3, 6, 9, 12]) {
    made.push(
      bank(workingDay(dayOf(year, month, 15)), `IS-${year}-${month}`, 'Acompte d’impôt sur les sociétés', '444000', profile.taxInstalment),
    );
  }
  for (const [day, label, net] of profile.investments) {
    if (!day.startsWith(String(year))) continue;
    const vat = vatOn(net, 2000);
    made.push(
      entry('BQ', day, `IMMO-${day}`, label, [
        { account: '215400', cents: net },
        { account: '445620', cents: vat },
        { account: '512000', cents: -net - vat },
      ]),
    );
  }
  const tax = -balanceOf([opening], '444');
  if (tax !== 0) made.push(bank(workingDay(dayOf(year, 5, 15)), `IS-${year - 1}`, 'Solde de l’impôt sur les sociétés', '444000', tax));
  made.push(bank(workingDay(dayOf(year, 12, 15)), `CFE-${year}`, 'Cotisation foncière des entreprises', '635110', profile.propertyTax));
  const result = -balanceOf([opening], '12');
  if (result > 0) {
    const dividends = Math.min(profile.dividends, Math.floor(result / 2));
    made.push(
      entry('OD', dayOf(year, 6, 20), `AGO-${year}`, 'Affectation du résultat', [
        { account: '120000', cents: result },
        { account: '106800', cents: dividends - result },
        { account: '457000', cents: -dividends },
      ]),
      bank(workingDay(dayOf(year, 7, 10)), `DIV-${year}`, 'Versement des dividendes', '457000', dividends),
    );
  }
  if (result < 0) {
    made.push(
      entry('OD', dayOf(year, 6, 20), `AGO-${year}`, 'Affectation du résultat', [
        { account: '119000', cents: -result },
        { account: '129000', cents: result },
      ]),
    );
  }
  return made;
}

/** Inventory entries of the last day: depreciation, stock, corporate tax on the result of `before`. */
export function closingEntries(profile: LedgerProfile, before: readonly LedgerEntry[], year: number): LedgerEntry[] {
  const day = dayOf(year, 12, 31);
  const vehicles = balanceOf(before, '2182') > 0 ? percent(profile.depreciation, 38) : 0;
  const inventory = [
    entry('OD', day, `AMORT-${year}`, 'Dotations aux amortissements', [
      { account: '681120', cents: profile.depreciation },
      { account: '281540', cents: vehicles - profile.depreciation },
      { account: '281820', cents: -vehicles },
    ]),
    entry('OD', day, `STOCK-${year}`, 'Variation des stocks', [
      { account: '310000', cents: profile.stockRise },
      { account: '603100', cents: -profile.stockRise },
    ]),
  ];
  const all = [...before, ...inventory];
  const profit = Math.max(0, -balanceOf(all, '6') - balanceOf(all, '7'));
  const reduced = Math.min(profit, 42_500_00); // reduced rate of 15 % up to this profit, 25 % above
  const tax = Math.round((percent(reduced, 15) + percent(profit - reduced, 25)) / 100) * 100;
  if (tax === 0) return inventory;
  return [
    ...inventory,
    entry('OD', day, `IS-${year}`, 'Impôt sur les bénéfices', [
      { account: '695000', cents: tax },
      { account: '444000', cents: -tax },
    ]),
  ];
}

/** Deposits, in the first days of a year, of what was in transit at its opening (takings of the last week). */
export function transitEntries(opening: LedgerEntry, year: number): LedgerEntry[] {
  const day = workingDay(addDays(dayOf(year, 1, 1), 1));
  const deposit = (account: string, label: string): LedgerEntry[] => {
    const held = balanceOf([opening], account);
    return held <= 0 ? [] : [bank(day, `DEPOT-${year}`, label, account, -held)];
  };
  return [...deposit('511500', 'Remise cartes, dernière semaine'), ...deposit('530000', 'Remise d’espèces, dernière semaine')];
}
