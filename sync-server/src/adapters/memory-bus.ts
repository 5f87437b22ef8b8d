/** The bus of a single process: everybody who listens hears at once. A listener that fails stops nobody else. */
import type { Bus, RoomNews } from '../ports.ts';

/** @param onError told when a listener throws */
export function memoryBus(onError: (error: unknown) => void = () => {}): Bus {
  const listeners = new Set<(news: RoomNews) => void>();
  return {
    publish(news) {
      for (const listener of listeners) {
        try {
          listener(news);
        } catch (error) {
          onError(error);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
