/** Whether the key pinned at sign-in said it, for this firm: without that, nothing is believed, given back or erased (N1, D3, K5, R101). */
import { restoreActText, type RestoreAct } from '@navette/protocol/healing';
import { redactionText, type Redaction } from '@navette/protocol/redaction';
import { checkpointText, type Checkpoint } from '@navette/protocol/replication';
import type { Desk } from '../library.ts';
import type { ProofCheck } from './proofs.ts';

export async function isOurs(checkpoint: Checkpoint, { enrolment }: Desk, check: ProofCheck): Promise<boolean> {
  const { firm, signature, keyId } = checkpoint;
  return firm === enrolment.firm.id && check.signed(checkpointText(checkpoint), signature, keyId);
}

export async function areOurs(acts: readonly RestoreAct[], { enrolment }: Desk, check: ProofCheck): Promise<boolean> {
  const said = acts.map((act) => act.firm === enrolment.firm.id && check.signed(restoreActText(act), act.signature, act.keyId));
  return (await Promise.all(said)).every(Boolean);
}

export async function isOurWord(redactions: readonly Redaction[], { enrolment }: Desk, check: ProofCheck): Promise<boolean> {
  const said = redactions.map((one) => one.firm === enrolment.firm.id && check.signed(redactionText(one), one.signature, one.keyId));
  return (await Promise.all(said)).every(Boolean);
}
