/** The firm as it registers its customers: the product, how many launches it allows, where forms are sent, what it promises. */
import { addWorkingDays } from '@navette/kernel/working-days';
import { DEFAULT_ALLOWANCE, MOST_LAUNCHES } from './launches.ts';
import { isAnnouncedInTime, type SeasonalService, type SupportOffer } from './support.ts';
import type { Terms } from './terms.ts';

/** A new key, and a first one, come within so many working days from receipt (R022, R040). */
export const KEY_WITHIN = 5;

/** @param received day the firm received the form */
export function keyDueBy(received: string): string {
  return addWorkingDays(received, KEY_WITHIN);
}

/** Where a printed form goes (R038). */
export type RegistrarContact = {
  readonly service: string;
  readonly address: string;
  readonly phone: string;
  readonly fax: string;
  readonly email: string;
};

/** A processor outside the European Union, which the notice then names (R034, G18). */
export type Processor = { readonly name: string; readonly country: string };

export type RegistrarSettings = {
  readonly product: { readonly name: string; readonly code: string; readonly version: string };
  /** Launches without a key (R006, G1). */
  readonly allowance: number;
  /** Computers one ordinary licence may be typed on; an education licence has no limit (R009, R011). */
  readonly installations: number;
  readonly contact: RegistrarContact;
  readonly terms: Terms;
  /** By default no transfer outside the European Union. */
  readonly processor: Processor | null;
  readonly offer: SupportOffer | null;
  readonly season: SeasonalService | null;
  /** Whether companies without a dossier of the firm may register, from a computer where nobody is signed in. */
  readonly standAlone: boolean;
};

export const DEFAULT_REGISTRAR: RegistrarSettings = {
  product: { name: 'Navette', code: 'NAVETTE', version: '1.0' },
  allowance: DEFAULT_ALLOWANCE,
  installations: 3,
  contact: { service: '', address: '', phone: '', fax: '', email: '' },
  terms: { version: '', text: '' },
  processor: null,
  offer: 'assistance',
  season: null,
  standAlone: false,
};

export type RegistrarProblem = 'product' | 'allowance' | 'installations' | 'contact' | 'terms' | 'processor' | 'season';

/** What keeps settings from being put in force, in the order of the form. */
export function checkRegistrar(settings: RegistrarSettings): readonly RegistrarProblem[] {
  const { product, allowance, installations, contact, terms, processor, season } = settings;
  const whole = (n: number, most: number) => Number.isInteger(n) && n >= 1 && n <= most;
  const checks: readonly (readonly [RegistrarProblem, boolean])[] = [
    ['product', product.name !== '' && product.code !== '' && product.version !== ''],
    ['allowance', whole(allowance, MOST_LAUNCHES - 35)],
    ['installations', whole(installations, 1000)],
    // A form that is printed must have somewhere to go.
    ['contact', contact.address !== '' && (contact.email !== '' || contact.fax !== '')],
    ['terms', terms.version !== '' && terms.text !== ''],
    ['processor', processor === null || (processor.name !== '' && processor.country !== '')],
    ['season', season === null || isAnnouncedInTime(season)],
  ];
  return checks.filter(([, fine]) => !fine).map(([problem]) => problem);
}
