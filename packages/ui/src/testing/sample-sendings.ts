/** Declarations of the samples: in every state, one rejected and put right. All invented. */
import type { DossierView, SendingView } from '@navette/device/model';
import type { Sending, SendingKind, SendingState } from '@navette/rooms/records';
import { SAMPLE_NOW, sampleId } from './sample-data.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

type Line = readonly [
  kind: SendingKind,
  title: string,
  recipient: string,
  period: string,
  daysBack: number,
  states: readonly SendingState[],
];

const LINES: readonly Line[] = [
  ['vat', 'TVA CA3 d’octobre 2026', 'DGFiP', '2026-10', 1, ['prepared', 'sent', 'received']],
  ['dsn', 'DSN mensuelle d’octobre 2026, annule et remplace', 'Net-entreprises', '2026-10', 3, ['sent', 'received', 'accepted']],
  ['dsn', 'DSN mensuelle d’octobre 2026', 'Net-entreprises', '2026-10', 5, ['prepared', 'sent', 'received', 'rejected']],
  ['pas', 'Prélèvement à la source d’octobre 2026', 'DGFiP', '2026-10', 6, ['sent', 'accepted']],
  ['corporate-tax', 'Acompte d’impôt sur les sociétés', 'DGFiP', '2026', 0.04, ['prepared']],
  ['vat', 'TVA CA3 de septembre 2026', 'DGFiP', '2026-09', 31, ['prepared', 'sent', 'received', 'accepted']],
  ['dsn', 'DSN mensuelle de septembre 2026', 'Net-entreprises', '2026-09', 46, ['prepared', 'sent', 'received', 'accepted']],
  ['annual-accounts', 'Liasse fiscale 2025', 'DGFiP', '2025', 190, ['sent', 'received', 'accepted']],
];
const REASON = 'Le numéro de sécurité sociale d’un salarié n’est pas reconnu.';

export function sampleSendings(dossiers: readonly Pick<DossierView, 'id'>[]): readonly SendingView[] {
  return dossiers
    .flatMap(({ id: dossier }, n) =>
      LINES.map(([kind, title, recipient, period, back, states], i): SendingView => {
        const first = Math.round(SAMPLE_NOW - back * DAY);
        const sending: Sending = {
          v: 1,
          kind,
          title,
          recipient,
          period,
          product: kind === 'dsn' || kind === 'pas' ? 'Paie Aubrac' : 'Fiscal Aubrac',
          reference: `${kind.toUpperCase()}-${period}-${i}`,
          ...(i === 1 ? { corrects: sampleId<string>(20 + n, 2) } : {}),
          states: states.map((state, step) => ({
            state,
            at: first + step * 4 * MINUTE,
            // The product of the first one has a clock that is wrong.
            claimed: first + step * 4 * MINUTE - (i === 0 ? 47 * MINUTE : 3_000),
            ...(state === 'rejected' ? { detail: REASON } : {}),
          })),
        };
        return { id: sampleId<string>(20 + n, i), dossier, box: kind === 'dsn' ? 'pay' : 'common', sending };
      }),
    )
    .toSorted((a, b) => (b.sending.states.at(-1)?.at ?? 0) - (a.sending.states.at(-1)?.at ?? 0));
}
