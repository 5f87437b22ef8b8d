/** Signed statements of where the log stands (K4). */
import type { Clock } from '@navette/kernel/ports';
import { listHead } from '@navette/protocol/keys';
import type { Checkpoint } from '@navette/protocol/replication';
import { signCheckpoint } from '../keys/signed.ts';
import type { Directory, Keys, LogHead } from '../ports.ts';

export type Checkpoints = (head: LogHead) => Checkpoint;

/** One position is signed once under one list of keys. */
export function makeCheckpoints(parts: { readonly directory: Directory; readonly keys: Keys; readonly clock: Clock }): Checkpoints {
  const { directory, keys, clock } = parts;
  let last: Checkpoint | undefined;
  return ({ epoch, cursor, hash }) => {
    const ring = keys.now();
    if (last?.epoch === epoch && last.cursor === cursor && (last.keys ?? '') === listHead(ring.acts)) return last;
    last = signCheckpoint(ring, { firm: directory.firm().id, epoch, cursor, head: hash, at: clock.now() });
    return last;
  };
}
