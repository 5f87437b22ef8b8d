/** What a server answers about the reads of a firm, for the gallery and the tests of the trace. All invented. */
import type { CommandRefusal } from '@navette/device/model';
import { dayInParis } from '@navette/kernel/dates';
import { ok, type Result } from '@navette/kernel/result';
import { traceList, type TraceQuery, type TraceRow } from '@navette/protocol/trace';
import { ATELIER, CLAIRE, JULES, NADIA, SAMPLE_NOW, sampleId } from './sample-data.ts';

const HOUR = 3600_000;
const PLACES = [
  [ATELIER, 'Atelier Bonnefoy'],
  [sampleId<string>(3, 2), 'Aux Trois Sapins'],
  [sampleId<string>(3, 4), 'Boulangerie Chappaz'],
] as const;

function row(hoursAgo: number, who: readonly [string, string], place: 0 | 1 | 2 | null, also: Partial<TraceRow>): TraceRow {
  const last = SAMPLE_NOW - hoursAgo * HOUR;
  const [dossier, dossierName] = place === null ? [null, ''] : PLACES[place];
  return {
    day: dayInParis(last),
    person: who[0],
    name: who[1],
    side: 'staff',
    dossier,
    dossierName,
    device: 3,
    what: 'rooms',
    of: null,
    count: 1,
    first: last,
    last,
    offline: false,
    ...also,
  };
}

export const SAMPLE_TRACE: readonly TraceRow[] = (() => {
  const [nadia, jules, claire]: readonly (readonly [string, string])[] = [
    [NADIA, 'Nadia Ferrand'],
    [JULES, 'Jules Kessler'],
    [CLAIRE, 'Claire Morel'],
  ];
  const left: readonly [string, string] = [sampleId<string>(1, 9), 'Maxime Roland'];
  if (!nadia || !jules || !claire) return [];
  return [
    row(0.1, nadia, null, { what: 'trace' }),
    row(1, nadia, 0, { first: SAMPLE_NOW - 5 * HOUR, count: 41 }),
    row(1.2, claire, 0, { side: 'client', device: 8 }),
    row(2, jules, 1, { what: 'file', count: 3, first: SAMPLE_NOW - 4 * HOUR, device: 5 }),
    row(4, jules, 1, { device: 5 }),
    row(4.1, jules, null, { what: 'sign-in', device: 5 }),
    row(26, nadia, 0, { what: 'export', of: 'list', count: 134 }),
    row(27, left, 2, { side: 'left', what: 'export', of: 'files', count: 61, offline: true, device: 11 }),
    row(28, left, 2, { side: 'left', device: 11, first: SAMPLE_NOW - 30 * HOUR }),
    row(52, nadia, 2, { what: 'tray' }),
    row(53, jules, 2, { what: 'file', device: 5 }),
  ];
})();

/** @param most rows of one answer */
export function sampleTrace(most = 500) {
  return (name: string, body: unknown): Result<unknown, CommandRefusal> | undefined => {
    if (name !== traceList.name) return undefined;
    const { from, to, person, dossier, clients, after } = body as TraceQuery;
    const found = SAMPLE_TRACE.filter(
      (one) =>
        one.day >= from &&
        one.day <= to &&
        (person === null || one.person === person) &&
        (dossier === null || one.dossier === dossier) &&
        (clients || one.side !== 'client'),
    );
    return ok({ rows: found.slice(after, after + most), more: found.length > after + most, years: 10 });
  };
}
