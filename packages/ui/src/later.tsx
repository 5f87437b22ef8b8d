/**
 * A screen that is fetched when it is first asked for: rare or heavy ones do not weigh on the first opening. Its file is part
 * of the build and kept for offline like the others.
 *
 * Until it is there the page shows nothing of it and says that it is busy; once it is there it is drawn at once.
 */
import type { ComponentType, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** @param load fetches the component; tried again at the next drawing when it failed (a new version of the portal, a cut line) */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => VNode {
  let found: ComponentType<P> | null = null;
  return function Later(props: P) {
    const [Screen, show] = useState<{ readonly is: ComponentType<P> } | null>(found && { is: found });
    useEffect(() => {
      if (Screen !== null) return;
      let over = false;
      void load().then(
        (is) => {
          found = is;
          if (!over) show({ is });
        },
        () => undefined,
      );
      return () => {
        over = true;
      };
    }, [Screen]);
    return Screen === null ? <main class="main" id="content" aria-busy="true" /> : <Screen.is {...props} />;
  };
}
