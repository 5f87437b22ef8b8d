/** A document in a short list: its sheet, its name, one line, its state. */
import type { DocumentRow } from '@navette/device/model';
import { routeTo } from '../routes.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { AppLink } from './AppLink.tsx';
import { StateChip } from './StateChip.tsx';
import { Thumb } from './Thumb.tsx';

export function RecentRow({ row, bare = false }: { row: DocumentRow; bare?: boolean }) {
  const { t, f } = useSurroundings();
  const now = useNow();
  const caption = row.reason !== null && row.state === 'refused' ? row.reason : `${t.kinds[row.kind]} · ${f.when(row.capturedAt, now)}`;
  return (
    <li class="row">
      <Thumb kind={row.kind} />
      <span class="grow">
        <AppLink look="cut blk" to={routeTo('documents', { document: row.id })}>
          {row.name}
        </AppLink>
        {bare ? null : <small class={`cut blk${row.state === 'refused' ? ' bad' : ''}`}>{caption}</small>}
      </span>
      <StateChip row={row} />
    </li>
  );
}
