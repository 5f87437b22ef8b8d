/**
 * What was captured while nobody was signed in goes to the person who signs in: copied first, removed after. A kill in
 * between leaves a copy in both, and the next sign-in finds the same id.
 */
import type { BlobHash } from '@navette/kernel/ids';
import type { LocalStore } from '../store/local-store.ts';

export async function adoptTray(from: LocalStore, to: LocalStore): Promise<void> {
  for (const capture of await from.list('captures')) {
    const blob = capture.hash ? await from.get('blobs', capture.hash as BlobHash) : undefined;
    await to.commit({ put: { captures: [capture], ...(blob ? { blobs: [blob] } : {}) } });
    await from.commit({ remove: { captures: [capture.id] } });
  }
  // Bytes go once nothing speaks of them any more.
  const left = new Set((await from.list('captures')).map((capture) => capture.hash));
  const blobs = (await from.list('blobs')).filter((blob) => !left.has(blob.hash)).map((blob) => blob.hash);
  if (blobs.length > 0) await from.commit({ remove: { blobs } });
}
