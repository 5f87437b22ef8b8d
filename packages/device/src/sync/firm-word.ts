/**
 * Whether the firm said it, by a key that the pinned one vouches for: without that, nothing is believed, given back or erased
 * (N1, D3, K3, K5, R101). What the server says now counts by the log's key of now; what was said once, by the key of its time.
 */
import { restoreActText, type RestoreAct } from '@navette/protocol/healing';
import { redactionText, type Redaction } from '@navette/protocol/redaction';
import { checkpointText, type Checkpoint } from '@navette/protocol/replication';
import type { Desk } from '../library.ts';
import type { ProofCheck } from './proofs.ts';

/** Where the log stands now. */
export async function isOurs(checkpoint: Checkpoint, { enrolment }: Desk, check: ProofCheck): Promise<boolean> {
  return checkpoint.firm === enrolment.firm.id && check.now(checkpointText(checkpoint), checkpoint);
}

/** Where it stood once, as the last backup shows. */
export async function wasOurs(checkpoint: Checkpoint, { enrolment }: Desk, check: ProofCheck): Promise<boolean> {
  return checkpoint.firm === enrolment.firm.id && check.once(checkpointText(checkpoint), checkpoint);
}

export async function areOurs(acts: readonly RestoreAct[], { enrolment }: Desk, check: ProofCheck): Promise<boolean> {
  const said = acts.map((act) => act.firm === enrolment.firm.id && check.once(restoreActText(act), act));
  return (await Promise.all(said)).every(Boolean);
}

/** A redaction tells no place in the log, and its time is the signer's own to choose: a successor takes nothing from it, distrust does. */
export async function isOurWord(redactions: readonly Redaction[], { enrolment }: Desk, check: ProofCheck): Promise<boolean> {
  const said = redactions.map((one) => one.firm === enrolment.firm.id && check.once(redactionText(one), { ...one, cursor: 0 }));
  return (await Promise.all(said)).every(Boolean);
}
