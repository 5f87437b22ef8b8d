// A document whose file the firm has erased (K5): why, and that the proof of its arrival stays; nothing to fetch.

import { render } from 'preact';
import { afterEach, expect, test, vi } from 'vitest';
import type { DocumentRow } from '@navette/device/model';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import './style/style.css';
import { SAMPLE_NOW, sampleId } from './testing/sample-data.ts';
import { sampleDoors } from './testing/sample-doors.ts';

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };
let root: HTMLElement | null = null;
afterEach(() => {
  if (root !== null) render(null, root);
  root?.remove();
  location.hash = '';
});

test('K5 says what was erased, when and why, keeps the proof of its arrival and offers no file', async () => {
  const doors = sampleDoors({ bytes: 'away' });
  const id = sampleId<DocumentRow['id']>(4, 6);
  const { document: found } = doors.library;
  doors.library.document = (asked) => ({
    subscribe: (listener) =>
      found(asked).subscribe((row) => listener(row && { ...row, erased: { at: SAMPLE_NOW - 86_400_000, why: 'versée par erreur.' } })),
  });
  const brought = vi.spyOn(doors.sync, 'bring');
  location.hash = `#/documents/${id}`;
  root = document.createElement('div');
  document.body.append(root);
  render(<App doors={doors} host={host} />, root);
  await vi.waitFor(() =>
    expect(root?.querySelector('.viewer .note')?.textContent).toMatch(
      /effacé ce fichier le 19.novembre 2026.: versée par erreur\. La preuve/,
    ),
  );
  expect(root.querySelector('.viewer .proof')?.textContent).toContain('Reçu par le serveur');
  expect(root.textContent).not.toContain('Récupérer le fichier');
  expect(brought).not.toHaveBeenCalled();
});
