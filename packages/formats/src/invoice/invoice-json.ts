/** An invoice as `navette inspect` prints it: names and shapes of the field list that other programs compare with. */
import { decimalToNumber, type Decimal } from '../decimal.ts';
import { present, type EInvoice, type InvoiceParty, type InvoiceSyntax } from './e-invoice.ts';

const number = (value: Decimal | undefined): number | undefined => (value === undefined ? undefined : decimalToNumber(value));
const some = <T>(values: readonly T[]): readonly T[] | undefined => (values.length === 0 ? undefined : values);

export function invoiceJson(invoice: EInvoice): Record<string, unknown> {
  return present({
    syntax: invoice.syntax,
    root: invoice.root,
    guideline: invoice.guideline,
    business_process: invoice.process,
    number: invoice.number,
    type_code: invoice.typeCode,
    issue_date: invoice.issueDate,
    currency: invoice.currency,
    tax_currency: invoice.taxCurrency,
    seller: partyJson(invoice.seller, invoice.syntax),
    buyer: partyJson(invoice.buyer, invoice.syntax),
    payee: invoice.payee && partyJson(invoice.payee, invoice.syntax),
    buyer_reference: invoice.buyerReference,
    order_reference: invoice.orderReference,
    preceding_invoice: some(invoice.preceding),
    delivery_date: invoice.deliveryDate,
    line_total: number(invoice.lineTotal),
    charge_total: number(invoice.chargeTotal),
    allowance_total: number(invoice.allowanceTotal),
    tax_basis_total: number(invoice.taxBasisTotal),
    tax_totals: some(invoice.taxTotals.map(({ amount, currency }) => present({ amount: number(amount), currency }))),
    grand_total: number(invoice.grandTotal),
    prepaid: number(invoice.prepaid),
    rounding: number(invoice.rounding),
    due_payable: number(invoice.duePayable),
    vat_breakdown: some(
      invoice.vat.map(({ type, category, rate, basis, tax, exemption }) =>
        present({ type, category, rate: number(rate), basis: number(basis), tax: number(tax), exemption }),
      ),
    ),
    due_dates: some(invoice.dueDates),
    payment_terms: invoice.paymentTerms,
    payment_means: some(invoice.paymentMeans),
    ibans: some(invoice.ibans),
    bics: some(invoice.bics),
    lines: invoice.lines.length,
  });
}

/** The list names trading names and schemes of electronic addresses for UBL alone. */
function partyJson(party: InvoiceParty, syntax: InvoiceSyntax): Record<string, unknown> {
  const ubl = syntax === 'UBL';
  const { electronicAddress } = party;
  return present({
    name: party.name,
    trading_name: ubl ? party.tradingName : undefined,
    legal_id: party.legalId,
    ids: some(party.ids),
    vat: party.vat,
    tax_number: party.taxNumber,
    postcode: party.postcode,
    city: party.city,
    country: party.country,
    electronic_address: electronicAddress && !ubl ? { id: electronicAddress.id } : electronicAddress,
  });
}
