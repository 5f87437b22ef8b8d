/**
 * By what a company is known across documents: its SIREN, its VAT number, and only where neither is known on one of the two
 * sides its name, without legal form, case and accents.
 */
import { isSiren } from '@navette/domain/identifiers';
import { plainWords } from '../classify.ts';
import { sirenOf } from '../invoice/check-invoice.ts';
import type { InvoiceParty } from '../invoice/e-invoice.ts';

export type PartyMarks = { readonly siren?: string; readonly vat?: string; readonly name?: string };
export type PartyEvidence = 'siren' | 'vat' | 'name';

const FORMS =
  /\b(?:sarl|sasu?|eurl|sa|sci|snc|scop|selarl|eirl|ei|gmbh|ag|bv|nv|ltd|limited|inc|llc|plc|sl|srl|spa|societe|ste|ets|etablissements)\b/g;

/** Letters and digits of a name without its legal form; empty for a name that is nothing else. */
export function partyName(name: string): string {
  return plainWords(name)
    .replaceAll(/(?<=\b[a-z])\.(?=[a-z]\b)/g, '')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .replaceAll(FORMS, ' ')
    .replaceAll(' ', '');
}

/** @returns what an e-invoice says of one of its parties, numbers compact; a number that cannot be true is left out */
export function marksOfParty(party: InvoiceParty): PartyMarks {
  const siren = sirenOf(party);
  const vat = party.vat?.replaceAll(/[\s.-]/g, '').toUpperCase();
  const name = party.name ?? party.tradingName;
  return {
    ...(siren !== undefined && isSiren(siren) ? { siren } : {}),
    ...(vat === undefined || vat === '' ? {} : { vat }),
    ...(name === undefined ? {} : { name }),
  };
}

/**
 * Whether two marks are of one company, and by which of them (accounting formats, 10: SIREN, VAT, then name).
 * @returns null when they are of two, or when nothing tells
 */
export function sameParty(a: PartyMarks, b: PartyMarks): PartyEvidence | null {
  const [x, y] = [a.siren ?? sirenOfVat(a.vat), b.siren ?? sirenOfVat(b.vat)];
  if (x !== undefined && y !== undefined) return x === y ? 'siren' : null;
  if (a.vat !== undefined && b.vat !== undefined) return a.vat === b.vat ? 'vat' : null;
  const [n, m] = [partyName(a.name ?? ''), partyName(b.name ?? '')];
  return n.length > 1 && n === m ? 'name' : null;
}

/** The keys under which a company may be looked up, the surest first. */
export function partyKeys({ siren, vat, name }: PartyMarks): string[] {
  const digits = siren ?? sirenOfVat(vat);
  const plain = partyName(name ?? '');
  return [
    ...(digits === undefined ? [] : [`siren:${digits}`]),
    ...(vat === undefined || digits !== undefined ? [] : [`vat:${vat}`]),
    ...(plain.length > 1 ? [`name:${plain}`] : []),
  ];
}

function sirenOfVat(vat: string | undefined): string | undefined {
  const digits = /^FR[0-9A-Z]{2}(\d{9})$/.exec(vat ?? '')?.[1];
  return digits !== undefined && isSiren(digits) ? digits : undefined;
}
