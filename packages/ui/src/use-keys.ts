/**
 * Single-letter keys: never while a field has focus, never with Ctrl, Alt or Meta, off when the person turned them off
 * (WCAG 2.1.4). What each key does is said by the screen that listens.
 */
import { useEffect, useRef } from 'preact/hooks';
import { settings } from './settings.ts';

export type KeyActs = Readonly<Record<string, (event: KeyboardEvent) => void>>;

function inField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input:not([type=checkbox], [type=radio]), textarea, select') !== null)
  );
}

/** Keys that keep their meaning even when single letters are off. */
const NAMED = new Set(['Escape', 'Enter', 'ArrowDown', 'ArrowUp']);

export function useKeys(acts: KeyActs): void {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (document.querySelector('dialog[open]') !== null) return;
      if (inField(event.target)) {
        // Escape lets go of the field, so that the keys of the screen answer again.
        if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
        return;
      }
      if (!NAMED.has(event.key) && !settings.value.shortcuts) return;
      const act = Object.hasOwn(latest.current, event.key) ? latest.current[event.key] : undefined;
      if (act === undefined) return;
      event.preventDefault();
      act(event);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
