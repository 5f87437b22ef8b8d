import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesUnder, fingerprint } from './fingerprint.ts';

describe('the fingerprint of sources', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'navette-fingerprint-'));
    mkdirSync(path.join(folder, 'a/node_modules/x'), { recursive: true });
    writeFileSync(path.join(folder, 'a/one.ts'), 'one');
    writeFileSync(path.join(folder, 'a/one.test.ts'), 'test');
    writeFileSync(path.join(folder, 'a/node_modules/x/two.ts'), 'two');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('what is made or installed is no source', () => {
    expect(filesUnder('a', folder)).toEqual(['a/one.test.ts', 'a/one.ts']);
  });

  test('it follows what is in the files, not their dates', () => {
    const before = fingerprint(['a'], folder);
    utimesSync(path.join(folder, 'a/one.ts'), 1, 1);
    expect(fingerprint(['a'], folder)).toBe(before);
    writeFileSync(path.join(folder, 'a/one.ts'), 'one more');
    expect(fingerprint(['a'], folder)).not.toBe(before);
  });

  test('a changed test causes no new build', () => {
    const before = fingerprint(['a'], folder);
    writeFileSync(path.join(folder, 'a/one.test.ts'), 'another test');
    expect(fingerprint(['a'], folder)).toBe(before);
  });
});
