/** The first value an observable gives. */
import type { Observable } from '@navette/device/model';

export async function firstValue<T>(observable: Observable<T>): Promise<T> {
  let stop: () => void = () => undefined;
  // The first value may come before `subscribe` has returned.
  const value = await new Promise<T>((resolve) => {
    stop = observable.subscribe(resolve);
  });
  stop();
  return value;
}
