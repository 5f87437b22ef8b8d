/** What the firm's administrator set on this browser, which the person does not choose: nothing, outside the extension. */
import type { ManagedView } from './host.ts';
import { useSurroundings } from './surroundings.tsx';
import { useObservable } from './use-observable.ts';

const NOTHING_SET: ManagedView = { serverOrigin: null, portalOrigins: [] };
const NEVER = { subscribe: () => () => undefined };

export function useManaged(): ManagedView {
  const { host } = useSurroundings();
  return useObservable(host.managed ?? NEVER, NOTHING_SET);
}
