/**
 * What the demonstration's payroll and tax products told of in the last months: DSN, withholding tax, VAT; one DSN rejected,
 * and put right the day after (R072). All invented; days only, no clock.
 */
import type { SendingKind, SendingState } from '@navette/rooms/records';
import { addDays, dayOf, frenchMonth, workingDay, type IsoDay } from './calendar-days.ts';
import type { DemoCompanyCode } from './demo-companies.ts';

export type DemoSending = {
  readonly company: DemoCompanyCode;
  readonly kind: SendingKind;
  readonly title: string;
  readonly recipient: string;
  readonly period: string;
  readonly product: string;
  readonly reference: string;
  /** Reference of the one it puts right. */
  readonly corrects?: string;
  readonly states: readonly { readonly state: SendingState; readonly on: IsoDay; readonly detail?: string }[];
};

const MONTHS_BACK = 6;

/** In the order of time; what would come after `today` is left out. */
export function demoSendings(today: IsoDay): readonly DemoSending[] {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const all: DemoSending[] = [];
  for (let back = MONTHS_BACK; back >= 0; back--) {
    const at = new Date(Date.UTC(year, month - 1 - back, 1));
    const day = (number: number) => workingDay(dayOf(at.getUTCFullYear(), at.getUTCMonth() + 1, number));
    const of = addDays(dayOf(at.getUTCFullYear(), at.getUTCMonth() + 1, 1), -1);
    all.push(...ofMonth(of, day));
  }
  const known = all.map((one) => ({ ...one, states: one.states.filter(({ on }) => on < today) })).filter(({ states }) => states.length > 0);
  return withRejection(known, today);
}

function ofMonth(of: IsoDay, day: (number: number) => IsoDay): DemoSending[] {
  const month = frenchMonth(of);
  const ofIt = /^[aeiouàâéèêîôû]/i.test(month) ? `d’${month}` : `de ${month}`;
  const period = of.slice(0, 7);
  const payroll = (company: DemoCompanyCode): DemoSending[] => [
    {
      company,
      kind: 'dsn',
      title: `DSN mensuelle ${ofIt}`,
      recipient: 'Net-entreprises',
      period,
      product: 'Paie Aubrac',
      reference: `DSN-${company}-${period}`,
      states: [
        { state: 'prepared', on: day(3) },
        { state: 'sent', on: day(4) },
        { state: 'received', on: day(4) },
        { state: 'accepted', on: addDays(day(4), 1) },
      ],
    },
    {
      company,
      kind: 'pas',
      title: `Prélèvement à la source ${ofIt}`,
      recipient: 'DGFiP',
      period,
      product: 'Paie Aubrac',
      reference: `PAS-${company}-${period}`,
      states: [
        { state: 'sent', on: day(4) },
        { state: 'accepted', on: addDays(day(4), 2) },
      ],
    },
  ];
  const vat = (company: DemoCompanyCode): DemoSending => ({
    company,
    kind: 'vat',
    title: `TVA CA3 ${ofIt}`,
    recipient: 'DGFiP',
    period,
    product: 'Fiscal Aubrac',
    reference: `CA3-${company}-${period}`,
    states: [
      { state: 'prepared', on: day(16) },
      { state: 'sent', on: day(18) },
      { state: 'received', on: day(18) },
      { state: 'accepted', on: addDays(day(18), 1) },
    ],
  });
  return [...payroll('bonnefoy'), ...payroll('teppes'), vat('bonnefoy'), vat('teppes'), vat('delorme')];
}

/** The last DSN of Atelier Bonnefoy that came to its end did not end well, and another one puts it right. */
function withRejection(sendings: readonly DemoSending[], today: IsoDay): readonly DemoSending[] {
  const last = sendings
    .filter(({ company, kind, states }) => company === 'bonnefoy' && kind === 'dsn' && states.at(-1)?.state === 'accepted')
    .at(-1);
  const end = last?.states.at(-1);
  if (!last || !end) return sendings;
  const rejected: DemoSending = {
    ...last,
    states: [
      ...last.states.slice(0, -1),
      {
        state: 'rejected',
        on: end.on,
        detail: 'Le numéro de sécurité sociale d’un salarié n’est pas reconnu. Corrigez-le dans le logiciel de paie.',
      },
    ],
  };
  const correction: DemoSending = {
    ...last,
    title: `${last.title}, annule et remplace`,
    reference: `${last.reference}-R`,
    corrects: last.reference,
    states: [
      { state: 'sent', on: addDays(end.on, 1) },
      { state: 'received', on: addDays(end.on, 1) },
    ],
  };
  return [...sendings.map((one) => (one === last ? rejected : one)), ...(addDays(end.on, 1) < today ? [correction] : [])];
}
