/**
 * The worker of a page that keeps lists: reading fifty thousand rows and searching them never takes a frame from the screen. It
 * opens the store a second time, to read only, and knows no screen.
 */
import { openDexieStore } from '../store/dexie-store.ts';
import { followModel } from './document-lists.ts';
import { ListModel } from './list-model.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

const scope = globalThis as unknown as {
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
  postMessage(message: FromWorker): void;
};

let model: ListModel | null = null;
const stops = new Map<number, () => void>();

scope.addEventListener('message', ({ data }) => {
  if ('store' in data) {
    model ??= new ListModel(openDexieStore(data.store, () => scope.postMessage({ closed: true })));
    return;
  }
  if ('stop' in data) {
    stops.get(data.stop)?.();
    stops.delete(data.stop);
    return;
  }
  if (model !== null)
    stops.set(
      data.ask,
      followModel(model, data.query, (page) => scope.postMessage({ of: data.ask, page })),
    );
});
