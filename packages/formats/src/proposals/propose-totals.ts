/**
 * The totals of an invoice: net, VAT and gross, and the currency. Three amounts that stand at the right words and add up are
 * nearly sure; one that stands alone is only as sure as its words.
 */
import { decimalToCents, type Decimal } from '../decimal.ts';
import { decimalMarkOf, readAmount, type DecimalMark } from '../written-amount.ts';
import { field, type ProposedField } from './proposed-field.ts';
import { folded, type TextCell, type TextLine } from './text-layout.ts';

export type TotalsProposal = {
  readonly net?: ProposedField<Decimal>;
  readonly vat?: ProposedField<Decimal>;
  readonly total?: ProposedField<Decimal>;
  readonly currency?: ProposedField<string>;
};

/** With two decimals: whole numbers are quantities, years and postcodes. */
const AMOUNT = /(?<![\d.,/])-? ?(?:\d{1,3}(?:[ .,']\d{3})+|\d+)[.,]\d{2}(?![\d]|[.,/]\d| ?%)/g;

/** Without decimals, only with its currency beside it. */
const WHOLE =
  /(?:€|\$|£|₹|\brs\.?|\beur|\busd) ?-?\d{1,3}(?:[ ,.]\d{3})+(?![\d.,])|(?:€|\$|£|₹|\brs\.?|\beur|\busd) ?-?\d+(?![\d.,])|(?<![\d.,])-?\d{1,7} ?(?:€|eur\b)/g;

type What = 'net' | 'vat' | 'total';
type Label = readonly [what: What, pattern: RegExp, confidence: number];

/** In the order in which they are tried on a cell: the first that fits names it. */
const LABELS: readonly Label[] = [
  ['net', /\b(?:rechnungssumme |summe |total |amount )?(?:ohne|without|exclusive of|excl\.?) (?:ust|mwst|vat|tax)\b\.?/g, 0.8],
  [
    'net',
    /\b(?:total|montant|base|sous-total|prix)?s?\s?(?:total |net |general |global |eur |en euros )*(?:h\.?\s?t\.?(?: ?v\.?a)?(?![a-z])|hors[ -]taxes?)/g,
    0.85,
  ],
  [
    'net',
    /\b(?:total (?:excl\w*|before|without)(?: \w+)?|(?:net|total net) (?:amount|total)|nettobetrag|netto|exclusief btw|excl\.? btw|base imponible|amount untaxed|untaxed amount|tax basis)\b/g,
    0.8,
  ],
  ['net', /\b(?:sous[- ]?total|sub-?total|zwischensumme|subtotaal)\b/g, 0.65],
  ['total', /\b(?:total|montant|net|somme)?\s?(?:total |net |general |global |eur |en euros )*t\.?\s?t\.?\s?c\b\.?/g, 0.88],
  [
    'total',
    /\b(?:grand total|grand-total|invoice total|total (?:for this )?invoice|total (?:incl\w*|including|with)|total factura|importe total|total a pagar|gesamtbetrag(?! (?:der|des) (?:ab|zu)schl)|gesamtsumme|rechnungsbetrag|rechnungssumme brutto|bruttosumme|bruttobetrag|zu zahlen|te betalen|total facture|totale)\b/g,
    0.85,
  ],
  [
    'vat',
    /\b(?:total |montant |dont )?(?:de la |de )?(?:t\.?v\.?a\.?(?! ?intra)|vat|iva|btw|mwst\.?|ust\.?|tax(?:es)?|gst|mehrwertsteuer)(?![a-z])(?!\.? ?(?:exemp|id|reg|number|num|n°|no\b|nr|client))/g,
    0.75,
  ],
  ['total', /^(?:total(?: general| amount| eur)?|totaal|gesamt|summe|total in \w+)\b/g, 0.55],
];

const PREPAID = /\bacomptes?\b|\bdeja (?:paye|regle|verse)|\bprepaid\b|\bpaid amount\b|\banzahlung|\bprepayment|\bdeposit paid|\bavance/;
const LEFT = /a payer|a regler|\bdue\b|\bdu\b/;

type Candidate = {
  readonly what: What;
  readonly value: Decimal;
  readonly cents: number;
  readonly confidence: number;
  readonly words: string;
  readonly line: number;
};

/** @returns what is proposed of the totals; sums that hold raise what is said of them */
export function proposeTotals(lines: readonly TextLine[]): TotalsProposal {
  const mark = decimalMarkOf(lines.flatMap(({ folded }) => folded.match(AMOUNT) ?? [])) ?? ',';
  const candidates = candidatesOn(lines, mark);
  const paid = lines.some((line) => PREPAID.test(line.folded) && !/\b0[.,]00\b/.test(line.folded));
  const triple = bestTriple(candidates);
  const currency = currencyOn(lines);
  const money = currency ? { currency } : {};
  const made = (one: Candidate, confidence: number) =>
    field(lines, { value: one.value, words: one.words, line: one.line, beside: true }, confidence);
  if (triple) {
    const [net, vat, total] = triple;
    const sure = vat.cents === 0 ? 0.85 : 0.96;
    return { net: made(net, sure), vat: made(vat, sure), total: made(total, sure), ...money };
  }
  const alone = (what: What): ProposedField<Decimal> | undefined => {
    const those = candidates.filter((one) => one.what === what).toSorted((a, b) => b.confidence - a.confidence || b.line - a.line);
    const [first] = those;
    if (!first) return undefined;
    const unlikely = first.what === 'total' && (first.cents <= 0 || (paid && LEFT.test(folded(first.words)))) ? 0.35 : 0;
    const contested = those.some((one) => one.cents !== first.cents && one.confidence >= first.confidence - 0.05);
    const agreed = those.filter((one) => one.cents === first.cents).length > 1;
    return made(first, first.confidence - unlikely - (contested ? 0.25 : 0) + (agreed ? 0.05 : 0));
  };
  const [total, net, vat] = [alone('total'), alone('net'), alone('vat')];
  // Words that say all three and a sum that does not hold: one of them is wrong, and nobody knows which.
  const doubt = total && net && vat ? 0.3 : 0;
  const less = (one: ProposedField<Decimal> | undefined, by: number) => (one ? { ...one, confidence: one.confidence - by } : undefined);
  const [t, n, v] = [less(total, doubt ? 0.1 : 0), less(net, doubt), less(vat, doubt || 0.2)];
  return { ...(t ? { total: t } : {}), ...(n ? { net: n } : {}), ...(v ? { vat: v } : {}), ...money };
}

function candidatesOn(lines: readonly TextLine[], mark: DecimalMark): Candidate[] {
  const found: Candidate[] = [];
  for (const [index, line] of lines.entries()) {
    for (const [column, cell] of line.cells.entries()) {
      const labels = labelsIn(cell.folded);
      const add = (what: What, value: Decimal, words: string, at: number, sure: number) => {
        const cents = decimalToCents(value);
        if (cents !== null) found.push({ what, value, cents, confidence: sure, words, line: at });
      };
      for (const [place, { what, from, confidence }] of labels.entries()) {
        const next = labels[place + 1];
        const inCell = lastAmount(cell.text, cell.folded.slice(from, next?.at ?? cell.folded.length), mark);
        const beside = next ? null : firstBeside(line.cells.slice(column + 1), mark);
        // `TVA 20 % sur 100,00 | 20,00`: what stands in the cell is what it was computed on.
        const computed = beside !== null && /\b(?:on|sur|of|von|sobre|op|base)\b/.test(cell.folded.slice(from));
        if (inCell !== null && !computed) add(what, inCell.value, inCell.words, index, confidence);
        else if (beside) add(what, beside.value, `${cell.text} ${beside.words}`, index, confidence);
        else if (cell.folded.length < 40 && labels.length === 1)
          for (const under of amountsUnder(lines, index, cell, mark))
            add(what, under.value, `${cell.text} ${under.words}`, under.line, confidence - under.farther);
      }
    }
  }
  return found;
}

type Beside = { readonly value: Decimal; readonly words: string };

function lastAmount(text: string, plain: string, mark: DecimalMark): Beside | null {
  const last = [...plain.matchAll(AMOUNT)].at(-1)?.[0] ?? [...plain.matchAll(WHOLE)].at(-1)?.[0];
  const value = last === undefined ? null : readAmount(last.replace(/^rs\.?/, '').trim(), mark);
  return value === null ? null : { value, words: text };
}

/** Labels of one cell in the order in which they stand; where two lie on each other, the earlier rule's. */
function labelsIn(plain: string): { readonly what: What; readonly at: number; readonly from: number; readonly confidence: number }[] {
  const found: { what: What; at: number; from: number; confidence: number }[] = [];
  for (const [what, pattern, confidence] of LABELS) {
    for (const match of plain.matchAll(pattern)) {
      const [at, from] = [match.index, match.index + match[0].length];
      if (found.every((one) => from <= one.at || at >= one.from)) found.push({ what, at, from, confidence });
    }
  }
  return found.toSorted((a, b) => a.at - b.at);
}

/** The first amount to the right, with nothing but signs, rates and currencies before it. */
function firstBeside(cells: readonly TextCell[], mark: DecimalMark): Beside | null {
  for (const cell of cells.slice(0, 4)) {
    const amount = lastAmount(cell.text, cell.folded, mark);
    if (amount) return amount;
    if (/[a-z]{4}/.test(cell.folded) || labelsIn(cell.folded).length > 0) return null;
  }
  return null;
}

/** Under the head of a column: in the next line, and in the line of the totals. */
function amountsUnder(lines: readonly TextLine[], index: number, head: TextCell, mark: DecimalMark) {
  const found: { value: Decimal; words: string; line: number; farther: number }[] = [];
  const page = lines[index]?.page;
  for (let i = index + 1; i < Math.min(lines.length, index + 60); i++) {
    const line = lines[i];
    if (!line || line.page !== page) break;
    const totals = /\btotal|\btotaux\b/.test(line.cells[0]?.folded ?? '');
    if (i > index + 1 && !totals) continue;
    const under = line.cells.find(({ x, end }) => Math.min(end, head.end) - Math.max(x, head.x) > 0);
    const amount = under ? lastAmount(under.text, under.folded, mark) : null;
    if (amount) found.push({ ...amount, line: i, farther: totals ? 0.05 : 0.15 });
  }
  return found;
}

const MOST = 40;

/** Net, VAT and total that add up, at the surest words; of equals the largest total, which is that of the whole. */
function bestTriple(all: readonly Candidate[]): readonly [Candidate, Candidate, Candidate] | null {
  const of = (what: What) => distinct(all.filter((one) => one.what === what));
  const [nets, vats, totals] = [of('net'), of('vat'), of('total')];
  let best: { readonly triple: readonly [Candidate, Candidate, Candidate]; readonly score: number } | null = null;
  for (const net of nets) {
    for (const vat of vats) {
      for (const total of totals) {
        if (net.cents + vat.cents !== total.cents || total.cents === 0) continue;
        // Nothing and the same twice shows little.
        const score =
          net.confidence + vat.confidence + total.confidence - (vat.cents === 0 ? 1 : 0) + Math.min(0.3, Math.abs(total.cents) / 1e9);
        if (!best || score > best.score || (score === best.score && total.cents > best.triple[2].cents))
          best = { triple: [net, vat, total], score };
      }
    }
  }
  return best?.triple ?? null;
}

function distinct(candidates: readonly Candidate[]): Candidate[] {
  const found = new Map<number, Candidate>();
  for (const one of candidates.toSorted((a, b) => b.confidence - a.confidence)) if (!found.has(one.cents)) found.set(one.cents, one);
  return [...found.values()].slice(0, MOST);
}

const CURRENCIES: readonly (readonly [code: string, pattern: RegExp, confidence: number])[] = [
  ['EUR', /€|\beur\b|\beuros?\b/g, 0.92],
  ['USD', /\busd\b|\bus dollars?\b|\bus ?\$/g, 0.92],
  ['GBP', /£|\bgbp\b/g, 0.85],
  ['CHF', /\bchf\b/g, 0.9],
  ['INR', /₹|\binr\b|\brs\.? ?-?\d/g, 0.8],
  ['XPF', /\bxpf\b|\bf ?cfp\b/g, 0.9],
  // Of many countries.
  ['USD', /\$ ?-?\d/g, 0.6],
];

function currencyOn(lines: readonly TextLine[]): ProposedField<string> | undefined {
  const counts = CURRENCIES.map(([code, pattern, confidence]) => {
    const at = lines.findIndex(({ folded }) => folded.search(pattern) >= 0);
    return { code, confidence, at, count: lines.reduce((sum, { folded }) => sum + (folded.match(pattern)?.length ?? 0), 0) };
  }).filter(({ count }) => count > 0);
  const [first] = counts.toSorted((a, b) => b.count - a.count);
  if (!first) return undefined;
  const others = counts.some(({ code, count }) => code !== first.code && count * 3 > first.count);
  return field(
    lines,
    { value: first.code, words: lines[first.at]?.text ?? '', line: first.at, beside: true },
    first.confidence - (others ? 0.3 : 0),
  );
}
