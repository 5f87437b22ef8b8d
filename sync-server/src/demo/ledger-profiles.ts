// The economic life of each demonstration company: how much it sells and to whom, what it buys, whom it pays.
// Data only; the books are generated from it. All figures in integer cents, rates in basis points.

import type { DemoCompanyCode } from './demo-companies.ts';
import type { DemoCustomerKey } from './demo-customers.ts';
import type { DemoSupplierKey } from './demo-suppliers.ts';

/** A habit of buying. */
export interface PurchaseHabit {
  readonly supplier: DemoSupplierKey;
  readonly account: string;
  /** Months it happens in, 1-12; every month when absent. */
  readonly months?: readonly number[];
  /** Invoices in such a month. */
  readonly count: number;
  /** Day of the month when it is always the same. */
  readonly day?: number;
  readonly low: number;
  readonly high: number;
  readonly vatRate: number;
}

/** Over-the-counter sales, booked by week. */
export interface Takings {
  readonly weeklyNet: number;
  /** Share of each VAT rate, in per cent. */
  readonly shares: readonly (readonly [vatRate: number, percent: number])[];
  readonly cashPercent: number;
}

/** Everything the generator of the books needs to know of a company. */
export interface LedgerProfile {
  readonly salesAccount: string;
  /** Invoiced sales before tax of the first year. */
  readonly annualSales: number;
  /** Growth a year, in per cent. */
  readonly growth: number;
  /** Weight of each month, sum 12. */
  readonly season: readonly number[];
  readonly salesPerMonth: number;
  readonly customers: readonly (readonly [key: DemoCustomerKey, vatRate: number])[];
  readonly takings?: Takings;
  readonly purchases: readonly PurchaseHabit[];
  /** Gross wages of a month in the first year. */
  readonly payroll: number;
  /** Equipment bought, paid at once: day, label, price before tax. */
  readonly investments: readonly (readonly [day: string, label: string, net: number])[];
  readonly loan: { readonly principal: number; readonly interest: number };
  readonly depreciation: number;
  readonly stockRise: number;
  readonly propertyTax: number;
  readonly taxInstalment: number;
  readonly dividends: number;
  /** Opening balances of the first year (debit positive); reserves balance them. */
  readonly opening: readonly (readonly [account: string, cents: number])[];
}

const JOINERY_SEASON = [0.82, 0.9, 1.04, 1.06, 1.1, 1.16, 1.12, 0.58, 1.08, 1.12, 1.06, 0.96] as const;
const EVEN_SEASON = [0.94, 0.92, 0.98, 1, 1.02, 1.02, 1.08, 1.04, 0.98, 0.98, 0.96, 1.08] as const;

const BONNEFOY: LedgerProfile = {
  salesAccount: '704000',
  annualSales: 404_000_00,
  growth: 4.6,
  season: JOINERY_SEASON,
  salesPerMonth: 8,
  customers: [
    ['valbrenne', 2000],
    ['bellecombe', 2000],
    ['lacNoir', 2000],
    ['tilleuls', 2000],
    ['anselme', 1000],
    ['perrolaz', 2000],
    ['aravelles', 2000],
    ['marchand', 1000],
    ['refuge', 2000],
    ['creche', 2000],
  ],
  purchases: [
    { supplier: 'vuache', account: '601000', count: 3, low: 1650_00, high: 3350_00, vatRate: 2000 },
    { supplier: 'favre', account: '601000', count: 1, low: 1100_00, high: 2100_00, vatRate: 2000 },
    { supplier: 'roblin', account: '602200', count: 2, low: 320_00, high: 1180_00, vatRate: 2000 },
    { supplier: 'cimes', account: '606100', count: 1, day: 9, low: 560_00, high: 760_00, vatRate: 2000 },
    { supplier: 'duret', account: '606140', count: 1, day: 28, low: 480_00, high: 690_00, vatRate: 2000 },
    { supplier: 'teppesRent', account: '613200', count: 1, day: 1, low: 1440_00, high: 1440_00, vatRate: 2000 },
    { supplier: 'locapro', account: '613500', count: 1, low: 700_00, high: 1500_00, vatRate: 2000 },
    { supplier: 'montclar', account: '616000', months: [1, 4, 7, 10], count: 1, day: 7, low: 1127_40, high: 1127_40, vatRate: 0 },
    { supplier: 'aubrac', account: '622600', count: 1, day: 25, low: 630_00, high: 630_00, vatRate: 2000 },
    { supplier: 'hexa', account: '626200', count: 1, day: 3, low: 99_50, high: 104_00, vatRate: 2000 },
  ],
  payroll: 9_380_00,
  investments: [
    ['2025-11-18', 'Toupie à commande numérique', 24_500_00],
    ['2026-05-21', 'Aspiration centralisée', 14_200_00],
  ],
  loan: { principal: 820_00, interest: 96_00 },
  depreciation: 14_200_00,
  stockRise: 1_850_00,
  propertyTax: 1_284_00,
  taxInstalment: 1_600_00,
  dividends: 26_000_00,
  opening: [
    ['215400', 96_400_00],
    ['218200', 41_800_00],
    ['281540', -52_300_00],
    ['281820', -21_600_00],
    ['310000', 14_650_00],
    ['512000', 33_842_16],
    ['101300', -20_000_00],
    ['106100', -2_000_00],
    ['164100', -46_200_00],
    ['431000', -3_318_00],
    ['437000', -1_106_00],
    ['444000', -1_420_00],
    ['445510', -2_864_00],
  ],
};

const TEPPES: LedgerProfile = {
  salesAccount: '701000',
  annualSales: 34_000_00,
  growth: 2.4,
  season: EVEN_SEASON,
  salesPerMonth: 3,
  customers: [
    ['lacNoir', 550],
    ['creche', 550],
    ['refuge', 550],
    ['valbrenne', 1000],
  ],
  takings: {
    weeklyNet: 5_450_00,
    shares: [
      [550, 84],
      [1000, 16],
    ],
    cashPercent: 28,
  },
  purchases: [
    { supplier: 'arvanne', account: '601000', count: 2, low: 1450_00, high: 2300_00, vatRate: 550 },
    { supplier: 'alpages', account: '601000', count: 3, low: 780_00, high: 1350_00, vatRate: 550 },
    { supplier: 'vernay', account: '602600', count: 1, low: 320_00, high: 720_00, vatRate: 2000 },
    { supplier: 'cimes', account: '606100', count: 1, day: 12, low: 820_00, high: 1120_00, vatRate: 2000 },
    { supplier: 'teppesRent', account: '613200', count: 1, day: 1, low: 1250_00, high: 1250_00, vatRate: 2000 },
    { supplier: 'mollard', account: '615500', months: [2, 5, 8, 11], count: 1, low: 240_00, high: 620_00, vatRate: 2000 },
    { supplier: 'montclar', account: '616000', months: [1, 4, 7, 10], count: 1, day: 7, low: 439_00, high: 439_00, vatRate: 0 },
    { supplier: 'aubrac', account: '622600', count: 1, day: 25, low: 340_00, high: 340_00, vatRate: 2000 },
    { supplier: 'hexa', account: '626200', count: 1, day: 3, low: 58_00, high: 64_00, vatRate: 2000 },
  ],
  payroll: 8_650_00,
  investments: [
    ['2025-09-16', 'Four à soles', 34_800_00],
    ['2026-08-18', 'Vitrine réfrigérée', 18_900_00],
  ],
  loan: { principal: 640_00, interest: 118_00 },
  depreciation: 11_600_00,
  stockRise: 420_00,
  propertyTax: 864_00,
  taxInstalment: 700_00,
  dividends: 12_000_00,
  opening: [
    ['207000', 60_000_00],
    ['215400', 84_000_00],
    ['281540', -39_500_00],
    ['310000', 5_240_00],
    ['512000', 21_476_48],
    ['530000', 350_00],
    ['101300', -8_000_00],
    ['106100', -800_00],
    ['164100', -58_400_00],
    ['431000', -3_217_00],
    ['437000', -1_072_00],
    ['444000', -610_00],
    ['445510', -640_00],
  ],
};

const DELORME: LedgerProfile = {
  salesAccount: '706000',
  annualSales: 298_000_00,
  growth: 3.2,
  season: EVEN_SEASON,
  salesPerMonth: 14,
  customers: [
    ['taxi', 2000],
    ['aravelles', 2000],
    ['valbrenne', 2000],
    ['marchand', 2000],
    ['anselme', 2000],
    ['tilleuls', 2000],
    ['refuge', 2000],
    ['lacNoir', 2000],
  ],
  purchases: [
    { supplier: 'rochas', account: '601000', count: 4, low: 950_00, high: 2050_00, vatRate: 2000 },
    { supplier: 'arly', account: '601000', count: 1, low: 1250_00, high: 2600_00, vatRate: 2000 },
    { supplier: 'orsane', account: '602200', months: [1, 3, 5, 7, 9, 11], count: 1, low: 780_00, high: 1400_00, vatRate: 2000 },
    { supplier: 'cimes', account: '606100', count: 1, day: 9, low: 310_00, high: 520_00, vatRate: 2000 },
    { supplier: 'duret', account: '606140', count: 1, day: 28, low: 180_00, high: 320_00, vatRate: 2000 },
    { supplier: 'teppesRent', account: '613200', count: 1, day: 1, low: 1680_00, high: 1680_00, vatRate: 2000 },
    { supplier: 'locapro', account: '613500', months: [3, 6, 9], count: 1, low: 280_00, high: 560_00, vatRate: 2000 },
    { supplier: 'montclar', account: '616000', months: [1, 4, 7, 10], count: 1, day: 7, low: 674_17, high: 674_17, vatRate: 0 },
    { supplier: 'aubrac', account: '622600', count: 1, day: 25, low: 480_00, high: 480_00, vatRate: 2000 },
    { supplier: 'hexa', account: '626200', count: 1, day: 3, low: 83_00, high: 86_00, vatRate: 2000 },
  ],
  payroll: 8_100_00,
  investments: [['2026-03-24', 'Banc de géométrie', 12_600_00]],
  loan: { principal: 510_00, interest: 74_00 },
  depreciation: 8_900_00,
  stockRise: 960_00,
  propertyTax: 1_090_00,
  taxInstalment: 900_00,
  dividends: 15_000_00,
  opening: [
    ['215400', 72_500_00],
    ['218200', 18_600_00],
    ['281540', -31_800_00],
    ['281820', -9_400_00],
    ['310000', 16_320_00],
    ['512000', 24_618_92],
    ['101300', -15_000_00],
    ['106100', -1_500_00],
    ['164100', -31_600_00],
    ['431000', -3_013_00],
    ['437000', -1_004_00],
    ['444000', -880_00],
    ['445510', -2_310_00],
  ],
};

/** The profile of each company. */
export const LEDGER_PROFILES: Readonly<Record<DemoCompanyCode, LedgerProfile>> = {
  bonnefoy: BONNEFOY,
  teppes: TEPPES,
  delorme: DELORME,
};
