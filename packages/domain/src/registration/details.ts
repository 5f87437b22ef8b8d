/**
 * The registration form: its fields, which of them must be filled in (R025, R028), and what is wrong with what was typed.
 *
 * The purchase date and the licence number never come from the SIRET (R027): `withCompany` fills in neither.
 */
import { isSiret } from '../identifiers.ts';
import { readSiret } from './siret.ts';

export const LEGAL_FORMS = [
  'sole-trader',
  'eurl',
  'sarl',
  'sasu',
  'sas',
  'sa',
  'snc',
  'civil-company',
  'association',
  'public-body',
  'other',
] as const;
export type LegalForm = (typeof LEGAL_FORMS)[number];

export const BUSINESS_TYPES = [
  'craft',
  'trade',
  'services',
  'profession',
  'industry',
  'farming',
  'education',
  'association',
  'other',
] as const;
export type BusinessType = (typeof BUSINESS_TYPES)[number];

export type RegistrationDetails = {
  /** 'YYYY-MM-DD'. */
  readonly purchaseDate: string;
  readonly licence: string;
  readonly outlet: string;
  readonly existingCustomer: boolean;
  readonly clientCode: string;
  readonly company: string;
  readonly lastName: string;
  readonly firstName: string;
  readonly address: string;
  /** Postal code and town. */
  readonly town: string;
  readonly country: string;
  readonly phone: string;
  readonly fax: string;
  readonly email: string;
  readonly siret: string;
  readonly ape: string;
  readonly employees: string;
  readonly legalForm: LegalForm | '';
  readonly businessType: BusinessType | '';
  readonly accountantName: string;
  readonly accountantEmail: string;
  /** "Non" unless they said otherwise (R042). */
  readonly recommended: boolean;
};

export type DetailField = keyof RegistrationDetails;

export const EMPTY_DETAILS: RegistrationDetails = {
  purchaseDate: '',
  licence: '',
  outlet: '',
  existingCustomer: false,
  clientCode: '',
  company: '',
  lastName: '',
  firstName: '',
  address: '',
  town: '',
  country: 'France',
  phone: '',
  fax: '',
  email: '',
  siret: '',
  ape: '',
  employees: '',
  legalForm: '',
  businessType: '',
  accountantName: '',
  accountantEmail: '',
  recommended: false,
};

/** Shown in bold with a star (R025). The client code joins them for an existing customer (R028). */
export const MANDATORY: readonly DetailField[] = ['purchaseDate', 'licence', 'company', 'address', 'town', 'phone'];

export function isMandatory(field: DetailField, details: Pick<RegistrationDetails, 'existingCustomer'>): boolean {
  return MANDATORY.includes(field) || (field === 'clientCode' && details.existingCustomer);
}

export type DetailProblem =
  | 'missing'
  | 'no-date'
  | 'future'
  | 'licence'
  | 'client-code'
  | 'town'
  | 'phone'
  | 'email'
  | 'siret'
  | 'ape'
  | 'employees'
  | 'too-long';

/** Characters a field may hold. */
export const LONGEST_DETAIL = 120;
const SPACES = /[\s\u00a0\u202f]/g;

/** Nine digits, as on the invoice. */
export function readLicence(typed: string): string | undefined {
  const digits = typed.replaceAll(SPACES, '');
  return /^\d{9}$/.test(digits) ? digits : undefined;
}

/** `40 118 2297`. */
export function printLicence(licence: string): string {
  return licence.replace(/^(\d{2})(\d{3})(\d{4})$/, '$1\u202f$2\u202f$3');
}

/** Letters and digits, in capitals. */
export function readClientCode(typed: string): string | undefined {
  const code = typed.replaceAll(SPACES, '').toUpperCase();
  return /^[A-Z0-9]{3,20}$/.test(code) ? code : undefined;
}

/** `43.32A`. */
export function readApe(typed: string): string | undefined {
  const [, group, rest] = /^(\d{2})\.?(\d{2}[A-Z])$/.exec(typed.replaceAll(SPACES, '').toUpperCase()) ?? [];
  return group === undefined ? undefined : `${group}.${rest}`;
}

/** An address that a letter can be sent to: no more is asked of it here than of any other. */
export function isEmail(text: string): boolean {
  return /^[^\s@"(),:;<>[\\\]]+@[^\s@"(),:;<>[\\\]]+\.[^\s@.]{2,}$/.test(text) && text.length <= LONGEST_DETAIL;
}

/**
 * What has to be put right before the form can go, field by field in the order of the form.
 * @param today the device's day: something bought tomorrow is a typing error
 */
export function checkDetails(details: RegistrationDetails, today: string): ReadonlyMap<DetailField, DetailProblem> {
  const found = new Map<DetailField, DetailProblem>();
  for (const field of Object.keys(EMPTY_DETAILS) as DetailField[]) {
    const value = details[field];
    if (typeof value !== 'string') continue;
    const text = value.trim();
    const problem =
      text === ''
        ? isMandatory(field, details)
          ? 'missing'
          : null
        : text.length > LONGEST_DETAIL
          ? 'too-long'
          : problemOf(field, text, details, today);
    if (problem !== null) found.set(field, problem);
  }
  return found;
}

function problemOf(field: DetailField, text: string, { country }: RegistrationDetails, today: string): DetailProblem | null {
  switch (field) {
    case 'purchaseDate':
      if (!isDay(text)) return 'no-date';
      return text > today ? 'future' : null;
    case 'licence':
      return readLicence(text) === undefined ? 'licence' : null;
    case 'clientCode':
      return readClientCode(text) === undefined ? 'client-code' : null;
    case 'town':
      return /^france$/i.test(country.trim() || 'France') && !/^\d{5}\s+\S/.test(text) ? 'town' : null;
    case 'phone':
    case 'fax':
      return /^\+?[\d\s().\u00a0\u202f-]{6,}$/.test(text) && text.replaceAll(/\D/g, '').length >= 6 ? null : 'phone';
    case 'email':
    case 'accountantEmail':
      return isEmail(text) ? null : 'email';
    case 'siret':
      return readSiret(text).ok ? null : 'siret';
    case 'ape':
      return readApe(text) === undefined ? 'ape' : null;
    case 'employees':
      return /^\d{1,6}$/.test(text.replaceAll(SPACES, '')) ? null : 'employees';
    default:
      return null;
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

/** As they go to the firm: trimmed, numbers in their one form. Only what `checkDetails` found nothing in. */
export function tidyDetails(details: RegistrationDetails): RegistrationDetails {
  const tidy = Object.fromEntries(
    Object.entries(details).map(([field, value]) => [field, typeof value === 'string' ? value.trim().replaceAll(/\s+/g, ' ') : value]),
  ) as RegistrationDetails;
  const siret = tidy.siret.replaceAll(/\D/g, '');
  return {
    ...tidy,
    licence: readLicence(tidy.licence) ?? tidy.licence,
    clientCode: readClientCode(tidy.clientCode) ?? tidy.clientCode,
    ape: readApe(tidy.ape) ?? tidy.ape,
    siret: isSiret(siret) ? siret : tidy.siret,
    country: tidy.country || 'France',
  };
}

/** What a register of companies knows of one establishment. */
export type Company = {
  readonly name: string;
  readonly address: string;
  readonly town: string;
  readonly ape: string | null;
  readonly legalForm: LegalForm | null;
};

/** The fields that a recognised SIRET fills in: never the purchase date nor the licence number (R019, R027). */
export function withCompany(details: RegistrationDetails, siret: string, company: Company): RegistrationDetails {
  return {
    ...details,
    siret,
    company: company.name || details.company,
    address: company.address || details.address,
    town: company.town || details.town,
    ape: company.ape ?? details.ape,
    legalForm: company.legalForm ?? details.legalForm,
    country: 'France',
  };
}

/** How many fields were filled in from the SIRET, for saying so. */
export function filledFields(company: Company): number {
  return [company.name, company.address, company.town, company.ape, company.legalForm].filter((value) => value !== null && value !== '')
    .length;
}

/** INSEE's legal category of a company, as far as the form distinguishes them. */
export function legalFormOf(category: string): LegalForm {
  const known = LEGAL_CATEGORIES.find(([start]) => category.startsWith(start));
  return known?.[1] ?? 'other';
}

const LEGAL_CATEGORIES: readonly (readonly [string, LegalForm])[] = [
  ['1', 'sole-trader'],
  ['5202', 'snc'],
  ['5498', 'eurl'],
  ['54', 'sarl'],
  ['5720', 'sasu'],
  ['57', 'sas'],
  ['55', 'sa'],
  ['56', 'sa'],
  ['65', 'civil-company'],
  ['92', 'association'],
  ['7', 'public-body'],
  ['4', 'public-body'],
];
