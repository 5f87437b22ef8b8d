/**
 * A right was withdrawn: the rooms, rows and files that only it opened leave this device. Unsent work was pushed first and
 * stands in the tray with the server's reason; a file still waiting to be sent is kept there too (I13).
 */
import { parseRoom, scopeOf, type RoomName } from '@navette/rooms/room-names';
import type { BlobHash, DossierId } from '@navette/kernel/ids';
import type { Desk } from '../library.ts';

export async function forgetScopes(desk: Desk, scopes: readonly string[]): Promise<void> {
  const lost = new Set(scopes);
  const { store, book } = desk;
  const updates = (await store.list('updates')).filter((row) => {
    const room = parseRoom(row.room);
    return room !== undefined && lost.has(scopeOf(room));
  });
  const dossiers = new Set<DossierId>();
  for (const scope of lost) {
    const [family, id, kind] = scope.split('/');
    if (family === 'dossier' && id && kind === 'receipts') dossiers.add(id as DossierId);
  }
  const lostIn = (dossier: DossierId | undefined, box: string | undefined): boolean => dossier !== undefined && lost.has(`dossier/${dossier}/receipts/${box}`);
  const documents = (await store.list('documents')).filter((row) => lostIn(row.dossier, row.base?.box));
  const gone = new Set(documents.map((row) => row.id));
  const comments = (await store.list('comments')).filter((row) => gone.has(row.about));
  const receipts = (await store.list('receipts')).filter((row) => dossiers.has(row.dossier) && [...lost].some((scope) => row.key.startsWith(`${row.dossier}/${scope.split('/')[3]}/`)));
  const requests = (await store.list('requests')).filter((row) => lost.has(`dossier/${row.dossier}/processing/common`));
  const ledgers = (await store.list('ledgers')).filter((row) => lost.has(`dossier/${row.dossier}/ledger`));
  const kept = new Set<BlobHash>();
  for (const row of await store.list('documents')) if (!gone.has(row.id) && row.hash) kept.add(row.hash);
  for (const row of await store.list('captures')) if (row.hash) kept.add(row.hash);
  for (const row of await store.list('uploads')) kept.add(row.hash);
  await store.commit({
    remove: {
      updates: updates.flatMap((row) => (row.i === undefined ? [] : [row.i])),
      documents: [...gone],
      comments: comments.map((row) => row.id),
      receipts: receipts.map((row) => row.key),
      requests: requests.map((row) => row.id),
      ledgers: ledgers.map((row) => row.id),
      blobs: documents.flatMap((row) => (row.hash && !kept.has(row.hash) ? [row.hash] : [])),
    },
  });
  book.forget(updates.map((row) => row.room as RoomName));
}
