/** « Comment est-ce calculé ? » beside a figure of a table. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { indicatorsTexts, type FigureName } from '@navette/texts/indicators-texts';
import { Icon } from '../components/Icon.tsx';
import { Popover } from '../components/Popover.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { partsOf } from './figure-place.ts';
import { howSentence } from './how.ts';

export function HowButton({ name, children }: { name: string; children: ComponentChildren }) {
  const { language } = useSurroundings();
  const t = indicatorsTexts(language);
  return (
    <Popover button={<Icon name="info" size="s" />} buttonClass="howbtn noprint" label={t.howOf(name)} title={t.howOf(name)} look="howbox">
      {() => <InSight name={name}>{children}</InSight>}
    </Popover>
  );
}

/** At the foot of the screen, the page makes room for it. */
function InSight({ name, children }: { name: string; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div class="pad" ref={box}>
      <b>{name}</b>
      {children}
    </div>
  );
}

/** The formula, and what Navette chose where the law leaves a choice. */
export function HowWords({ figure, from2025 }: { figure: FigureName; from2025: boolean }) {
  const { language } = useSurroundings();
  const t = indicatorsTexts(language);
  const choice = t.choices[figure];
  return (
    <>
      <p>{howSentence(t, partsOf(figure, from2025))}</p>
      {choice === undefined ? null : <p>{choice}</p>}
    </>
  );
}
