/**
 * What a dossier takes along when it leaves: its documents, its archive, the receipts as they were signed, and the firm's keys as this
 * device knows them. A plan only: bytes are brought and written by whoever has the network and the file.
 */
import { shelfOf } from '@navette/domain/boxes';
import type { DossierId } from '@navette/kernel/ids';
import type { BundleFile, BundlePlan } from '../archive-model.ts';
import { receiptKey } from '../fold/fold-room.ts';
import { readPosition } from '../sync/position.ts';
import { archivedOf } from './archive-views.ts';
import { readAccount, type Desk } from './desk.ts';
import { documentViews } from './document-list.ts';

export async function planBundle(desk: Desk, dossier: DossierId): Promise<BundlePlan | null> {
  const { store, enrolment } = desk;
  const account = await readAccount(desk);
  const view = account.dossiers.find(({ id }) => id === dossier);
  if (!view) return null;
  const [rows, archived, receipts, { keys }] = await Promise.all([
    documentViews(store, dossier),
    archivedOf(store, dossier),
    store.list('receipts', { index: 'dossier', from: dossier, to: dossier }),
    readPosition(desk),
  ]);
  const receiptByKey = new Map(receipts.map((row) => [row.key, row]));
  const deposits = rows
    .filter((row) => !row.withdrawn)
    .map(
      (row): BundleFile => ({
        where: 'deposit',
        id: row.id,
        box: row.box,
        name: row.name,
        type: row.type,
        size: row.size,
        hash: row.hash,
        date: row.facts?.date ?? null,
        year: row.year,
        category: row.kind,
        folder: [],
        state: row.state,
        receivedAt: row.receivedAt,
        erased: row.erased !== undefined,
      }),
    );
  const published = archived
    .filter((file) => file.binnedAt === null)
    .map(
      (file): BundleFile => ({
        where: 'archive',
        id: file.id,
        box: file.box,
        name: file.place.name,
        type: file.type,
        size: file.size,
        hash: file.hash,
        date: file.date,
        year: file.place.year,
        category: file.place.category,
        folder: file.place.folder,
        state: 'published',
        receivedAt: receiptByKey.get(receiptKey(dossier, shelfOf(file.box), file.hash))?.at ?? null,
        erased: file.erased !== undefined,
      }),
    );
  const wanted = new Set([...deposits, ...published].map(({ hash }) => hash));
  return {
    firm: { id: enrolment.firm.id, name: account.firm.name },
    dossier: { id: dossier, name: view.name, ...(view.siren === undefined ? {} : { siren: view.siren }) },
    files: [...deposits, ...published],
    receipts: receipts.filter((row) => wanted.has(row.hash)).map((row) => row.record),
    keys: { firm: enrolment.firm.id, acts: keys, pinned: { keyId: enrolment.keyId, publicKey: enrolment.publicKey } },
  };
}
