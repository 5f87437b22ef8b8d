/** The five steps of a document as a line with their times: what was, what is, what comes. */
import type { DocumentRow } from '@navette/device/model';
import type { IconName } from '../icons.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { Icon } from './Icon.tsx';
import { shownState, stateWord, useOnPhone } from './StateChip.tsx';

type Step = { readonly key: string; readonly icon: IconName; readonly word: string; readonly at: number | null; readonly look: string };

export function StateTrack({ row }: { row: DocumentRow }) {
  const { t, f } = useSurroundings();
  const now = useNow();
  const onPhone = useOnPhone();
  const failed = shownState(row) === 'failed';
  const order = ['local', 'sent', 'received', 'taken', 'accepted'];
  const reached = row.state === 'refused' ? 4 : order.indexOf(row.state);
  const look = (index: number) => `${index <= reached ? 'done' : ''}${index === reached ? ' now' : ''}`;
  const steps: Step[] = [
    { key: 'local', icon: 'local', word: stateWord(t, 'local', onPhone), at: row.capturedAt, look: look(0) },
    {
      key: 'sent',
      icon: failed ? 'alert' : 'sent',
      word: failed ? t.state.sending : t.state.sent,
      at: row.sentAt,
      look: failed ? 'bad' : look(1),
    },
    { key: 'received', icon: 'received', word: t.state.received, at: row.receivedAt, look: look(2) },
    { key: 'taken', icon: 'taken', word: t.state.taken, at: row.takenAt, look: look(3) },
    row.state === 'refused'
      ? { key: 'refused', icon: 'refused', word: t.state.refused, at: row.decidedAt, look: 'now bad' }
      : {
          key: 'accepted',
          icon: 'accepted',
          word: t.state.accepted,
          at: row.state === 'accepted' ? row.decidedAt : null,
          look: `${look(4)}${row.state === 'accepted' ? ' good' : ''}`,
        },
  ];
  return (
    <ol class="track" aria-label={t.state.track}>
      {steps.map((step) => (
        <li key={step.key} class={step.look} {...(step.look.includes('now') ? { 'aria-current': 'step' as const } : {})}>
          <Icon name={step.icon} />
          <b>{step.word}</b>
          {step.at === null ? null : <time dateTime={new Date(step.at).toISOString()}>{f.when(step.at, now)}</time>}
        </li>
      ))}
    </ol>
  );
}
