/**
 * How many bytes of answers may be on their way at once, to one person and to all: a large room is sent whole, and forty
 * sockets that ask for it together wait for one another (N5).
 */
import type { UserId } from '@navette/kernel/ids';

export type AnswerAllowance = {
  /** Resolves when there is room for an answer of about `bytes`. @returns what gives it back, once it was taken by its reader */
  take(user: UserId, bytes: number): Promise<() => void>;
};

/** Smaller answers do not count. */
const SMALL = 256 * 1024;
const MEBIBYTE = 1024 * 1024;

type Waiting = { readonly user: UserId; readonly bytes: number; readonly go: () => void };

export function makeAnswerAllowance(ofOne = 64 * MEBIBYTE, ofAll = 256 * MEBIBYTE): AnswerAllowance {
  const taken = new Map<UserId, number>();
  let total = 0;
  let waiting: Waiting[] = [];

  /** One answer may pass whatever its size, or it never would. */
  const fits = (user: UserId, bytes: number): boolean => {
    const own = taken.get(user) ?? 0;
    return (own === 0 || own + bytes <= ofOne) && (total === 0 || total + bytes <= ofAll);
  };

  function count(user: UserId, bytes: number): void {
    total += bytes;
    const own = (taken.get(user) ?? 0) + bytes;
    if (own > 0) taken.set(user, own);
    else taken.delete(user);
  }

  function wake(): void {
    const still: Waiting[] = [];
    for (const one of waiting) {
      if (!fits(one.user, one.bytes)) still.push(one);
      else {
        count(one.user, one.bytes);
        one.go();
      }
    }
    waiting = still;
  }

  return {
    async take(user, bytes) {
      if (bytes < SMALL) return () => undefined;
      if (fits(user, bytes)) count(user, bytes);
      else await new Promise<void>((go) => waiting.push({ user, bytes, go }));
      let given = false;
      return () => {
        if (given) return;
        given = true;
        count(user, -bytes);
        wake();
      };
    },
  };
}
