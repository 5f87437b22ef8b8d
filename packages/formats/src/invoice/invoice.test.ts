import { describe, expect, test } from 'vitest';
import type { Cents } from '@navette/kernel/cents';
import { checkInvoice, isCredit, signedTotal, sirenOf } from './check-invoice.ts';
import type { EInvoice } from './e-invoice.ts';
import { invoiceJson } from './invoice-json.ts';
import { readInvoiceXml } from './read-invoice.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** A small invoice of an invented joiner to an invented town; each part may be replaced. */
function cii(
  parts: Partial<Record<'type' | 'issued' | 'due' | 'guideline' | 'grand' | 'lines' | 'seller' | 'tax' | 'iban', string>> = {},
): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<a:CrossIndustryInvoice xmlns:a="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  xmlns:b="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:c="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
 <a:ExchangedDocumentContext><b:GuidelineSpecifiedDocumentContextParameter><b:ID>${parts.guideline ?? 'urn:cen.eu:en16931:2017'}</b:ID></b:GuidelineSpecifiedDocumentContextParameter></a:ExchangedDocumentContext>
 <a:ExchangedDocument><b:ID>VE-2026-0012</b:ID><b:TypeCode>${parts.type ?? '380'}</b:TypeCode>
  <b:IssueDateTime><c:DateTimeString format="102">${parts.issued ?? '20261103'}</c:DateTimeString></b:IssueDateTime></a:ExchangedDocument>
 <a:SupplyChainTradeTransaction>
  ${parts.lines ?? '<b:IncludedSupplyChainTradeLineItem><b:SpecifiedTradeProduct><b:Name>Banc en mélèze</b:Name></b:SpecifiedTradeProduct><b:SpecifiedLineTradeSettlement><b:SpecifiedTradeSettlementLineMonetarySummation><b:LineTotalAmount>1000.00</b:LineTotalAmount></b:SpecifiedTradeSettlementLineMonetarySummation></b:SpecifiedLineTradeSettlement></b:IncludedSupplyChainTradeLineItem>'}
  <b:ApplicableHeaderTradeAgreement>
   <b:SellerTradeParty><b:Name>Atelier Vauzelle</b:Name>${parts.seller ?? '<b:SpecifiedLegalOrganization><b:ID schemeID="0002">732829320</b:ID></b:SpecifiedLegalOrganization><b:PostalTradeAddress><b:CountryID>FR</b:CountryID></b:PostalTradeAddress><b:SpecifiedTaxRegistration><b:ID schemeID="VA">FR44732829320</b:ID></b:SpecifiedTaxRegistration>'}</b:SellerTradeParty>
   <b:BuyerTradeParty><b:Name>Commune de Valbrenne</b:Name></b:BuyerTradeParty>
  </b:ApplicableHeaderTradeAgreement>
  <b:ApplicableHeaderTradeDelivery/>
  <b:ApplicableHeaderTradeSettlement><b:InvoiceCurrencyCode>EUR</b:InvoiceCurrencyCode>
   <b:SpecifiedTradeSettlementPaymentMeans><b:TypeCode>30</b:TypeCode><b:PayeePartyCreditorFinancialAccount><b:IBANID>${parts.iban ?? 'FR7630006000011234567890189'}</b:IBANID></b:PayeePartyCreditorFinancialAccount></b:SpecifiedTradeSettlementPaymentMeans>
   ${parts.tax ?? '<b:ApplicableTradeTax><b:CalculatedAmount>200.00</b:CalculatedAmount><b:TypeCode>VAT</b:TypeCode><b:BasisAmount>1000.00</b:BasisAmount><b:CategoryCode>S</b:CategoryCode><b:RateApplicablePercent>20</b:RateApplicablePercent></b:ApplicableTradeTax>'}
   <b:SpecifiedTradePaymentTerms><b:DueDateDateTime><c:DateTimeString format="102">${parts.due ?? '20261203'}</c:DateTimeString></b:DueDateDateTime></b:SpecifiedTradePaymentTerms>
   <b:SpecifiedTradeSettlementHeaderMonetarySummation><b:LineTotalAmount>1000.00</b:LineTotalAmount><b:TaxBasisTotalAmount>1000.00</b:TaxBasisTotalAmount>
    <b:TaxTotalAmount currencyID="EUR">200.00</b:TaxTotalAmount><b:GrandTotalAmount>${parts.grand ?? '1200.00'}</b:GrandTotalAmount><b:DuePayableAmount>1200.00</b:DuePayableAmount></b:SpecifiedTradeSettlementHeaderMonetarySummation>
  </b:ApplicableHeaderTradeSettlement>
 </a:SupplyChainTradeTransaction>
</a:CrossIndustryInvoice>`;
}

function read(text: string): EInvoice {
  const found = readInvoiceXml(bytes(text));
  if (!found.ok) throw new Error(found.refusal.tag);
  return found.value;
}

const tags = (invoice: EInvoice) => checkInvoice(invoice).map((warning) => (warning.tag === 'sum' ? `sum ${warning.rule}` : warning.tag));

describe('an electronic invoice', () => {
  test('says the same whatever prefixes its elements bear', () => {
    expect(invoiceJson(read(cii()))).toMatchObject({
      syntax: 'CII',
      number: 'VE-2026-0012',
      issue_date: '2026-11-03',
      seller: { name: 'Atelier Vauzelle', vat: 'FR44732829320', legal_id: { id: '732829320', scheme: '0002' } },
      grand_total: 1200,
      vat_breakdown: [{ type: 'VAT', category: 'S', rate: 20, basis: 1000, tax: 200 }],
      due_dates: ['2026-12-03'],
      lines: 1,
    });
    expect(tags(read(cii()))).toEqual([]);
    expect(sirenOf(read(cii()).seller)).toBe('732829320');
  });

  test('in UBL says the same as in CII, and a CreditNote is owed back', () => {
    const ubl = (
      root: string,
      code: string,
    ) => `<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" xmlns:cbc="urn:b" xmlns:cac="urn:a">
      <cbc:ID>A-7</cbc:ID><cbc:IssueDate>2026-11-03</cbc:IssueDate>${code}<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
      <cac:LegalMonetaryTotal><cbc:TaxInclusiveAmount currencyID="EUR">108.00</cbc:TaxInclusiveAmount></cac:LegalMonetaryTotal></${root}>`;
    const credit = read(ubl('CreditNote', '<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>'));
    expect([credit.syntax, credit.number, credit.issueDate, isCredit(credit), signedTotal(credit)]).toEqual([
      'UBL',
      'A-7',
      '2026-11-03',
      true,
      -10_800,
    ]);
    const invoice = read(ubl('Invoice', '<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>'));
    expect(signedTotal(invoice)).toBe(10_800);
  });

  test.each([
    ['380', '-233.47', -23_347],
    ['381', '233.47', -23_347],
    ['381', '-233.47', -23_347],
    ['389', '233.47', 23_347],
  ])('of type %s over %s is worth %i cents', (type, grand, worth) => {
    expect(signedTotal(read(cii({ type, grand })))).toBe(worth as Cents);
  });

  test.each([
    ['a total that is not net plus VAT', { grand: '1250.00' }, 'sum total'],
    [
      'VAT that is not its rate of its basis',
      {
        tax: '<b:ApplicableTradeTax><b:CalculatedAmount>150.00</b:CalculatedAmount><b:BasisAmount>1000.00</b:BasisAmount><b:CategoryCode>S</b:CategoryCode><b:RateApplicablePercent>20.00</b:RateApplicablePercent></b:ApplicableTradeTax>',
      },
      'sum share',
    ],
    ['a day that does not exist', { issued: '20260231' }, 'impossible-date'],
    ['a due date before the invoice', { due: '20260701' }, 'due-before-issue'],
    [
      'a VAT number that cannot be',
      { seller: '<b:SpecifiedTaxRegistration><b:ID schemeID="VA">FR32123456782</b:ID></b:SpecifiedTaxRegistration>' },
      'identifier',
    ],
    ['an account that cannot be', { iban: 'FR7612542547256985425874698' }, 'identifier'],
    ['a decimal comma', { grand: '1200,00' }, 'oddity'],
    ['a date in another form', { issued: '2026-11-03' }, 'oddity'],
    ['lines a MINIMUM invoice cannot have', { guideline: 'urn:factur-x.eu:1p0:minimum' }, 'lines-beyond-profile'],
    ['an unknown type', { type: '999' }, 'unknown-type'],
    ['no VAT number although VAT is asked', { seller: '' }, 'missing'],
  ] as const)('with %s is read, and says so', (_what, parts, tag) => {
    expect(tags(read(cii(parts)))).toContain(tag);
  });

  test('amounts that are none leave a gap, never a zero', () => {
    const invoice = read(cii({ grand: 'douze cents' }));
    expect(invoice.grandTotal).toBeUndefined();
    expect(invoice.oddities).toEqual([{ problem: 'amount-unreadable', field: 'GrandTotalAmount', value: 'douze cents' }]);
  });

  test('an order or a life-cycle message is no invoice, and its root says what it is', () => {
    expect(readInvoiceXml(bytes('<SCRDMCCBDACIOMessageStructure xmlns="urn:x"/>'))).toMatchObject({
      ok: false,
      refusal: { tag: 'not-an-invoice', root: 'SCRDMCCBDACIOMessageStructure' },
    });
    expect(readInvoiceXml(bytes('<Invoice xmlns="urn:of:somebody:else"/>'))).toMatchObject({
      ok: false,
      refusal: { tag: 'not-an-invoice' },
    });
  });
});

describe('F3 hostile XML', () => {
  const refused = (text: string | Uint8Array) => {
    const found = readInvoiceXml(typeof text === 'string' ? bytes(text) : text);
    return found.ok ? 'read' : found.refusal.tag;
  };
  test.each([
    ['entities that grow', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Invoice>&b;</Invoice>', 'xml-doctype'],
    ['an outside entity', '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><Invoice/>', 'xml-doctype'],
    ['an entity nobody declared', '<Invoice>&a;</Invoice>', 'xml-malformed'],
    ['an element that never ends', '<Invoice><ID>1</ID>', 'xml-malformed'],
    ['a declaration that is none', '<?xml version="1.0" encoding=""?><Invoice/>', 'xml-malformed'],
    ['a prefix nobody bound', '<x:Invoice/>', 'xml-malformed'],
    ['nothing', '', 'xml-malformed'],
    ['depth', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`, 'xml-too-deep'],
  ])('%s is refused', (_what, text, tag) => expect(refused(text)).toBe(tag));
  test('bytes that are not of the declared encoding are refused, not guessed round', () => {
    expect(refused(new Uint8Array([...bytes('<?xml version="1.0" encoding="UTF-8"?><Invoice>'), 0xe9, ...bytes('</Invoice>')]))).toBe(
      'xml-encoding',
    );
  });
  test('a million elements are too many, a large file is too large: neither is held', () => {
    expect(refused(`<a>${'<b/>'.repeat(500_001)}</a>`)).toBe('xml-too-many');
    expect(refused(new Uint8Array(20 * 1024 * 1024 + 1))).toBe('xml-too-large');
  });
});
