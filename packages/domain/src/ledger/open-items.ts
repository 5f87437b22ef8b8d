/**
 * Open items and their ages (accounting formats, 5.2): what customers owe and what is owed to suppliers, line by line.
 *
 * By lettrage where the set has any, else first in, first out over each third party. Amounts keep their sign: what was paid
 * without an invoice is negative and stays in its own bucket, so that the buckets always sum to the balance of the accounts.
 */
import { startsWithOne } from './balances.ts';
import type { Ledger } from './ledger.ts';

export type Side = 'customers' | 'suppliers';

/** 5.2: which accounts; the sign makes what is owed positive. */
export const SIDES: Readonly<
  Record<Side, { readonly prefixes: readonly string[]; readonly except: readonly string[]; readonly sign: 1 | -1 }>
> = {
  customers: { prefixes: ['41'], except: ['418', '419'], sign: 1 },
  suppliers: { prefixes: ['40'], except: ['408', '409'], sign: -1 },
};

export type Way = 'lettrage' | 'fifo';

export type OpenItem = {
  readonly row: number;
  /** Position in `parties`. */
  readonly party: number;
  /** What is still open of the line, in cents, positive where it is owed. */
  readonly amount: number;
  /** Days since 1970: PieceDate, else EcritureDate, else the reference. */
  readonly day: number;
};

export type OpenItems = {
  readonly items: readonly OpenItem[];
  /** Codes of the third parties of the set: CompAuxNum, else CompteNum. */
  readonly parties: readonly { readonly code: string; readonly label: string }[];
  readonly way: Way;
  readonly letteredLines: number;
  readonly unletteredLines: number;
  readonly groups: number;
  readonly unbalancedGroups: number;
  /** Net balance of each party, in cents. */
  readonly balances: Float64Array;
};

export type OpenItemsAsked = {
  readonly side: Side;
  /** The day the question is asked of; what comes after is not known then. Days since 1970. */
  readonly reference: number;
  /** Without it: by lettrage when a line of the set has a code. */
  readonly way?: Way;
  /** Whether lines and lettrages after the reference are left out: for a past situation. */
  readonly asOf?: boolean;
};

/** @returns the open items of one side at a day */
export function openItems(ledger: Ledger, { side, reference, way, asOf = false }: OpenItemsAsked): OpenItems {
  const { prefixes, except, sign } = SIDES[side];
  const inSet = Uint8Array.from(ledger.accounts, ({ code }) => (startsWithOne(code, prefixes) && !startsWithOne(code, except) ? 1 : 0));
  const { account, thirdParty, lettering, letteringDate, date, pieceDate, debit, credit, unread } = ledger;
  const thirdParties = ledger.thirdParties.length;
  const partyOf = new Int32Array(thirdParties + ledger.accounts.length).fill(-1);
  const parties: { code: string; label: string }[] = [];
  const rows: number[] = [];
  for (let row = 0; row < ledger.rows; row++) {
    if (inSet[account[row] as number] === 0) continue;
    if (unread.size > 0 && unread.has(row)) continue;
    if (asOf && (date[row] as number) > reference) continue;
    rows.push(row);
  }
  const count = rows.length;
  const amounts = new Float64Array(count);
  const days = new Int32Array(count);
  const partyAt = new Int32Array(count);
  const letters = new Int32Array(count);
  let lettered = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i] as number;
    amounts[i] = sign * ((debit[row] as number) - (credit[row] as number));
    days[i] = (pieceDate[row] as number) || (date[row] as number) || reference;
    const third = thirdParty[row] as number;
    const key = third > 0 ? third : thirdParties + (account[row] as number);
    let party = partyOf[key] as number;
    if (party < 0) {
      party = parties.push(third > 0 ? (ledger.thirdParties[third] as never) : (ledger.accounts[account[row] as number] as never)) - 1;
      partyOf[key] = party;
    }
    partyAt[i] = party;
    const letter = lettering[row] as number;
    letters[i] = letter > 0 && asOf && (letteringDate[row] as number) > reference ? 0 : letter;
    if ((letters[i] as number) > 0) lettered++;
  }
  const balances = new Float64Array(parties.length);
  for (let i = 0; i < count; i++) {
    const party = partyAt[i] as number;
    balances[party] = (balances[party] as number) + (amounts[i] as number);
  }
  const chosen = way ?? (lettered > 0 ? 'lettrage' : 'fifo');
  const left = new Float64Array(count);
  let [groups, unbalanced] = [0, 0];
  // Groups of lines with a code: (CompteNum, CompAuxNum, EcritureLet).
  const members = groupsOf(count, (i) => {
    const letter = letters[i] as number;
    if (letter === 0) return -1;
    const row = rows[i] as number;
    return ((account[row] as number) * thirdParties + (thirdParty[row] as number)) * ledger.letterings.length + letter;
  });
  for (const group of members.groups) {
    groups++;
    let sum = 0;
    for (const i of group) sum += amounts[i] as number;
    if (sum !== 0) unbalanced++;
  }
  if (chosen === 'lettrage') {
    for (const i of members.none) left[i] = amounts[i] as number;
    for (const group of members.groups) settle(group, amounts, days, left);
  } else {
    for (const group of groupsOf(count, (i) => partyAt[i] as number).groups) settle(group, amounts, days, left);
  }
  const items: OpenItem[] = [];
  for (let i = 0; i < count; i++) {
    if (left[i] === 0) continue;
    items.push({ row: rows[i] as number, party: partyAt[i] as number, amount: left[i] as number, day: days[i] as number });
  }
  return {
    items,
    parties,
    way: chosen,
    letteredLines: lettered,
    unletteredLines: count - lettered,
    groups,
    unbalancedGroups: unbalanced,
    balances,
  };
}

function groupsOf(count: number, keyOf: (i: number) => number): { readonly groups: readonly number[][]; readonly none: readonly number[] } {
  const groups = new Map<number, number[]>();
  const none: number[] = [];
  for (let i = 0; i < count; i++) {
    const key = keyOf(i);
    if (key < 0) {
      none.push(i);
      continue;
    }
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  }
  return { groups: [...groups.values()], none };
}

/** The smaller side pays the larger from the oldest date on; what remains of the larger is open with its own dates. */
function settle(group: readonly number[], amounts: Float64Array, days: Int32Array, left: Float64Array): void {
  let [owed, paid] = [0, 0];
  for (const i of group) {
    const amount = amounts[i] as number;
    if (amount > 0) owed += amount;
    else paid -= amount;
  }
  if (owed === paid) return;
  const larger = owed > paid ? 1 : -1;
  let payment = Math.min(owed, paid);
  const side = group.filter((i) => (amounts[i] as number) * larger > 0);
  // Sorts are stable: on one day, in the order of the file.
  side.sort((a, b) => (days[a] as number) - (days[b] as number));
  for (const i of side) {
    const amount = (amounts[i] as number) * larger;
    const used = Math.min(payment, amount);
    payment -= used;
    left[i] = (amount - used) * larger;
  }
}

/** Ages by the date of the document (5.2). */
export const AGES = ['0-30', '31-60', '61-90', '>90'] as const;
export type Age = (typeof AGES)[number];

/** @param days reference − date; dates to come are the youngest */
export function ageOf(days: number): Age {
  return days <= 30 ? '0-30' : days <= 60 ? '31-60' : days <= 90 ? '61-90' : '>90';
}

export type Aged = { readonly buckets: Readonly<Record<Age, number>>; readonly total: number; readonly items: number };

/** @returns the items by the age of their document at `reference`; the buckets sum to the balance of the accounts */
export function agedByDocument(items: readonly OpenItem[], reference: number): Aged {
  const buckets: Record<Age, number> = { '0-30': 0, '31-60': 0, '61-90': 0, '>90': 0 };
  let total = 0;
  for (const { amount, day } of items) {
    buckets[ageOf(reference - day)] += amount;
    total += amount;
  }
  return { buckets, total, items: items.length };
}
