/**
 * What a registered customer may ask of the firm's support, as the general terms say it: hours and entitlements, as data.
 *
 * No registration, no telephone support (R010).
 */
import { isWorkingDay } from '@navette/kernel/working-days';
import { dayInParis } from '@navette/kernel/dates';

export const SUPPORT_OFFERS = ['platine', 'premier', 'privileges', 'assistance'] as const;
export type SupportOffer = (typeof SUPPORT_OFFERS)[number];

/** Europe/Paris, Monday to Friday, public holidays left out (R048, R078). */
export const PHONE_HOURS = { from: 9, to: 18 } as const;

/** Products whose owners may ask the online assistant, day and night, as often as they like (R049). */
const ONLINE_PRODUCTS: ReadonlySet<string> = new Set(['WCPTF', 'WFACF']);
/** The product the seasonal service is about (R050). */
const SEASONAL_PRODUCT = 'WPAYE';

/** A service of some weeks a year: the yearly declaration of payroll (R050). */
export type SeasonalService = { readonly name: string; readonly from: string; readonly to: string; readonly announced: string };

export type Entitlements = {
  /** Calls without a limit of number, in every offer (R048). */
  readonly phone: 'unlimited' | 'none';
  readonly online: 'unlimited' | 'none';
  readonly seasonal: 'free' | 'paid' | 'none';
};

export type Customer = { readonly registered: boolean; readonly offer: SupportOffer | null; readonly product: string };

export function entitlements({ registered, offer, product }: Customer): Entitlements {
  return {
    phone: registered && offer !== null ? 'unlimited' : 'none',
    online: registered && ONLINE_PRODUCTS.has(product) ? 'unlimited' : 'none',
    seasonal: registered && offer !== null && product === SEASONAL_PRODUCT ? SEASONAL[offer] : 'none',
  };
}

const SEASONAL: Record<SupportOffer, Entitlements['seasonal']> = {
  platine: 'free',
  premier: 'paid',
  privileges: 'paid',
  assistance: 'none',
};

/** Whether the telephone is answered at a moment. */
export function isPhoneOpen(moment: number): boolean {
  const { hour } = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO('Europe/Paris');
  return isWorkingDay(dayInParis(moment)) && hour >= PHONE_HOURS.from && hour < PHONE_HOURS.to;
}

/** A season is announced one month before it starts at the latest, and ends after it began. */
export function isAnnouncedInTime({ from, to, announced }: SeasonalService): boolean {
  const latest = Temporal.PlainDate.from(from).subtract({ months: 1 }).toString();
  return announced <= latest && from <= to;
}
