// A copy of the built extension whose manifest holds permissions that a person would have granted: the browser's own question cannot be
// answered without a screen.

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @returns the folder to load: the build itself where nothing is granted, else a copy inside the profile */
export function withGranted(
  unpacked: string,
  { granted = [], permissions = [] }: { readonly granted?: readonly string[]; readonly permissions?: readonly string[] },
  profile: string,
): string {
  if (granted.length === 0 && permissions.length === 0) return unpacked;
  const copy = path.join(profile, 'extension-with-permissions');
  cpSync(unpacked, copy, { recursive: true });
  const manifest = JSON.parse(readFileSync(path.join(copy, 'manifest.json'), 'utf8')) as {
    permissions?: string[];
    optional_permissions?: string[];
  };
  const changed = {
    ...manifest,
    ...(granted.length === 0 ? {} : { host_permissions: granted }),
    permissions: [...(manifest.permissions ?? []), ...permissions],
    optional_permissions: (manifest.optional_permissions ?? []).filter((one) => !permissions.includes(one)),
  };
  writeFileSync(path.join(copy, 'manifest.json'), JSON.stringify(changed));
  return copy;
}
