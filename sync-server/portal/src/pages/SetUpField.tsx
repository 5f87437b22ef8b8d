/** One field of the set-up: its name, the rule before the mistake, then the mistake if there is one. */
import { Icon } from '@navette/ui/icon';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

type Props = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly type?: 'text' | 'email' | 'password';
  readonly autocomplete: string;
  readonly value: string;
  readonly error: string | null;
  readonly children?: ComponentChildren;
  onInput(value: string): void;
  onLeave(): void;
};

export function SetUpField({ name, label, hint, type = 'text', autocomplete, value, error, children, onInput, onLeave }: Props) {
  const id = useId();
  const described = [...(hint === undefined ? [] : [`${id}h`]), ...(error === null ? [] : [`${id}e`])].join(' ');
  const input = (
    <input
      id={id}
      name={name}
      class="input"
      type={type as 'text'}
      autocomplete={autocomplete}
      required
      aria-invalid={error !== null}
      {...(described === '' ? {} : { 'aria-describedby': described })}
      value={value}
      onInput={(event) => onInput(event.currentTarget.value)}
      onBlur={onLeave}
    />
  );
  return (
    <div>
      <label class="must" for={id}>
        {label}
      </label>
      {children === undefined ? (
        input
      ) : (
        <div class="withbutton">
          {input}
          {children}
        </div>
      )}
      {hint === undefined ? null : (
        <p class="hint" id={`${id}h`}>
          {hint}
        </p>
      )}
      {error === null ? null : (
        <p class="error" id={`${id}e`} role="alert">
          <Icon name="alert" size="s" />
          {error}
        </p>
      )}
    </div>
  );
}
