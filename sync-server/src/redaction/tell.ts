/** Tells a room of what the firm has erased in it, where its log does not say so yet: whoever holds it hears it with the next page (K5). */
import type { RoomName } from '@navette/rooms/room-names';
import type { Bus, RedactionBook, RoomLog } from '../ports.ts';
import type { Accept } from '../rooms/accept.ts';
import type { RoomMemory } from '../rooms/room-memory.ts';
import { covers, tellingEntry } from './carry-out.ts';

export type TellParts = {
  readonly log: RoomLog;
  readonly accept: Pick<Accept, 'forget'>;
  readonly bus: Bus;
  readonly redactions: Pick<RedactionBook, 'of'>;
};

/** @param memory of the room, whose lane the caller holds. What the room has no clocks of waits for them */
export async function tellDue({ log, accept, bus, redactions }: TellParts, name: RoomName, memory: RoomMemory): Promise<void> {
  const due = redactions.of(name).filter(({ ranges }) => covers(memory.state, ranges));
  if (due.length === 0) return;
  const entries = due.map(tellingEntry);
  const known = await log.known(entries.map(({ id }) => id));
  const missing = entries.filter(({ id }) => !known.has(id));
  if (missing.length === 0) return;
  // Read from the log again, for whoever comes after.
  accept.forget(name);
  for (const result of await log.append(missing))
    if (result.status === 'stored') bus.publish({ room: name, seq: result.entry.seq, bytes: result.entry.bytes });
}
