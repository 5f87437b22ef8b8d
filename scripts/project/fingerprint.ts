// Tells whether something made from files is out of date, by a hash of the files' contents.
// It does not know what is made. Invariant: the same bytes under the same paths give the same fingerprint, whatever their dates.

import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { at, root } from './places.ts';

/** Folders whose content is made, not written. */
const MADE = new Set(['node_modules', 'dist', '.output', '.wxt', '.cache', 'test-results']);

/** Every written file under a path relative to the root (or that file itself), sorted, relative to the root. */
export function filesUnder(place: string, from: string = root): string[] {
  const absolute = path.join(from, place);
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [place];
  return globSync('**/*', { cwd: absolute, withFileTypes: true, exclude: (entry) => MADE.has(entry.name) })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(from, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/** SHA-256 over the paths and contents of the files under some places; tests are left out, they are never built. */
export function fingerprint(places: readonly string[], from: string = root): string {
  const hash = createHash('sha256');
  for (const file of places.flatMap((place) => filesUnder(place, from))) {
    if (/\.test\.tsx?$/.test(file)) continue;
    const bytes = readFileSync(path.join(from, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

const STAMPS = at('.cache/stamps.json');

/** The fingerprint noted when a thing was last made, if it was. */
export function notedFingerprint(name: string): string | undefined {
  return readStamps()[name];
}

/** Notes the fingerprint of what a thing has just been made from. */
export function noteFingerprint(name: string, value: string): void {
  mkdirSync(path.dirname(STAMPS), { recursive: true });
  writeFileSync(STAMPS, `${JSON.stringify({ ...readStamps(), [name]: value }, null, 2)}\n`);
}

function readStamps(): Record<string, string> {
  if (!existsSync(STAMPS)) return {};
  try {
    const read: unknown = JSON.parse(readFileSync(STAMPS, 'utf8'));
    if (typeof read !== 'object' || read === null) return {};
    return Object.fromEntries(Object.entries(read).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    // A torn stamp file only costs a build.
    return {};
  }
}
