/** Accounts and third parties as a few letters find them: by the beginning of their number, then by words of their name. */
import { plainText } from '@navette/domain/ledger/lines';

/** Proposals shown at once. */
const MOST = 12;

/** A choice without accents and case: its number, and its number with its name. */
type Plain = { readonly code: string; readonly all: string };

/** @returns positions, those whose number begins so before those that hold the words somewhere */
export function likeOnes(choices: readonly Plain[], typed: string): readonly number[] {
  const words = plainText(typed)
    .split(/\s+/)
    .filter((word) => word !== '');
  const [first, others]: [number[], number[]] = [[], []];
  for (const [at, { code, all }] of choices.entries()) {
    if (code === '' && all.trim() === '') continue;
    if (!words.every((word) => all.includes(word))) continue;
    (words[0] === undefined || code.startsWith(words[0]) ? first : others).push(at);
  }
  const byCode = (a: number, b: number) => ((choices[a]?.code ?? '') < (choices[b]?.code ?? '') ? -1 : 1);
  return [...first.toSorted(byCode), ...others.toSorted(byCode)].slice(0, MOST);
}
