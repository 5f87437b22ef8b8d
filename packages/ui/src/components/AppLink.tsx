/** A link to a place of the application: a hash here, or the full tab from the popup and the panel. */
import type { ComponentChildren } from 'preact';
import { useSurroundings } from '../surroundings.tsx';

export function AppLink({ to, look, label, children }: { to: string; look?: string; label?: string; children: ComponentChildren }) {
  const { host } = useSurroundings();
  return (
    <a
      href={to}
      {...(look === undefined ? {} : { class: look })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      onClick={(event) => {
        if (host.openApp === undefined) return;
        event.preventDefault();
        host.openApp(to);
      }}
    >
      {children}
    </a>
  );
}
