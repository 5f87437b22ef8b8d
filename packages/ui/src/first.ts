/** One value of an observable, for an act that asks once. */
import type { Observable } from '@navette/device/model';

/** The value now. */
export function first<T>(observable: Observable<T>): Promise<T> {
  return new Promise((resolve) => {
    const held: { stop?: () => void; over: boolean } = { over: false };
    held.stop = observable.subscribe((value) => {
      held.over = true;
      resolve(value);
      held.stop?.();
    });
    if (held.over) held.stop();
  });
}
