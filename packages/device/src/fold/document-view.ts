/** Joins the parts of a document with what the store knows of its receipt, its upload and its comments. */
import { documentState } from '@navette/domain/document-state';
import { displayName } from '@navette/kernel/display-name';
import type { DocumentKind } from '@navette/domain/document-kinds';
import type { UserId } from '@navette/kernel/ids';
import type { Booked, FileFacts } from '@navette/rooms/document-records';
import type { DocumentRow } from '../model.ts';
import type { ReceiptRow, UploadRow } from '../store/local-store.ts';
import type { KindActPart, StoredDocument } from './stored-document.ts';

export type Beside = { readonly receipt: ReceiptRow | undefined; readonly upload: UploadRow | undefined; readonly comments: number };

/** @returns null while the record itself has not come (a decision may arrive before it) */
export function documentView(stored: StoredDocument, beside: Beside): DocumentRow | null {
  const { base } = stored;
  if (!base || !stored.dossier) return null;
  // The firm has it once it has both the bytes and the record that gives them; a file given before has its receipt already.
  const arrivedAt = beside.receipt?.valid && base.acknowledged ? Math.max(beside.receipt.at, base.at) : null;
  // A receipt that came after the withdrawal is another deposit's, of the same bytes.
  const receivedAt = arrivedAt !== null && stored.withdrawn && stored.withdrawn.at < arrivedAt ? null : arrivedAt;
  const sentAt = base.acknowledged && !beside.upload ? base.at : null;
  const taken = stored.taken ?? null;
  const decision = stored.decision ?? null;
  const { kind, conflict } = resolveKind(base.deposit.kind, [...(stored.clientKinds ?? []), ...(stored.firmKinds ?? [])]);
  const { deposit } = base;
  return {
    id: stored.id,
    dossier: stored.dossier,
    box: base.box,
    year: base.year,
    // A record may come from a program that is not ours: its name is shown as ours would have kept it (F6).
    name: displayName(deposit.name),
    kind,
    kindConflict: conflict,
    type: deposit.type,
    size: deposit.size,
    hash: deposit.hash,
    ...(deposit.comment === undefined ? {} : { comment: deposit.comment }),
    ...(deposit.origin === undefined ? {} : { origin: deposit.origin }),
    capturedAt: deposit.captured,
    author: person(base.by),
    state: documentState({ sentAt, receivedAt, takenAt: taken?.at ?? null, decision }),
    sentAt,
    receivedAt,
    ...(beside.receipt?.toRenew && base.acknowledged && !stored.withdrawn ? { proofToRenew: true as const } : {}),
    takenAt: taken?.at ?? null,
    takenBy: person(taken?.by ?? null),
    decidedAt: decision?.at ?? null,
    decidedBy: person(decision?.by ?? null),
    reason: decision?.reason ?? null,
    facts: factsOf(stored),
    from: deposit.from ?? null,
    turn: turnOf(stored),
    booked: stored.booked ? { ...bookedOn(stored.booked.record), by: person(stored.booked.by) } : null,
    moved: stored.moved ? { dossier: stored.moved.dossier, document: stored.moved.document } : null,
    binnedAt: stored.binned?.at ?? null,
    retained: stored.retained ? { rule: stored.retained.rule, hold: stored.retained.hold } : null,
    verdict: verdictOf(beside.receipt),
    withdrawn: Boolean(stored.withdrawn),
    answers: deposit.answers ?? null,
    comments: beside.comments,
    delay: beside.upload?.problem ? { problem: beside.upload.problem, nextAt: beside.upload.nextAt || null } : null,
    progress: beside.upload ? beside.upload.offset : null,
    ...(beside.receipt?.erased && { erased: beside.receipt.erased }),
  };
}

/** Only of a receipt whose signature holds. */
function verdictOf(receipt: ReceiptRow | undefined): DocumentRow['verdict'] {
  const verdict = receipt?.valid ? (receipt.record as { readonly verdict?: unknown } | null)?.verdict : undefined;
  return verdict === 'clean' || verdict === 'infected' ? verdict : null;
}

/** What a person put right speaks before what was read, the firm before the client, what came later before the deposit. */
function factsOf({ base, clientFacts, firmFacts }: StoredDocument): FileFacts | null {
  const said = [firmFacts, clientFacts, base?.deposit.facts].flatMap((one) => one ?? []);
  return said.find(({ by }) => by === 'person') ?? said[0] ?? null;
}

function turnOf({ clientTurn, firmTurn }: StoredDocument): DocumentRow['turn'] {
  const said = [clientTurn, firmTurn].flatMap((one) => one ?? []).toSorted((a, b) => a.at - b.at);
  return said.at(-1)?.quarters ?? 0;
}

function bookedOn({ on, entry }: NonNullable<Booked>): { on: string; entry?: string } {
  return { on, ...(entry === undefined ? {} : { entry }) };
}

/** The server authors no document; a row it wrote has no person to show. */
export function person(by: UserId | 'server' | null): UserId | null {
  return by === 'server' ? null : by;
}

/**
 * The acts that no other act replaces speak; one alone is the kind, several that differ are a conflict in which the
 * latest is shown.
 */
export function resolveKind(
  first: DocumentKind,
  acts: readonly KindActPart[],
): { kind: DocumentKind; conflict: readonly DocumentKind[] | null } {
  const leaves = standingActs(acts);
  const latest = leaves.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).at(-1);
  if (!latest) return { kind: first, conflict: null };
  const kinds = [...new Set(leaves.map((leaf) => leaf.value))];
  return { kind: latest.value, conflict: kinds.length > 1 ? kinds : null };
}

export function standingActs(acts: readonly KindActPart[]): KindActPart[] {
  const replaced = new Set(acts.flatMap((act) => act.replaces));
  return acts.filter((act) => !replaced.has(act.id));
}
