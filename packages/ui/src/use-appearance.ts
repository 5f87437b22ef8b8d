/** The appearance in force, light or dark, as a key that changes with it: what is drawn on the paper of one is drawn again on that of another. */
import { useEffect, useState } from 'preact/hooks';
import { settings } from './settings.ts';
import { useMedia } from './use-media.ts';

export function useAppearance(): string {
  const dark = useMedia('(prefers-color-scheme: dark)');
  const [theme, follow] = useState(settings.value.theme);
  useEffect(() => settings.subscribe((now) => follow(now.theme)), []);
  return `${theme}/${dark ? 'dark' : 'light'}`;
}
