/** The firm's terms of retention, as its server published them to this person; what every firm begins with until then. */
import { readRetention, RETENTION_TABLE, type RetentionTable } from '@navette/domain/retention';
import { useMemo } from 'preact/hooks';
import { useSurroundings } from '../surroundings.tsx';
import { useLive } from '../use-observable.ts';

export function useRetention(): RetentionTable {
  const { doors } = useSurroundings();
  const published = useLive(() => doors.library.published('retention'), [doors], undefined);
  return useMemo(() => readRetention(published) ?? RETENTION_TABLE, [published]);
}
