// What the extension weighs, compressed, at the moments that matter.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { UNPACKED } from '../../scripts/project/builds.ts';
import { at } from '../../scripts/project/places.ts';

const ROOT = at(UNPACKED.chrome);
const KILOBYTE = 1000;

const sizeOf = (file: string): number => gzipSync(readFileSync(path.join(ROOT, file)), { level: 9 }).length;

/** A script and all it imports before it runs: one file, or several that are loaded together. */
function withImports(entry: string): string[] {
  const files = new Set([entry]);
  for (const file of files) {
    const code = readFileSync(path.join(ROOT, file), 'utf8');
    for (const match of code.matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g))
      files.add(path.posix.join(path.posix.dirname(file), match[1] ?? ''));
  }
  return [...files];
}

/** A page's own script with its imports, and its styles: what must arrive before it draws its frame. */
function firstRender(page: string): number {
  const html = readFileSync(path.join(ROOT, page), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '');
  const files = new Set(named.flatMap((file) => (file.endsWith('.js') ? withImports(file) : [file])));
  return [...files].reduce((sum, file) => sum + sizeOf(file), 0);
}

describe('budgets of the extension, compressed', () => {
  test('the deposit sheet is at most 8 kB, the sentences of its language included', () => {
    const sentences = Math.max(sizeOf('sheet-french.js'), sizeOf('sheet-english.js'));
    expect(sizeOf('deposit-sheet.js') + sentences).toBeLessThanOrEqual(8 * KILOBYTE);
  });

  test('the portal banners are at most 14 kB', () => {
    const all = ['portal-banner.js', 'banner-deposit.js', 'banner-migration.js'].reduce((sum, file) => sum + sizeOf(file), 0);
    expect(all).toBeLessThanOrEqual(14 * KILOBYTE);
  });

  test('the background starts with at most 90 kB, and loads later only what the browser keeps beside a worker: what it does seldom', () => {
    const files = withImports('background.js');
    expect(files.reduce((sum, file) => sum + sizeOf(file), 0)).toBeLessThanOrEqual(90 * KILOBYTE);
    for (const file of files) expect(readFileSync(path.join(ROOT, file), 'utf8'), file).not.toMatch(/\bimport\s*\(/);
    expect([...readFileSync(path.join(ROOT, 'background.js'), 'utf8').matchAll(/\/[\w-]+\.js\b/g)].map(([file]) => file)).toContain(
      '/seldom.js',
    );
    expect(sizeOf('seldom.js')).toBeLessThanOrEqual(24 * KILOBYTE);
  });

  test('the popup draws with at most 60 kB, the panel with 110, the app with 180', () => {
    expect(firstRender('popup.html')).toBeLessThanOrEqual(60 * KILOBYTE);
    expect(firstRender('sidepanel.html')).toBeLessThanOrEqual(110 * KILOBYTE);
    expect(firstRender('app.html')).toBeLessThanOrEqual(180 * KILOBYTE);
  });

  test('an ordinary page gets nothing at all from us', () => {
    const manifest = JSON.parse(readFileSync(path.join(ROOT, 'manifest.json'), 'utf8')) as {
      content_scripts?: unknown;
      host_permissions?: unknown;
    };
    expect(manifest.content_scripts).toBeUndefined();
    expect(manifest.host_permissions).toBeUndefined();
  });
});
