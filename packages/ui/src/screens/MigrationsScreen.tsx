/** The staff's view of migrations, brought when it is first opened: clients, who are most people, never open it. */
import { useEffect, useState } from 'preact/hooks';
import type { ScreenProps } from '../App.tsx';
import type * as migrations from '../migrations/MigrationsView.tsx';

/** Brought once: whoever comes back to the screen sees it at once. */
let brought: typeof migrations | null = null;

export function MigrationsScreen(props: ScreenProps) {
  const [view, show] = useState(brought);
  useEffect(() => {
    if (view === null) void import('../migrations/MigrationsView.tsx').then((module) => show((brought = module)));
  }, []);
  return view === null ? <main class="main" id="content" tabIndex={-1} aria-busy="true" /> : <view.MigrationsView {...props} />;
}
