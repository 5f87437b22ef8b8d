/**
 * The tags a sentence must exist for. Those of the layers below are taken from them; those of the device, which stands
 * above, are written out: a screen that indexes a table with the device's own type does not compile when one is missing.
 */
import type { DocumentKind } from '@navette/domain/document-kinds';
import type { DocumentState } from '@navette/domain/document-state';
import type { PUSH_REFUSALS } from '@navette/protocol/replication';
import type { Problem } from '@navette/protocol/version';

export type { DocumentKind, DocumentState, Problem };
export type PushRefusal = (typeof PUSH_REFUSALS)[number];

export type CaptureProblemTag =
  | 'session-expired'
  | 'not-found'
  | 'elsewhere'
  | 'redirected'
  | 'too-large'
  | 'empty'
  | 'offline'
  | 'page-refused'
  | 'interrupted';
export type SyncProblemTag =
  | 'offline'
  | 'server-down'
  | 'server-error'
  | 'sign-in-needed'
  | 'server-full'
  | 'dossier-full'
  | 'activation-needed'
  | 'erased'
  | 'infected'
  | 'server-busy'
  | 'too-large'
  | 'forbidden'
  | 'copied-device'
  | 'other-server'
  | 'client-too-old'
  | 'file-damaged'
  | 'device-full'
  | 'device-error';

/** Amounts and moments are given to a sentence already written. */
export type RefusalFigures = { readonly size?: string; readonly limit?: string; readonly count?: number; readonly wait?: string };
export type RefusalTag =
  | 'file-empty'
  | 'file-unreadable'
  | 'file-too-large'
  | 'too-many-files'
  | 'store-full'
  | 'store-unavailable'
  | 'not-allowed'
  | 'unknown-document'
  | 'too-late'
  | 'wrong-credentials'
  | 'factor-needed'
  | 'too-many-tries'
  | 'unreachable'
  | 'not-navette'
  | 'managed-address'
  | 'key-changed';
