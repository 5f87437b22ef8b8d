/** Opens what a data folder holds: identities, the log of rooms, files, what a restore left to heal, the firm's keys. */
import { existsSync } from 'node:fs';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import { MEBIBYTE, type Limits } from '@navette/domain/limits';
import { openIdentityDatabase } from './accounts/identity-database.ts';
import { openFolderBlobStore } from './adapters/folder-blob-store.ts';
import { freeShare } from './adapters/free-disk.ts';
import { openHealBook } from './adapters/sqlite-heal-book.ts';
import { keyBook } from './keys/key-book.ts';
import { openKeys } from './keys/key-folder.ts';
import { openPostgresRoomLog } from './log/postgres-room-log.ts';
import { openSqliteRoomLog } from './log/sqlite-room-log.ts';
import type { DataFolder } from './data-folder.ts';
import type { Metrics } from './ports.ts';
import { openRedactionBook } from './redaction/redaction-book.ts';
import { openTraceBook } from './trace/trace-book.ts';
import { firmQuotaBytes, type ServerLimits } from './server-limits.ts';

export type StoreParts = {
  /** Address of the PostgreSQL that holds the log; null for SQLite in the folder. */
  readonly logDatabase: string | null;
  readonly folder: DataFolder;
  readonly clock: Clock;
  /** The log's own: it shows other days while a demonstration is filled. */
  readonly logClock: Clock;
  readonly random: Random;
  readonly limits: Limits;
  readonly serverLimits: ServerLimits;
  readonly metrics: Metrics;
  readonly log: Log;
};

/**
 * @param closers each store adds how it is closed, as soon as it is open
 * @throws when one of them cannot be read, or was written by newer code
 */
export async function openStores(parts: StoreParts, closers: (() => unknown)[]) {
  const { logDatabase, folder, clock, logClock, random, limits, serverLimits, metrics, log } = parts;
  const database = openIdentityDatabase(folder.identity);
  closers.push(() => database.close());
  const blobs = openFolderBlobStore({
    folder: folder.blobs,
    clock,
    random,
    freeDiskShare: limits.freeDiskShare,
    quotaBytes: firmQuotaBytes(serverLimits),
    dossierQuotaBytes: serverLimits['dossier-quota-mib'] * MEBIBYTE,
    onDamaged(hash) {
      metrics.count('damaged_files');
      log('file-damaged', { hash });
    },
  });
  closers.push(() => blobs.close());
  metrics.gauge('stored_files_bytes', () => blobs.used());
  metrics.gauge('free_disk_share', () => freeShare(folder.blobs));
  const logParts = { clock: logClock, random, metrics, report: log };
  const roomLog =
    logDatabase === null
      ? openSqliteRoomLog({ file: folder.log, ...logParts })
      : await openPostgresRoomLog({ url: logDatabase, schema: `navette_${folder.firm.replaceAll('-', '')}`, ...logParts });
  closers.push(() => roomLog.close());
  // A firm that has been served before has its keys: only a new one's are made. The heal book is the last thing a start makes.
  const { epoch, cursor } = await roomLog.head();
  const keys = openKeys({
    folder: folder.keys,
    lock: folder.keysLock,
    firm: folder.firm,
    clock,
    place: { epoch, cursor },
    mayMake: !existsSync(folder.healing),
  });
  const healing = openHealBook({ file: folder.healing, backedUp: folder.backedUp, keys });
  closers.push(() => healing.close());
  const trace = openTraceBook({ file: folder.trace, clock, report: log });
  closers.push(() => trace.close());
  const redactions = openRedactionBook(folder.erasures, folder.firm, keyBook(keys.now()));
  return { database, keys, blobs, roomLog, healing, redactions, trace };
}
