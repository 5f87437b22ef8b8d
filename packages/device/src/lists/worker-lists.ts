/**
 * Lists asked of a worker of this page. It starts with the first question and is let go of a while after the last answer was
 * wanted, with all it holds in memory. Where no worker starts, this context keeps the lists itself.
 */
import type { DocumentPage, DocumentQuery } from '../document-model.ts';
import type { LocalStore } from '../store/local-store.ts';
import { modelLists, type DocumentLists } from './document-lists.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** Kept this long after nobody follows a list any more, ms: to come back to a screen is to find it ready. */
const IDLE = 120_000;

type Following = { readonly query: DocumentQuery; readonly listener: (page: DocumentPage) => void; stop?: () => void };

/** @param start starts `lists-worker.ts` as a module */
export function workerLists(start: () => Worker): (store: LocalStore) => DocumentLists {
  return (store) => {
    const followed = new Map<number, Following>();
    let worker: Worker | null = null;
    let here: DocumentLists | null = null;
    let spoke = false;
    let number = 0;
    let idle: ReturnType<typeof setTimeout> | undefined;

    const say = (message: ToWorker): void => worker?.postMessage(message);
    const end = (): void => {
      clearTimeout(idle);
      worker?.terminate();
      worker = null;
    };
    const keepHere = (): void => {
      end();
      here ??= modelLists(store);
      for (const one of followed.values()) one.stop = here.follow(one.query).subscribe(one.listener);
    };
    const open = (): void => {
      try {
        worker = start();
      } catch {
        return keepHere();
      }
      worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
        if ('closed' in data) return end();
        spoke = true;
        followed.get(data.of)?.listener(data.page);
      });
      // One that never said anything could not be loaded; one that fails later is started again.
      worker.addEventListener('error', () => (spoke ? again() : keepHere()));
      say({ store: store.name });
    };
    const again = (): void => {
      end();
      spoke = false;
      if (followed.size === 0) return;
      open();
      for (const [ask, { query }] of followed) say({ ask, query });
    };
    // A page that comes back from the browser's cache has missed what was told meanwhile.
    globalThis.addEventListener?.('pageshow', (event) => {
      if ((event as PageTransitionEvent).persisted) again();
    });

    return {
      follow: (query) => ({
        subscribe(listener) {
          clearTimeout(idle);
          const ask = ++number;
          const one: Following = { query, listener };
          followed.set(ask, one);
          if (here !== null) one.stop = here.follow(query).subscribe(listener);
          else {
            if (worker === null) open();
            say({ ask, query });
          }
          return () => {
            one.stop?.();
            followed.delete(ask);
            say({ stop: ask });
            if (followed.size === 0) idle = setTimeout(end, IDLE);
          };
        },
      }),
      close() {
        end();
        here?.close();
      },
    };
  };
}
