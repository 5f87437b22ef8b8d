// M3, P4 and M4 read from what was built: what the extension asks for, and what it shows to the outside. Both browsers.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { UNPACKED } from '../../scripts/project/builds.ts';
import { at } from '../../scripts/project/places.ts';

type Manifest = Record<string, unknown> & { permissions: string[]; content_security_policy: { extension_pages: string } };

const read = (browser: 'chrome' | 'firefox'): Manifest =>
  JSON.parse(readFileSync(at(UNPACKED[browser], 'manifest.json'), 'utf8')) as Manifest;

describe.each(['chrome', 'firefox'] as const)('the manifest for %s', (browser) => {
  const manifest = read(browser);

  test('M3 nothing outside can call us: no external connections, no native programs', () => {
    for (const key of ['externally_connectable', 'nativeMessaging', 'background_page']) expect(manifest[key]).toBeUndefined();
    expect(manifest.permissions).not.toContain('nativeMessaging');
  });

  test('P4 no page sees us: no accessible files, no script on any page, no site named', () => {
    for (const key of ['web_accessible_resources', 'content_scripts', 'host_permissions']) expect(manifest[key] ?? []).toEqual([]);
  });

  test('it asks for these permissions, and for sites only when a person clicks', () => {
    const wanted = ['activeTab', 'alarms', 'contextMenus', 'scripting', 'storage', 'unlimitedStorage'];
    expect([...manifest.permissions].sort()).toEqual(
      browser === 'chrome' ? [...wanted.slice(0, 4), 'sidePanel', ...wanted.slice(4)] : wanted,
    );
    // The list of downloads, asked by a click beside it, and nothing else.
    expect(manifest['optional_permissions']).toEqual(['downloads']);
    expect(manifest['optional_host_permissions']).toEqual(['https://*/*', 'http://*/*']);
  });

  test('M4 our pages load only our own code, cannot be framed, and turn no text into code', () => {
    const policy = Object.fromEntries(
      manifest.content_security_policy.extension_pages.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
    );
    expect(policy).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'object-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
      'style-src': "'self'",
      'img-src': "'self' blob: data:",
      'connect-src': "'self' https: wss: http://127.0.0.1:* ws://127.0.0.1:* http://localhost:* ws://localhost:*",
      'worker-src': "'self'",
    });
  });

  test('the options open in a tab of their own', () => {
    expect(manifest['options_ui']).toEqual({ page: 'options.html', open_in_tab: true });
  });

  test('every file the manifest names is there', () => {
    const named = JSON.stringify(manifest).match(/"[\w-]+\.(?:js|html|png|json)"/g) ?? [];
    for (const name of named) expect(existsSync(path.join(at(UNPACKED[browser]), name.slice(1, -1))), name).toBe(true);
  });
});

test('the extension’s id in Chromium is fixed by its key, and Firefox knows what leaves the device', () => {
  expect(read('chrome')['key']).toMatch(/^MIIB/);
  const firefox = read('firefox')['browser_specific_settings'] as { gecko: { data_collection_permissions: { required: string[] } } };
  expect(firefox.gecko.data_collection_permissions.required).not.toContain('none');
});
