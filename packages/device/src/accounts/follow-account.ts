/** An observable that starts again each time somebody signs in or out: what it reads belongs to a person. */
import type { AccountView, Observable } from '../model.ts';

export function followAccount<T>(account: Observable<AccountView | null>, open: () => Observable<T>): Observable<T> {
  return {
    subscribe(listener) {
      let known: string | null | undefined;
      let stop: () => void = () => undefined;
      const stopAccount = account.subscribe((now) => {
        const user = now?.user.id ?? null;
        if (known === user) return;
        known = user;
        stop();
        stop = open().subscribe(listener);
      });
      return () => {
        stopAccount();
        stop();
      };
    },
  };
}
