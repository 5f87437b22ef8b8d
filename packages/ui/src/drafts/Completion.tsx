/**
 * A field whose text is completed from a list while it is typed: arrows choose, Enter and Tab take, Escape leaves what was typed. The
 * list is the field's own (ARIA combobox with a listbox).
 */
import { useId, useState } from 'preact/hooks';

export type Suggestion = { readonly value: string; readonly label: string };

type Props = {
  readonly id?: string;
  readonly label: string;
  readonly value: string;
  readonly maxLength: number;
  readonly invalid: boolean;
  readonly disabled: boolean;
  readonly describedBy?: string;
  readonly listLabel: string;
  /** What is proposed for what was typed. */
  readonly suggest: (typed: string) => readonly Suggestion[];
  readonly onType: (text: string) => void;
  readonly onTake: (suggestion: Suggestion) => void;
  /** Enter, where nothing was to be taken. */
  readonly onEnter: (event: KeyboardEvent) => void;
};

export function Completion(props: Props) {
  const { label, value, suggest, onType, onTake, onEnter } = props;
  const own = useId();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const found = open ? suggest(value) : [];
  const shown = found.length > 0 && !(found.length === 1 && found[0]?.value === value);
  const take = (suggestion: Suggestion | undefined) => {
    setOpen(false);
    setAt(-1);
    if (suggestion !== undefined) onTake(suggestion);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (shown && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      return setAt((at + step + found.length + (at < 0 && step < 0 ? 1 : 0)) % found.length);
    }
    if (shown && at >= 0 && (event.key === 'Enter' || event.key === 'Tab')) {
      if (event.key === 'Enter') event.preventDefault();
      return take(found[at]);
    }
    if (shown && event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      return setOpen(false);
    }
    if (event.key === 'Enter') {
      // One proposal is what was meant.
      if (shown && found.length === 1) take(found[0]);
      onEnter(event);
    }
  };
  return (
    <div class="completion">
      <input
        {...(props.id === undefined ? {} : { id: props.id })}
        class="input sm"
        role="combobox"
        aria-label={label}
        aria-expanded={shown}
        aria-controls={own}
        aria-autocomplete="list"
        aria-invalid={props.invalid}
        {...(props.describedBy === undefined ? {} : { 'aria-describedby': props.describedBy })}
        {...(shown && at >= 0 ? { 'aria-activedescendant': `${own}-${at}` } : {})}
        autocomplete="off"
        spellcheck={false}
        maxLength={props.maxLength}
        disabled={props.disabled}
        value={value}
        onInput={(event) => {
          setOpen(true);
          setAt(-1);
          onType(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      <ul class="suggestions" id={own} role="listbox" aria-label={props.listLabel} hidden={!shown}>
        {found.map((one, index) => (
          // Before the field loses focus.
          <li
            key={one.value}
            id={`${own}-${index}`}
            role="option"
            aria-selected={index === at}
            onMouseDown={(event) => {
              event.preventDefault();
              take(one);
            }}
          >
            <b class="n">{one.value}</b> {one.label}
          </li>
        ))}
      </ul>
    </div>
  );
}
