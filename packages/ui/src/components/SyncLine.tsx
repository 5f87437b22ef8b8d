/** The quiet line of the header: where this device stands with the server. It opens the queue. */
import { useNow, useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';
import { Icon } from './Icon.tsx';
import { Popover } from './Popover.tsx';
import { QueueView } from './QueueView.tsx';
import { syncWords } from './sync-words.ts';

export function SyncLine() {
  const { doors, t, f } = useSurroundings();
  const now = useNow();
  const status = useObservable(doors.sync.status, QUIET);
  const { icon, words, off } = syncWords(t, f, status, now);
  return (
    <>
      {/* Said when something is wrong or waits; that all is well is not worth interrupting anybody. */}
      <span class="vh" role="status">
        {off ? words : ''}
      </span>
      <Popover
        buttonClass={`sync${off ? ' off' : ''}`}
        title={t.queue.title}
        look="queue"
        button={
          <>
            <Icon name={icon} />
            <span class="cut">{words}</span>
          </>
        }
      >
        {() => <QueueView />}
      </Popover>
    </>
  );
}
