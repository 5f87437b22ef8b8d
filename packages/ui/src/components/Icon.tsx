/** One icon of the set. Decorative unless it has a label: alone in a button, the button carries the name. */
import { ICONS, type IconName } from '../icons.ts';

export function Icon({ name, size = 'm', label }: { name: IconName; size?: 's' | 'm' | 'l'; label?: string }) {
  const { path, circles, stroke } = ICONS[name];
  const named = label === undefined ? { 'aria-hidden': 'true' as const } : { role: 'img' as const, 'aria-label': label };
  return (
    <svg class={size === 'm' ? 'i' : `i ${size}`} viewBox="0 0 20 20" focusable="false" {...named}>
      {circles?.map(([cx, cy, r]) => (
        <circle key={`${cx} ${cy}`} cx={cx} cy={cy} r={r} />
      ))}
      <path d={path} {...(stroke === undefined ? {} : { 'stroke-width': stroke })} />
    </svg>
  );
}

/** The shuttle that stands before the product's name. */
export function Mark() {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linejoin="round"
    >
      <g transform="rotate(-28 12 12)">
        <path d="M.8 12C5.5 6.2 18.5 6.2 23.2 12 18.5 17.8 5.5 17.8.8 12z" />
        <rect x="7" y="10.3" width="10" height="3.4" rx="1.7" />
      </g>
    </svg>
  );
}
