/** A button and what it opens beside itself: closes on Escape, on a click outside, and when focus leaves. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

type Props = {
  readonly button: ComponentChildren;
  readonly buttonClass: string;
  readonly label?: string;
  /** Name of what opens. */
  readonly title: string;
  readonly look?: string;
  readonly children: (close: () => void) => ComponentChildren;
};

export function Popover({ button, buttonClass, label, title, look = '', children }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const holder = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !holder.current?.contains(event.target)) setOpen(false);
    };
    addEventListener('pointerdown', outside);
    addEventListener('focusin', outside);
    const first = holder.current?.querySelector<HTMLElement>(`[id="${id}"] :is(a, button, input, select)`);
    first?.focus();
    return () => {
      removeEventListener('pointerdown', outside);
      removeEventListener('focusin', outside);
    };
  }, [open]);
  return (
    <div
      class="holder"
      ref={holder}
      onKeyDown={(event) => {
        if (open && event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          close();
        }
      }}
    >
      <button
        type="button"
        ref={opener}
        class={buttonClass}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        {...(label === undefined ? {} : { 'aria-label': label })}
      >
        {button}
      </button>
      {open ? (
        <div id={id} class={`menu ${look}`} role="dialog" aria-label={title}>
          {children(close)}
        </div>
      ) : null}
    </div>
  );
}
