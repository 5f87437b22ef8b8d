/**
 * What people were told, and what they may expect from it: the oracle's memory.
 *
 * 'asked': the device died before it answered; done or not, never half. 'saved': it must be somewhere its person can see.
 */
import { createHash } from 'node:crypto';
import type { BlobHash, DocumentId, DossierId, UserId } from '@navette/kernel/ids';

export type ToldFile = {
  readonly id: DocumentId;
  readonly hash: BlobHash;
  readonly bytes: string;
  /** Whose disk it was saved on. */
  device: string;
  readonly store: string;
  readonly user: UserId;
  state: 'asked' | 'saved' | 'refused';
  /** Given to a dossier: what a tray holds is sent to nobody. */
  given: 'no' | 'asked' | DossierId;
  undone: 'no' | 'asked' | 'done';
  undoneOn: string;
  /** Its person lost a right, or erased this device once everything was sent: only the server has it now. */
  leftToServer: boolean;
};
export type ToldText = {
  readonly text: string;
  device: string;
  readonly store: string;
  readonly user: UserId;
  state: 'asked' | 'saved' | 'refused';
};
export type ToldAct = {
  readonly document: DocumentId;
  readonly facet: 'kind~' | 'taken' | 'decision';
  device: string;
  readonly store: string;
  readonly user: UserId;
  state: 'asked' | 'saved' | 'refused';
};

export class Told {
  readonly files = new Map<DocumentId, ToldFile>();
  readonly comments: ToldText[] = [];
  readonly acts: ToldAct[] = [];
  readonly leftToServer = new Set<UserId>();

  /** From now on only the server answers for what this person had sent. */
  leaveToServer(user: UserId): void {
    this.leftToServer.add(user);
    for (const file of this.files.values()) if (file.user === user) file.leftToServer = true;
  }

  /** The disk went back in time: what it had saved since is nobody's promise any more. */
  doubt(device: string, still: (id: DocumentId) => boolean): void {
    for (const file of this.files.values()) if (file.device === device && file.state === 'saved' && !still(file.id)) file.state = 'asked';
    for (const one of [...this.comments, ...this.acts]) if (one.device === device && one.state === 'saved') one.state = 'asked';
    for (const file of this.files.values()) {
      if (file.undoneOn === device && file.undone === 'done') file.undone = 'asked';
      if (file.device !== device) continue;
      if (file.given !== 'no') file.given = 'asked';
    }
  }
}

export function hashOfText(text: string): BlobHash {
  return createHash('sha256').update(text).digest('hex') as BlobHash;
}
