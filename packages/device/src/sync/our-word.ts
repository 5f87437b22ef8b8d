/** What a server says is believed on the word of the key this device has pinned, and of no other (N1, D3). */
import { restoreActText, type RestoreAct } from '@navette/protocol/healing';
import { redactionText, type Redaction } from '@navette/protocol/redaction';
import { checkpointText, type Checkpoint } from '@navette/protocol/replication';
import type { Desk } from '../library.ts';
import type { ProofCheck } from './proofs.ts';

/** Whether the pinned key says so. */
export async function isOurs(checkpoint: Checkpoint, { enrolment }: Desk, check: ProofCheck): Promise<boolean> {
  const { firm, signature, keyId } = checkpoint;
  return firm === enrolment.firm.id && check.signed(checkpointText(checkpoint), signature, keyId);
}

export async function areOurs(acts: readonly RestoreAct[], { enrolment }: Desk, check: ProofCheck): Promise<boolean> {
  const said = acts.map((act) => act.firm === enrolment.firm.id && check.signed(restoreActText(act), act.signature, act.keyId));
  return (await Promise.all(said)).every(Boolean);
}

/** Nothing is erased on anybody else's word (K5). */
export async function areOurWords(redactions: readonly Redaction[], { enrolment }: Desk, check: ProofCheck): Promise<boolean> {
  const said = redactions.map((one) => one.firm === enrolment.firm.id && check.signed(redactionText(one), one.signature, one.keyId));
  return (await Promise.all(said)).every(Boolean);
}
