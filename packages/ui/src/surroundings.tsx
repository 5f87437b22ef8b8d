/**
 * What every component may ask for without being handed it: the doors of the device, the host, the wording and the formats
 * of the language, and the moment.
 */
import { createContext, type ComponentChildren } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import type { DeviceDoors } from '@navette/device/model';
import { formats, type Formats, type Language } from '@navette/texts/formats';
import { hasTexts, loadTexts, texts, type Texts } from '@navette/texts/texts';
import type { Host } from './host.ts';
import { settings } from './settings.ts';

export type Surroundings = {
  readonly doors: DeviceDoors;
  readonly host: Host;
  readonly language: Language;
  readonly t: Texts;
  readonly f: Formats;
  now(): number;
};

const Context = createContext<Surroundings | null>(null);

/** @throws outside `Surrounded`: a bug */
export function useSurroundings(): Surroundings {
  const found = useContext(Context);
  if (found === null) throw new Error('a screen stands outside its surroundings');
  return found;
}

/** Gives the surroundings to what is inside, and sets the page's language and appearance. */
export function Surrounded({ doors, host, children }: { doors: DeviceDoors; host: Host; children: ComponentChildren }) {
  const [chosen, follow] = useState(settings.value);
  useEffect(() => settings.subscribe(follow), []);
  const wanted = chosen.language ?? host.language;
  // What is on screen stays as it is until the other wording is here.
  const [shown, show] = useState<Language | null>(null);
  const language = hasTexts(wanted) ? wanted : (shown ?? wanted);
  useEffect(() => {
    let over = false;
    void loadTexts(wanted).then(() => over || show(wanted));
    return () => void (over = true);
  }, [wanted]);
  useEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    if (chosen.theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = chosen.theme;
  }, [language, chosen.theme]);
  const value = useMemo(
    () => hasTexts(language) && { doors, host, language, t: texts(language), f: formats(language), now: () => host.now?.() ?? Date.now() },
    [doors, host, language, shown],
  );
  return value === false ? null : <Context.Provider value={value}>{children}</Context.Provider>;
}

/** The moment, refreshed each half minute: "14:32" becomes "hier" without a click. */
export function useNow(): number {
  const { now } = useSurroundings();
  const [moment, setMoment] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setMoment(now()), 30_000);
    return () => clearInterval(timer);
  }, [now]);
  return moment;
}
