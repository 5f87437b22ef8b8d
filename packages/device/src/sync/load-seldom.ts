/** Loads what is needed seldom as a page does: as a part of its own. A background loads it otherwise, and must not import this. */
import type { Seldom } from './seldom.ts';

export async function loadSeldom(): Promise<Seldom> {
  return (await import('./seldom.ts')).SELDOM;
}
