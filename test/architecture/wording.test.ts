// All wording lives in packages/texts (and extension/locales for the manifest): screens hold none of their own.
// A heuristic: French gives itself away by its accents, its guillemets and its apostrophe.

import { describe, expect, test } from 'vitest';
import { isTest, scan, sourceFiles, textOf } from './source-files.ts';

/** Where wording would be misplaced. */
const FOLDERS = ['packages/ui', 'packages/device', 'extension', 'sync-server/portal'];

/** Files that may hold accented letters, each with its reason. */
const ALLOWED: Readonly<Record<string, string>> = {};

const FRENCH = /[àâçéèêëîïôùûœÀÂÇÉÈÊËÎÏÔÙÛŒ«»]|\b[ldnscjm]’/;

describe('wording', () => {
  test('no French sentence stands outside packages/texts and extension/locales', () => {
    const found = FOLDERS.flatMap((folder) => sourceFiles(folder))
      .filter((file) => !isTest(file) && !file.startsWith('extension/locales/') && !(file in ALLOWED))
      .flatMap((file) =>
        scan(textOf(file))
          .code.split('\n')
          .flatMap((line, index) => (FRENCH.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
      );
    expect(found).toEqual([]);
  });
});
