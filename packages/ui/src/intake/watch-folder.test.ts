// A folder that is watched: only what is new, and only once it stands still.

import { expect, test } from 'vitest';
import { watchFolder, type FolderEntry } from './watch-folder.ts';

test('R202: files of before are left, a new scan comes once its size stands still, and comes once', async () => {
  const files = new Map<string, File>([['ancien.pdf', new File(['x'], 'ancien.pdf', { lastModified: 1 })]]);
  const look = watchFolder({
    name: 'Scans',
    async *values(): AsyncGenerator<FolderEntry> {
      for (const [name, file] of files) yield { kind: 'file', name, getFile: async () => file };
      yield { kind: 'directory', name: 'sous-dossier' };
    },
  });
  const names = async () => (await look()).map(({ name }) => name);
  expect(await names()).toEqual([]);
  files.set('scan.pdf', new File(['%PDF'], 'scan.pdf', { lastModified: 2 }));
  files.set('scan.pdf.part', new File(['%'], 'scan.pdf.part', { lastModified: 2 }));
  expect(await names()).toEqual([]);
  files.set('scan.pdf', new File(['%PDF-1.7 plus long'], 'scan.pdf', { lastModified: 3 }));
  expect(await names()).toEqual([]);
  expect(await names()).toEqual(['scan.pdf']);
  expect(await names()).toEqual([]);
});
