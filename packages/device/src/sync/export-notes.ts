/**
 * What left this device as a file, kept until the server knows of it (R16): an export is made offline like everything else.
 *
 * Whoever holds a dossier can copy it in ways no program sees: this is the trace of honest work, not a lock.
 */
import { makeId } from '@navette/kernel/ids';
import type { TraceNote } from '@navette/protocol/trace';
import type { Problem } from '@navette/protocol/version';
import { sendCommand } from '../accounts/commands.ts';
import type { Desk } from '../library/desk.ts';
import type { ExportMade } from '../model.ts';
import type { Net } from '../net.ts';
import type { Platform } from '../platform.ts';

const NOTE = 'export/';
/** A note is told by at most this many dossiers, or it is several. */
const DOSSIERS = 1000;
/** The server will never take it, however often it is told. */
const NEVER: ReadonlySet<Problem> = new Set(['bad-request', 'forbidden', 'not-found', 'too-large']);

/** Resolves when it is kept. */
export async function noteExport({ store }: Desk, platform: Platform, made: ExportMade): Promise<void> {
  const { what, items, offline } = made;
  const at = platform.clock.now();
  const dossiers = [...new Set(made.dossiers)];
  for (let from = 0; from < dossiers.length; from += DOSSIERS) {
    const id = makeId<string>(at, platform.random.bytes(10));
    const value: TraceNote = { id, what, items, dossiers: dossiers.slice(from, from + DOSSIERS), at, offline };
    await store.commit({ put: { meta: [{ key: NOTE + id, value }] } });
  }
}

/** Tells the server what it does not know yet; what fails waits for the next run. */
export async function tellExports({ store }: Desk, net: Net): Promise<void> {
  for (const { key, value } of await store.list('meta', { from: NOTE, to: `${NOTE}\uffff` })) {
    const told = await sendCommand(net, 'trace-note', value);
    if (!told.ok && (told.refusal.tag === 'unreachable' || !NEVER.has(told.refusal.problem))) return;
    await store.commit({ remove: { meta: [key] } });
  }
}
