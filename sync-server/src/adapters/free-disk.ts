/** How full the disk under a folder is, as the system says it to a process without special rights. */
import { statfsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';

/** @returns share of the disk that is free, 0 to 1 */
export function freeShare(folder: string): number {
  const { bavail, blocks } = statfsSync(folder);
  return blocks === 0 ? 0 : bavail / blocks;
}

/**
 * @param keptFree share of the disk that must stay free
 * @returns bytes that may still be taken, never below 0
 */
export async function bytesLeft(folder: string, keptFree: number): Promise<number> {
  if (keptFree === 0) return Infinity;
  const { bavail, blocks, bsize } = await statfs(folder);
  return Math.max(0, (bavail - blocks * keptFree) * bsize);
}
