/**
 * One document in what we draw: the name, type and size that the page or the person gave, and what became of it. Nothing
 * of ours (P2).
 */
import { displayName } from '@navette/kernel/display-name';
import { drawing, element } from './elements.ts';
import { reasonText, sizeText, text } from './page-texts.ts';

export type FileRow = {
  readonly node: HTMLLIElement;
  about(type: string, size: number): void;
  progress(share: number): void;
  saved(): void;
  failed(reason: string, limit: number | null): void;
};

const TICK = 'm6.8 10.3 2.3 2.3 4.2-4.8M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z';
const CROSS = 'm7.5 7.5 5 5M12.5 7.5l-5 5M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z';

export function makeFileRow(name: string): FileRow {
  const facts = element('small');
  const bar = element('progress', { max: '1', 'aria-label': text('sending') });
  const state = element('p', { class: 'state', role: 'status' });
  const node = element('li', {}, element('b', {}, displayName(name)), facts, bar, state);
  const end = (className: string, path: string, said: string): void => {
    bar.remove();
    state.className = `state ${className}`;
    state.replaceChildren(drawing(20, '0 0 20 20', path), element('span', {}, said));
  };
  return {
    node,
    about: (type, size) => void (facts.textContent = `${type}, ${sizeText(size)}`),
    progress: (share) => void (bar.value = share),
    saved: () => end('ok', TICK, text('saved')),
    failed: (reason, limit) => end('bad', CROSS, reasonText(reason, limit)),
  };
}
