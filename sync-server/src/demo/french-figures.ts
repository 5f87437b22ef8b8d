// French figures of the demonstration documents: amounts, quantities, rates.
// Everything enters as integers; nothing here rounds money. U+202F separates thousands and precedes signs.

const NARROW = '\u202f';

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, NARROW);
}

function decimal(value: number, scale: number, shown: number): string {
  const digits = String(Math.abs(value)).padStart(scale + 1, '0');
  const whole = grouped(digits.slice(0, digits.length - scale));
  const rest = digits.slice(digits.length - scale).slice(0, shown);
  return `${value < 0 ? '-' : ''}${whole}${shown > 0 ? `,${rest}` : ''}`;
}

/** Cents to '5 548,56'. */
export function amount(cents: number): string {
  return decimal(cents, 2, 2);
}

/** Cents to '5 548,56 €'. */
export function euros(cents: number): string {
  return `${amount(cents)}${NARROW}€`;
}

/** Thousandths to '1,8', '42' or '1 250'. */
export function quantity(thousandths: number): string {
  const text = decimal(thousandths, 3, 3);
  return text.replace(/,?0+$/, '');
}

/** Ten-thousandths of a euro to '31,90', or '0,1894' when cents do not suffice. */
export function unitPrice(tenThousandths: number): string {
  return decimal(tenThousandths, 4, tenThousandths % 100 === 0 ? 2 : 4);
}

/** Basis points to '20 %', '5,5 %'. */
export function rate(basisPoints: number): string {
  return `${decimal(basisPoints, 2, 2).replace(/,?0+$/, '')}${NARROW}%`;
}
