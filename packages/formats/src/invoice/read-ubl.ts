/** OASIS UBL 2.1, Invoice and CreditNote, to our facts. Elements are found by local name. */
import { at, child, childrenOf, textAt, type XmlElement } from '../xml/read-xml.ts';
import { present, type EInvoice, type Identifier, type InvoiceLine, type InvoiceParty, type VatShare } from './e-invoice.ts';
import { FieldReader, identifier, texts } from './field-reader.ts';

/** @param root `Invoice` or `CreditNote` */
export function readUbl(root: XmlElement): EInvoice {
  const read = new FieldReader();
  const credit = root.name === 'CreditNote';
  const totals = child(root, 'LegalMonetaryTotal');
  const means = childrenOf(root, 'PaymentMeans');
  const taxTotals = childrenOf(root, 'TaxTotal');
  const payee = child(root, 'PayeeParty');
  const typeCode = textAt(root, credit ? 'CreditNoteTypeCode' : 'InvoiceTypeCode');
  const day = (element: XmlElement | undefined, name: string) => read.date(textAt(element, name), name, 'dashed');
  const dueDates = [root, ...means].flatMap((one) => [...texts(childrenOf(one, 'DueDate')), ...texts(childrenOf(one, 'PaymentDueDate'))]);

  return {
    syntax: 'UBL',
    root: root.name,
    ...present({
      guideline: textAt(root, 'CustomizationID'),
      process: textAt(root, 'ProfileID'),
      number: textAt(root, 'ID'),
      typeCode,
      issueDate: day(root, 'IssueDate'),
      currency: textAt(root, 'DocumentCurrencyCode'),
      taxCurrency: textAt(root, 'TaxCurrencyCode'),
      payee: payee && party(payee),
      buyerReference: textAt(root, 'BuyerReference'),
      orderReference: textAt(root, 'OrderReference', 'ID'),
      deliveryDate: day(child(root, 'Delivery'), 'ActualDeliveryDate'),
      lineTotal: read.amount(totals, 'LineExtensionAmount'),
      allowanceTotal: read.amount(totals, 'AllowanceTotalAmount'),
      chargeTotal: read.amount(totals, 'ChargeTotalAmount'),
      taxBasisTotal: read.amount(totals, 'TaxExclusiveAmount'),
      grandTotal: read.amount(totals, 'TaxInclusiveAmount'),
      prepaid: read.amount(totals, 'PrepaidAmount'),
      rounding: read.amount(totals, 'PayableRoundingAmount'),
      duePayable: read.amount(totals, 'PayableAmount'),
      paymentTerms: texts(childrenOf(root, 'PaymentTerms').flatMap((terms) => childrenOf(terms, 'Note'))).at(0),
    }),
    seller: party(at(root, 'AccountingSupplierParty', 'Party')),
    buyer: party(at(root, 'AccountingCustomerParty', 'Party')),
    preceding: texts(
      childrenOf(root, 'BillingReference')
        .flatMap((one) => childrenOf(one, 'InvoiceDocumentReference'))
        .flatMap((one) => childrenOf(one, 'ID')),
    ),
    taxTotals: taxTotals
      .flatMap((total) => childrenOf(total, 'TaxAmount'))
      .flatMap((one) => {
        const amount = read.amount(one);
        return amount === undefined ? [] : [{ amount, ...present({ currency: one.attributes.get('currencyID') }) }];
      }),
    vat: taxTotals.flatMap((total) => childrenOf(total, 'TaxSubtotal')).map((share) => vatShare(share, read)),
    dueDates: [...new Set(dueDates)].flatMap((text) => read.date(text, 'DueDate', 'dashed') ?? []),
    paymentMeans: [...new Set(texts(means.flatMap((one) => childrenOf(one, 'PaymentMeansCode'))))],
    ibans: texts(means.flatMap((one) => childrenOf(one, 'PayeeFinancialAccount')).flatMap((account) => childrenOf(account, 'ID'))),
    bics: texts(
      means
        .flatMap((one) => childrenOf(one, 'PayeeFinancialAccount'))
        .flatMap((account) => childrenOf(account, 'FinancialInstitutionBranch'))
        .flatMap((branch) => [...childrenOf(branch, 'ID'), ...childrenOf(child(branch, 'FinancialInstitution'), 'ID')]),
    ),
    notes: texts(childrenOf(root, 'Note')).map(note),
    lines: [...childrenOf(root, 'InvoiceLine'), ...childrenOf(root, 'CreditNoteLine')].map((item) => line(item, read)),
    oddities: read.oddities,
  };
}

function party(element: XmlElement | undefined): InvoiceParty {
  const legal = child(element, 'PartyLegalEntity');
  const address = child(element, 'PostalAddress');
  const trading = textAt(element, 'PartyName', 'Name');
  const registered = textAt(legal, 'RegistrationName');
  const taxes = childrenOf(element, 'PartyTaxScheme').map((one) => ({
    scheme: textAt(one, 'TaxScheme', 'ID')?.toUpperCase(),
    id: textAt(one, 'CompanyID'),
  }));
  return {
    ids: childrenOf(element, 'PartyIdentification').flatMap((one): Identifier[] => {
      const found = identifier(child(one, 'ID'));
      return found ? [found] : [];
    }),
    ...present({
      name: registered ?? trading,
      tradingName: trading,
      legalId: identifier(child(legal, 'CompanyID')),
      vat: taxes.find(({ scheme }) => scheme === 'VAT')?.id,
      taxNumber: taxes.find(({ scheme }) => scheme !== undefined && scheme !== 'VAT')?.id,
      street: textAt(address, 'StreetName'),
      postcode: textAt(address, 'PostalZone'),
      city: textAt(address, 'CityName'),
      country: textAt(address, 'Country', 'IdentificationCode'),
      electronicAddress: identifier(child(element, 'EndpointID')),
    }),
  };
}

function vatShare(share: XmlElement, read: FieldReader): VatShare {
  const category = child(share, 'TaxCategory');
  return present({
    category: textAt(category, 'ID'),
    rate: read.amount(category, 'Percent'),
    basis: read.amount(share, 'TaxableAmount'),
    tax: read.amount(share, 'TaxAmount'),
    exemption: textAt(category, 'TaxExemptionReason'),
  });
}

function line(item: XmlElement, read: FieldReader): InvoiceLine {
  return present({
    name: textAt(item, 'Item', 'Name'),
    quantity: read.amount(item, 'InvoicedQuantity') ?? read.amount(item, 'CreditedQuantity'),
    netPrice: read.amount(item, 'Price', 'PriceAmount'),
    net: read.amount(item, 'LineExtensionAmount'),
  });
}

/** `#PMT#text`: UBL writes the subject of a note into its text. */
function note(text: string): { readonly text: string; readonly subject?: string } {
  const match = /^#([A-Z]{3})#\s*([\s\S]*)$/.exec(text);
  return match?.[1] === undefined ? { text } : { subject: match[1], text: match[2] ?? '' };
}
