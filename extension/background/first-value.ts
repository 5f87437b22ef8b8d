/** The first value an observable gives. */
import type { Observable } from '@navette/device/model';

export function firstValue<T>(observable: Observable<T>): Promise<T> {
  return new Promise((resolve) => {
    let stop: (() => void) | undefined;
    let done = false;
    stop = observable.subscribe((value) => {
      done = true;
      stop?.();
      resolve(value);
    });
    if (done) stop();
  });
}
