/** The books on this device: imports of fiscal years, kept, published and opened. */
import { refuse } from '@navette/kernel/result';
import type { Books } from '../ledger-model.ts';

export function makeBooks(): Books {
  const nothing = async () => refuse({ tag: 'not-allowed' as const });
  return {
    exercises: () => ({ subscribe: (listener) => (listener([]), () => undefined) }),
    settings: () => ({
      subscribe: (listener) => (listener({ kind: null, taxes: {}, usualTerm: null, terms: new Map(), showVat: false }), () => undefined),
    }),
    open: async () => refuse({ tag: 'not-here' }),
    read: () => ({ result: Promise.resolve(refuse({ tag: 'fec-not-read' as const })), cancel: () => undefined }),
    keep: nothing,
    publish: nothing,
    setFinal: nothing,
    putInForce: nothing,
    changes: async () => null,
    saveSettings: nothing,
    source: async () => null,
  };
}
