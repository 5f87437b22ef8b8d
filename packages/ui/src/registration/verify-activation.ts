/** A signed activation checked on this device, without asking anyone (K1): its signature first, then what it says. */
import { activationText, judgeActivation, type ActivationRefusal } from '@navette/domain/registration/activation';
import { base64UrlToBytes } from '@navette/kernel/bytes';
import { dayInParis } from '@navette/kernel/dates';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { readActivation, type Registrar, type SignedActivation } from '@navette/protocol/registration';

export type SignedRefusal = ActivationRefusal | 'unreadable' | 'tampered';

/**
 * @param pasted the block, with anything around it
 * @param licence the one this installation has said, where it has
 */
export async function verifyActivation(
  pasted: string,
  { firm, product, activationKey, formerKeys }: Registrar,
  licence: string | null,
  now: number,
): Promise<Result<SignedActivation, SignedRefusal>> {
  const activation = readActivation(pasted);
  if (activation === undefined) return refuse('unreadable');
  // Another firm's is signed with another key: said for what it is.
  if (activation.firm !== firm.id) return refuse('other-firm');
  const key = [activationKey, ...formerKeys].find(({ keyId }) => keyId === activation.keyId);
  if (!key || !(await isSigned(activation, key.publicKey))) return refuse('tampered');
  const refusal = judgeActivation(activation, { firm: firm.id, product: product.code, version: product.version, licence }, dayInParis(now));
  return refusal === null ? ok(activation) : refuse(refusal);
}

async function isSigned({ signature, ...facts }: SignedActivation, publicKey: string): Promise<boolean> {
  const [raw, bytes] = [base64UrlToBytes(publicKey), base64UrlToBytes(signature)];
  if (raw === undefined || bytes === undefined) return false;
  try {
    const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, bytes, new TextEncoder().encode(activationText(facts)));
  } catch {
    return false;
  }
}
