/**
 * Verifies a whole folder, live or a backup: log, receipts, files, and the manifest where there is one.
 *
 * Changes nothing. The log is read on one view; files that came after it are checked too, and nobody misses them.
 */
import { isListVouched } from '../keys/key-book.ts';
import { verifyManifest } from './backup-manifest.ts';
import { Findings, type Finding } from './findings.ts';
import { handedFiles } from './handed-files.ts';
import { errorCode, type StoredFolder } from './stored-folder.ts';
import { onOneView } from './stored-entries.ts';
import { ReceiptCheck, verifyFiles, type FilesFacts } from './verify-proofs.ts';
import { verifyCopies, type CopiesFacts } from './verify-copies.ts';
import { verifyHealing } from './verify-healing.ts';
import { RedactionCheck } from './verify-redactions.ts';
import { verifyLog, type LogFacts } from './verify-log.ts';

export type Verified = {
  readonly log: LogFacts | null;
  readonly receipts: number;
  /** Acts by which something was erased, signed by the firm. */
  readonly redactions: number;
  /** Segments, which were found to say what their entries say. */
  readonly copies: CopiesFacts;
  readonly files: FilesFacts;
  /** How many things are wrong, and the first of them in the order of the log. */
  readonly count: number;
  readonly findings: readonly Finding[];
};

export async function verifyFolder(stored: StoredFolder): Promise<Verified> {
  const findings = new Findings();
  if (stored.ring.acts.length > 0 && !(await isListVouched({ firm: stored.firm, acts: [...stored.ring.acts] })))
    findings.add({ tag: 'bad-keys' });
  try {
    const read = onOneView(stored.log, () => {
      const redactions = new RedactionCheck(stored, findings);
      const receipts = new ReceiptCheck(stored, findings, redactions);
      const facts = verifyLog(stored.log, findings, (entry) => {
        receipts.see(entry);
        redactions.see(entry);
      });
      const copies = verifyCopies(stored.log, findings);
      verifyManifest(stored, findings);
      verifyHealing(stored, findings);
      return { log: facts, copies, redactions: redactions.acts.length, ...receipts.finish(stored.log) };
    });
    verifyIdentity(stored, findings);
    const files = await verifyFiles(stored.blobs, new Map([...handedFiles(stored.identity), ...read.wanted]), findings);
    const { log, receipts, redactions, copies } = read;
    return { log, receipts, redactions, copies, files, count: findings.count, findings: findings.first };
  } catch (error) {
    if (!isDamage(error)) throw error;
    findings.add({ tag: 'damaged-database', file: 'log.sqlite', detail: errorCode(error) });
    return {
      log: null,
      receipts: 0,
      redactions: 0,
      copies: { rooms: 0, segments: 0 },
      files: { files: 0, bytes: 0 },
      count: findings.count,
      findings: findings.first,
    };
  }
}

function verifyIdentity(stored: StoredFolder, findings: Findings): void {
  for (const damage of stored.identity.prepare('PRAGMA quick_check(1)').all()) {
    const detail = String(Object.values(damage)[0]);
    if (detail !== 'ok') findings.add({ tag: 'damaged-database', file: 'identity.sqlite', detail });
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, with their extended codes. */
function isDamage(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && [11, 26].includes(Number(error.errcode) & 0xff);
}
