/** Amounts as people type them in French: "1 234,56", "12,5", "1234.56". Text becomes cents without passing through a float. */
import { ENTRY_LIMITS } from './limits.ts';

const TYPED = /^(\d+)(?:[.,](\d{0,2}))?$/;

/** @returns whole cents, 0 for nothing typed; null for what is no amount, has more than two decimals, or is beyond all books */
export function parseAmount(text: string): number | null {
  const bare = text.replace(/[\s\u00a0\u202f]/g, '').replace(/€$/, '');
  if (bare === '') return 0;
  const parts = TYPED.exec(bare.startsWith(',') || bare.startsWith('.') ? `0${bare}` : bare);
  if (!parts) return null;
  const [, whole = '', decimals = ''] = parts;
  const cents = BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0'));
  return cents > BigInt(ENTRY_LIMITS.amount) ? null : Number(cents);
}
