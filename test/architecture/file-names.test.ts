// Names and sizes of files: a reader finds a thing by its name, and a file is one idea.

import { describe, expect, test } from 'vitest';
import { filesUnder } from '../../scripts/project/fingerprint.ts';
import { textOf } from './source-files.ts';

const FOLDERS = ['packages', 'sync-server', 'extension', 'scripts', 'test'];
const LONGEST = 500;

/** Names that say nothing about what a file holds. */
const EMPTY_NAMES = /^(?:utils?|helpers?|common|misc|shared|index)\.tsx?$/;

describe('file names', () => {
  const files = FOLDERS.flatMap((folder) => filesUnder(folder)).filter((file) => /\.tsx?$/.test(file));
  const nameOf = (file: string): string => file.split('/').at(-1) ?? '';

  test('source files are named in kebab-case, and a component’s file may bear its name', () => {
    const wrong = files.filter(
      (file) => !/^[a-z0-9]+(?:[-.][a-z0-9]+)*\.tsx?$/.test(nameOf(file)) && !/^[A-Z][A-Za-z0-9]*(?:\.[a-z]+)*\.tsx$/.test(nameOf(file)),
    );
    expect(wrong).toEqual([]);
  });

  test('no file is called utils, helpers or common', () => {
    expect(files.filter((file) => EMPTY_NAMES.test(nameOf(file)) && !file.startsWith('extension/entrypoints/'))).toEqual([]);
  });

  test(`no source file is longer than ${LONGEST} lines`, () => {
    expect(files.filter((file) => textOf(file).split('\n').length > LONGEST)).toEqual([]);
  });
});
