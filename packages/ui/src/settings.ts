/**
 * The person's own settings of the interface, on this device: language, appearance, single-letter keys, and whether
 * others use the computer too.
 *
 * Nothing here is about anyone's documents, so they survive a sign-out. A browser that keeps nothing gives the defaults.
 */
import { signal } from '@preact/signals';
import { LANGUAGES, type Language } from '@navette/texts/formats';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export type Settings = {
  readonly language: Language | null;
  readonly theme: Theme;
  readonly shortcuts: boolean;
  /** Other people use this computer: signing out offers to erase first (threat D5). */
  readonly shared: boolean;
};

const KEY = 'navette.interface';
const DEFAULTS: Settings = { language: null, theme: 'system', shortcuts: true, shared: false };

function read(): Settings {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return DEFAULTS;
    const found = kept as Record<string, unknown>;
    return {
      language: LANGUAGES.find((language) => language === found['language']) ?? null,
      theme: THEMES.find((theme) => theme === found['theme']) ?? 'system',
      shortcuts: found['shortcuts'] !== false,
      shared: found['shared'] === true,
    };
  } catch {
    return DEFAULTS;
  }
}

export const settings = signal<Settings>(read());

/** Changes some settings, here and in the other open pages of this device. */
export function changeSettings(change: Partial<Settings>): void {
  settings.value = { ...settings.value, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(settings.value));
  } catch {
    // Kept for this page only.
  }
}

globalThis.addEventListener?.('storage', (event: StorageEvent) => {
  if (event.key === KEY) settings.value = read();
});
