/** What the administrator set, for screens: once the browser has said it. */
import type { Host } from '@navette/ui/host';
import { managedSettings } from '../messages/managed-settings.ts';

export const managed: NonNullable<Host['managed']> = {
  subscribe(listener) {
    let over = false;
    void managedSettings().then((settings) => (over ? undefined : listener(settings)));
    return () => {
      over = true;
    };
  },
};
