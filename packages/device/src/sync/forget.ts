/**
 * The rooms, rows and files that only lost scopes opened leave this device, with the work that was handed in (`leave.ts`).
 * What was not handed in stays: an update that came meanwhile, and a file whose record was sent but whose bytes were not
 * is a capture again (I13). Safe to repeat.
 */
import { parseRoom, roomName, scopeOf, type RoomName } from '@navette/rooms/room-names';
import type { BlobHash, CommentId, DocumentId } from '@navette/kernel/ids';
import { captureAgain } from '../capture/capture-again.ts';
import type { Desk } from '../library/desk.ts';
import type { Capture } from '../model.ts';
import { pastOf } from '../rooms/room-past.ts';
import { isLost } from './epochs.ts';
import { readPosition } from './position.ts';
import { redactionKeys, storedRedactions } from './redactions.ts';
import { VALIDATION, validationsIn } from './waiting-validations.ts';
import { mergeChanges } from '../store/merge-changes.ts';
import type { Change, UpdateRow } from '../store/local-store.ts';

/** Kinds of room by which a person sees the documents of a box. */
const SHOWING = new Set(['deposits', 'processing', 'receipts']);

/**
 * @param kept the scopes the person may still read
 * @param handed ids of updates, and documents, that the firm's tray has acknowledged
 * @param beside written in the same commit
 */
export async function forgetScopes(
  desk: Desk,
  lost: readonly string[],
  kept: readonly string[],
  handed: { readonly ids: ReadonlySet<string>; readonly documents: ReadonlySet<DocumentId> },
  beside: Change,
): Promise<void> {
  const { store, book } = desk;
  const gone = new Set(lost);
  const boxes = new Set(lost.flatMap(boxOf));
  for (const box of kept.flatMap(boxOf)) boxes.delete(box);

  const { epochs } = await readPosition(desk);
  const updates = (await store.list('updates')).filter(
    (row) => ((row.acknowledged && !isLost(row, epochs)) || handed.ids.has(row.id)) && isIn(row.room, gone),
  );
  const all = await store.list('documents');
  const documents = all.filter(
    (row) => (row.base?.acknowledged || handed.documents.has(row.id)) && boxes.has(`${row.dossier}/${row.base?.box}`),
  );
  const ids = new Set(documents.map((row) => row.id));
  const uploads = (await store.list('uploads')).filter((row) => ids.has(row.document));
  const unsent = new Set(uploads.map((row) => row.document));
  const again = documents
    .filter((row) => unsent.has(row.id) && !handed.documents.has(row.id))
    .map(captureAgain)
    .filter((capture): capture is Capture => capture !== null);
  const captures = await store.list('captures');
  const taken = captures.filter((row) => handed.documents.has(row.id));

  const published = await store.list('archive');
  const archived = published.filter((row) => gone.has(`dossier/${row.dossier}/archive/${row.box}`));
  const needed = new Set<BlobHash | null | undefined>(
    [
      ...published.filter((row) => !archived.includes(row)),
      ...all.filter((row) => !ids.has(row.id)),
      ...captures.filter((row) => !handed.documents.has(row.id)),
      ...again,
    ].map((row) => row.hash),
  );
  // With the bytes their words go.
  const files = [...documents, ...archived, ...taken].flatMap((row) => (row.hash && !needed.has(row.hash) ? [row.hash] : []));
  const change: Change = {
    put: { captures: again },
    remove: {
      updates: updates.flatMap((row) => (row.i === undefined ? [] : [row.i])),
      outbox: (await store.list('outbox')).flatMap((row) => (row.counter !== undefined && handed.ids.has(row.id) ? [row.counter] : [])),
      refused: [...handed.ids],
      meta: [
        ...redactionKeys((await storedRedactions(store)).filter(({ room }) => isIn(room as RoomName, gone))),
        ...(await validationsIn(store))
          .filter(({ asked: { dossier, year } }) => isIn(roomName({ kind: 'entries', dossier, year }), gone))
          .map(({ asked }) => VALIDATION + asked.draft),
      ],
      captures: taken.map((row) => row.id),
      documents: [...ids],
      uploads: uploads.map((row) => row.document),
      comments: [
        ...(await store.list('comments')).filter((row) => ids.has(row.about)).map((row) => row.id),
        ...(await saidIn(desk, updates)),
      ],
      receipts: (await store.list('receipts')).map((row) => row.key).filter((key) => boxes.has(key.slice(0, key.lastIndexOf('/')))),
      requests: (await store.list('requests')).filter((row) => boxes.has(`${row.dossier}/${row.box ?? 'common'}`)).map((row) => row.id),
      access: (await store.list('access')).filter((row) => gone.has(`dossier/${row.dossier}/access`)).map((row) => row.key),
      sendings: (await store.list('sendings')).filter((row) => gone.has(`dossier/${row.dossier}/sendings/${row.box}`)).map((row) => row.id),
      drafts: (await store.list('drafts')).filter((row) => isIn(row.room, gone)).map((row) => row.key),
      entries: (await store.list('entries')).filter((row) => isIn(row.room, gone)).map((row) => row.key),
      archive: archived.map((row) => row.id),
      ledgers: (await store.list('ledgers')).filter((row) => gone.has(`dossier/${row.dossier}/${row.room}`)).map((row) => row.id),
      blobs: files,
      texts: files,
    },
  };
  const past = await pastOf(store, updates, desk.enrolment.device);
  await store.commit(mergeChanges([change, past, beside]));
  book.forget(updates.map((row) => row.room));
}

/** Comments that these updates wrote: what they are about may have been erased, and have no row (K5). */
async function saidIn({ book }: Desk, updates: readonly UpdateRow[]): Promise<CommentId[]> {
  const said: string[] = [];
  for (const row of updates) if (parseRoom(row.room)?.kind === 'talk') said.push(...(await book.read(row.room)).keysWrittenBy(row));
  return said as CommentId[];
}

export function isIn(name: RoomName, scopes: ReadonlySet<string>): boolean {
  const room = parseRoom(name);
  return room !== undefined && scopes.has(scopeOf(room));
}

/** `<dossier>/<box>` of a scope through which documents are seen. */
function boxOf(scope: string): string[] {
  const [family, dossier, kind = '', box] = scope.split('/');
  return family === 'dossier' && SHOWING.has(kind) ? [`${dossier}/${box}`] : [];
}
