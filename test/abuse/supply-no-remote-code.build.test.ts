// Supply, no-remote-code: what was built is all the code that ever runs. Read from the builds of both browsers and the portal.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { UNPACKED } from '../../scripts/project/builds.ts';
import { at } from '../../scripts/project/places.ts';

/** Names that look like addresses and are none: nothing is ever fetched from them. */
const NAMES_ONLY = [
  /^http:\/\/www\.w3\.org\//,
  /^http:\/\/www\.xfa\.org\/schema\//,
  /^http:\/\/ns\.adobe\.com\//,
  // Licences, and sentences of libraries' warnings.
  /^http:\/\/www\.apache\.org\/licenses\//,
  /^https:\/\/github\.com\/yjs\/yjs\/issues\//,
  /^https:\/\/tinyurl\.com\/y2uuvskb$/,
  /^http:\/\/bit\.ly\/2kdckMn$/,
  // Who made a PDF, as pdf-lib signs it.
  /^https:\/\/github\.com\/Hopding\/pdf-lib$/,
  // Bases against which pdf.js reads relative addresses.
  /^https:\/\/foo\.bar$/,
  /^http:\/\/example\.com$/,
  // The example in the settings an administrator may give.
  /^https:\/\/navette\.example\.fr$/,
  // The start of an address a person types, or of this computer.
  /^https?:\/\/\.?$/,
  /^http:\/\/(?:localhost|127\.0\.0\.1)/,
];

/** Ways in which a string becomes code. */
const STRING_AS_CODE = [
  /\beval\s*\(/,
  /\bnew\s+Function\b/,
  /(?<![\w$.])Function\s*\(\s*["'`]/,
  /\bset(?:Timeout|Interval)\s*\(\s*["'`]/,
  /\bdocument\.write\b/,
];

/** What a background does seldom, loaded where it is needed (decision of 2026-11-20 on what the background carries). */
const RUNS_SELDOM = /createPolicy\(`navette-seldom`,\{createScriptURL:\(\)=>/;

/**
 * Imports of something else than a file of the build: pdf.js starts its own worker, whose address we give it; our reading worker loads
 * that same file, after it has seen that its address is of our own origin.
 */
const COMPUTED_IMPORTS_OF_PDFJS = 3;
const READING_WORKER = /reader-worker-[\w-]+\.js$/;

const BUILT = { 'extension for Chromium': UNPACKED.chrome, 'extension for Firefox': UNPACKED.firefox, portal: 'sync-server/portal/dist' };

function filesOf(folder: string): { readonly name: string; readonly text: string }[] {
  return readdirSync(at(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:m?js|html|json|webmanifest|css)$/.test(name))
    .map((name) => ({ name, text: readFileSync(path.join(at(folder), name), 'utf8') }));
}

describe.each(Object.entries(BUILT))('supply: no remote code in the %s', (_name, folder) => {
  const files = filesOf(folder);
  const scripts = files.filter(({ name }) => /\.m?js$/.test(name));
  const found = (pattern: RegExp): string[] =>
    scripts.filter(({ text }) => pattern.test(text)).map(({ name }) => `${name}: ${String(pattern)}`);

  test('it was built', () => {
    expect(existsSync(at(folder))).toBe(true);
    expect(scripts.length).toBeGreaterThan(3);
  });

  test('no string becomes code, in our files and in pdf.js', () => {
    expect(STRING_AS_CODE.flatMap(found)).toEqual([]);
  });

  test('the Chromium worker runs one other script, of the build, by a name that a policy gives and no caller', () => {
    const uses = scripts.flatMap(({ name, text }) =>
      [...text.matchAll(/\bimportScripts\b/g)].map(({ index }) => ({ name, text: text.slice(index, index + 300) })),
    );
    // Taken from the global object, then called once.
    expect(uses.length).toBeLessThanOrEqual(folder === UNPACKED.chrome ? 2 : 0);
    for (const { name, text } of uses) expect([name, RUNS_SELDOM.test(text)]).toEqual(['background.js', true]);
  });

  test('pages name scripts, styles and frames of the build only', () => {
    const named = files
      .filter(({ name }) => name.endsWith('.html'))
      .flatMap(({ name, text }) =>
        [...text.matchAll(/<(?:script|link|iframe|img|object|embed|base)\b[^>]*?\b(?:src|href|data)="([^"]+)"/g)].map((match) => ({
          name,
          target: match[1] ?? '',
        })),
      );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter(({ target }) => /^(?:[a-z][a-z+.-]*:|\/\/)/i.test(target))).toEqual([]);
  });

  test('what is imported while running is a file of the build: beside the importer, or at its top', () => {
    const imports = scripts.flatMap(({ name, text }) =>
      [...text.matchAll(/(?<![\w$.])import\s*\(\s*([^)]{1,60})/g)].map((match) => ({ name, target: match[1] ?? '' })),
    );
    const elsewhere = imports.filter(({ target }) => !/^["'`](?:\.{1,2}\/|\/(?!\/))[\w./-]+\.m?js["'`]/.test(target));
    const ofPdfJs = elsewhere.filter(({ name }) => !READING_WORKER.test(name));
    expect(ofPdfJs.filter(({ name }) => !/pdf[-.][^/]*$/.test(name))).toEqual([]);
    // The worker's own, and those of its copy of pdf.js beside it.
    expect(elsewhere.length - ofPdfJs.length).toBeLessThanOrEqual(1);
    expect(ofPdfJs.length).toBeLessThanOrEqual(2 * COMPUTED_IMPORTS_OF_PDFJS);
  });

  test('the addresses that stand in it are names, and nothing is loaded from them', () => {
    const addresses = files
      .filter(({ name }) => !name.endsWith('manifest.json'))
      .flatMap(({ name, text }) =>
        [...text.matchAll(/\b(?:https?|wss?):\/\/[\w.-]*(?:\/[\w./#?=-]*)?/g)].map((match) => ({ name, address: match[0] })),
      );
    const unknown = addresses.filter(({ address }) => !NAMES_ONLY.some((known) => known.test(address)));
    expect(unknown).toEqual([]);
  });
});
