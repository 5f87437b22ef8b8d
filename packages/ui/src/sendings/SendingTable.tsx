/** The rows in sight of the follow-up. A row not yet read shows its shape. */
import type { AccountView } from '@navette/device/model';
import { sendingsTexts } from '@navette/texts/sendings-texts';
import { Icon } from '../components/Icon.tsx';
import { ListRow, ListTable, type ListColumn } from '../components/ListTable.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Thumb } from '../components/Thumb.tsx';
import { useNow, useSurroundings } from '../surroundings.tsx';
import type { useListCursor } from '../use-list-cursor.ts';
import type { useWindow } from '../use-window.ts';
import { stateOf, type Followed } from './followed.ts';
import { SendingStateChip } from './SendingStateChip.tsx';

/** Height of a row, in CSS pixels; `.doclist` sets the same. */
export const ROW = 51;

type Props = {
  readonly account: AccountView;
  readonly withDossier: boolean;
  readonly rows: readonly Followed[];
  readonly total: number;
  readonly loading: boolean;
  readonly view: ReturnType<typeof useWindow>;
  readonly cursor: ReturnType<typeof useListCursor>;
  readonly opened: string;
};

export function SendingTable({ account, withDossier, rows, total, loading, view, cursor, opened }: Props) {
  const { language } = useSurroundings();
  const t = sendingsTexts(language);
  const columns: readonly ListColumn[] = [
    { look: 'c-thumb', head: t.head.mark, quiet: true, shape: 'thumb' },
    { look: '', head: t.head.sending, shape: 'w60' },
    { look: 'c-kind', head: t.head.kind, shape: 'w80' },
    { look: 'c-when', head: t.head.last, shape: 'w60' },
    { look: 'c-state', head: t.head.state, shape: 'w60' },
  ];
  const row = (index: number) => {
    const followed = rows[index];
    if (followed === undefined || loading) return null;
    const of = followed.what === 'deposit' ? followed.row.dossier : followed.view.dossier;
    const company = withDossier ? account.dossiers.find(({ id }) => id === of)?.name : undefined;
    return (
      <Row
        key={followed.id}
        followed={followed}
        index={index}
        {...(company === undefined ? {} : { company })}
        open={followed.id === opened}
        current={index === cursor.at}
        linkRef={cursor.linkRef(index)}
        onOpen={() => cursor.set(index)}
      />
    );
  };
  return <ListTable label={t.title} look="sendlist" columns={columns} names={1} total={total} loading={loading} view={view} row={row} />;
}

type RowProps = {
  readonly followed: Followed;
  readonly index: number;
  readonly company?: string;
  readonly open: boolean;
  readonly current: boolean;
  readonly linkRef: (link: HTMLElement | null) => void;
  readonly onOpen: () => void;
};

function Row({ followed, index, company, open, current, linkRef, onOpen }: RowProps) {
  const { f } = useSurroundings();
  const now = useNow();
  const facts = useFacts(followed);
  const under = [company, facts.under].filter((part) => part !== undefined && part !== '').join(' · ');
  return (
    <ListRow index={index} open={open} current={current}>
      <td class="c-thumb">
        {followed.what === 'deposit' ? (
          <Thumb kind={followed.row.kind} />
        ) : (
          <span class="declmark" aria-hidden="true">
            <Icon name="receipt" />
          </span>
        )}
      </td>
      <th scope="row">
        <a
          class="cut blk"
          ref={linkRef}
          href={`#/sendings/${followed.id}`}
          onClick={onOpen}
          {...(open ? { 'aria-current': 'true' as const } : {})}
        >
          {facts.name}
        </a>
        {facts.reason === null ? (
          under === '' ? null : (
            <small class="cut blk">{under}</small>
          )
        ) : (
          <small class="cut blk bad">{[company, facts.reason].filter((part) => part !== undefined).join(' · ')}</small>
        )}
      </th>
      <td class="nw c-kind">
        <span class="ink2 cut blk">{facts.kind}</span>
        <small class="cut blk">{facts.period}</small>
      </td>
      <td class="nw c-when ink2 n">{f.when(followed.at, now)}</td>
      <td class="c-state">
        {followed.what === 'deposit' ? <StateChip row={followed.row} /> : <SendingStateChip state={stateOf(followed.view)} />}
      </td>
    </ListRow>
  );
}

/** What a row says, of either. */
function useFacts(followed: Followed) {
  const { t: all, f, language } = useSurroundings();
  const now = useNow();
  const t = sendingsTexts(language);
  if (followed.what === 'deposit') {
    const { name, kind, capturedAt, comment, state, reason } = followed.row;
    return {
      name,
      kind: all.kinds[kind],
      period: f.shortDay(capturedAt, now),
      under: comment,
      reason: state === 'refused' ? reason : null,
    };
  }
  const { sending } = followed.view;
  const last = sending.states.at(-1);
  return {
    name: sending.title,
    kind: t.kinds[sending.kind],
    period: sending.period.length > 4 ? f.month(sending.period) : sending.period,
    under: sending.recipient,
    reason: last?.state === 'rejected' ? (last.detail ?? null) : null,
  };
}
