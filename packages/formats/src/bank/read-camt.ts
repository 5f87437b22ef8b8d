/**
 * ISO 20022 account reports: camt.053 (statement), 052 (intraday), 054 (notification), every version and none.
 *
 * An entry is one movement of the bank; a batch's transactions are its details.
 */
import { ok, refuse, type Result } from '@navette/kernel/result';
import { readDecimal, type Decimal } from '../decimal.ts';
import { at, child, childrenOf, descendants, textAt, type XmlElement } from '../xml/read-xml.ts';
import type { BankBalance, BankFile, BankMovement, BankRefusal, BankStatement } from './bank-statement.ts';

const KINDS = ['Stmt', 'Rpt', 'Ntfctn'] as const;

export function isCamt(root: XmlElement): boolean {
  return (
    root.namespace.startsWith('urn:iso:std:iso:20022:tech:xsd:camt.') ||
    root.children.some(({ name }) => name === 'BkToCstmrStmt' || name === 'BkToCstmrAcctRpt' || name === 'BkToCstmrDbtCdtNtfctn')
  );
}

export function readCamt(root: XmlElement): Result<BankFile, BankRefusal> {
  const statements = KINDS.flatMap((kind) => [...descendants(root, kind)]).map(statementOf);
  return statements.length > 0 ? ok({ format: 'CAMT', statements, faults: [] }) : refuse({ tag: 'no-statement', root: root.name });
}

function statementOf(element: XmlElement): BankStatement {
  const account = child(element, 'Acct');
  const balances = new Map<string, BankBalance & { currency: string | undefined }>();
  for (const balance of childrenOf(element, 'Bal')) {
    const code = textAt(balance, 'Tp', 'CdOrPrtry', 'Cd') ?? textAt(balance, 'Tp', 'CdOrPrtry', 'Prtry') ?? '';
    const amount = signed(balance);
    const date = dayOf(child(balance, 'Dt'));
    if (amount) balances.set(code, { amount, ...(date === null ? {} : { date }), currency: child(balance, 'Amt')?.attributes.get('Ccy') });
  }
  const entries = childrenOf(element, 'Ntry');
  const id = textAt(element, 'Id');
  return {
    format: 'CAMT',
    variant: element.name,
    ...(id === undefined ? {} : { id }),
    account: textAt(account, 'Id', 'IBAN') ?? textAt(account, 'Id', 'Othr', 'Id') ?? null,
    bank: textAt(account, 'Svcr', 'FinInstnId', 'BICFI') ?? textAt(account, 'Svcr', 'FinInstnId', 'BIC') ?? null,
    currency:
      textAt(account, 'Ccy') ??
      [...balances.values()][0]?.currency ??
      entries.map((entry) => child(entry, 'Amt')?.attributes.get('Ccy')).find((ccy) => ccy !== undefined) ??
      null,
    opening: balances.get('OPBD') ?? null,
    closing: balances.get('CLBD') ?? null,
    balances: new Map([...balances].map(([code, { amount }]) => [code, amount])),
    movements: entries.map(movementOf),
    details: 0,
  };
}

function movementOf(entry: XmlElement): BankMovement {
  const details = childrenOf(entry, 'NtryDtls').flatMap((one) => childrenOf(one, 'TxDtls'));
  const remittance = details.flatMap((one) => childrenOf(child(one, 'RmtInf'), 'Ustrd')).map((one) => one.text.trim());
  const label = [...remittance, textAt(entry, 'AddtlNtryInf') ?? ''].filter((part) => part !== '');
  const debit = textAt(entry, 'CdtDbtInd') === 'DBIT';
  const other = details.map((one) => child(one, 'RltdPties')).map((parties) => partyName(parties, debit ? 'Cdtr' : 'Dbtr'));
  const bankId = textAt(entry, 'AcctSvcrRef');
  const counterparty = other.find((name) => name !== undefined);
  return {
    booked: dayOf(child(entry, 'BookgDt')),
    valued: dayOf(child(entry, 'ValDt')),
    amount: signed(entry) ?? null,
    label: [...new Set(label)].join(' '),
    references: details.flatMap((one) => textAt(one, 'Refs', 'EndToEndId') ?? []).filter((reference) => reference !== 'NOTPROVIDED'),
    ...(counterparty === undefined ? {} : { counterparty }),
    ...(bankId === undefined ? {} : { bankId }),
  };
}

/** Up to version 7 the name stands in the party itself, from 8 on in its `Pty`. */
function partyName(parties: XmlElement | undefined, role: string): string | undefined {
  return textAt(parties, role, 'Nm') ?? textAt(parties, role, 'Pty', 'Nm');
}

function signed(element: XmlElement): Decimal | undefined {
  const amount = readDecimal(textAt(element, 'Amt') ?? '')?.value;
  if (amount === undefined) return undefined;
  const debit = textAt(element, 'CdtDbtInd') === 'DBIT';
  return (debit ? (amount.startsWith('-') ? amount.slice(1) : `-${amount}`) : amount) as Decimal;
}

function dayOf(element: XmlElement | undefined): string | null {
  const text = textAt(element, 'Dt') ?? textAt(element, 'DtTm') ?? at(element)?.text.trim() ?? '';
  return /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? null;
}
