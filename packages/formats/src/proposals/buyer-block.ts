/** Whom an invoice is addressed to: what stands at or under the words that say so is not the issuer's. */
import type { TextCell, TextLine } from './text-layout.ts';

const BUYER =
  /\b(?:factur\w+ a\b|adress\w+ a\b|clients?\b|destinataire|livr\w+ a\b|adresse de (?:facturation|livraison|l'installation)|bill(?:ed)? to|billing address|ship(?:ped|ping)? (?:to|address)|sold to|customer|attn|a l'attention|acheteur|buyer|kunde|kaufer|klant|cliente|nom de l'abonne)/;
const SERVICE = /\bservices? clients?\b|\bcustomer (?:service|care|support)\b|\brelations? clients?\b|\bespace client\b/;
const LINES_UNDER = 5;

/**
 * @param cell one of the line at `index`
 * @returns whether its own words, a label to its left, or one above it in its column speak of the buyer
 */
export function isBuyers(lines: readonly TextLine[], index: number, cell: TextCell): boolean {
  const line = lines[index];
  if (!line) return false;
  const left = line.cells[line.cells.indexOf(cell) - 1];
  if (saysBuyer(cell.folded) || (left && left.folded.length < 40 && saysBuyer(left.folded))) return true;
  for (let i = index - 1; i >= Math.max(0, index - LINES_UNDER); i--) {
    const above = lines[i];
    if (!above || above.page !== line.page || above.y - line.y > 110) return false;
    if (
      above.cells.some(({ folded, x, end }) => folded.length < 40 && saysBuyer(folded) && Math.min(end, cell.end) - Math.max(x, cell.x) > 0)
    )
      return true;
  }
  return false;
}

function saysBuyer(folded: string): boolean {
  return BUYER.test(folded) && !SERVICE.test(folded);
}
