// Identifiers of the fictional companies: well formed, so that validation accepts them, and plainly invented
// (SIREN in the 999 range, bank code 99999). Invariant: every SIREN passes Luhn, every IBAN passes mod 97 and its RIB key.

/** Completes eight digits into a SIREN that passes Luhn. */
export function sirenFrom(eightDigits: string): string {
  let sum = 0;
  [...eightDigits].forEach((digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  return `${eightDigits}${(10 - (sum % 10)) % 10}`;
}

/** The French VAT number of a SIREN (numeric key). */
export function vatNumberOf(siren: string): string {
  const key = (12 + 3 * (Number(siren) % 97)) % 97;
  return `FR${String(key).padStart(2, '0')}${siren}`;
}

/** A French IBAN at the imaginary bank 99999, from an account number of eleven digits. */
export function demoIban(account: string): string {
  const bank = '99999';
  const branch = '00074';
  const key = 97n - ((89n * BigInt(bank) + 15n * BigInt(branch) + 3n * BigInt(account)) % 97n);
  const bban = `${bank}${branch}${account}${String(key).padStart(2, '0')}`;
  const check = 98n - (BigInt(`${bban}152700`) % 97n); // F = 15, R = 27
  return `FR${String(check).padStart(2, '0')}${bban}`;
}

/** Groups of digits as printed: SIREN by three, IBAN by four. */
export function spaced(value: string, size: number): string {
  return value.replace(new RegExp(`(.{${size}})(?=.)`, 'g'), '$1 ');
}
