/**
 * Facts of a file for its record: from an e-invoice, from a bank file. A field that is not what its place wants is left out, and the
 * others stay; amounts become cents here and nowhere before.
 */
import type { BankFile } from '@navette/formats/bank-statement';
import { bankSums } from '@navette/formats/bank-statement';
import { isCredit } from '@navette/formats/check-invoice';
import { decimalToCents, type Decimal } from '@navette/formats/decimal';
import type { EInvoice, InvoiceParty } from '@navette/formats/e-invoice';
import type { InvoiceProposal } from '@navette/formats/invoice-proposals';
import type { ProposedField } from '@navette/formats/proposed-field';
import { FileFacts } from '@navette/rooms/document-records';
import * as v from 'valibot';

/** @returns facts of an invoice; of a credit note the amounts are negative, whichever custom its file follows */
export function invoiceFacts(invoice: EInvoice, inner?: string): FileFacts {
  const tax = invoice.taxTotals.find(({ currency }) => currency === undefined || currency === invoice.currency) ?? invoice.taxTotals[0];
  const total = amount(invoice.grandTotal);
  const flip = isCredit(invoice) && (total ?? 0) > 0;
  const signed = (value: number | undefined) => (value === undefined ? undefined : flip && value !== 0 ? -value : value);
  return tidyFacts({
    by: 'structure',
    issuer: nameOf(invoice.seller),
    issuerId: numberOf(invoice.seller),
    recipient: nameOf(invoice.buyer),
    recipientId: numberOf(invoice.buyer),
    number: invoice.number,
    date: invoice.issueDate,
    due: invoice.dueDates[0],
    net: signed(amount(invoice.taxBasisTotal)),
    tax: signed(amount(tax?.amount)),
    total: signed(total),
    currency: invoice.currency,
    inner,
  });
}

/** @returns facts of the statements of one account; of several accounts the file says no single one, and neither do its facts */
export function bankFacts({ statements }: BankFile): FileFacts {
  const accounts = new Set(statements.map(({ account }) => account ?? ''));
  const movements = statements.flatMap((statement) => statement.movements);
  const sums = bankSums(movements);
  const [first] = statements;
  return tidyFacts({
    by: 'structure',
    issuer: first?.bank ?? undefined,
    from: first?.opening?.date ?? sums.first ?? undefined,
    to: statements.at(-1)?.closing?.date ?? sums.last ?? undefined,
    currency: first?.currency ?? undefined,
    account: accounts.size === 1 ? first?.account || undefined : undefined,
    movements: movements.length,
  });
}

/** Below it a proposed field is left to the person. */
const SURE = 0.7;

/** @returns facts from the words of a plain invoice: only what is said with confidence; null when that is nothing */
export function proposalFacts(proposal: InvoiceProposal): FileFacts | null {
  const sure = <T>(one: ProposedField<T> | undefined): T | undefined => (one && one.confidence >= SURE ? one.value : undefined);
  const signed = (value: Decimal | undefined) => {
    const read = amount(value);
    return read === undefined ? undefined : proposal.credit && read > 0 ? -read : read;
  };
  const facts = tidyFacts({
    by: 'text',
    issuer: sure(proposal.supplier),
    issuerId: sure(proposal.siren) ?? sure(proposal.vatNumber),
    number: sure(proposal.number),
    date: sure(proposal.date),
    due: sure(proposal.dueDate),
    net: signed(sure(proposal.net)),
    tax: signed(sure(proposal.vat)),
    total: signed(sure(proposal.total)),
    currency: sure(proposal.currency),
  });
  return Object.keys(facts).length > 2 ? facts : null;
}

/** @param said fields as read, by a machine or typed by a person; what is no such fact is left out */
export function tidyFacts(said: { readonly by: FileFacts['by'] } & { readonly [K in keyof FileFacts]?: unknown }): FileFacts {
  const kept: Record<string, unknown> = { v: 1 };
  for (const [name, schema] of Object.entries(FileFacts.entries)) {
    const raw = (said as Record<string, unknown>)[name];
    const value = typeof raw === 'string' ? raw.trim().slice(0, LONGEST[name] ?? 120) : raw;
    if (value === undefined || value === '' || !v.is(schema, value) || (DAYS.has(name) && !isDay(String(value)))) continue;
    kept[name] = value;
  }
  return kept as FileFacts;
}

const LONGEST: Readonly<Record<string, number>> = { issuerId: 30, recipientId: 30, number: 60, account: 40, inner: 64 };
const DAYS: ReadonlySet<string> = new Set(['date', 'due', 'from', 'to']);

/** A day there is: the thirtieth of February is none. */
export function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const made = new Date(Date.UTC(year, month - 1, day));
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
}

function amount(value: Decimal | undefined): number | undefined {
  return value === undefined ? undefined : (decimalToCents(value) ?? undefined);
}

function nameOf(party: InvoiceParty): string | undefined {
  return party.name ?? party.tradingName;
}

/** A SIREN where one is said or held in another number, else the VAT number. */
function numberOf(party: InvoiceParty): string | undefined {
  const bare = [party.legalId?.id, party.electronicAddress?.id, ...party.ids.map(({ id }) => id)].map((id) =>
    (id ?? '').replaceAll(/\s/g, ''),
  );
  const legal = bare.find((id) => /^(?:\d{9}|\d{14})$/.test(id));
  const vat = party.vat?.replaceAll(/\s/g, '');
  return legal?.slice(0, 9) ?? /^FR[0-9A-Z]{2}(\d{9})$/.exec(vat ?? '')?.[1] ?? vat ?? party.legalId?.id;
}
