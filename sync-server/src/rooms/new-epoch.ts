/** The act that begins an epoch: a log restored from a backup goes on under another name, on the firm's signed word (K4). */
import { bytesToHex } from '@navette/kernel/bytes';
import type { FirmId } from '@navette/kernel/ids';
import type { Random } from '@navette/kernel/ports';
import { restoreActText, type RestoreAct } from '@navette/protocol/healing';
import { signed } from '../keys/signed.ts';
import type { LogHead, Signer } from '../ports.ts';

export type NewEpochFacts = {
  readonly firm: FirmId;
  /** Where the log stands in the backup. */
  readonly from: LogHead;
  readonly at: number;
  readonly backupAt: number;
  readonly why: string;
  readonly signer: Signer;
  readonly random: Random;
};

/** The signed act by which a log restored from a backup goes on under a new epoch. */
export function newEpoch({ firm, from, at, backupAt, why, signer, random }: NewEpochFacts): RestoreAct {
  const facts = {
    firm,
    epoch: bytesToHex(random.bytes(16)),
    from: from.epoch,
    cursor: from.cursor,
    head: from.hash,
    at,
    backupAt,
    why,
  };
  return signed(signer, facts, restoreActText);
}
