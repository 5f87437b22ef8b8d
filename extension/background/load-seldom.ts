/**
 * Loads into the background, when it is needed, what it does seldom (`@navette/device/seldom`): it starts at each click, and would
 * carry it each time.
 *
 * A service worker may load later only what it loaded while it was installed, which the browser then keeps beside it. Firefox's
 * background is a page, which may load at any time.
 */
import type { Seldom } from '@navette/device/seldom';

/** Beside the background, at the top of the build: `wxt.config.ts` leaves its name as it stands here. */
const SCRIPT = '/seldom.js';

export type SeldomWorld = typeof globalThis & {
  /** Set by the script. */
  navetteSeldom?: Seldom;
};

type WorkerWorld = {
  importScripts(url: object): void;
  readonly trustedTypes: {
    createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): object };
  };
};

const world = globalThis as SeldomWorld;

/** Called when the background starts, in its first turn. */
export function keepSeldomAtHand(): void {
  if (!import.meta.env.FIREFOX) addEventListener('install', run);
}

/** @throws when the script cannot be loaded: tried again with the next run */
export async function loadSeldom(): Promise<Seldom> {
  if (!world.navetteSeldom) await (import.meta.env.FIREFOX ? import('/seldom.js') : run());
  if (!world.navetteSeldom) throw new Error(`${SCRIPT} did not say what it is`);
  return world.navetteSeldom;
}

/** The address is turned into code by a policy that knows no other (M4). */
function run(): void {
  const { importScripts, trustedTypes } = globalThis as unknown as WorkerWorld;
  importScripts(trustedTypes.createPolicy('navette-seldom', { createScriptURL: () => SCRIPT }).createScriptURL(SCRIPT));
}
