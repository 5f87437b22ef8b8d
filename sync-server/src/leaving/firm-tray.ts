/**
 * The firm's tray: work of people who lost their access before it was sent, in the identity database, files in the blob
 * store. Written once by an id of its device, read by staff, answered once; it never writes a room (D2, R12).
 *
 * Each call is one commit. Knows no request and no right.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { BlobHash, DeviceNumber, DossierId, UserId } from '@navette/kernel/ids';
import type { HandedItem } from '@navette/protocol/leaving';
import type { Box } from '@navette/domain/boxes';
import { inTransaction } from '../accounts/identity-database.ts';

export type NewHanded = {
  readonly user: UserId;
  readonly device: DeviceNumber;
  readonly dossier: DossierId;
  readonly item: HandedItem;
  readonly bytes: Uint8Array;
  /** The file needs no sending: there is none, or its box holds it. */
  readonly arrived: boolean;
  readonly at: number;
};

export type Handed = {
  readonly n: number;
  readonly user: UserId;
  readonly dossier: DossierId;
  readonly id: string;
  readonly room: string;
  readonly what: HandedItem['what'];
  readonly document: string | null;
  readonly said: HandedItem['said'];
  readonly file: { readonly hash: BlobHash; readonly size: number; readonly name: string; readonly type: string } | null;
  readonly arrived: boolean;
  /** The blob store's upload of the file, once one was begun. */
  readonly upload: string | null;
  readonly made: number;
  readonly at: number;
  readonly answered: boolean;
};

export type FirmTray = {
  /** Keeps what is new of `items`; what is here already stays as it is. */
  keep(items: readonly NewHanded[]): void;
  find(user: UserId, id: string): Handed | null;
  at(n: number): Handed | null;
  /** What is kept of one device: items, and bytes of updates and files together. */
  used(user: UserId, device: DeviceNumber): { readonly items: number; readonly bytes: number };
  beginUpload(n: number, upload: string): void;
  fileArrived(n: number): void;
  /** What nobody has answered, the oldest first. */
  waiting(dossiers: 'all' | ReadonlySet<DossierId>, limit: number): readonly Handed[];
  /** Whether the tray of this dossier holds this file, whole. */
  holds(dossier: DossierId, hash: BlobHash): boolean;
  /** Whether any dossier's does, whole or not. */
  holdsAnywhere(hash: BlobHash): boolean;
  /** Contents of a document that is erased (K5): its items stay and say nothing, and no file of the database holds what they said. */
  redact(dossier: DossierId, document: string): void;
  /** @returns false when it was answered before: the first answer stands */
  answer(n: number, how: 'deposited' | 'filed', by: UserId, at: number): boolean;
};

type Row = Record<string, unknown>;
/** Everything but the updates' own bytes: those wait for somebody who needs them. */
const SHOWN =
  'n, user_id, device, id, dossier_id, room, what, document, said, hash, size, file_name, file_type, upload, arrived, made, at, how';

export function makeFirmTray(database: DatabaseSync): FirmTray {
  const one = (sql: string, ...values: (string | number)[]): Handed | null => {
    const row = database.prepare(sql).get(...values);
    return row ? toHanded(row) : null;
  };
  return {
    keep(items) {
      const insert = database.prepare(
        `INSERT INTO handed_in (user_id, device, id, dossier_id, room, what, document, said, update_bytes, hash, size, file_name, file_type, arrived, made, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (user_id, id) DO NOTHING`,
      );
      inTransaction(database, () => {
        for (const { user, device, dossier, item, bytes, arrived, at } of items)
          insert.run(
            user,
            device,
            item.id,
            dossier,
            item.room,
            item.what,
            item.document,
            JSON.stringify(item.said),
            bytes,
            item.file?.hash ?? null,
            item.file?.size ?? 0,
            item.file?.name ?? null,
            item.file?.type ?? null,
            arrived ? 1 : 0,
            item.made,
            at,
          );
      });
    },
    find: (user, id) => one(`SELECT ${SHOWN} FROM handed_in WHERE user_id = ? AND id = ?`, user, id),
    at: (n) => one(`SELECT ${SHOWN} FROM handed_in WHERE n = ?`, n),
    used(user, device) {
      const row = database
        .prepare(
          'SELECT count(*) AS items, coalesce(sum(size + length(update_bytes) + length(said)), 0) AS bytes FROM handed_in WHERE user_id = ? AND device = ?',
        )
        .get(user, device);
      return { items: Number(row?.['items']), bytes: Number(row?.['bytes']) };
    },
    beginUpload: (n, upload) => void database.prepare('UPDATE handed_in SET upload = ? WHERE n = ?').run(upload, n),
    fileArrived: (n) => void database.prepare('UPDATE handed_in SET arrived = 1, upload = NULL WHERE n = ?').run(n),
    waiting(dossiers, limit) {
      const mine = dossiers === 'all' ? null : JSON.stringify([...dossiers]);
      return database
        .prepare(
          `SELECT ${SHOWN} FROM handed_in WHERE how IS NULL AND (?1 IS NULL OR dossier_id IN (SELECT value FROM json_each(?1))) ORDER BY n LIMIT ?2`,
        )
        .all(mine, limit)
        .map(toHanded);
    },
    holds: (dossier, hash) =>
      database.prepare('SELECT 1 FROM handed_in WHERE dossier_id = ? AND hash = ? AND arrived = 1').get(dossier, hash) !== undefined,
    holdsAnywhere: (hash) => database.prepare('SELECT 1 FROM handed_in WHERE hash = ?').get(hash) !== undefined,
    redact(dossier, document) {
      const { changes } = database
        .prepare(
          `UPDATE handed_in SET said = '[]', update_bytes = x'', hash = NULL, size = 0, file_name = NULL, file_type = NULL, upload = NULL
           WHERE dossier_id = ? AND document = ?`,
        )
        .run(dossier, document);
      if (changes === 0) return;
      database.exec('VACUUM');
      // Into the file at once: the write-ahead log holds what was there before.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },
    answer: (n, how, by, at) =>
      database.prepare('UPDATE handed_in SET how = ?, answered_by = ?, answered_at = ? WHERE n = ? AND how IS NULL').run(how, by, at, n)
        .changes === 1,
  };
}

/** The box whose file an item is about: the upload's place in the blob store. */
export function boxOfRoom(room: string): Box | null {
  const parts = room.split('/');
  return parts[2] === 'deposits' || parts[2] === 'processing' ? ((parts[4] ?? null) as Box | null) : null;
}

function toHanded(row: Row): Handed {
  const text = (key: string): string | null => (typeof row[key] === 'string' ? row[key] : null);
  const hash = text('hash');
  return {
    n: Number(row['n']),
    user: row['user_id'] as UserId,
    dossier: row['dossier_id'] as DossierId,
    id: String(row['id']),
    room: String(row['room']),
    what: row['what'] as Handed['what'],
    document: text('document'),
    said: JSON.parse(String(row['said'])) as HandedItem['said'],
    file:
      hash === null
        ? null
        : { hash: hash as BlobHash, size: Number(row['size']), name: text('file_name') ?? '', type: text('file_type') ?? '' },
    arrived: row['arrived'] === 1,
    upload: text('upload'),
    made: Number(row['made']),
    at: Number(row['at']),
    answered: row['how'] !== null,
  };
}
