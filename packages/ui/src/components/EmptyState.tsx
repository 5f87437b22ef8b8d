/** A list with nothing in it says what to do next. */
import type { ComponentChildren } from 'preact';
import type { IconName } from '../icons.ts';
import { Icon } from './Icon.tsx';

export function EmptyState({
  icon,
  title,
  hint,
  children,
}: {
  icon: IconName;
  title: string;
  hint?: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <Icon name={icon} size="l" />
      <h2>{title}</h2>
      {hint === undefined ? null : <p>{hint}</p>}
      {children}
    </div>
  );
}
