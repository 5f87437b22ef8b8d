/**
 * Whose invoice it is: of which of a person's companies, and whether it bought or sold. The parties decide, by SIREN, VAT
 * number, then name; where neither or both are the person's, they are asked (accounting formats, 10).
 */
import { NO_MARKS, type OwnMarks } from '../proposals/proposed-field.ts';
import { proposeInvoice } from '../proposals/propose-invoice.ts';
import type { TextLine } from '../proposals/text-layout.ts';
import type { EInvoice } from '../invoice/e-invoice.ts';
import { marksOfParty, partyName, sameParty, type PartyEvidence, type PartyMarks } from './party.ts';

/** A company of the person's, under whatever id the caller has for it. */
export type OwnCompany = { readonly id: string; readonly siren?: string; readonly vat?: string; readonly names: readonly string[] };

export type Attribution =
  | {
      readonly tag: 'decided';
      readonly category: 'purchase-invoices' | 'sales-invoices';
      readonly company: string;
      readonly by: PartyEvidence;
      readonly confidence: number;
    }
  /** `neither` party is the person's, or `both` are, or one name is that of several companies. */
  | { readonly tag: 'ask'; readonly why: 'neither' | 'both' | 'several'; readonly companies: readonly string[] };

const CONFIDENCE: Readonly<Record<PartyEvidence, number>> = { siren: 0.97, vat: 0.95, name: 0.75 };

type Match = { readonly company: string; readonly by: PartyEvidence };

/** @returns for an e-invoice, the company and the kind; roles decide, also of self-billed invoices, not who sends (6.5) */
export function attributeInvoice({ seller, buyer }: Pick<EInvoice, 'seller' | 'buyer'>, companies: readonly OwnCompany[]): Attribution {
  return decide(matches(marksOfParty(seller), companies), matches(marksOfParty(buyer), companies));
}

/**
 * For a plain invoice: the company in the issuer's place sells, anywhere else on the paper it buys.
 * @param lines of the document, of which the issuer is proposed first
 */
export function attributeWords(lines: readonly TextLine[], companies: readonly OwnCompany[]): Attribution {
  const proposal = proposeInvoice(lines, NO_MARKS);
  const issuer: PartyMarks = {
    ...(proposal?.siren ? { siren: proposal.siren.value } : {}),
    ...(proposal?.vatNumber ? { vat: proposal.vatNumber.value } : {}),
    ...(proposal?.supplier ? { name: proposal.supplier.value } : {}),
  };
  const sellers = matches(issuer, companies);
  const buyers = companies
    .filter(({ id }) => !sellers.some(({ company }) => company === id))
    .flatMap((company): Match[] => {
      const by = standsOn(lines, company);
      return by === null ? [] : [{ company: company.id, by }];
    });
  // Its own name on a paper it issued is no buyer's; another company of the same person may be.
  return decide(sellers, buyers);
}

/** What is known of companies, as the proposals of fields want it. */
export function ownMarks(companies: readonly OwnCompany[]): OwnMarks {
  return {
    sirens: companies.flatMap(({ siren }) => siren ?? []),
    vatNumbers: companies.flatMap(({ vat }) => vat ?? []),
    names: companies.flatMap(({ names }) => names),
  };
}

const ORDER: readonly PartyEvidence[] = ['siren', 'vat', 'name'];

/** Those that match by the surest evidence any of them has. */
function matches(party: PartyMarks, companies: readonly OwnCompany[]): Match[] {
  const found = companies.flatMap((company): Match[] => {
    const ways = [undefined, ...company.names].flatMap((name) => {
      const marks = {
        ...(company.siren === undefined ? {} : { siren: company.siren }),
        ...(company.vat === undefined ? {} : { vat: company.vat }),
        ...(name === undefined ? {} : { name }),
      };
      return sameParty(marks, party) ?? [];
    });
    const by = ORDER.find((one) => ways.includes(one));
    return by === undefined ? [] : [{ company: company.id, by }];
  });
  const surest = ORDER.find((one) => found.some(({ by }) => by === one));
  return found.filter(({ by }) => by === surest);
}

function decide(sellers: readonly Match[], buyers: readonly Match[]): Attribution {
  const companies = [...new Set([...sellers, ...buyers].map(({ company }) => company))];
  if (sellers.length > 0 && buyers.length > 0) return { tag: 'ask', why: 'both', companies };
  const [match, ...others] = sellers.length > 0 ? sellers : buyers;
  if (!match) return { tag: 'ask', why: 'neither', companies: [] };
  if (others.length > 0) return { tag: 'ask', why: 'several', companies };
  const category = sellers.length > 0 ? 'sales-invoices' : 'purchase-invoices';
  return { tag: 'decided', category, company: match.company, by: match.by, confidence: CONFIDENCE[match.by] };
}

const SHORTEST_NAME = 4;

/** Its numbers in the digits of a line, its name in the letters of a cell. */
function standsOn(lines: readonly TextLine[], { siren, vat, names }: OwnCompany): PartyEvidence | null {
  const compact = lines.map(({ folded }) => folded.replaceAll(/[ .-]/g, ''));
  const digits = (text: string) => new RegExp(`(?<!\\d)${text}(?:\\d{5})?(?!\\d)`);
  if (siren !== undefined && /^\d{9}$/.test(siren) && compact.some((line) => digits(siren).test(line))) return 'siren';
  if (vat !== undefined && vat.length > 6 && compact.some((line) => line.includes(vat.toLowerCase()))) return 'vat';
  const keys = names.map(partyName).filter((key) => key.length >= SHORTEST_NAME);
  return lines.some(({ cells }) => cells.some(({ text }) => text.length < 120 && keys.includes(partyName(text)))) ? 'name' : null;
}
