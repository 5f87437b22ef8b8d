/**
 * Tells the server of the validations that wait (R153): asked offline like everything else, and told as often as need be, since the
 * server does each once.
 */
import { EntryValidate } from '@navette/protocol/entries';
import type { Problem } from '@navette/protocol/version';
import { readAnswer, sendCommand } from '../accounts/commands.ts';
import type { Desk } from '../library/desk.ts';
import type { SyncProblem } from '../model.ts';
import type { Net } from '../net.ts';
import { VALIDATION, validationsIn, type WaitingValidation } from './waiting-validations.ts';

/** The server will never take it, however often it is told. */
const NEVER: ReadonlySet<Problem> = new Set(['bad-request', 'forbidden', 'not-found', 'too-large']);

/** Tells the server what it has not decided; what gets no answer waits for the next run. @returns what stopped it */
export async function tellValidations({ store }: Pick<Desk, 'store'>, net: Net): Promise<SyncProblem | null> {
  for (const waiting of await validationsIn(store)) {
    const key = VALIDATION + waiting.asked.draft;
    if (waiting.done !== null) {
      const rows = await store.list('entries', { index: 'dossier', from: waiting.asked.dossier, to: waiting.asked.dossier });
      if (rows.some(({ draft }) => draft === waiting.asked.draft)) await store.commit({ remove: { meta: [key] } });
      continue;
    }
    if (waiting.refused !== null) continue;
    const sent = await sendCommand(net, EntryValidate.name, waiting.asked);
    const told = readAnswer(EntryValidate, sent.ok ? { ok: true, value: sent.value.said } : sent);
    if (!told.ok && (told.refusal.tag === 'unreachable' || !NEVER.has(told.refusal.problem))) return 'server-busy';
    // Taken back or asked anew meanwhile: the answer is of another request.
    const standing = (await store.get('meta', key))?.value as WaitingValidation | undefined;
    if (standing?.asked.id !== waiting.asked.id) continue;
    const value: WaitingValidation = !told.ok
      ? { ...waiting, refused: 'forbidden' }
      : told.value.outcome === 'refused'
        ? { ...waiting, refused: told.value.why }
        : { ...waiting, done: told.value.record };
    await store.commit({ put: { meta: [{ key, value }] } });
  }
  return null;
}
