// What the extension costs the people who have it: nothing on an ordinary page, little where it is asked for.
// Sizes are those of the Chrome build, compressed, with everything that loads before the thing can run.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { UNPACKED } from '../../scripts/project/builds.ts';
import { filesUnder } from '../../scripts/project/fingerprint.ts';
import { at } from '../../scripts/project/places.ts';
import { gzipSize, loadedAtStart } from './built-graph.ts';

interface Manifest {
  readonly content_scripts?: readonly unknown[];
  readonly web_accessible_resources?: readonly unknown[];
  readonly host_permissions?: readonly string[];
  readonly permissions?: readonly string[];
  readonly optional_permissions?: readonly string[];
  readonly externally_connectable?: unknown;
  readonly background?: { readonly service_worker?: string; readonly scripts?: readonly string[] };
}

/** The most each entry may weigh, in bytes. Entries are found by name in the build. */
const BUDGETS: readonly (readonly [string, RegExp, number])[] = [
  ['the background script at its start', /^background\.js$/, 90_000],
  ['the popup', /^popup\.html$/, 60_000],
  ['the portal’s banners together', /^(?:content-scripts\/)?(?:portal-banner|banner-[\w-]+)\.js$/, 14_000],
  ['the deposit sheet', /^(?:content-scripts\/)?deposit[\w-]*\.js$/, 8_000],
];

/** Permissions that let a script run, or a request be seen, on pages nobody pointed at. */
const WIDE = [
  'tabs',
  'webRequest',
  'webNavigation',
  'declarativeNetRequest',
  'history',
  'cookies',
  'downloads',
  'nativeMessaging',
  'management',
  'debugger',
];

const built = filesUnder('.', at(UNPACKED.chrome)).map((file) => file.replace(/^\.\//, ''));

describe('what the extension costs', () => {
  test.each(BUDGETS)('%s stays within its budget', (_name, entry, budget) => {
    const entries = built.filter((file) => entry.test(file));
    expect(entries, `no file of the build is called ${String(entry)}`).not.toEqual([]);
    const folder = at(UNPACKED.chrome);
    const loaded = new Set(entries.flatMap((file) => loadedAtStart(folder, file)));
    expect(gzipSize(folder, [...loaded]), [...loaded].join(' ')).toBeLessThanOrEqual(budget);
  });

  describe.each(Object.entries(UNPACKED))('P4, M3: the build for %s', (_browser, folder) => {
    const manifest = JSON.parse(readFileSync(at(folder, 'manifest.json'), 'utf8')) as Manifest;

    test('puts nothing into an ordinary page: no script, no file a page could ask for, no site allowed beforehand', () => {
      expect(manifest.content_scripts ?? []).toEqual([]);
      expect(manifest.web_accessible_resources ?? []).toEqual([]);
      expect(manifest.host_permissions ?? []).toEqual([]);
    });

    test('asks for no permission that reaches pages nobody pointed at, and listens to nobody outside', () => {
      expect((manifest.permissions ?? []).filter((permission) => WIDE.includes(permission))).toEqual([]);
      // What a person may allow by a click, and take back.
      expect((manifest.optional_permissions ?? []).filter((permission) => WIDE.includes(permission))).toEqual(['downloads']);
      expect(manifest.externally_connectable).toBeUndefined();
    });
  });
});
