/** Keeps the background from being stopped while a transfer runs, and not a second longer. */
import { browser } from 'wxt/browser';

const EVERY = 20_000;

/** Waits for `work`; meanwhile a call to the browser every 20 seconds counts as activity. */
export async function keepAliveWhile<T>(work: Promise<T>): Promise<T> {
  const beat = setInterval(() => void browser.runtime.getPlatformInfo(), EVERY);
  try {
    return await work;
  } finally {
    clearInterval(beat);
  }
}
