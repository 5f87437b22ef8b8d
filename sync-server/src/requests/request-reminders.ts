/**
 * Recalls requests to the people who may answer them, at the rhythm the firm chose: in working hours of Paris, one letter a person
 * and day at most, whatever the number of requests and companies.
 *
 * A letter says how many documents are waited for and of which company, never which: titles may hold amounts and names. What is
 * noted before a letter leaves is not sent again, whatever happens then.
 */
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { nextReminder } from '@navette/domain/request-state';
import { dayInParis } from '@navette/kernel/dates';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { Clock, Log } from '@navette/kernel/ports';
import { access } from '@navette/rooms/access';
import { parseRoom, type RoomName } from '@navette/rooms/room-names';
import { inTransaction } from '../accounts/identity-database.ts';
import { errorFacts } from '../error-facts.ts';
import type { PostOffice } from '../mail/post-office.ts';
import type { Directory, RoomLog } from '../ports.ts';
import { askedRequests, type AskedRequest } from './asked-requests.ts';

export type RequestReminderParts = {
  readonly database: DatabaseSync;
  readonly log: Pick<RoomLog, 'rooms' | 'room'>;
  readonly directory: Pick<Directory, 'members' | 'membership' | 'dossiers'>;
  readonly post: PostOffice;
  readonly clock: Clock;
  readonly report: Log;
};

export type RequestReminders = {
  /** Sends what is due now. @returns letters that left */
  run(): Promise<number>;
  close(): void;
};

const HOUR = 3600_000;
const [FIRST_HOUR, LAST_HOUR] = [8, 18];
const SUNDAY_AND_SATURDAY: ReadonlySet<number> = new Set([6, 7]);

export function openRequestReminders(parts: RequestReminderParts): RequestReminders {
  const { database, log, directory, post, clock, report } = parts;
  let closed = false;

  async function run(): Promise<number> {
    const now = clock.now();
    if (!isWorkingHour(now)) return 0;
    const due = (await asked()).filter((request) => isDue(request, now));
    const byPerson = Map.groupBy(
      due.flatMap((request) => recipients(request).map((user) => ({ user, request }))),
      ({ user }) => user,
    );
    const day = dayInParis(now);
    let sent = 0;
    const told = new Set<string>();
    for (const [user, of] of byPerson) {
      if (closed || lastLetter(user) === day) continue;
      const requests = of.map(({ request }) => request);
      inTransaction(database, () => {
        database.prepare('INSERT OR REPLACE INTO request_letter (user_id, day) VALUES (?, ?)').run(user, day);
        for (const { id } of requests)
          database.prepare('INSERT OR REPLACE INTO request_reminder (request_id, at) VALUES (?, ?)').run(id, now);
      });
      const posted = await post.post(emailOf(user, requests), letterOf(requests));
      if (posted === 'sent') sent++;
      for (const { id } of requests) told.add(id);
    }
    if (told.size > 0) report('requests-reminded', { requests: told.size, letters: sent });
    return sent;
  }

  /** One dossier and box after the other: whoever asks the server something goes first. */
  async function asked(): Promise<AskedRequest[]> {
    const found: AskedRequest[] = [];
    const rooms = Map.groupBy(await log.rooms(), placeOf);
    for (const [place, names] of rooms) {
      if (place === '' || closed || !names.some((name) => parseRoom(name)?.kind === 'processing')) continue;
      try {
        found.push(...(await askedRequests(log, names)));
      } catch (error) {
        report('requests-not-read', errorFacts(error));
      }
      await setImmediate();
    }
    return found;
  }

  const lastReminder = (id: string): number | null =>
    (database.prepare('SELECT at FROM request_reminder WHERE request_id = ?').get(id)?.['at'] as number | undefined) ?? null;
  const lastLetter = (user: UserId): string | undefined =>
    database.prepare('SELECT day FROM request_letter WHERE user_id = ?').get(user)?.['day'] as string | undefined;
  const isDue = ({ id, askedAt, every }: AskedRequest, now: number): boolean => {
    // A device's clock may be years ahead: a request is no younger than this moment.
    const next = nextReminder(lastReminder(id) ?? Math.min(askedAt, now), every);
    return next !== null && next <= now;
  };

  /** Who of the company may put a document into that box. */
  function recipients({ dossier, box }: AskedRequest): UserId[] {
    return directory.members(dossier).flatMap(({ person, right }) => {
      if (right.side !== 'client') return [];
      const membership = directory.membership(person.id);
      const room = { kind: 'deposits', dossier, year: 2000, box } as const;
      return membership && access(room, membership) === 'write' ? [person.id] : [];
    });
  }

  function emailOf(user: UserId, [request]: readonly AskedRequest[]): string {
    return directory.members((request as AskedRequest).dossier).find(({ person }) => person.id === user)?.person.email ?? '';
  }

  function letterOf(requests: readonly AskedRequest[]) {
    const companies = [...new Set(requests.map(({ dossier }) => dossier))].map(
      (dossier: DossierId) => directory.dossiers().find(({ id }) => id === dossier)?.name ?? '',
    );
    const due = requests.flatMap((request) => request.due ?? []).toSorted()[0] ?? null;
    return { kind: 'requests', count: requests.length, companies, due, link: '/#/requests' } as const;
  }

  const timer = setInterval(() => {
    run().catch((error: unknown) => report('requests-not-reminded', errorFacts(error)));
  }, HOUR);
  timer.unref();
  return {
    run,
    close() {
      closed = true;
      clearInterval(timer);
    },
  };
}

function placeOf(name: RoomName): string {
  const room = parseRoom(name);
  return room?.kind === 'deposits' || room?.kind === 'processing' ? `${room.dossier}/${room.box}` : '';
}

function isWorkingHour(now: number): boolean {
  const { hour, dayOfWeek } = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('Europe/Paris');
  return hour >= FIRST_HOUR && hour <= LAST_HOUR && !SUNDAY_AND_SATURDAY.has(dayOfWeek);
}
