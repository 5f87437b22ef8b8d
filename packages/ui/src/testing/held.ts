/** Values with listeners, for libraries in memory. */
import type { Observable } from '@navette/device/model';

/** A value with listeners. */
export class Held<T> implements Observable<T> {
  value: T;
  private readonly listeners = new Set<(value: T) => void>();
  constructor(value: T) {
    this.value = value;
  }
  subscribe(listener: (value: T) => void): () => void {
    this.listeners.add(listener);
    listener(this.value);
    return () => this.listeners.delete(listener);
  }
  set(value: T): void {
    this.value = value;
    for (const listener of this.listeners) listener(value);
  }
}

/** A view of held values, computed anew when one changes. */
export function view<T, U>(of: Held<T>, read: (value: T) => U): Observable<U> {
  return { subscribe: (listener) => of.subscribe((value) => listener(read(value))) };
}
