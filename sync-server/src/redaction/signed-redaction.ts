/**
 * The firm's word that something is erased, and the seal over what was done in the log: both signed with the log's key (K5), and
 * judged by the list of keys, since either may be older than the key of now (K3).
 *
 * The word (`Redaction`) speaks of clocks and files, and is told to devices. The act speaks of entries of this log: which of them stand
 * there in a redacted form, and what that form is; without it, `navette verify` takes a redacted entry for a damaged one.
 */
import type { FirmId } from '@navette/kernel/ids';
import { Redaction, redactionText } from '@navette/protocol/redaction';
import * as v from 'valibot';
import type { KeyBook } from '../keys/key-book.ts';
import { signed } from '../keys/signed.ts';
import type { Signer } from '../ports.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const RedactionAct = v.object({
  redaction: Redaction,
  /** SHA-256 of the form that stands at each cursor. */
  entries: v.array(v.object({ cursor: count, id: v.string(), sum: v.string() })),
  /** Server time at which it was done in this log: again after a restore. */
  at: count,
  /** Absent in acts of before there was a list of keys: the one that signed the redaction. */
  keyId: v.exactOptional(v.string()),
  signature: v.string(),
});
export type RedactionAct = v.InferOutput<typeof RedactionAct>;

export function signRedaction(facts: Omit<Redaction, 'keyId' | 'signature'>, signer: Signer): Redaction {
  return signed(signer, facts, redactionText);
}

/** Whether the firm said it. It tells no place in the log, and its time is the signer's own to choose: a successor takes nothing from it, distrust does. */
export function isOurRedaction(redaction: Redaction, firm: FirmId, book: KeyBook): boolean {
  return redaction.firm === firm && book.said('log', redactionText(redaction), redaction, redaction.at, NO_PLACE);
}

/** The same of one that somebody hands back: whoever has stolen a key could have dated it as they like. */
export function isOurHandedBack(redaction: Redaction, firm: FirmId, book: KeyBook): boolean {
  return book.find('log', redaction.keyId)?.distrusted === null && isOurRedaction(redaction, firm, book);
}

export function sealAct(facts: Omit<RedactionAct, 'keyId' | 'signature'>, signer: Signer): RedactionAct {
  return signed(signer, facts, actText);
}

/** @returns the act, or null for one that is not the firm's or says nothing that can be read */
export function readAct(text: string, firm: FirmId, book: KeyBook): RedactionAct | null {
  const act = parseAct(text);
  return act && isOurRedaction(act.redaction, firm, book) && isOurSeal(act, book) ? act : null;
}

/** What it says, whoever signed it; null for what cannot be read. */
function parseAct(text: string): RedactionAct | null {
  try {
    const parsed = v.safeParse(RedactionAct, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

function isOurSeal(act: RedactionAct, book: KeyBook): boolean {
  const { at, signature, keyId = act.redaction.keyId } = act;
  return book.said('log', actText(act), { keyId, signature }, at, NO_PLACE);
}

const NO_PLACE = 0;

function actText({ redaction, entries, at }: Omit<RedactionAct, 'keyId' | 'signature'>): string {
  return [
    'navette-redaction-act-v1',
    redaction.id,
    redaction.signature,
    at,
    ...entries.map(({ cursor, id, sum }) => `entry ${cursor} ${id} ${sum}`),
    '',
  ].join('\n');
}
