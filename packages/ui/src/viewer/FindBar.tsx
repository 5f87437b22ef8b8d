/**
 * Search in an open PDF: a field, how many there are, next and previous. It begins at the page on screen, shows what it finds as it finds
 * it, and can be stopped.
 */
import { viewerTexts } from '@navette/texts/viewer-texts';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import '../style/viewer-tools.css';
import { useSurroundings } from '../surroundings.tsx';
import { foldedQuery } from './find-text.ts';
import type { OpenPdf } from './pdf.ts';
import type { Found } from './PdfPage.tsx';
import { MOST_HITS, PageTexts, searchPages } from './search-pdf.ts';

const TYPING = 200;
/** Said anew at most so often while it goes on. */
const SAID_EVERY = 150;

type At = { readonly page: number; readonly index: number };
type State = {
  readonly tag: 'nothing' | 'running' | 'done' | 'stopped';
  readonly query: string;
  readonly read: number;
  readonly hasText: boolean;
  readonly total: number;
};
const NOTHING: State = { tag: 'nothing', query: '', read: 0, hasText: false, total: 0 };

type Props = {
  readonly pdf: OpenPdf;
  readonly page: number;
  /** Grows each time the search is asked for anew: the field takes the focus. */
  readonly asked: number;
  readonly onPage: (page: number) => void;
  readonly onFound: (found: Found | null) => void;
  readonly onClose: () => void;
};

export function FindBar({ pdf, page, asked, onPage, onFound, onClose }: Props) {
  const { language, f } = useSurroundings();
  const t = viewerTexts(language).find;
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [state, setState] = useState<State>(NOTHING);
  const [at, setAt] = useState<At | null>(null);
  /** The same, for keys that come faster than the screen is drawn. */
  const here = useRef<At | null>(null);
  const texts = useMemo(() => new PageTexts(pdf), [pdf]);
  /** Hits of each page searched so far. */
  const counts = useRef(new Map<number, number>());
  const stop = useRef(new AbortController());
  const latest = useRef(NOTHING);
  const from = useRef(page);
  from.current = page;

  const goTo = (to: At | null, query: string) => {
    here.current = to;
    setAt(to);
    onFound({ query, at: to });
    if (to !== null) onPage(to.page);
  };

  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [asked]);
  useEffect(() => () => (stop.current.abort(), onFound(null)), []);
  useEffect(() => {
    stop.current.abort();
    const query = foldedQuery(typed);
    counts.current = new Map();
    if (query === '') {
      setState(NOTHING);
      here.current = null;
      setAt(null);
      onFound(null);
      return;
    }
    const own = new AbortController();
    stop.current = own;
    const wait = setTimeout(() => void run(query, own.signal), TYPING);
    return () => {
      clearTimeout(wait);
      own.abort();
    };
  }, [typed, texts]);

  const run = async (query: string, signal: AbortSignal) => {
    let [said, first] = [0, true];
    latest.current = { ...NOTHING, query };
    const tell = (tag: State['tag']) => setState({ ...latest.current, tag });
    goTo(null, query);
    tell('running');
    for await (const one of searchPages(texts, pdf.pages, query, from.current, signal)) {
      // Between two pages another word may have been typed.
      if (signal.aborted) break;
      const { read, total, hasText } = latest.current;
      latest.current = { ...latest.current, read: read + 1, total: total + one.hits, hasText: hasText || one.hasText };
      if (one.hits > 0) counts.current.set(one.page, one.hits);
      if (first && one.hits > 0) {
        first = false;
        goTo({ page: one.page, index: 0 }, query);
      }
      if (performance.now() - said > SAID_EVERY) {
        said = performance.now();
        tell('running');
      }
    }
    if (!signal.aborted) tell('done');
  };

  const step = (by: 1 | -1) => {
    const pages = [...counts.current.keys()].toSorted((a, b) => a - b);
    if (pages.length === 0) return;
    const now = here.current;
    if (now === null) return goTo({ page: pages[0] ?? 1, index: 0 }, state.query);
    const index = now.index + by;
    if (index >= 0 && index < (counts.current.get(now.page) ?? 0)) return goTo({ page: now.page, index }, state.query);
    const next = pages[(pages.indexOf(now.page) + by + pages.length) % pages.length] ?? now.page;
    goTo({ page: next, index: by === 1 ? 0 : (counts.current.get(next) ?? 1) - 1 }, state.query);
  };
  const halt = () => {
    stop.current.abort();
    setState({ ...latest.current, tag: 'stopped' });
  };
  const running = state.tag === 'running';
  const close = () => onClose();
  let before = 0;
  for (const [number, hits] of counts.current) if (at !== null && number < at.page) before += hits;
  const position = at === null ? 0 : before + at.index + 1;
  const many = state.total >= MOST_HITS;
  const words = [
    state.tag === 'nothing'
      ? ''
      : position > 0
        ? many
          ? t.more(position, f.count(MOST_HITS))
          : t.position(position, state.total)
        : running
          ? ''
          : state.hasText || state.tag === 'stopped'
            ? t.none
            : t.noText,
    running ? t.running(state.read, pdf.pages) : state.tag === 'stopped' ? t.stopped(state.read, pdf.pages) : '',
  ];
  return (
    <div
      class="findbar"
      role="search"
      aria-label={t.label}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        if (running) halt();
        else close();
      }}
    >
      <div class="row">
        <Icon name="search" size="s" />
        <input
          ref={field}
          type="search"
          class="input sm grow"
          autocomplete="off"
          maxLength={200}
          aria-label={t.label}
          placeholder={t.label}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.isComposing) return;
            event.preventDefault();
            step(event.shiftKey ? -1 : 1);
          }}
        />
        {running ? (
          <button type="button" class="btn sm" onClick={halt}>
            {t.stop}
          </button>
        ) : null}
        <button type="button" class="btn icon sm quiet" aria-label={t.previous} disabled={position === 0} onClick={() => step(-1)}>
          <Icon name="up" size="s" />
        </button>
        <button type="button" class="btn icon sm quiet" aria-label={t.next} disabled={position === 0} onClick={() => step(1)}>
          <Icon name="down" size="s" />
        </button>
        <button type="button" class="btn icon sm quiet" aria-label={t.close} onClick={close}>
          <Icon name="close" size="s" />
        </button>
      </div>
      {/* Read out once it is known: page by page it would never be silent. */}
      <p class="cap n" aria-hidden="true">
        {words.filter((part) => part !== '').join(' · ')}
      </p>
      <span class="vh" role="status">
        {running ? '' : words.filter((part) => part !== '').join(', ')}
      </span>
    </div>
  );
}
