/** The quiet line of the header: where this device stands with the server. It opens the queue. */
import type { SyncStatus } from '@navette/device/model';
import type { Formats } from '@navette/texts/formats';
import type { Texts } from '@navette/texts/texts';
import type { IconName } from '../icons.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';
import { Icon } from './Icon.tsx';
import { Popover } from './Popover.tsx';
import { QueueView } from './QueueView.tsx';

/** What the line says. "Hors ligne · 3 en attente · à jour à 14:32": first what matters, always the time. */
export function syncWords(t: Texts, f: Formats, status: SyncStatus, now: number): { readonly icon: IconName; readonly words: string; readonly off: boolean } {
  const { state, problem, lastSyncAt, waiting, refused } = status;
  const at = lastSyncAt === null ? null : f.when(lastSyncAt, now);
  const tail = at === null ? t.sync.neverLower : t.sync.upToDateLower(at);
  const queued = waiting === 0 ? [] : [t.sync.waiting(waiting)];
  const line = (...parts: string[]) => [...parts, tail].join(' · ');
  if (state === 'offline' || problem === 'offline') return { icon: 'offline', words: line(t.sync.offline, ...queued), off: true };
  if (state === 'sign-in-needed') return { icon: 'lock', words: line(t.sync.signIn, ...queued), off: true };
  if (state === 'stopped') return { icon: 'alert', words: line(t.sync.stopped, ...queued), off: true };
  const failed = refused + (problem === null ? 0 : waiting);
  if (failed > 0) return { icon: 'alert', words: line(t.sync.failed(failed)), off: true };
  if (problem !== null) return { icon: 'alert', words: line(t.sync.serverDown), off: true };
  if (waiting > 0) return { icon: 'sync', words: line(...queued), off: false };
  return { icon: 'cloud', words: at === null ? t.sync.never : t.sync.upToDate(at), off: false };
}

export function SyncLine() {
  const { doors, t, f } = useSurroundings();
  const now = useNow();
  const status = useObservable(doors.sync.status, QUIET);
  const { icon, words, off } = syncWords(t, f, status, now);
  return (
    <Popover
      buttonClass={`sync${off ? ' off' : ''}`}
      title={t.queue.title}
      look="queue"
      button={
        <>
          <Icon name={icon} />
          <span role="status" class="cut">
            {words}
          </span>
        </>
      }
    >
      {() => <QueueView />}
    </Popover>
  );
}
