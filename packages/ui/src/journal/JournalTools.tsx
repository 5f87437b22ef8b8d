/** What narrows the lines: words, a month, a journal, an account, a third party, what is not lettered; and their order. */
import { journalTexts } from '@navette/texts/journal-texts';
import { Icon } from '../components/Icon.tsx';
import type { Lists } from '../ledger/use-lists.ts';
import { useSurroundings } from '../surroundings.tsx';
import { CompleteBox } from './CompleteBox.tsx';
import { ORDERS, type JournalPlace } from './journal-place.ts';

type Props = {
  readonly place: JournalPlace;
  readonly lists: Lists;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onChange: (to: Partial<JournalPlace>) => void;
};

export function JournalTools({ place, lists, text, onText, onChange }: Props) {
  const { language } = useSurroundings();
  const t = journalTexts(language);
  return (
    <div class="filters noprint" role="search" aria-label={t.filters}>
      <div class="boxes">
        <SearchBox label={t.search} hint={t.searchHint} text={text} onText={onText} />
        <CompleteBox
          id="journal-account"
          label={t.account}
          hint={t.accountHint}
          choices={lists.accounts}
          chosen={place.account}
          onChoose={(account) => onChange({ account })}
        />
        <CompleteBox
          label={t.party}
          hint={t.partyHint}
          choices={lists.parties}
          chosen={place.party}
          onChoose={(party) => onChange({ party, ...(party === null ? { kind: 'general' } : {}) })}
        />
      </div>
      <div class="tools">
        <MonthChoice months={lists.months} month={place.month} onMonth={(month) => onChange({ month })} />
        <select
          class={`filter${place.journal === null ? '' : ' on'}`}
          aria-label={t.journal}
          value={String(place.journal ?? '')}
          onChange={({ currentTarget: { value } }) => onChange({ journal: value === '' ? null : Number(value) })}
        >
          <option value="">{t.allJournals}</option>
          {lists.journals.map(({ code, label }, at) => (
            <option key={code} value={String(at)}>
              {[code, label].filter((word) => word !== '').join(' ')}
            </option>
          ))}
        </select>
        <button
          type="button"
          class={`filter${place.open ? ' on' : ''}`}
          aria-pressed={place.open}
          title={t.openHint}
          onClick={() => onChange({ open: !place.open })}
        >
          {t.open}
        </button>
        <select
          class="filter"
          aria-label={t.order}
          value={place.order}
          onChange={({ currentTarget: { value } }) => onChange({ order: ORDERS.find((order) => order === value) ?? 'file' })}
        >
          {ORDERS.filter((order) => order !== 'date' || place.tab === 'entries').map((order) => (
            <option key={order} value={order}>
              {order === 'file' && place.tab === 'ledger' ? t.orders.date : t.orders[order]}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

export function SearchBox({ label, hint, text, onText }: { label: string; hint: string; text: string; onText: (text: string) => void }) {
  return (
    <div class="search">
      <Icon name="search" size="s" />
      <input
        id="journal-search"
        class="input sm"
        type="search"
        aria-label={label}
        placeholder={hint}
        maxLength={200}
        value={text}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    </div>
  );
}

type MonthProps = {
  readonly months: readonly string[];
  readonly month: string | null;
  readonly onMonth: (month: string | null) => void;
  /** What has come about by the end of a month, and not the month alone. */
  readonly until?: true;
};

export function MonthChoice({ months, month, onMonth, until }: MonthProps) {
  const { f, language } = useSurroundings();
  const t = journalTexts(language);
  return (
    <select
      class={`filter${month === null ? '' : ' on'}`}
      aria-label={t.month}
      value={month ?? ''}
      onChange={({ currentTarget: { value } }) => onMonth(value === '' ? null : value)}
    >
      <option value="">{until ? t.wholeYear : t.allMonths}</option>
      {months.map((one) => (
        <option key={one} value={one}>
          {until ? t.until(f.month(one)) : f.month(one)}
        </option>
      ))}
    </select>
  );
}
