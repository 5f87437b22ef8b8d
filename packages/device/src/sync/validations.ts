/**
 * Validations that were asked for, kept until the server has decided (R153): asked offline like everything else, and told as often as
 * need be, since the server does each once.
 */
import { EntryValidate, type EntryValidation } from '@navette/protocol/entries';
import type { Problem } from '@navette/protocol/version';
import type { ValidatedEntry } from '@navette/rooms/draft-records';
import { readAnswer, sendCommand } from '../accounts/commands.ts';
import type { ValidationRefusal } from '../journal-model.ts';
import type { Desk } from '../library/desk.ts';
import type { SyncProblem } from '../model.ts';
import type { Net } from '../net.ts';
import type { LocalStore } from '../store/local-store.ts';

/** Before the draft's id. */
export const VALIDATION = 'validation/';
export const VALIDATIONS = { from: VALIDATION, to: `${VALIDATION}\uffff` } as const;

export type WaitingValidation = {
  readonly asked: EntryValidation;
  /** When, by this device's clock. */
  readonly at: number;
  /** What the server has validated, until its room says so here. */
  readonly done: ValidatedEntry | null;
  readonly refused: ValidationRefusal | null;
};

/** The server will never take it, however often it is told. */
const NEVER: ReadonlySet<Problem> = new Set(['bad-request', 'forbidden', 'not-found', 'too-large']);

export async function readValidation(store: LocalStore, draft: string): Promise<WaitingValidation | null> {
  return ((await store.get('meta', VALIDATION + draft))?.value as WaitingValidation | undefined) ?? null;
}

export async function validationsIn(store: LocalStore): Promise<WaitingValidation[]> {
  return (await store.list('meta', VALIDATIONS)).map(({ value }) => value as WaitingValidation);
}

/** Those the server has not decided. */
export async function undecided(store: LocalStore): Promise<WaitingValidation[]> {
  return (await validationsIn(store)).filter(({ done, refused }) => done === null && refused === null);
}

/** Tells the server what it has not decided; what gets no answer waits for the next run. @returns what stopped it */
export async function tellValidations({ store }: Desk, net: Net): Promise<SyncProblem | null> {
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
    const standing = await readValidation(store, waiting.asked.draft);
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
