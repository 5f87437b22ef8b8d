/** A password with the eye that shows it. */
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';

type Props = {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly kind: 'current-password' | 'new-password';
  readonly error?: string | null;
  readonly hint?: string;
  readonly invalid?: boolean;
  readonly focus?: boolean;
  readonly children?: ComponentChildren;
};

export function PasswordField({ label, value, onInput, kind, error = null, hint, invalid = false, focus = false }: Props) {
  const { t } = useSurroundings();
  const id = useId();
  const [shown, show] = useState(false);
  return (
    <div>
      <label for={id}>{label}</label>
      <div class="withbutton">
        <input
          id={id}
          name={kind}
          class="input"
          {...(shown ? { type: 'text' as const } : { type: 'password' as const })}
          autocomplete={kind}
          autofocus={focus}
          required
          aria-invalid={invalid || error !== null}
          {...(hint === undefined && error === null ? {} : { 'aria-describedby': `${id}h` })}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
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
      <div id={`${id}h`}>
        {hint === undefined ? null : <p class="hint">{hint}</p>}
        {error === null ? null : (
          <p class="error" role="alert">
            <Icon name="alert" size="s" />
            <span>{error}</span>
          </p>
        )}
      </div>
    </div>
  );
}
