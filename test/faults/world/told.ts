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
  /** People who lost a right or erased a device: for what they had sent, the server answers. */
  readonly leftToServer = new Set<UserId>();
  /** What only the server had when its disk was lost: files by id, their bytes by hash, comments by text, acts by document and facet. Nobody can bring it back. */
  readonly lost = new Set<string>();

  /** Documents the firm has erased, and words of comments that went with them: nothing else of them is promised. */
  readonly erased = new Set<string>();

  leaveToServer(user: UserId): void {
    this.leftToServer.add(user);
  }

  /**
   * @param isHeld whether any device, or the server as it is now, holds something that says this
   * @param hasBytes whether the server has the file, or a device that would send it again
   */
  loseWhatNobodyHolds(isHeld: (words: string) => boolean, hasBytes: (file: ToldFile) => boolean): void {
    const said: readonly (readonly [UserId, string])[] = [
      ...[...this.files.values()].map(({ user, id }) => [user, id] as const),
      ...this.comments.map(({ user, text }) => [user, text] as const),
      ...this.acts.map((act) => [act.user, wordsOf(act)] as const),
    ];
    for (const [user, words] of said) if (this.leftToServer.has(user) && !isHeld(words)) this.lost.add(words);
    for (const file of this.files.values()) if (this.leftToServer.has(file.user) && !hasBytes(file)) this.lost.add(file.hash);
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

/** The key under which an act stands begins with this. */
export function wordsOf({ document, facet }: Pick<ToldAct, 'document' | 'facet'>): string {
  return `${document}/${facet}`;
}

export function hashOfText(text: string): BlobHash {
  return createHash('sha256').update(text).digest('hex') as BlobHash;
}
