// Taking papers in on the deposit screen, with the sample device and the real reading worker: ZIP, duplicates, lots, folders, paste.

// oxlint-disable-next-line import/default
import pdfjs from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import axe from 'axe-core';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { makeZip } from '@navette/formats/zip-writer';
import type { DocumentRow, DeviceDoors } from '@navette/device/model';
import { App } from '../App.tsx';
import type { Host } from '../host.ts';
import '../style/style.css';
import { SAMPLE_NOW } from '../testing/sample-data.ts';
import { sampleDoors, type SampleOptions } from '../testing/sample-doors.ts';
import { gatherDrop } from './gather.ts';
import { gatherFolder } from './walk.ts';

const host: Host = {
  kind: 'portal',
  language: 'fr',
  workerUrl: pdfjs,
  now: () => SAMPLE_NOW,
};
const script = new URL('../reading/reader-worker.ts', import.meta.url).href;
let shown = 0;
let place: HTMLElement | null = null;

function show(options: SampleOptions = {}): { root: HTMLElement; doors: DeviceDoors } {
  location.hash = '#/deposit';
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
  const doors = sampleDoors(options);
  // A reader of its own each time: the sample device gives its hashes anew.
  const reader = { script: `${script}?${++shown}`, pdfjs };
  render(<App doors={doors} host={{ ...host, reader }} />, place);
  return { root: place, doors };
}

beforeEach(() => page.viewport(1280, 800));

afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
});

const long = { timeout: 12_000, interval: 60 };
const button = (root: ParentNode, name: string | RegExp) =>
  [...root.querySelectorAll('button')].find((one) =>
    typeof name === 'string' ? one.textContent?.trim() === name : name.test(one.textContent ?? ''),
  );

async function pick(root: HTMLElement, files: readonly File[]): Promise<void> {
  await vi.waitFor(() => expect(root.querySelector('.bigdrop input[type=file]')).not.toBeNull(), long);
  const input = root.querySelector<HTMLInputElement>('.bigdrop input[type=file]');
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  if (input) input.files = data.files;
  input?.dispatchEvent(new Event('change', { bubbles: true }));
}
async function zip(names: readonly string[]): Promise<File> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of makeZip(names.map((name) => ({ name, bytes: new TextEncoder().encode(`note ${name}`) }))))
    pieces.push(new Uint8Array(piece));
  return new File(pieces, 'lot.zip', { type: 'application/zip' });
}
const rowsOf = (doors: DeviceDoors): readonly DocumentRow[] => {
  let rows: readonly DocumentRow[] = [];
  doors.library.documents({ dossier: null, limit: 500 }).subscribe((found) => (rows = found.rows))();
  return rows;
};
const QIF = '!Type:Bank\nD01/10/2026\nT-86.42\nPCarburants\n^\nD03/10/2026\nT500.00\nPVirement\n^\n';

describe('R199: taking papers in', () => {
  test('R200 the form asks a type, purchases first, and a comment that may be left empty; it says how heavy a file may be', async () => {
    const { root } = show();
    await vi.waitFor(() => expect(root.querySelector('.depositform select')).not.toBeNull(), long);
    const labels = [...root.querySelectorAll('.depositform label')].map(({ textContent }) => textContent?.trim());
    expect(labels).toEqual(expect.arrayContaining(['Type', 'Commentaire (facultatif)']));
    const kinds = [...(root.querySelector<HTMLSelectElement>('.depositform select')?.options ?? [])].map(({ text }) => text);
    expect(kinds[0]).toBe('Factures Achats');
    expect(kinds).toHaveLength(8);
    expect(root.textContent).toContain('100\u202fMo au plus chacun');
  });

  test('a ZIP waits for an answer, gives its files to the tray, and the lot is given and undone as one', async () => {
    const { root, doors } = show();
    const before = rowsOf(doors).length;
    await pick(root, [await zip(['a.txt', 'b.txt', '__MACOSX/._a.txt'])]);
    await vi.waitFor(() => expect(root.textContent).toContain('2 documents dans ce ZIP'), long);
    expect(rowsOf(doors).length).toBe(before);
    button(root, 'Les déposer un par un')?.click();
    await vi.waitFor(() => expect(button(root, /^Déposer 2 documents pour /)).toBeDefined(), long);
    expect(root.textContent).not.toContain('lot.zip ');
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    const { violations } = await axe.run(root, { resultTypes: ['violations'] });
    expect(
      violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(' ')).join()}`),
    ).toEqual([]);
    button(root, /^Déposer 2 documents pour /)?.click();
    await vi.waitFor(() => expect(rowsOf(doors).length).toBe(before + 2), long);
    await vi.waitFor(() => expect(root.querySelector('.undo')?.textContent).toMatch(/2\s*documents/), long);
  });

  test('a statement dropped among purchases is not given as one: its kind is proposed first', async () => {
    const { root, doors } = show();
    const before = rowsOf(doors).length;
    await pick(root, [new File([QIF], 'octobre.qif')]);
    await vi.waitFor(() => expect(root.querySelector('.readnote')?.textContent).toContain('relevé, 2 mouvements'), long);
    expect(rowsOf(doors).length).toBe(before);
    await vi.waitFor(() => expect(root.querySelector<HTMLSelectElement>('.capture select')?.value).toBe('bank'), long);
    button(root.querySelector('.capture') ?? root, /^Déposer pour /)?.click();
    await vi.waitFor(() => expect(rowsOf(doors)[0]).toMatchObject({ kind: 'bank', facts: { movements: 2, by: 'structure' } }), long);
  });

  test('R201: a paper given already is shown beside the former one, and replaced only when somebody says so', async () => {
    const { root, doors } = show();
    const [former] = rowsOf(doors);
    if (!former) throw new Error('no sample');
    vi.spyOn(doors.library, 'alike').mockResolvedValue([{ row: former, why: { tag: 'same-bytes', reason: 'bytes' } }]);
    const before = rowsOf(doors).length;
    await pick(root, [new File(['bonjour'], 'encore.txt')]);
    await vi.waitFor(() => expect(root.querySelector('.twins')?.textContent).toContain(former.name), long);
    expect(rowsOf(doors).length).toBe(before);
    button(root, 'Remplacer comme nouvelle version')?.click();
    await vi.waitFor(() => expect(rowsOf(doors)[0]?.from).toEqual({ how: 'replaces', of: [former.id] }), long);
  });

  test('a copied picture pasted on the screen is taken', async () => {
    const { root, doors } = show({ companies: 2 });
    await vi.waitFor(() => expect(root.querySelector('.bigdrop')).not.toBeNull(), long);
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['x'], 'image.png', { type: 'image/png' }));
    dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect(root.querySelector('.capture')?.textContent).toContain('image.png'), long);
    expect(rowsOf(doors).some(({ name }) => name === 'image.png')).toBe(false);
  });
});

describe('what a drag brings', () => {
  test('a link is no file, and a mail’s promise is none: each is said', async () => {
    const link = new DataTransfer();
    link.setData('text/uri-list', 'https://fournisseur.example/factures/1');
    expect(await gatherDrop(link)).toMatchObject({ files: [], problem: { tag: 'link', site: 'fournisseur.example' } });
    const promise = new DataTransfer();
    promise.setData('DownloadURL', 'application/pdf:facture.pdf:https://mail.example/a?b=1');
    expect(await gatherDrop(promise)).toMatchObject({ files: [], problem: { tag: 'not-given', mail: true } });
  });

  test('a folder leaves out what systems leave, says when it is empty, and when it holds too much', () => {
    const files = (names: readonly string[]) => names.map((name) => new File(['x'], name));
    expect(gatherFolder(files(['a.pdf', '.DS_Store', 'Thumbs.db'])).files.map(({ name }) => name)).toEqual(['a.pdf']);
    expect(gatherFolder(files(['desktop.ini'])).problem).toEqual({ tag: 'folder-empty' });
    expect(gatherFolder(files(Array.from({ length: 501 }, (_, i) => `${i}.pdf`))).problem).toEqual({ tag: 'too-many', count: 501 });
  });
});
