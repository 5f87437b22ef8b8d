/**
 * The frame of an assistant: steps at the left, a header with the line of the synchronisation and one way out, the page of
 * the step, its foot. Registration and the move to the single identity stand in it, whoever is signed in or nobody.
 *
 * It knows no step: which there are, where one stands and what was said so far come in.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { assistantTexts } from '@navette/texts/assistant-texts';
import { useTitle } from '../screens/Main.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useOnline } from '../use-online.ts';
import { DemoMark } from './Banner.tsx';
import { Icon, Mark } from './Icon.tsx';
import { SyncLine } from './SyncLine.tsx';

export type AssistantStep = {
  readonly name: string;
  /** What was said in it, or what it asks for. */
  readonly note?: string;
  readonly state: 'done' | 'now' | 'to-come';
};

type AssistantProps = {
  /** Of the whole assistant; the page has its own. */
  readonly title: string;
  readonly account: AccountView | null;
  readonly steps: readonly AssistantStep[];
  /** Under the steps. */
  readonly aside?: ComponentChildren;
  /** The one way out: later while something is left to do, closing once all is done. */
  readonly way: { readonly out: 'later' | 'close'; readonly go: () => void };
  readonly children: ComponentChildren;
};

export function Assistant({ title, account, steps, aside, way, children }: AssistantProps) {
  const { t, language } = useSurroundings();
  const words = assistantTexts(language);
  return (
    <div class="assistant">
      <header class="atop">
        <p class="brand">
          <Mark />
          {t.product}
        </p>
        <span class="grow cut ink2">{title}</span>
        {account === null ? <NoNetwork /> : <SyncLine />}
        <button type="button" class="btn sm" onClick={way.go}>
          {words[way.out]}
        </button>
      </header>
      <div class="assist">
        <aside aria-label={words.steps}>
          <ol class="steps">
            {steps.map(({ name, note, state }, index) => (
              <li key={name} class={state} {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}>
                <span class="no n">{state === 'done' ? <Icon name="check" size="s" label={words.done} /> : index + 1}</span>
                <span class="stepname">
                  <b>{name}</b>
                  {note === undefined || note === '' ? null : <small class="blk">{breakable(note)}</small>}
                </span>
              </li>
            ))}
          </ol>
          <div class="under">
            {aside}
            {account === null ? null : <DemoMark account={account} />}
          </div>
        </aside>
        {children}
      </div>
    </div>
  );
}

/** An address breaks before its sign, not in the middle of a word. */
function breakable(note: string): ComponentChildren {
  const [before, ...after] = note.split('@');
  return after.length === 0 ? (
    note
  ) : (
    <>
      {before}
      <wbr />@{after.join('@')}
    </>
  );
}

type PageProps = {
  readonly title: string;
  /** Above the title; `stepOf` says it for an ordinary step. */
  readonly crumb?: string;
  /** A narrow column for one question, or the whole width for a form of many fields. */
  readonly look?: 'narrow' | 'wide';
  /** Yellow until it is finished, a double rule once it is; a form of many fields has the double rule. */
  readonly rule?: 'decide' | 'double';
  readonly beside?: ComponentChildren;
  readonly children: ComponentChildren;
};

/**
 * The page of one step. Give it the step as its key: the reader is taken to its title, unless a field of it took the focus.
 */
export function AssistantPage({ title, crumb, look = 'narrow', rule = 'decide', beside, children }: PageProps) {
  useTitle(title);
  const page = useRef<HTMLElement>(null);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const element = page.current;
    if (element === null) return;
    element.scrollTop = 0;
    if (!element.contains(document.activeElement)) head.current?.focus({ preventScroll: true });
  }, []);
  return (
    <main class="step" id="content" ref={page} tabIndex={-1}>
      <div class={look === 'narrow' ? 'narrowform' : 'wideform'}>
        <header class={`folio${rule === 'decide' ? ' yl' : ''}`}>
          <div>
            {crumb === undefined ? null : <p class="crumb">{crumb}</p>}
            <h1 ref={head} tabIndex={-1}>
              {title}
            </h1>
          </div>
          {beside}
        </header>
        {children}
      </div>
    </main>
  );
}

type FootProps = {
  readonly onBack?: (() => void) | undefined;
  /** "Enregistré sur cet ordinateur à 14:31": only once it is so. */
  readonly saved?: string | undefined;
  readonly children: ComponentChildren;
};

/** The foot of a form of many fields: back at the left, what is kept, the act at the right; it stays in sight. */
export function AssistantFoot({ onBack, saved, children }: FootProps) {
  const { language } = useSurroundings();
  const words = assistantTexts(language);
  return (
    <footer class="row af">
      {onBack === undefined ? null : (
        <button type="button" class="btn" onClick={onBack}>
          <Icon name="left" size="s" />
          {words.back}
        </button>
      )}
      <span class="grow" />
      <span class="cap" role="status">
        {saved ?? ''}
      </span>
      {children}
    </footer>
  );
}

/** For somebody who is not signed in: there is no synchronisation to speak of, only a network or none. */
function NoNetwork() {
  const { t } = useSurroundings();
  const online = useOnline();
  return (
    <span class="sync off" role="status">
      {online ? null : (
        <>
          <Icon name="offline" />
          {t.sync.offline}
        </>
      )}
    </span>
  );
}
