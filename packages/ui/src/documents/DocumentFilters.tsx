/** The filters of the list: text, year, kind, state; and how many documents they leave. */
import { DOCUMENT_KINDS, type DocumentKind } from '@navette/domain/document-kinds';
import { DOCUMENT_STATES, type DocumentState } from '@navette/domain/document-state';
import { yearInParis } from '@navette/kernel/dates';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';

export type Filters = {
  readonly text: string;
  readonly kind: DocumentKind | null;
  readonly state: DocumentState | null;
  readonly year: number | null;
};

const YEARS = 6;

export function DocumentFilters({ filters, onChange, total }: { filters: Filters; onChange: (filters: Filters) => void; total: number }) {
  const { t, f, now } = useSurroundings();
  const thisYear = yearInParis(now());
  const years = Array.from({ length: YEARS }, (_, back) => thisYear + 1 - back);
  const choice = (label: string, value: string, choices: readonly (readonly [string, string])[], choose: (value: string) => void) => (
    <select
      class={`filter${value === '' ? '' : ' on'}`}
      aria-label={label}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">{value === '' ? label : `${label} · ${t.list.all}`}</option>
      {choices.map(([key, word]) => (
        <option key={key} value={key}>
          {word}
        </option>
      ))}
    </select>
  );
  return (
    <div class="tools noprint">
      <div class="search w150">
        <Icon name="search" size="s" />
        <input
          id="document-filter"
          class="input sm"
          type="search"
          aria-label={t.list.filterList}
          placeholder={t.list.filterHint}
          value={filters.text}
          onInput={(event) => onChange({ ...filters, text: event.currentTarget.value })}
        />
      </div>
      {choice(
        t.list.year,
        filters.year === null ? '' : String(filters.year),
        years.map((year) => [String(year), t.list.yearOf(year)]),
        (value) => onChange({ ...filters, year: value === '' ? null : Number(value) }),
      )}
      {choice(
        t.list.kind,
        filters.kind ?? '',
        DOCUMENT_KINDS.map((kind) => [kind, t.kinds[kind]]),
        (value) => onChange({ ...filters, kind: DOCUMENT_KINDS.find((kind) => kind === value) ?? null }),
      )}
      {choice(
        t.list.state,
        filters.state ?? '',
        DOCUMENT_STATES.map((state) => [state, t.state[state]]),
        (value) => onChange({ ...filters, state: DOCUMENT_STATES.find((state) => state === value) ?? null }),
      )}
      <span class="grow" />
      <span class="cap n nw" role="status">
        {t.list.count(total, f.count(total))}
      </span>
    </div>
  );
}
