/** What opens under the buttons of the filter bar: a period, a supplier, amounts, companies, and what is asked for less often. */
import { useId, useState } from 'preact/hooks';
import type { DocumentRow, DossierView } from '@navette/device/model';
import type { Box } from '@navette/domain/boxes';
import type { Cents } from '@navette/kernel/cents';
import { Problems } from '../components/DropZone.tsx';
import { Checks } from './Checks.tsx';
import { boxWord, presetOf, type Words } from './filter-words.ts';
import { centsOf, PRESETS, presetDays, type Filters } from './filters.ts';
import type { ChangeFilters } from './use-filters.ts';

type Panel = { readonly filters: Filters; readonly onChange: ChangeFilters; readonly words: Words };
type Closing = Panel & { readonly close: () => void };

export function PeriodFilter({ filters, onChange, close, words }: Closing) {
  const { d, today } = words;
  const id = useId();
  const chosen = presetOf(filters, today);
  return (
    <div class="filterpanel">
      <div class="presets">
        {PRESETS.map((preset) => (
          <button
            type="button"
            key={preset}
            class={`filter${chosen === preset ? ' on' : ''}`}
            aria-pressed={chosen === preset}
            onClick={() => {
              onChange({ ...filters, ...presetDays(preset, today) });
              close();
            }}
          >
            {d.presets[preset]}
          </button>
        ))}
      </div>
      <div class="pair">
        {(['from', 'to'] as const).map((end) => (
          <div key={end}>
            <label for={`${id}${end}`}>{d[end]}</label>
            <input
              id={`${id}${end}`}
              class="input sm"
              type="date"
              value={filters[end]}
              max={end === 'from' && filters.to !== '' ? filters.to : '2100-12-31'}
              min={end === 'to' && filters.from !== '' ? filters.from : '1990-01-01'}
              onChange={(event) => {
                if (event.currentTarget.checkValidity()) onChange({ ...filters, [end]: event.currentTarget.value });
              }}
            />
          </div>
        ))}
      </div>
      <fieldset class="checks">
        <legend class="cap">{d.by}</legend>
        {(['date', 'captured'] as const).map((by) => (
          <label class="check" key={by}>
            <input type="radio" name={`${id}by`} checked={filters.by === by} onChange={() => onChange({ ...filters, by })} />
            <span>{by === 'date' ? d.byDate : d.byCapture}</span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}

export function SupplierFilter({ filters, onChange, close, words, rows }: Closing & { readonly rows: readonly DocumentRow[] }) {
  const { d } = words;
  const id = useId();
  const [text, setText] = useState(filters.supplier);
  const known = [...new Set(rows.flatMap(({ facts }) => facts?.issuer ?? []))].toSorted((a, b) => a.localeCompare(b, 'fr')).slice(0, 40);
  return (
    <form
      class="filterpanel"
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ ...filters, supplier: text.trim() });
        close();
      }}
    >
      <label for={id}>{d.supplier}</label>
      <input
        id={id}
        class="input sm"
        type="text"
        list={`${id}l`}
        maxLength={120}
        autocomplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <datalist id={`${id}l`}>
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <p class="hint">{d.supplierHint}</p>
      <button type="submit" class="btn sm primary">
        {d.apply}
      </button>
    </form>
  );
}

export function AmountFilter({ filters, onChange, close, words }: Closing) {
  const { d, f } = words;
  const id = useId();
  const written = (cents: Cents | null): string => (cents === null ? '' : f.amount(cents));
  const [ends, setEnds] = useState({ min: written(filters.min), max: written(filters.max) });
  const [bad, setBad] = useState(false);
  const isBad = (text: string): boolean => text.trim() !== '' && centsOf(text) === null;
  return (
    <form
      class="filterpanel"
      onSubmit={(event) => {
        event.preventDefault();
        if (isBad(ends.min) || isBad(ends.max)) return setBad(true);
        const [min, max] = [centsOf(ends.min), centsOf(ends.max)];
        // Whoever writes them the other way round means the same.
        onChange({ ...filters, ...(min !== null && max !== null && min > max ? { min: max, max: min } : { min, max }) });
        close();
      }}
    >
      <div class="pair">
        {(['min', 'max'] as const).map((end) => (
          <div key={end}>
            <label for={`${id}${end}`}>{d[end]}</label>
            <input
              id={`${id}${end}`}
              class="input sm num"
              type="text"
              inputMode="decimal"
              autocomplete="off"
              aria-invalid={bad && isBad(ends[end])}
              value={ends[end]}
              onInput={(event) => setEnds({ ...ends, [end]: event.currentTarget.value })}
            />
          </div>
        ))}
      </div>
      <p class="hint">{d.euros}</p>
      <Problems sentences={bad && (isBad(ends.min) || isBad(ends.max)) ? [d.badAmount] : []} />
      <button type="submit" class="btn sm primary">
        {d.apply}
      </button>
    </form>
  );
}

export function CompanyFilter({ filters, onChange, words }: Panel) {
  const { d, account } = words;
  const [wanted, setWanted] = useState('');
  const asked = wanted.trim().toLocaleLowerCase('fr');
  const shown = account.dossiers.filter(({ name }) => name.toLocaleLowerCase('fr').includes(asked)).slice(0, 60);
  return (
    <div class="filterpanel">
      <input
        class="input sm"
        type="search"
        aria-label={d.findCompany}
        placeholder={d.findCompany}
        value={wanted}
        onInput={(event) => setWanted(event.currentTarget.value)}
      />
      <Checks
        title={d.company}
        choices={shown.map(({ id, name }) => ({
          key: id,
          word: name,
          on: filters.companies.includes(id),
          count: null,
          choose: () =>
            onChange({
              ...filters,
              companies: filters.companies.includes(id) ? filters.companies.filter((one) => one !== id) : [...filters.companies, id],
            }),
        }))}
      />
    </div>
  );
}

/** Boxes this person may look into, of the dossiers on screen. */
function boxesOf({ account }: Words, dossier: DossierView | null): readonly Box[] {
  const rights = (dossier === null ? account.dossiers : [dossier]).map(({ right }) => right);
  if (rights.some(({ side }) => side === 'staff')) return ['common', 'pay', 'management'];
  return [...new Set(rights.flatMap((right) => (right.side === 'client' ? [...right.read, ...right.deposit] : [])))];
}

export function MoreFilters({ filters, onChange, words, dossier }: Panel & { readonly dossier: DossierView | null }) {
  const { d, account } = words;
  const boxes = boxesOf(words, dossier);
  const either = (value: boolean | string | null): string =>
    value === null ? '' : value === true ? 'yes' : value === false ? 'no' : 'one';
  const chosen = (value: string): boolean | null => (value === 'yes' ? true : value === 'no' ? false : null);
  const choice = (label: string, value: string, choices: readonly (readonly [string, string])[], choose: (value: string) => void) => (
    <label class="fieldline">
      <span>{label}</span>
      <select class="input sm" value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {choices.map(([key, word]) => (
          <option key={key} value={key}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="filterpanel">
      {choice(
        d.request,
        either(filters.answers),
        [
          ['', d.either],
          ['yes', d.answering],
          ['no', d.notAnswering],
          ...(typeof filters.answers === 'string' ? [['one', d.thisRequest] as const] : []),
        ],
        (value) => onChange({ ...filters, answers: value === 'one' ? filters.answers : chosen(value) }),
      )}
      {choice(
        d.comments,
        either(filters.commented),
        [
          ['', d.either],
          ['yes', d.commented],
          ['no', d.notCommented],
        ],
        (value) => onChange({ ...filters, commented: chosen(value) }),
      )}
      {choice(
        d.booking,
        either(filters.booked),
        [
          ['', d.either],
          ['yes', d.booked],
          ['no', d.notBooked],
        ],
        (value) => onChange({ ...filters, booked: chosen(value) }),
      )}
      {account.side === 'staff'
        ? choice(
            d.shelf,
            filters.shelf ?? '',
            [
              ['', d.shelves.current],
              ['bin', d.shelves.bin],
              ['moved', d.shelves.moved],
            ],
            (value) => onChange({ ...filters, shelf: value === 'bin' ? 'bin' : value === 'moved' ? 'moved' : null }),
          )
        : null}
      {boxes.length < 2 ? null : (
        <>
          <p class="cap">{d.box}</p>
          <Checks
            title={d.box}
            choices={boxes.map((box) => ({
              key: box,
              word: boxWord(words, box),
              on: filters.boxes.includes(box),
              count: null,
              choose: () =>
                onChange({
                  ...filters,
                  boxes: filters.boxes.includes(box) ? filters.boxes.filter((one) => one !== box) : [...filters.boxes, box],
                }),
            }))}
          />
        </>
      )}
    </div>
  );
}
