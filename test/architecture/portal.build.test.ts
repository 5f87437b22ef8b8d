// What the portal costs at its first opening, and what its pages may not hold.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { filesUnder } from '../../scripts/project/fingerprint.ts';
import { at } from '../../scripts/project/places.ts';
import { gzipSize, loadedAtStart } from './built-graph.ts';

const DIST = 'sync-server/portal/dist';
/** Compressed bytes before the first screen; pdf.js comes when a PDF is opened. */
const FIRST_LOAD = 180_000;

describe('the built portal', () => {
  const folder = at(DIST);
  const index = readFileSync(at(DIST, 'index.html'), 'utf8');

  test(`its first opening weighs at most ${FIRST_LOAD / 1000} kB compressed, without pdf.js`, () => {
    const loaded = loadedAtStart(folder, 'index.html').filter((file) => /\.(?:js|css|html)$/.test(file));
    expect(loaded.length).toBeGreaterThan(2);
    expect(loaded.filter((file) => file.includes('pdf'))).toEqual([]);
    expect(gzipSize(folder, loaded)).toBeLessThanOrEqual(FIRST_LOAD);
  });

  test('M4: its page holds no script and no style of its own, and asks for nothing elsewhere', () => {
    expect(index).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(index).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect(index).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  test('its service worker is one classic file that names only files of the build', () => {
    const worker = readFileSync(at(DIST, 'sw.js'), 'utf8');
    // Names of files may hold any word.
    expect(worker.replaceAll(/"\/[^"]*"/g, '')).not.toMatch(/\b(?:import|export)\b|__NAVETTE/);
    const named = [...worker.matchAll(/"(\/[^"]+\.(?:js|mjs|css|html|png|svg|ttf|pfb|webmanifest))"/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((file) => !existsSync(at(DIST, file)))).toEqual([]);
    const scripts = filesUnder('assets', folder).filter((file) => /\.m?js$/.test(file));
    expect(scripts.filter((file) => !named.includes(`/${file.replace(/^\.?\//, '')}`))).toEqual([]);
  });

  test('it can be installed: a name, a start, icons that exist, one of them for masks', () => {
    const manifest = JSON.parse(readFileSync(at(DIST, 'manifest.webmanifest'), 'utf8')) as {
      name: string;
      start_url: string;
      display: string;
      lang: string;
      icons: { src: string; sizes: string; purpose?: string }[];
    };
    expect(manifest).toMatchObject({ name: 'Navette', start_url: '/', display: 'standalone', lang: 'fr' });
    expect(manifest.icons.filter(({ src }) => !existsSync(at(DIST, src)))).toEqual([]);
    expect(manifest.icons.some(({ sizes }) => sizes === '192x192')).toBe(true);
    expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
  });
});
