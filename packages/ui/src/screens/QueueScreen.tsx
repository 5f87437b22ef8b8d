/** The queue as a page of its own, for a link from elsewhere. */
import { QueueView } from '../components/QueueView.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { Main } from './Main.tsx';

export function QueueScreen() {
  const { t } = useSurroundings();
  return (
    <Main title={t.queue.title}>
      <div class="reading queuepage">
        <QueueView />
      </div>
    </Main>
  );
}
