/** Signed statements of where the log stands (K4). */
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { Clock } from '@navette/kernel/ports';
import { checkpointText, type Checkpoint } from '@navette/protocol/replication';
import type { Directory, LogHead, Signer } from '../ports.ts';

export type Checkpoints = (head: LogHead) => Checkpoint;

/** One position is signed once. */
export function makeCheckpoints(parts: { readonly directory: Directory; readonly signer: Signer; readonly clock: Clock }): Checkpoints {
  const { directory, signer, clock } = parts;
  let last: Checkpoint | undefined;
  return ({ epoch, cursor, hash }) => {
    if (last?.epoch === epoch && last.cursor === cursor) return last;
    const facts = { firm: directory.firm().id, epoch, cursor, head: hash, at: clock.now(), keyId: signer.keyId };
    last = { ...facts, signature: bytesToBase64Url(signer.sign(checkpointText(facts))) };
    return last;
  };
}
