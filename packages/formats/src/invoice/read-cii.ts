/**
 * UN/CEFACT Cross Industry Invoice (Factur-X, ZUGFeRD 2) and its ancestor ZUGFeRD 1, to our facts.
 *
 * Elements are found by local name: prefixes vary, and ZUGFeRD 1 differs by the names of its frames alone.
 */
import { at, childrenOf, child, descendants, textAt, type XmlElement } from '../xml/read-xml.ts';
import { present, type EInvoice, type InvoiceLine, type InvoiceParty, type VatShare } from './e-invoice.ts';
import { FieldReader, identifier, identifiers, texts } from './field-reader.ts';

/** Names of the frames: the present ones, and ZUGFeRD 1's. */
const FRAMES = {
  document: ['ExchangedDocument', 'HeaderExchangedDocument'],
  context: ['ExchangedDocumentContext', 'SpecifiedExchangedDocumentContext'],
  transaction: ['SupplyChainTradeTransaction', 'SpecifiedSupplyChainTradeTransaction'],
  agreement: ['ApplicableHeaderTradeAgreement', 'ApplicableSupplyChainTradeAgreement'],
  delivery: ['ApplicableHeaderTradeDelivery', 'ApplicableSupplyChainTradeDelivery'],
  settlement: ['ApplicableHeaderTradeSettlement', 'ApplicableSupplyChainTradeSettlement'],
  totals: ['SpecifiedTradeSettlementHeaderMonetarySummation', 'SpecifiedTradeSettlementMonetarySummation'],
  lineAgreement: ['SpecifiedLineTradeAgreement', 'SpecifiedSupplyChainTradeAgreement'],
  lineDelivery: ['SpecifiedLineTradeDelivery', 'SpecifiedSupplyChainTradeDelivery'],
  lineSettlement: ['SpecifiedLineTradeSettlement', 'SpecifiedSupplyChainTradeSettlement'],
  lineTotals: ['SpecifiedTradeSettlementLineMonetarySummation', 'SpecifiedTradeSettlementMonetarySummation'],
} as const;

function frame(element: XmlElement | undefined, which: keyof typeof FRAMES): XmlElement | undefined {
  for (const name of FRAMES[which]) {
    const found = child(element, name);
    if (found) return found;
  }
  return undefined;
}

/** @param root `CrossIndustryInvoice`, or `CrossIndustryDocument` */
export function readCii(root: XmlElement): EInvoice {
  const read = new FieldReader();
  const document = frame(root, 'document');
  const context = frame(root, 'context');
  const transaction = frame(root, 'transaction');
  const agreement = frame(transaction, 'agreement');
  const delivery = frame(transaction, 'delivery');
  const settlement = frame(transaction, 'settlement');
  const totals = frame(settlement, 'totals');
  const day = (element: XmlElement | undefined, field: string) => read.date(dateText(element), field, 'compact');
  const payee = child(settlement, 'PayeeTradeParty');
  const means = childrenOf(settlement, 'SpecifiedTradeSettlementPaymentMeans');

  return {
    syntax: root.name === 'CrossIndustryDocument' ? 'ZUGFeRD 1' : 'CII',
    root: root.name,
    ...present({
      guideline: textAt(context, 'GuidelineSpecifiedDocumentContextParameter', 'ID'),
      process: textAt(context, 'BusinessProcessSpecifiedDocumentContextParameter', 'ID'),
      number: textAt(document, 'ID'),
      typeCode: textAt(document, 'TypeCode'),
      issueDate: day(child(document, 'IssueDateTime'), 'IssueDateTime'),
      currency: textAt(settlement, 'InvoiceCurrencyCode'),
      taxCurrency: textAt(settlement, 'TaxCurrencyCode'),
      payee: payee && party(payee),
      buyerReference: textAt(agreement, 'BuyerReference'),
      orderReference:
        textAt(agreement, 'BuyerOrderReferencedDocument', 'IssuerAssignedID') ?? textAt(agreement, 'BuyerOrderReferencedDocument', 'ID'),
      deliveryDate: day(at(delivery, 'ActualDeliverySupplyChainEvent', 'OccurrenceDateTime'), 'OccurrenceDateTime'),
      lineTotal: read.amount(totals, 'LineTotalAmount'),
      allowanceTotal: read.amount(totals, 'AllowanceTotalAmount'),
      chargeTotal: read.amount(totals, 'ChargeTotalAmount'),
      taxBasisTotal: read.amount(totals, 'TaxBasisTotalAmount'),
      grandTotal: read.amount(totals, 'GrandTotalAmount'),
      prepaid: read.amount(totals, 'TotalPrepaidAmount'),
      rounding: read.amount(totals, 'RoundingAmount'),
      duePayable: read.amount(totals, 'DuePayableAmount'),
      paymentTerms: texts(childrenOf(settlement, 'SpecifiedTradePaymentTerms').flatMap((terms) => childrenOf(terms, 'Description'))).at(0),
    }),
    seller: party(child(agreement, 'SellerTradeParty')),
    buyer: party(child(agreement, 'BuyerTradeParty')),
    preceding: texts(
      childrenOf(settlement, 'InvoiceReferencedDocument').flatMap((one) => [
        ...childrenOf(one, 'IssuerAssignedID'),
        ...childrenOf(one, 'ID'),
      ]),
    ),
    taxTotals: childrenOf(totals, 'TaxTotalAmount').flatMap((one) => {
      const amount = read.amount(one);
      return amount === undefined ? [] : [{ amount, ...present({ currency: one.attributes.get('currencyID') }) }];
    }),
    vat: childrenOf(settlement, 'ApplicableTradeTax').map((tax) => vatShare(tax, read)),
    dueDates: childrenOf(settlement, 'SpecifiedTradePaymentTerms').flatMap(
      (terms) => day(child(terms, 'DueDateDateTime'), 'DueDateDateTime') ?? [],
    ),
    paymentMeans: distinct(texts(means.flatMap((one) => childrenOf(one, 'TypeCode')))),
    ibans: texts(
      means.flatMap((one) => childrenOf(one, 'PayeePartyCreditorFinancialAccount')).flatMap((account) => childrenOf(account, 'IBANID')),
    ),
    bics: texts(
      means.flatMap((one) => childrenOf(one, 'PayeeSpecifiedCreditorFinancialInstitution')).flatMap((bank) => childrenOf(bank, 'BICID')),
    ),
    notes: childrenOf(document, 'IncludedNote').flatMap((note) => {
      const text = textAt(note, 'Content');
      return text === undefined ? [] : [{ text, ...present({ subject: textAt(note, 'SubjectCode') }) }];
    }),
    lines: childrenOf(transaction, 'IncludedSupplyChainTradeLineItem').map((item) => line(item, read)),
    oddities: read.oddities,
  };
}

function party(element: XmlElement | undefined): InvoiceParty {
  const legal = child(element, 'SpecifiedLegalOrganization');
  const address = child(element, 'PostalTradeAddress');
  const taxes = childrenOf(element, 'SpecifiedTaxRegistration').map((one) => child(one, 'ID'));
  const taxOf = (scheme: string) => taxes.find((id) => id?.attributes.get('schemeID') === scheme)?.text.trim();
  return {
    ids: identifiers(element, 'ID', 'GlobalID'),
    ...present({
      name: textAt(element, 'Name'),
      tradingName: textAt(legal, 'TradingBusinessName'),
      legalId: identifier(child(legal, 'ID')),
      vat: taxOf('VA'),
      taxNumber: taxOf('FC'),
      street: textAt(address, 'LineOne'),
      postcode: textAt(address, 'PostcodeCode'),
      city: textAt(address, 'CityName'),
      country: textAt(address, 'CountryID'),
      electronicAddress: identifier(at(element, 'URIUniversalCommunication', 'URIID')),
    }),
  };
}

function vatShare(tax: XmlElement, read: FieldReader): VatShare {
  return present({
    type: textAt(tax, 'TypeCode'),
    category: textAt(tax, 'CategoryCode'),
    rate: read.amount(tax, 'RateApplicablePercent') ?? read.amount(tax, 'ApplicablePercent'),
    basis: read.amount(tax, 'BasisAmount'),
    tax: read.amount(tax, 'CalculatedAmount'),
    exemption: textAt(tax, 'ExemptionReason'),
  });
}

function line(item: XmlElement, read: FieldReader): InvoiceLine {
  return present({
    name: textAt(item, 'SpecifiedTradeProduct', 'Name'),
    quantity: read.amount(frame(item, 'lineDelivery'), 'BilledQuantity'),
    netPrice: read.amount(frame(item, 'lineAgreement'), 'NetPriceProductTradePrice', 'ChargeAmount'),
    net: read.amount(frame(frame(item, 'lineSettlement'), 'lineTotals'), 'LineTotalAmount'),
  });
}

/** `DateTimeString`, in whatever namespace, or the text itself. */
function dateText(element: XmlElement | undefined): string | undefined {
  if (element === undefined) return undefined;
  for (const name of ['DateTimeString', 'DateString']) {
    for (const one of descendants(element, name)) return one.text.trim() || undefined;
  }
  return element.text.trim() || undefined;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
