/** Looks at a stored file and counts what came of it. What could not be looked at is received all the same, and its receipt says so. */
import type { BlobHash } from '@navette/kernel/ids';
import type { Log } from '@navette/kernel/ports';
import type { BlobStore, Metrics } from '../ports.ts';
import type { Scanner, ScanVerdict } from './clamd.ts';

export type ScanFile = (hash: BlobHash, size: number) => Promise<ScanVerdict>;

export function makeScanFile(scanner: Scanner, blobs: Pick<BlobStore, 'read'>, metrics: Metrics, log: Log): ScanFile {
  return async (hash, size) => {
    const { verdict, said } = await scanner.scan(blobs.read(hash, 0, size));
    metrics.count('files_scanned', 1, verdict);
    if (verdict !== 'clean') log(verdict === 'infected' ? 'file-infected' : 'file-not-scanned', { hash, said });
    return verdict;
  };
}
