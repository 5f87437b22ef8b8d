/** The one-time link that makes the first administrator of a firm that is not set up (A6, O3). */
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { Random } from '@navette/kernel/ports';
import type { DirectoryActs } from '../accounts/directory.ts';
import { tokenHash } from './commands.ts';

/** @returns its path; 256 bits after the `#`, so that they reach no server and no log before the page sends them; null once the firm is set up */
export function offerSetUp(directory: DirectoryActs, random: Random): string | null {
  if (!directory.needsSetUp()) return null;
  const token = bytesToBase64Url(random.bytes(32));
  directory.offerSetUp(tokenHash(token));
  return `/set-up#${token}`;
}
