/** The dossiers, one row of 28 px each, only those in sight drawn; every column sorts. */
import type { MigrationFilters, MigrationRow, SortKey, SortOrder } from './rows.ts';
import { SORT_KEYS } from './rows.ts';
import { daysSince, reminderSkip } from '@navette/domain/migration-follow-up';
import { MIGRATION_STEPS } from '@navette/domain/migration';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { ComponentChildren } from 'preact';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { routeTo } from '../routes.ts';
import type { useListCursor } from '../use-list-cursor.ts';
import type { useRowsInSight } from '../use-window.ts';
import { StepMark } from './StepMark.tsx';
import { atMoment, factOf, precisionOf, type Wording } from './words.ts';

/** Height of a row, in CSS pixels; `migrations.css` sets the same. */
export const ROW = 28;

type Props = {
  readonly rows: readonly MigrationRow[];
  readonly order: SortOrder;
  readonly onOrder: (order: SortOrder) => void;
  readonly view: ReturnType<typeof useRowsInSight>;
  readonly cursor: ReturnType<typeof useListCursor>;
  readonly opened: DossierId | null;
  readonly selected: ReadonlySet<DossierId>;
  readonly onSelect: (ids: readonly DossierId[], on: boolean) => void;
  readonly onRemind: (row: MigrationRow) => void;
  readonly words: Wording;
};

export function MigrationTable({ rows, order, onOrder, view, cursor, opened, selected, onSelect, onRemind, words }: Props) {
  const { t } = words;
  const head = (key: SortKey, label: ComponentChildren, title?: string) => {
    const on = order.key === key;
    return (
      <th scope="col" key={key} class={`c-${key}`} aria-sort={on ? (order.down ? 'descending' : 'ascending') : 'none'}>
        <button type="button" class="sorter" title={title} onClick={() => onOrder({ key, down: on && !order.down })}>
          {label}
          {on ? <Icon name={order.down ? 'down' : 'up'} size="s" /> : null}
        </button>
      </th>
    );
  };
  const all = rows.length > 0 && rows.every(({ id }) => selected.has(id));
  return (
    <table class="dense mig" aria-label={t.list.label} aria-rowcount={rows.length + 1}>
      <thead>
        <tr>
          <th scope="col" class="c-pick">
            <input
              type="checkbox"
              aria-label={t.list.selectAll}
              checked={all}
              indeterminate={!all && selected.size > 0}
              onChange={() =>
                onSelect(
                  rows.map(({ id }) => id),
                  !all,
                )
              }
            />
          </th>
          {SORT_KEYS.map((key) => head(key, t.list.columns[key], key === 'silent' ? t.list.silentHint : undefined))}
          <th scope="col" class="c-act">
            <span class="vh">{t.list.columns.act}</span>
          </th>
        </tr>
      </thead>
      <tbody ref={view.rows}>
        {view.before > 0 ? <tr aria-hidden="true" class="gap" style={{ height: `${view.before}px` }} /> : null}
        {rows.slice(view.start, view.end).map((row, n) => (
          <Row
            key={row.id}
            row={row}
            index={view.start + n}
            open={row.id === opened}
            current={cursor.at === view.start + n}
            selected={selected.has(row.id)}
            linkRef={cursor.linkRef(view.start + n)}
            onHere={() => cursor.set(view.start + n)}
            onSelect={onSelect}
            onRemind={onRemind}
            words={words}
          />
        ))}
        {view.after > 0 ? <tr aria-hidden="true" class="gap" style={{ height: `${view.after}px` }} /> : null}
      </tbody>
    </table>
  );
}

type RowProps = Pick<Props, 'onSelect' | 'onRemind' | 'words'> & {
  readonly row: MigrationRow;
  readonly index: number;
  readonly open: boolean;
  readonly current: boolean;
  readonly selected: boolean;
  readonly linkRef: (link: HTMLElement | null) => void;
  readonly onHere: () => void;
};

function Row({ row, index, open, current, selected, linkRef, onHere, onSelect, onRemind, words }: RowProps) {
  const { t, now } = words;
  const remindable = row.people.some(({ user }) => reminderSkip(user, now) === null);
  const opening = open ? { 'aria-current': 'true' as const } : {};
  return (
    <tr class={`${open || selected ? 'is-on' : ''}${current ? ' is-cur' : ''}`} aria-rowindex={index + 2}>
      <td class="c-pick">
        <input type="checkbox" checked={selected} aria-label={t.list.select(row.name)} onChange={() => onSelect([row.id], !selected)} />
      </td>
      <th scope="row" class="c-name">
        <a class="cut blk" ref={linkRef} href={routeTo('migrations', { dossier: row.id })} title={row.name} onClick={onHere} {...opening}>
          {row.name}
        </a>
      </th>
      <td class="c-people cut">{peopleOf(words, row)}</td>
      <td class="c-step">
        <StepMark step={row.step} t={t} />
      </td>
      <td class="c-precision cut ink2">{precisionOf(words, row)}</td>
      <td class="c-last cut ink2">{factOf(words, row)}</td>
      <td class="c-silent num">{row.silent === null ? <span class="z">·</span> : t.list.days(daysSince(row.silent, now))}</td>
      <td class="c-reminded cut ink2">
        {row.reminded === null
          ? ''
          : [atMoment(words, row.reminded), ...(row.reminders > 1 ? [t.fact.times(row.reminders)] : [])].join(', ')}
      </td>
      <td class="c-act">
        {remindable ? (
          <button type="button" class="btn sm quiet" aria-label={t.list.actOn(t.list.remind, row.name)} onClick={() => onRemind(row)}>
            {t.list.remind}
          </button>
        ) : (
          <a class="btn sm quiet" aria-label={t.list.actOn(t.list.see, row.name)} href={routeTo('migrations', { dossier: row.id })}>
            {t.list.see}
          </a>
        )}
      </td>
    </tr>
  );
}

/** One person by name, several by their number; where nobody is in yet, whoever asks to come in. */
function peopleOf({ t }: Wording, { people, access }: MigrationRow): string {
  const [one] = people;
  if (one === undefined) return access.decisions[0]?.decision.name ?? t.list.nobody;
  return people.length === 1 ? one.user.name : t.list.people(people.length);
}

type FilterProps = {
  readonly filters: MigrationFilters;
  readonly onChange: (filters: MigrationFilters) => void;
  readonly staff: readonly { readonly user: UserId; readonly name: string }[];
  readonly due: number;
  readonly shown: number;
  readonly words: Wording;
};

export function MigrationFiltersBar({ filters, onChange, staff, due, shown, words: { t, f } }: FilterProps) {
  return (
    <div class="tools noprint">
      <div class="search w200">
        <Icon name="search" size="s" />
        <input
          id="migration-filter"
          class="input sm"
          type="search"
          aria-label={t.list.filter}
          placeholder={t.list.filterHint}
          value={filters.text}
          onInput={(event) => onChange({ ...filters, text: event.currentTarget.value })}
        />
      </div>
      <select
        class={`filter${filters.step === null ? '' : ' on'}`}
        aria-label={t.list.step}
        value={filters.step ?? ''}
        onChange={(event) => onChange({ ...filters, step: MIGRATION_STEPS.find((step) => step === event.currentTarget.value) ?? null })}
      >
        <option value="">{filters.step === null ? t.list.step : `${t.list.step} · ${t.list.all}`}</option>
        {MIGRATION_STEPS.map((step) => (
          <option key={step} value={step}>
            {t.steps[step]}
          </option>
        ))}
      </select>
      {staff.length < 2 ? null : (
        <select
          class={`filter${filters.staff === null ? '' : ' on'}`}
          aria-label={t.list.staff}
          value={filters.staff ?? ''}
          onChange={(event) => onChange({ ...filters, staff: staff.find(({ user }) => user === event.currentTarget.value)?.user ?? null })}
        >
          <option value="">{filters.staff === null ? t.list.staff : `${t.list.staff} · ${t.list.everyone}`}</option>
          {staff.map(({ user, name }) => (
            <option key={user} value={user}>
              {name}
            </option>
          ))}
        </select>
      )}
      <button
        type="button"
        class={`filter${filters.due ? ' on' : ''}`}
        aria-pressed={filters.due}
        onClick={() => onChange({ ...filters, due: !filters.due })}
      >
        <Icon name="clock" />
        {t.list.dueOf(f.count(due))}
      </button>
      <span class="grow" />
      <span class="cap n nw" role="status">
        {t.list.count(shown)}
      </span>
    </div>
  );
}

export function NoRows({ filtered, onClear, words: { t } }: { filtered: boolean; onClear: () => void; words: Wording }) {
  if (!filtered) return <EmptyState icon="swap" title={t.list.empty} hint={t.list.emptyHint} />;
  return (
    <EmptyState icon="search" title={t.list.nothing} hint={t.list.nothingHint}>
      <button type="button" class="btn" onClick={onClear}>
        {t.list.clear}
      </button>
    </EmptyState>
  );
}
