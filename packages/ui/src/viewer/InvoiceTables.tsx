/** The VAT of an e-invoice by rate, its lines, and what is to pay. */
import type { EInvoice } from '@navette/formats/e-invoice';
import { decimalToCents, type Decimal } from '@navette/formats/decimal';
import { documentTexts } from '@navette/texts/document-texts';
import { useSurroundings } from '../surroundings.tsx';

/** More than these are counted, not drawn. */
const MOST = 100;

export function InvoiceTables({ invoice }: { invoice: EInvoice }) {
  const { language, f } = useSurroundings();
  const own = documentTexts(language).facts;
  const money = (value: Decimal | undefined) => {
    const read = value === undefined ? null : decimalToCents(value);
    return read === null ? '' : f.amount(read);
  };
  const number = (value: Decimal | undefined) => (value === undefined ? '' : language === 'fr' ? value.replace('.', ',') : value);
  const lines = invoice.lines.slice(0, MOST);
  return (
    <>
      {invoice.duePayable === undefined ? null : (
        <p class="topay">
          <span>{own.toPay}</span> <b class="n">{`${money(invoice.duePayable)} ${invoice.currency ?? ''}`.trim()}</b>
        </p>
      )}
      {invoice.vat.length === 0 ? null : (
        <div class="tablewrap2" tabIndex={0} role="region" aria-label={own.vatTable}>
          <table class="facttable">
            <caption>{own.vatTable}</caption>
            <thead>
              <tr>
                <th scope="col">{own.rate}</th>
                <th scope="col" class="r">
                  {own.basis}
                </th>
                <th scope="col" class="r">
                  {own.tax}
                </th>
              </tr>
            </thead>
            <tbody>
              {invoice.vat.map((share, at) => (
                <tr key={at}>
                  <td>{share.rate === undefined ? (share.exemption ?? '') : `${number(share.rate)} %`}</td>
                  <td class="r n">{money(share.basis)}</td>
                  <td class="r n">{money(share.tax)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {lines.length === 0 ? null : (
        <details>
          <summary>{`${own.lineTable} (${own.lines(invoice.lines.length)})`}</summary>
          <div class="tablewrap2" tabIndex={0} role="region" aria-label={own.lineTable}>
            <table class="facttable">
              <thead>
                <tr>
                  <th scope="col">{own.item}</th>
                  <th scope="col" class="r">
                    {own.quantity}
                  </th>
                  <th scope="col" class="r">
                    {own.price}
                  </th>
                  <th scope="col" class="r">
                    {own.amount}
                  </th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line, at) => (
                  <tr key={at}>
                    <td>{line.name ?? ''}</td>
                    <td class="r n">{number(line.quantity)}</td>
                    <td class="r n">{number(line.netPrice)}</td>
                    <td class="r n">{money(line.net)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {invoice.lines.length > MOST ? <p class="cap">{own.more(invoice.lines.length - MOST)}</p> : null}
        </details>
      )}
    </>
  );
}
