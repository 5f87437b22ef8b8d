/**
 * Who read or wrote what between two days, per dossier and person (R16; GDPR articles 33 and 34: the extent of a breach). What was read
 * comes from the trace, what was written from the log itself. Ids and names; changes nothing, may run beside the server.
 */
import { dayInParis } from '@navette/kernel/dates';
import type { Traced } from '@navette/protocol/trace';
import { parseRoom } from '@navette/rooms/room-names';
import { linesIn } from '../trace/trace-book.ts';
import { onOneView } from './stored-entries.ts';
import type { StoredFolder } from './stored-folder.ts';

export type TraceOptions = {
  /** Days in Paris, both included. */
  readonly from: string;
  readonly to: string;
  readonly person: string | null;
  readonly dossier: string | null;
};
export type ExportedTrace = {
  readonly day: string;
  readonly person: string;
  readonly name: string;
  readonly dossier: string;
  readonly dossierName: string;
  readonly device: number;
  readonly what: Traced | 'wrote';
  readonly detail: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly offline: boolean;
};

const DAY = 24 * 3_600_000;

/** @returns by day, then person and dossier */
export function readTrace(stored: StoredFolder, options: TraceOptions): readonly ExportedTrace[] {
  const { identity, trace } = stored;
  const names = (sql: string) =>
    new Map(
      identity
        .prepare(sql)
        .all()
        .map((row) => [String(row['id']), String(row['name'])]),
    );
  const [people, dossiers] = [names('SELECT id, name FROM user'), names('SELECT id, name FROM dossier')];
  const { from, to, person, dossier } = options;
  const read = trace ? linesIn(trace, { from, to, user: person, dossier }, 0, Number.MAX_SAFE_INTEGER) : [];
  const rows = [
    ...read.map(({ user, dossier: place, ...line }) => ({ ...line, person: user as string, dossier: place ?? '' })),
    ...written(stored, options),
  ];
  return rows
    .map((row) => ({ ...row, name: people.get(row.person) ?? '', dossierName: dossiers.get(row.dossier) ?? '' }))
    .toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
}

type Written = Omit<ExportedTrace, 'name' | 'dossierName'>;

function written({ log }: StoredFolder, { from, to, person, dossier }: TraceOptions): Written[] {
  // Paris is never more than a day away; the day itself is worked out below.
  const [begin, end] = [Date.parse(from) - DAY, Date.parse(to) + 2 * DAY];
  const rows = new Map<string, { -readonly [K in keyof Written]: Written[K] }>();
  onOneView(log, () => {
    const entries = log.prepare(
      `SELECT r.name AS room, e.author, e.device, e.at FROM entry e JOIN room r ON r.id = e.room
       WHERE e.at >= ? AND e.at < ? AND e.author <> 'server' AND (?3 IS NULL OR e.author = ?3)`,
    );
    for (const row of entries.iterate(begin, end, person)) {
      const room = parseRoom(String(row['room']));
      const at = Number(row['at']);
      const day = dayInParis(at);
      if (!room || !('dossier' in room) || (dossier !== null && room.dossier !== dossier) || day < from || day > to) continue;
      const [author, device] = [String(row['author']), Number(row['device'])];
      const key = `${day} ${author} ${device} ${room.dossier}`;
      const known = rows.get(key);
      if (known) {
        known.count += 1;
        known.first = Math.min(known.first, at);
        known.last = Math.max(known.last, at);
      } else
        rows.set(key, {
          day,
          person: author,
          dossier: room.dossier,
          device,
          what: 'wrote',
          detail: '',
          count: 1,
          first: at,
          last: at,
          offline: false,
        });
    }
  });
  return [...rows.values()];
}

function keyOf({ day, person, dossier, what, detail }: ExportedTrace): string {
  return `${day} ${person} ${dossier} ${what} ${detail}`;
}
