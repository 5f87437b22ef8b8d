/**
 * The filters of the list of documents, as a value, as a question to the device, and as what stands in the address: so that back,
 * forward and reload find them again. Pure. Whatever does not parse in an address narrows nothing (M5).
 */
import { DOCUMENT_ORDERS, type DocumentQuery, type DocumentSort } from '@navette/device/model';
import { isBox, type Box } from '@navette/domain/boxes';
import { DOCUMENT_KINDS, type DocumentKind } from '@navette/domain/document-kinds';
import { DOCUMENT_STATES, type DocumentState } from '@navette/domain/document-state';
import { cents, type Cents } from '@navette/kernel/cents';
import { isId, type DossierId } from '@navette/kernel/ids';

export type Filters = {
  readonly text: string;
  readonly kinds: readonly DocumentKind[];
  readonly states: readonly DocumentState[];
  readonly companies: readonly DossierId[];
  /** Days; an empty text for no end on that side. */
  readonly from: string;
  readonly to: string;
  readonly by: 'date' | 'captured';
  readonly supplier: string;
  readonly min: Cents | null;
  readonly max: Cents | null;
  readonly boxes: readonly Box[];
  readonly answers: boolean | string | null;
  readonly commented: boolean | null;
  readonly booked: boolean | null;
  readonly shelf: 'bin' | 'moved' | null;
  readonly sort: DocumentSort;
};

export const NO_FILTERS: Filters = {
  text: '',
  kinds: [],
  states: [],
  companies: [],
  from: '',
  to: '',
  by: 'date',
  supplier: '',
  min: null,
  max: null,
  boxes: [],
  answers: null,
  commented: null,
  booked: null,
  shelf: null,
  sort: { by: 'captured', down: true },
};

/** One filter that can be removed by itself. */
export type FilterName =
  | 'text'
  | 'kinds'
  | 'states'
  | 'companies'
  | 'period'
  | 'supplier'
  | 'amount'
  | 'boxes'
  | 'answers'
  | 'commented'
  | 'booked'
  | 'shelf';

const FIELDS: { readonly [N in FilterName]: readonly (keyof Filters)[] } = {
  text: ['text'],
  kinds: ['kinds'],
  states: ['states'],
  companies: ['companies'],
  period: ['from', 'to', 'by'],
  supplier: ['supplier'],
  amount: ['min', 'max'],
  boxes: ['boxes'],
  answers: ['answers'],
  commented: ['commented'],
  booked: ['booked'],
  shelf: ['shelf'],
};
const NAMES = Object.keys(FIELDS) as readonly FilterName[];

/** Those that narrow something now. */
export function activeFilters(filters: Filters): readonly FilterName[] {
  return NAMES.filter((name) => {
    if (name === 'period') return filters.from !== '' || filters.to !== '';
    if (name === 'text') return filters.text.trim() !== '';
    return FIELDS[name].some((field) => {
      const value = filters[field];
      return Array.isArray(value) ? value.length > 0 : value !== NO_FILTERS[field];
    });
  });
}

export function withoutFilter(filters: Filters, name: FilterName): Filters {
  return { ...filters, ...Object.fromEntries(FIELDS[name].map((field) => [field, NO_FILTERS[field]])) };
}

/** The question; the caller says how many rows. */
export function queryOf(filters: Filters, dossier: DossierId | null): Omit<DocumentQuery, 'limit'> {
  const { text, kinds, states, companies, from, to, by, supplier, min, max, boxes, answers, commented, booked, shelf, sort } = filters;
  return {
    dossier,
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(kinds.length === 0 ? {} : { kind: kinds }),
    ...(states.length === 0 ? {} : { state: states }),
    ...(companies.length === 0 || dossier !== null ? {} : { dossiers: companies }),
    ...(from === '' && to === '' ? {} : { period: { ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }), by } }),
    ...(supplier.trim() === '' ? {} : { supplier: supplier.trim() }),
    ...(min === null && max === null ? {} : { amount: { ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) } }),
    ...(boxes.length === 0 ? {} : { box: boxes }),
    ...(answers === null ? {} : { answers }),
    ...(commented === null ? {} : { commented }),
    ...(booked === null ? {} : { booked }),
    ...(shelf === null ? {} : { shelf }),
    ...(sort.by === 'captured' && sort.down ? {} : { sort }),
  };
}

const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

function isDay(text: string): boolean {
  return DAY.test(text) && new Date(`${text}T00:00Z`).toISOString().startsWith(text);
}

/** @param query what stands behind the question mark of the hash */
export function readFilters(query: string): Filters {
  const asked = new URLSearchParams(query);
  const said = (name: string): string => asked.get(name) ?? '';
  const several = (name: string): string[] => said(name).split(',');
  const day = (name: string): string => (isDay(said(name)) ? said(name) : '');
  const amount = (name: string): Cents | null => (/^\d{1,12}$/.test(said(name)) ? cents(Number(said(name))) : null);
  const yesNo = (name: string): boolean | null => (said(name) === 'yes' ? true : said(name) === 'no' ? false : null);
  const by = DOCUMENT_ORDERS.find((order) => order === said('sort').replace('-', ''));
  return {
    text: said('text').slice(0, 200),
    kinds: DOCUMENT_KINDS.filter((kind) => several('kind').includes(kind)),
    states: DOCUMENT_STATES.filter((state) => several('state').includes(state)),
    companies: several('companies').filter((id) => isId(id)) as DossierId[],
    from: day('from'),
    to: day('to'),
    by: said('by') === 'captured' ? 'captured' : 'date',
    supplier: said('supplier').slice(0, 120),
    min: amount('min'),
    max: amount('max'),
    boxes: several('box').filter(isBox),
    answers: isId(said('answers')) ? said('answers') : yesNo('answers'),
    commented: yesNo('commented'),
    booked: yesNo('booked'),
    shelf: said('shelf') === 'bin' ? 'bin' : said('shelf') === 'moved' ? 'moved' : null,
    sort: by === undefined ? NO_FILTERS.sort : { by, down: said('sort').startsWith('-') },
  };
}

/** The same filters read back by `readFilters`; nothing where nothing is filtered. */
export function writeFilters(filters: Filters): string {
  const said = new URLSearchParams();
  const say = (name: string, value: string | number | null): void => {
    if (value !== null && value !== '') said.set(name, String(value));
  };
  const yesNo = (value: boolean | string | null): string | null => (value === true ? 'yes' : value === false ? 'no' : value);
  say('text', filters.text.trim());
  say('kind', filters.kinds.join(','));
  say('state', filters.states.join(','));
  say('companies', filters.companies.join(','));
  say('from', filters.from);
  say('to', filters.to);
  if (filters.by === 'captured') say('by', 'captured');
  say('supplier', filters.supplier.trim());
  say('min', filters.min);
  say('max', filters.max);
  say('box', filters.boxes.join(','));
  say('answers', yesNo(filters.answers));
  say('commented', yesNo(filters.commented));
  say('booked', yesNo(filters.booked));
  say('shelf', filters.shelf);
  const { by, down } = filters.sort;
  if (by !== 'captured' || !down) say('sort', `${down ? '-' : ''}${by}`);
  return said.toString();
}

export const PRESETS = ['this-month', 'last-month', 'this-year', 'last-year'] as const;
export type Preset = (typeof PRESETS)[number];

/** @param today 'YYYY-MM-DD' */
export function presetDays(preset: Preset, today: string): { readonly from: string; readonly to: string } {
  const [year = 0, month = 1] = today.split('-').map(Number);
  if (preset === 'this-year' || preset === 'last-year') {
    const of = preset === 'this-year' ? year : year - 1;
    return { from: `${of}-01-01`, to: `${of}-12-31` };
  }
  const first = Date.UTC(year, month - 1 - (preset === 'last-month' ? 1 : 0), 1);
  const last = Date.UTC(new Date(first).getUTCFullYear(), new Date(first).getUTCMonth() + 1, 0);
  return { from: new Date(first).toISOString().slice(0, 10), to: new Date(last).toISOString().slice(0, 10) };
}

/** Cents of `1 234,56`, `1234.56` or `12`; null for what is no amount. */
export function centsOf(written: string): Cents | null {
  const digits = written.replace(/[\s\u00a0\u202f€]/g, '').replace(',', '.');
  return /^\d{1,10}(?:\.\d{1,2})?$/.test(digits) ? cents(Math.round(Number(digits) * 100)) : null;
}
