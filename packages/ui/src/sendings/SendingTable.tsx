/** The rows in sight of the follow-up. A row not yet read shows its shape. */
import type { AccountView } from '@navette/device/model';
import { sendingsTexts } from '@navette/texts/sendings-texts';
import { Icon } from '../components/Icon.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Thumb } from '../components/Thumb.tsx';
import { useNow, useSurroundings } from '../surroundings.tsx';
import type { useListCursor } from '../use-list-cursor.ts';
import type { useWindow } from '../use-window.ts';
import { stateOf, type Followed } from './followed.ts';
import { SendingStateChip } from './SendingStateChip.tsx';

/** Height of a row, in CSS pixels; `.doclist` sets the same. */
export const ROW = 51;
const SHAPES = 8;

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
  const indexes = Array.from({ length: loading ? SHAPES : Math.max(0, view.end - view.start) }, (_, i) => (loading ? i : view.start + i));
  return (
    <div class="tablewrap" ref={view.box} onScroll={view.onScroll} role="region" aria-label={t.title} tabIndex={0} aria-busy={loading}>
      <table class="doclist sendlist" aria-rowcount={total + 1}>
        <thead>
          <tr>
            <th scope="col" class="c-thumb">
              <span class="vh">{t.head.mark}</span>
            </th>
            <th scope="col">{t.head.sending}</th>
            <th scope="col" class="c-kind">
              {t.head.kind}
            </th>
            <th scope="col" class="c-when">
              {t.head.last}
            </th>
            <th scope="col" class="c-state">
              {t.head.state}
            </th>
          </tr>
        </thead>
        <tbody>
          {!loading && view.before > 0 ? <tr aria-hidden="true" style={{ height: `${view.before}px` }} /> : null}
          {indexes.map((index) => {
            const followed = rows[index];
            if (followed === undefined || loading) return <Shape key={index} />;
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
          })}
          {!loading && view.after > 0 ? <tr aria-hidden="true" style={{ height: `${view.after}px` }} /> : null}
        </tbody>
      </table>
    </div>
  );
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
    <tr
      class={`${open ? 'is-on' : ''}${current ? ' is-cur' : ''}`}
      aria-rowindex={index + 2}
      onClick={(event) =>
        event.target instanceof Element && event.target.closest('a') === null
          ? (event.currentTarget.querySelector<HTMLElement>('a')?.click(), undefined)
          : undefined
      }
    >
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
    </tr>
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

function Shape() {
  return (
    <tr class="ghost" aria-hidden="true">
      <td class="c-thumb">
        <span class="thumb" />
      </td>
      <th>
        <i class="w60" />
      </th>
      <td class="c-kind">
        <i class="w80" />
      </td>
      <td class="c-when">
        <i class="w60" />
      </td>
      <td>
        <i class="w60" />
      </td>
    </tr>
  );
}
