/** A code to copy: large, in letters of one width, taken from the keyboard, the clipboard or the system's own offer. */
import { useEffect, useId, useRef } from 'preact/hooks';

type Props = {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly digits?: boolean;
  readonly longest: number;
  readonly invalid: boolean;
  readonly hint?: string;
  /** False where it stands beside other things to do. */
  readonly focus?: boolean;
};

export function CodeField({ label, value, onInput, digits = false, longest, invalid, hint, focus = true }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  // Also when it was refused: a code is typed anew.
  useEffect(() => {
    if (focus) field.current?.focus();
  }, [invalid]);
  return (
    <div>
      <label for={id}>{label}</label>
      <input
        ref={field}
        id={id}
        class="input codefield"
        type="text"
        inputMode={digits ? 'numeric' : 'text'}
        autocomplete="one-time-code"
        autocapitalize={digits ? 'off' : 'characters'}
        spellcheck={false}
        maxLength={longest}
        required
        aria-invalid={invalid}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}h` })}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {hint === undefined ? null : (
        <p class="hint" id={`${id}h`}>
          {hint}
        </p>
      )}
    </div>
  );
}
