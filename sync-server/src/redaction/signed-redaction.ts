/**
 * The firm's word that something is erased, and the seal over what was done in the log: both signed with the firm's key (K5).
 *
 * The word (`Redaction`) speaks of clocks and files, and is told to devices. The act speaks of entries of this log: which of them stand
 * there in a redacted form, and what that form is; without it, `navette verify` takes a redacted entry for a damaged one.
 */
import { base64UrlToBytes, bytesEqual, bytesToBase64Url } from '@navette/kernel/bytes';
import type { FirmId } from '@navette/kernel/ids';
import { Redaction, redactionText } from '@navette/protocol/redaction';
import * as v from 'valibot';
import type { Signer } from '../ports.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const RedactionAct = v.object({
  redaction: Redaction,
  /** SHA-256 of the form that stands at each cursor. */
  entries: v.array(v.object({ cursor: count, id: v.string(), sum: v.string() })),
  /** Server time at which it was done in this log: again after a restore. */
  at: count,
  signature: v.string(),
});
export type RedactionAct = v.InferOutput<typeof RedactionAct>;

export function signRedaction(facts: Omit<Redaction, 'keyId' | 'signature'>, signer: Signer): Redaction {
  const whole = { ...facts, keyId: signer.keyId };
  return { ...whole, signature: bytesToBase64Url(signer.sign(redactionText(whole))) };
}

/** Whether this firm's key said it. Ed25519 signs the same text alike each time. */
export function isOurRedaction(redaction: Redaction, firm: FirmId, signer: Signer): boolean {
  const { signature, ...facts } = redaction;
  return redaction.firm === firm && redaction.keyId === signer.keyId && isSignature(signature, redactionText(facts), signer);
}

export function sealAct(facts: Omit<RedactionAct, 'signature'>, signer: Signer): RedactionAct {
  return { ...facts, signature: bytesToBase64Url(signer.sign(actText(facts))) };
}

/** @returns the act, or null for one that is not the firm's or says nothing that can be read */
export function readAct(text: string, firm: FirmId, signer: Signer): RedactionAct | null {
  try {
    const parsed = v.safeParse(RedactionAct, JSON.parse(text));
    if (!parsed.success) return null;
    const { signature, ...facts } = parsed.output;
    return isOurRedaction(facts.redaction, firm, signer) && isSignature(signature, actText(facts), signer) ? parsed.output : null;
  } catch {
    return null;
  }
}

function actText({ redaction, entries, at }: Omit<RedactionAct, 'signature'>): string {
  return [
    'navette-redaction-act-v1',
    redaction.id,
    redaction.signature,
    at,
    ...entries.map(({ cursor, id, sum }) => `entry ${cursor} ${id} ${sum}`),
    '',
  ].join('\n');
}

function isSignature(given: string, text: string, signer: Signer): boolean {
  const bytes = base64UrlToBytes(given);
  return bytes !== undefined && bytesEqual(bytes, signer.sign(text));
}
