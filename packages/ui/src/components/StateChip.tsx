/** The state of a document: one of six words with its icon, or why it has not left yet. Colour is never alone. */
import type { DocumentRow } from '@navette/device/model';
import type { DocumentState } from '@navette/domain/document-state';
import type { Texts } from '@navette/texts/texts';
import { PHONE_WIDTH, useMedia } from '../use-media.ts';
import { useSurroundings } from '../surroundings.tsx';
import { Icon } from './Icon.tsx';

/** What a row shows: the state, `failed` after a try that did not pass, or `withdrawn`. */
export type Shown = DocumentState | 'failed' | 'withdrawn';

export function shownState(row: Pick<DocumentRow, 'state' | 'delay' | 'withdrawn'>): Shown {
  if (row.withdrawn) return 'withdrawn';
  return row.state === 'local' && row.delay !== null && row.delay.problem !== 'offline' ? 'failed' : row.state;
}

/** Whether a document kept here is kept on a phone: the words say which. */
export function useOnPhone(): boolean {
  return useMedia(`${PHONE_WIDTH} and (pointer: coarse)`);
}

export function stateWord(t: Texts, shown: Shown, onPhone: boolean): string {
  if (shown === 'failed') return t.state.delayed;
  if (shown === 'withdrawn') return t.state.withdrawn;
  return shown === 'local' && onPhone ? t.state.onPhone : t.state[shown];
}

export function StateChip({ row, plain = false }: { row: Pick<DocumentRow, 'state' | 'delay' | 'withdrawn'>; plain?: boolean }) {
  const { t } = useSurroundings();
  const onPhone = useOnPhone();
  const shown = shownState(row);
  const icon = shown === 'failed' ? 'alert' : shown === 'withdrawn' ? 'undo' : shown;
  return (
    <span class={`state ${shown}${plain ? ' plain' : ''}`}>
      <Icon name={icon} />
      {stateWord(t, shown, onPhone)}
    </span>
  );
}
