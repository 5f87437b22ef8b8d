/** Which dossiers a page of replication gives: what a device is given of them is their reading (R16). */
import type { DeviceNumber, DossierId, UserId } from '@navette/kernel/ids';
import type { LogEntry } from '../ports.ts';
import type { TraceBook } from './trace-book.ts';

const DOSSIER = 'dossier/';
const ID_LENGTH = 36;

/** One note a dossier of the page; one's own entries that come back are no reading. */
export function tracePage(trace: Pick<TraceBook, 'note'>, user: UserId, device: DeviceNumber, entries: readonly LogEntry[]): void {
  let last = '';
  let seen: Set<string> | null = null;
  for (const { room, author } of entries) {
    if (author === user || !room.startsWith(DOSSIER)) continue;
    const dossier = room.slice(DOSSIER.length, DOSSIER.length + ID_LENGTH);
    // Entries of one dossier mostly follow one another.
    if (dossier === last) continue;
    last = dossier;
    seen ??= new Set();
    if (seen.has(dossier)) continue;
    seen.add(dossier);
    trace.note({ user, device, what: 'rooms', dossier: dossier as DossierId });
  }
}
