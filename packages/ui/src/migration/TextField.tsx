/** One field of the assistant: its label, what it asks for, and what is wrong with it, each tied to it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';

type Props = {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'email' | 'password';
  readonly autocomplete: string;
  readonly inputMode?: 'text' | 'email' | 'numeric';
  readonly look?: string;
  readonly hint?: ComponentChildren;
  readonly error?: string | null;
  /** Takes the focus when the page opens. */
  readonly first?: boolean;
  readonly maxLength?: number;
};

export function TextField({
  label,
  value,
  onInput,
  type = 'text',
  autocomplete,
  inputMode,
  look = '',
  hint,
  error = null,
  first = false,
  maxLength,
}: Props) {
  const { t } = useSurroundings();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [shown, show] = useState(false);
  useEffect(() => {
    if (first) field.current?.focus();
  }, []);
  const described = [hint === undefined ? '' : `${id}h`, error === null ? '' : `${id}e`].filter(Boolean).join(' ');
  const kind =
    type === 'password' && !shown
      ? { type: 'password' as const }
      : type === 'email'
        ? { type: 'email' as const }
        : { type: 'text' as const };
  const input = (
    <input
      ref={field}
      id={id}
      class={`input ${look}`}
      {...kind}
      autocomplete={autocomplete}
      autocapitalize="off"
      spellcheck={false}
      required
      value={value}
      aria-invalid={error !== null}
      {...(inputMode === undefined ? {} : { inputMode })}
      {...(maxLength === undefined ? {} : { maxLength })}
      {...(described === '' ? {} : { 'aria-describedby': described })}
      onInput={(event) => onInput(event.currentTarget.value)}
    />
  );
  return (
    <div>
      <label class="must" for={id}>
        {label}
      </label>
      {type === 'password' ? (
        <div class="withbutton">
          {input}
          <button
            type="button"
            class="btn icon quiet"
            aria-pressed={shown}
            aria-label={shown ? t.signIn.hide : t.signIn.show}
            onClick={() => show(!shown)}
          >
            <Icon name="eye" />
          </button>
        </div>
      ) : (
        input
      )}
      {hint === undefined ? null : (
        <p class="hint" id={`${id}h`}>
          {hint}
        </p>
      )}
      {error === null ? null : (
        <p class="error" id={`${id}e`} role="alert">
          <Icon name="alert" size="s" />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}
