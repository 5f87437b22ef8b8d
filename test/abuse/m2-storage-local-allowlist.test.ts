// M2: `storage.local` can be read by scripts in visited pages, and Firefox cannot forbid it. Only listed settings go there;
// tokens are opened by the background alone.

import { describe, expect, test } from 'vitest';
import { SETTINGS } from '../../extension/background/settings.ts';
import { importsOf, isTest, sourceFiles, scan, textOf } from '../architecture/source-files.ts';

const FILES = sourceFiles('extension').filter((file) => !isTest(file));

/** Every file of ours that a script can reach through its imports. */
function reach(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const wanted of importsOf(textOf(entry))) {
    if (wanted.startsWith('.')) reach(new URL(wanted, `file:///${entry}`).pathname.slice(1), seen);
    else seen.add(wanted);
  }
  return seen;
}

describe('M2 what scripts in pages could read', () => {
  test('M2 storage.local is written in one file only, and holds these settings', () => {
    expect(FILES.filter((file) => /storage\.(?:local|sync)\b/.test(scan(textOf(file)).code))).toEqual(['extension/background/settings.ts']);
    expect(Object.keys(SETTINGS)).toEqual(['portal-origins']);
  });

  test('M2 only the background opens the keychain', () => {
    expect(FILES.filter((file) => importsOf(textOf(file)).includes('@navette/device/keychain'))).toEqual([
      'extension/background/open-device.ts',
    ]);
    for (const page of ['app', 'popup', 'sidepanel', 'options']) {
      const reached = [...reach(`extension/entrypoints/${page}/main.tsx`)];
      expect(reached.filter((one) => one.startsWith('extension/background/') || one === '@navette/device/keychain')).toEqual([]);
    }
  });

  test('M2 what runs in visited pages reaches neither the store, nor the session, nor any schema', () => {
    for (const script of ['deposit-sheet', 'portal-banner', 'banner-deposit', 'banner-migration']) {
      const reached = [...reach(`extension/entrypoints/${script}.ts`)];
      const typesOnly = new Set(['@navette/device/model', 'extension/messages/message-table.ts']);
      const bad = reached.filter(
        (one) =>
          one.startsWith('extension/background/') ||
          one.startsWith('extension/doors/') ||
          (one.startsWith('@navette/device/') && !typesOnly.has(one)),
      );
      expect(bad).toEqual([]);
    }
  });

  test('M2 pages of the web and our scripts share nothing by storage: the session area is for our own contexts only', () => {
    expect(FILES.filter((file) => /setAccessLevel/.test(textOf(file)))).toEqual([]);
  });
});
