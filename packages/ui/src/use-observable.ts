/** The bridge from the device's observables to a component: the value now, and a new drawing at each change. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Observable } from '@navette/device/model';

/**
 * @param observable the same object from one drawing to the next, or the subscription starts again
 * @param initial shown until the first value comes
 */
export function useObservable<T, I = T>(observable: Observable<T>, initial: I): T | I {
  const [held, hold] = useState<{ readonly of: Observable<T>; readonly value: T } | null>(null);
  useEffect(() => observable.subscribe((value) => hold({ of: observable, value })), [observable]);
  return held?.of === observable ? held.value : initial;
}

/**
 * As `useObservable`, for an observable made by a question; asks again when the inputs change, and keeps the last answer
 * on screen until the next one comes.
 */
export function useLive<T, I = T>(ask: () => Observable<T>, inputs: readonly unknown[], initial: I): T | I {
  const observable = useMemo(ask, inputs);
  const [held, hold] = useState<{ readonly value: T } | null>(null);
  useEffect(() => observable.subscribe((value) => hold({ value })), [observable]);
  return held === null ? initial : held.value;
}
