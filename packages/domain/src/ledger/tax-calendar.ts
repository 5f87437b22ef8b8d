/**
 * Tax and social dates of a dossier, from its settings alone: without them there is no date, never a guess on a tax (5.3). Rules
 * change by law: each stands with the days from which it holds.
 */

export type TaxSettings = {
  /** Returns of VAT, and the day of the month on which they are due (15 to 24). */
  readonly vat?: { readonly period: 'monthly' | 'quarterly'; readonly day: number } | { readonly period: 'yearly'; readonly day: number };
  /** Instalments of corporate tax, by the month in which the exercise ends. */
  readonly corporateTax?: { readonly closingMonth: number };
  /** Cotisation foncière des entreprises. */
  readonly cfe?: boolean;
  readonly payrollTax?: { readonly period: 'monthly' | 'quarterly' };
  /** DSN and Urssaf: the 5th or the 15th. */
  readonly social?: { readonly day: 5 | 15 };
};

export type TaxDate = {
  readonly day: string;
  readonly tax: 'vat' | 'vat-yearly' | 'corporate-tax' | 'corporate-tax-balance' | 'cfe' | 'payroll-tax' | 'social';
};

/** The simplified yearly return (CA12) ends with the exercises opened before this day. */
const CA12_ENDS = '2027-01-01';

const pad = (n: number) => String(n).padStart(2, '0');

/** @param from `AAAA-MM-JJ`, included; @param until excluded; @returns the dates in order */
export function taxDates(settings: TaxSettings, from: string, until: string): readonly TaxDate[] {
  const dates: TaxDate[] = [];
  const say = (day: string, tax: TaxDate['tax']) => {
    if (day >= from && day < until) dates.push({ day, tax });
  };
  const first = Number(from.slice(0, 4));
  const last = Number(until.slice(0, 4));
  for (let year = first; year <= last; year++) {
    for (let month = 1; month <= 12; month++) {
      const on = (day: number) => `${year}-${pad(month)}-${pad(day)}`;
      const quarter = month % 3 === 1;
      const { vat, corporateTax, payrollTax, social } = settings;
      if (vat?.period === 'monthly' || (vat?.period === 'quarterly' && quarter)) say(on(vat.day), 'vat');
      if (vat?.period === 'yearly' && month === 5 && on(3) < CA12_ENDS) say(on(3), 'vat-yearly');
      if (corporateTax) {
        // Instalments on the 15th of March, June, September and December; the balance on the 15th of the fourth month after closing.
        if (month % 3 === 0) say(on(15), 'corporate-tax');
        // Of years that end in December, 15 May.
        const balance = corporateTax.closingMonth === 12 ? 5 : ((corporateTax.closingMonth + 3) % 12) + 1;
        if (month === balance) say(on(15), 'corporate-tax-balance');
      }
      if (settings.cfe && month === 12) say(on(15), 'cfe');
      if (payrollTax && (payrollTax.period === 'monthly' || quarter)) say(on(15), 'payroll-tax');
      if (social) say(on(social.day), 'social');
    }
  }
  return dates.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}
