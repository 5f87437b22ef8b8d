/**
 * The life of the service worker as the page sees it: registered, then watched for a newer version of the portal.
 *
 * Nothing is ever reloaded by itself: somebody may be writing. The page says that a version is ready and waits for a click.
 */
import type { Observable } from '@navette/device/model';
import { scriptUrl } from './script-url.ts';

const CHECK_EVERY = 60 * 60_000;

export type Updates = {
  /** True once a newer version is here, kept whole. */
  readonly ready: Observable<boolean>;
  /** Takes the newer version: the page loads again. */
  take(): void;
};

/** Registers the worker and watches it. Without service workers the portal works, only not offline. */
export function watchUpdates(): Updates {
  const listeners = new Set<(ready: boolean) => void>();
  let ready = false;
  let waiting: ServiceWorker | null = null;
  let asked = false;
  const tell = (): void => {
    ready = true;
    for (const listener of listeners) listener(ready);
  };
  const workers = 'serviceWorker' in navigator && import.meta.env.PROD ? navigator.serviceWorker : null;
  let hadOne = workers?.controller != null;
  workers?.addEventListener('controllerchange', () => {
    // Another tab took the new version, or this one asked for it; the very first worker changes nothing on screen.
    if (asked) location.reload();
    else if (hadOne) tell();
    hadOne = true;
  });
  if (workers) {
    void register(workers, (worker) => {
      waiting = worker;
      tell();
    });
  }
  return {
    ready: {
      subscribe(listener) {
        listeners.add(listener);
        listener(ready);
        return () => listeners.delete(listener);
      },
    },
    take() {
      asked = true;
      if (waiting?.state === 'installed') waiting.postMessage('take-over');
      else location.reload();
    },
  };
}

async function register(workers: ServiceWorkerContainer, onWaiting: (worker: ServiceWorker) => void): Promise<void> {
  let registration: ServiceWorkerRegistration;
  try {
    registration = await workers.register(scriptUrl('/sw.js'), { scope: '/', updateViaCache: 'none' });
  } catch {
    // Private windows and full disks refuse it: the portal goes on, online.
    return;
  }
  const watch = (worker: ServiceWorker | null): void => {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && workers.controller) onWaiting(worker);
    });
  };
  if (registration.waiting && workers.controller) onWaiting(registration.waiting);
  watch(registration.installing);
  registration.addEventListener('updatefound', () => watch(registration.installing));
  setInterval(() => {
    if (document.visibilityState === 'visible') void registration.update().catch(() => undefined);
  }, CHECK_EVERY);
  // A page that was loading just while the first worker started is left out by its claim: it asks once more.
  const { active } = await workers.ready;
  if (!workers.controller) active?.postMessage('claim');
}
