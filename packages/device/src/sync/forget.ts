/**
 * A right was withdrawn: the rooms, rows and files that only it opened leave this device. What is unsent stays: its update
 * is still to be refused by the server and goes to the tray then; a file whose record was sent but whose bytes were not is
 * a capture again (I13). Safe to repeat.
 */
import { parseRoom, scopeOf, type RoomName } from '@navette/rooms/room-names';
import type { BlobHash } from '@navette/kernel/ids';
import { captureAgain } from '../capture/capture-again.ts';
import type { Desk } from '../library.ts';
import type { Capture } from '../model.ts';

/** Kinds of room by which a person sees the documents of a box. */
const SHOWING = new Set(['deposits', 'processing', 'receipts']);

/** @param kept the scopes the person may still read */
export async function forgetScopes(desk: Desk, lost: readonly string[], kept: readonly string[]): Promise<void> {
  const { store, book } = desk;
  const gone = new Set(lost);
  const boxes = new Set(lost.flatMap(boxOf));
  for (const box of kept.flatMap(boxOf)) boxes.delete(box);

  const updates = (await store.list('updates')).filter((row) => row.acknowledged && isIn(row.room, gone));
  const all = await store.list('documents');
  const documents = all.filter((row) => row.base?.acknowledged && boxes.has(`${row.dossier}/${row.base.box}`));
  const ids = new Set(documents.map((row) => row.id));
  const uploads = (await store.list('uploads')).filter((row) => ids.has(row.document));
  const unsent = new Set(uploads.map((row) => row.document));
  const captures = documents
    .filter((row) => unsent.has(row.id))
    .map(captureAgain)
    .filter((capture): capture is Capture => capture !== null);

  const needed = new Set<BlobHash | null | undefined>(
    [...all.filter((row) => !ids.has(row.id)), ...(await store.list('captures')), ...captures].map((row) => row.hash),
  );
  await store.commit({
    put: { captures },
    remove: {
      updates: updates.flatMap((row) => (row.i === undefined ? [] : [row.i])),
      documents: [...ids],
      uploads: uploads.map((row) => row.document),
      comments: (await store.list('comments')).filter((row) => ids.has(row.about)).map((row) => row.id),
      receipts: (await store.list('receipts')).map((row) => row.key).filter((key) => boxes.has(key.slice(0, key.lastIndexOf('/')))),
      requests: (await store.list('requests')).filter((row) => boxes.has(`${row.dossier}/common`)).map((row) => row.id),
      ledgers: (await store.list('ledgers')).filter((row) => gone.has(`dossier/${row.dossier}/ledger`)).map((row) => row.id),
      blobs: documents.flatMap((row) => (row.hash && !needed.has(row.hash) ? [row.hash] : [])),
    },
  });
  book.forget(updates.map((row) => row.room));
}

function isIn(name: RoomName, scopes: ReadonlySet<string>): boolean {
  const room = parseRoom(name);
  return room !== undefined && scopes.has(scopeOf(room));
}

/** `<dossier>/<box>` of a scope through which documents are seen. */
function boxOf(scope: string): string[] {
  const [family, dossier, kind = '', box] = scope.split('/');
  return family === 'dossier' && SHOWING.has(kind) ? [`${dossier}/${box}`] : [];
}
