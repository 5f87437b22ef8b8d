/**
 * "Aide et à propos": the product, its keys of the keyboard, whom to ask; and for those who are registered their licence, the form
 * again (R037) and what support owes them. Loaded when it is opened.
 */
import { useEffect, useState } from 'preact/hooks';
import { aboutTexts } from '@navette/texts/about-texts';
import type { ScreenProps } from '../App.tsx';
import type { AboutBody } from '../registration/AboutBody.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { Main } from './Main.tsx';

type Body = { readonly AboutBody: typeof AboutBody };

export function AboutScreen({ account }: ScreenProps) {
  const { language } = useSurroundings();
  const [body, load] = useState<Body | null>(null);
  useEffect(() => void import('../registration/AboutBody.tsx').then(load), []);
  return (
    <Main title={aboutTexts(language).title} look="about">
      {body === null ? null : <body.AboutBody account={account} />}
    </Main>
  );
}
