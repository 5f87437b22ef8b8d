/** The filters of the trace: the days, the person, the dossier; those of the account, and whoever the rows tell of. */
import type { AccountView } from '@navette/device/model';
import type { TraceRow } from '@navette/protocol/trace';
import { traceTexts } from '@navette/texts/trace-texts';
import { useSurroundings } from '../surroundings.tsx';
import type { Filters } from './ReadTrace.tsx';

type FiltersProps = {
  readonly account: AccountView;
  readonly rows: readonly TraceRow[];
  readonly filters: Filters;
  /** The days are the wrong way round. */
  readonly wrong: boolean;
  readonly onChange: (filters: Filters) => void;
};

export function TraceFilters({ account, rows, filters, wrong, onChange }: FiltersProps) {
  const { f, language } = useSurroundings();
  const t = traceTexts(language);
  const people = new Map<string, string>(rows.map(({ person, name }) => [person, name === '' ? t.unnamed : name]));
  for (const { id, name, side } of account.people.values()) if (side === 'staff' || filters.clients) people.set(id, name);
  people.set(account.user.id, account.user.name);
  const dossiers = new Map<string, string>(
    rows.flatMap(({ dossier, dossierName }) => (dossier === null ? [] : [[dossier, dossierName || t.gone]])),
  );
  for (const { id, name } of account.dossiers) dossiers.set(id, name);
  const day = (name: 'from' | 'to') => (
    <label class="traceday">
      <span>{t[name]}</span>
      <input
        class="input sm"
        type="date"
        value={filters[name]}
        aria-invalid={wrong}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (value !== '') onChange({ ...filters, [name]: value });
        }}
      />
    </label>
  );
  const choice = (
    label: string,
    all: string,
    value: string | null,
    choices: ReadonlyMap<string, string>,
    choose: (id: string | null) => void,
  ) => (
    <select
      class={`filter${value === null ? '' : ' on'}`}
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => choose(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    >
      <option value="">{value === null ? label : `${label} · ${all}`}</option>
      {[...choices]
        .toSorted(([, a], [, b]) => a.localeCompare(b, language))
        .map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
    </select>
  );
  return (
    <div class="tools noprint tracetools" role="group" aria-label={t.filters}>
      {day('from')}
      {day('to')}
      {choice(t.person, t.everyone, filters.person, people, (person) => onChange({ ...filters, person }))}
      {choice(t.dossier, t.every, filters.dossier, dossiers, (dossier) => onChange({ ...filters, dossier }))}
      <label class="check">
        <input
          type="checkbox"
          checked={filters.clients}
          onChange={(event) => onChange({ ...filters, clients: event.currentTarget.checked })}
        />
        {t.clients}
      </label>
      <span class="grow" />
      <span class={wrong ? 'error' : 'cap n nw'} role="status">
        {wrong ? t.badDays : t.shown(rows.length, f.count(rows.length))}
      </span>
    </div>
  );
}
