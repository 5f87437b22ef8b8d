/**
 * Rows whose shape shows until the store has answered: a list says it is empty only once it is known to be.
 */
import type { DocumentPage, RequestView } from '@navette/device/model';
import { useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';

export function Shapes({ rows = 3 }: { rows?: number }) {
  const { t } = useSurroundings();
  return (
    <div class="shapes" role="status" aria-busy="true">
      <span class="vh">{t.loading}</span>
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} />
      ))}
    </div>
  );
}

/**
 * Whether a list is still unknown: not read yet, or read empty on a device that has never heard from the server and is
 * hearing from it now.
 */
export function useUnknown(answer: DocumentPage | readonly RequestView[] | null): boolean {
  const { doors } = useSurroundings();
  const { state, lastSyncAt } = useObservable(doors.sync.status, QUIET);
  if (answer === null) return true;
  const empty = 'total' in answer ? answer.total === 0 : answer.length === 0;
  return empty && state === 'syncing' && lastSyncAt === null;
}
