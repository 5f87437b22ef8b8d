/** What screens show until the first value comes. */
import type { DocumentPage, FollowUp, LastChoice, Observable, SyncStatus } from '@navette/device/model';
import { DEFAULT_KIND } from '@navette/domain/document-kinds';

export const QUIET: SyncStatus = { state: 'idle', problem: null, lastSyncAt: null, nextTryAt: null, waiting: 0, refused: 0 };
export const NO_PAGE: DocumentPage = { rows: [], total: 0, byState: { local: 0, sent: 0, received: 0, taken: 0, accepted: 0, refused: 0 } };
export const FIRST_CHOICE: LastChoice = { dossier: null, kind: DEFAULT_KIND };
export const NO_FOLLOW_UP: FollowUp = { decisions: 0, silences: [] };

/** For a question that is not asked: null, and never anything else. */
export const NOTHING: Observable<null> = {
  subscribe(listener) {
    listener(null);
    return () => undefined;
  },
};
