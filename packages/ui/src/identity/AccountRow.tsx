/** One line of "Mon compte": what it is, what it says, what can be done about it. */
import type { ComponentChildren } from 'preact';
import { identityTexts } from '@navette/texts/identity-texts';
import { useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';

export function AccountRow({ label, act, children }: { label: string; act?: ComponentChildren; children: ComponentChildren }) {
  return (
    <li class="accountrow">
      <span class="ink2">{label}</span>
      <div class="grow">{children}</div>
      {act === undefined ? null : <div class="acts2">{act}</div>}
    </li>
  );
}

/** An act that asks the server: while it cannot be reached, the button says what it waits for. */
export function ServerAct({
  children,
  about,
  primary = false,
  disabled = false,
  onClick,
}: {
  children: ComponentChildren;
  /** What it is about, for whoever hears the button without seeing its row. */
  about?: string;
  primary?: boolean;
  disabled?: boolean;
  onClick: () => void;
}) {
  const { doors, language } = useSurroundings();
  const { state } = useObservable(doors.sync.status, QUIET);
  return (
    <button type="button" class={`btn sm ${primary ? 'primary' : ''}`} disabled={disabled} onClick={onClick}>
      {children}
      {state === 'offline' ? <small class="later">{identityTexts(language).needsNetwork}</small> : null}
      {about === undefined ? null : <span class="hidden"> {about}</span>}
    </button>
  );
}
