// Where things stand in the repository. Knows paths only.

import { existsSync } from 'node:fs';
import path from 'node:path';

/** The root of the repository, absolute. */
export const root = path.dirname(path.dirname(import.meta.dirname));

/** An absolute path from a path relative to the root. */
export function at(...segments: string[]): string {
  return path.join(root, ...segments);
}

/** Whether a path relative to the root exists. */
export function exists(...segments: string[]): boolean {
  return existsSync(at(...segments));
}
