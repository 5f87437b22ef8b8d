// The arithmetic of an invoice, in integers: lines to cents, VAT per rate, totals.
// Invariant: the sum of the lines equals the total before tax, and total before tax + VAT = total.

/** One line: quantity in thousandths, price in ten-thousandths of a euro, VAT rate in basis points. */
export interface InvoiceLine {
  readonly label: string;
  readonly quantity: number;
  readonly price: number;
  readonly vatRate: number;
}

/** Base and tax of one VAT rate, in cents. */
export interface VatBase {
  readonly rate: number;
  readonly net: number;
  readonly vat: number;
}

/** Totals of an invoice in cents, rates ascending. */
export interface InvoiceTotals {
  readonly bases: readonly VatBase[];
  readonly net: number;
  readonly vat: number;
  readonly gross: number;
}

/** A line in the units people read: '1.8' units at '1290.00' euros, 20 per cent VAT unless told. */
export function invoiceLine(label: string, count: number, euros: number, vatPercent = 20): InvoiceLine {
  return {
    label,
    quantity: Math.round(count * 1000),
    price: Math.round(euros * 10_000),
    vatRate: Math.round(vatPercent * 100),
  };
}

/** Amount of a line before tax, in cents. */
export function lineNet(line: InvoiceLine): number {
  return Math.round((line.quantity * line.price) / 100_000);
}

/** VAT in cents on a base. */
export function vatOn(net: number, rate: number): number {
  return Math.round((net * rate) / 10_000);
}

/** Totals from the base of each rate. */
export function totalsOf(nets: ReadonlyMap<number, number>): InvoiceTotals {
  const bases = [...nets].toSorted(([a], [b]) => a - b).map(([rate, net]) => ({ rate, net, vat: vatOn(net, rate) }));
  const net = bases.reduce((sum, base) => sum + base.net, 0);
  const vat = bases.reduce((sum, base) => sum + base.vat, 0);
  return { bases, net, vat, gross: net + vat };
}

/** Totals of an invoice from its lines. */
export function invoiceTotals(lines: readonly InvoiceLine[]): InvoiceTotals {
  const nets = new Map<number, number>();
  for (const line of lines) {
    nets.set(line.vatRate, (nets.get(line.vatRate) ?? 0) + lineNet(line));
  }
  return totalsOf(nets);
}
