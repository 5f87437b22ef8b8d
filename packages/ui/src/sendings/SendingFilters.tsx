/** The tabs and filters of the follow-up, and how many sendings they leave. */
import type { SendingView } from '@navette/device/model';
import { DOCUMENT_KINDS } from '@navette/domain/document-kinds';
import { DOCUMENT_STATES } from '@navette/domain/document-state';
import { yearInParis } from '@navette/kernel/dates';
import { SENDING_KINDS, SENDING_STATES } from '@navette/rooms/records';
import { sendingsTexts } from '@navette/texts/sendings-texts';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { NO_FILTERS, periodsOf, TABS, type SendingFilters } from './followed.ts';

type Props = {
  readonly filters: SendingFilters;
  readonly onChange: (filters: SendingFilters) => void;
  /** All of them, from which the periods are read. */
  readonly sendings: readonly SendingView[];
  readonly total: number;
};

export function SendingTabs({ filters, onChange }: Pick<Props, 'filters' | 'onChange'>) {
  const { language } = useSurroundings();
  const t = sendingsTexts(language);
  return (
    <div class="tabs noprint" role="group" aria-label={t.tabsLabel}>
      {TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          aria-pressed={filters.tab === tab}
          onClick={() => onChange({ ...NO_FILTERS, text: filters.text, tab })}
        >
          {t.tabs[tab]}
        </button>
      ))}
    </div>
  );
}

export function SendingFilterBar({ filters, onChange, sendings, total }: Props) {
  const { t: all, f, language, now } = useSurroundings();
  const t = sendingsTexts(language);
  const periods = periodsOf(sendings, filters.tab, yearInParis(now()));
  const group = (label: string, options: readonly (readonly [string, string])[]) => ({ label, options });
  const ours = filters.tab !== 'deposits';
  const theirs = filters.tab !== 'declarations';
  const choice = (
    label: string,
    none: string,
    value: string,
    groups: readonly ReturnType<typeof group>[],
    choose: (value: string) => void,
  ) => (
    <select
      class={`filter${value === '' ? '' : ' on'}`}
      aria-label={label}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">{value === '' ? label : `${label} · ${none}`}</option>
      {groups.map(({ label: name, options }) =>
        groups.length === 1 ? (
          options.map(([key, word]) => (
            <option key={key} value={key}>
              {word}
            </option>
          ))
        ) : (
          <optgroup key={name} label={name}>
            {options.map(([key, word]) => (
              <option key={key} value={key}>
                {word}
              </option>
            ))}
          </optgroup>
        ),
      )}
    </select>
  );
  return (
    <div class="tools noprint">
      <div class="search w150">
        <Icon name="search" size="s" />
        <input
          id="sending-filter"
          class="input sm"
          type="search"
          aria-label={t.filters.text}
          placeholder={t.filters.hint}
          value={filters.text}
          onInput={(event) => onChange({ ...filters, text: event.currentTarget.value })}
        />
      </div>
      {choice(
        t.filters.period,
        t.filters.everyPeriod,
        filters.period,
        [
          group(
            t.filters.period,
            periods.map((period) => [period, period.length > 4 ? f.month(period) : all.list.yearOf(Number(period))]),
          ),
        ],
        (period) => onChange({ ...filters, period }),
      )}
      {choice(
        t.filters.kind,
        t.filters.all,
        filters.kind,
        [
          ...(ours
            ? [
                group(
                  t.filters.declarations,
                  SENDING_KINDS.map((kind) => [`declaration/${kind}`, t.kinds[kind]] as const),
                ),
              ]
            : []),
          ...(theirs
            ? [
                group(
                  t.filters.deposits,
                  DOCUMENT_KINDS.map((kind) => [`deposit/${kind}`, all.kinds[kind]] as const),
                ),
              ]
            : []),
        ],
        (kind) => onChange({ ...filters, kind }),
      )}
      {choice(
        t.filters.state,
        t.filters.all,
        filters.state,
        [
          ...(ours
            ? [
                group(
                  t.filters.declarations,
                  SENDING_STATES.map((state) => [`declaration/${state}`, t.states[state]] as const),
                ),
              ]
            : []),
          ...(theirs
            ? [
                group(
                  t.filters.deposits,
                  DOCUMENT_STATES.map((state) => [`deposit/${state}`, all.state[state]] as const),
                ),
              ]
            : []),
        ],
        (state) => onChange({ ...filters, state }),
      )}
      <span class="grow" />
      <span class="cap n nw" role="status">
        {t.count(total, f.count(total))}
      </span>
    </div>
  );
}
