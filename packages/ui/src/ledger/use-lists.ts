/** Accounts and third parties of a ledger by their position, which is how an address names them. */
import { useMemo } from 'preact/hooks';
import type { OpenBook } from '@navette/device/model';
import { useAnswer } from './use-book.ts';

export type Named = { readonly code: string; readonly label: string };
export type Lists = {
  readonly accounts: readonly Named[];
  /** The first stands for none. */
  readonly parties: readonly Named[];
  readonly journals: readonly Named[];
  /** `AAAA-MM` of lines, in order. */
  readonly months: readonly string[];
  accountAt(code: string): number;
  /** −1 where the code is no third party's: a balance then stands under an account. */
  partyAt(code: string): number;
  /** The codes that narrow a question to one account: itself, without the longer ones it begins. */
  only(account: number): { readonly accounts: readonly string[]; readonly except: readonly string[] };
};

export function useLists(book: OpenBook | null): Lists | null {
  const answer = useAnswer(book, 'lists', {});
  return useMemo(() => {
    if (answer === null) return null;
    const accounts = answer.accounts;
    const parties: readonly Named[] = [{ code: '', label: '' }, ...answer.thirdParties];
    const byAccount = new Map(accounts.map(({ code }, at) => [code, at]));
    const byParty = new Map(parties.map(({ code }, at) => [code, at]));
    return {
      accounts,
      parties,
      journals: answer.journals,
      months: answer.months,
      accountAt: (code) => byAccount.get(code) ?? -1,
      partyAt: (code) => (code === '' ? -1 : (byParty.get(code) ?? -1)),
      only(at) {
        const code = accounts[at]?.code ?? '';
        return {
          accounts: [code],
          except: accounts.flatMap((one) => (one.code !== code && one.code.startsWith(code) ? [one.code] : [])),
        };
      },
    };
  }, [answer]);
}
