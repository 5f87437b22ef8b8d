/** P6: what is not what its name says, and what could not be taken, in the tray as a person sees it. */
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { App } from '@navette/ui/app';
import type { Host } from '@navette/ui/host';
import type { Capture, Library } from '@navette/device/model';
import type { BlobHash, DocumentId } from '@navette/kernel/ids';
import { sampleDoors } from '@navette/ui/testing/sample-doors';
import { page } from 'vitest/browser';

let place: HTMLElement;
let opened: string[];

const host = (): Host => ({
  kind: 'extension',
  language: 'fr',
  workerUrl: '/pdf.worker.mjs',
  now: () => Date.UTC(2026, 10, 20),
  openPage: (url) => void opened.push(url),
});
const capture = (more: Partial<Capture>): Capture => ({
  id: '01980000-0000-7000-8000-000000007001' as DocumentId,
  name: 'releve.pdf',
  type: 'text/html',
  size: 5_000,
  hash: 'a'.repeat(64) as BlobHash,
  capturedAt: Date.UTC(2026, 10, 20),
  way: 'drop',
  status: { tag: 'ready' },
  ...more,
});

beforeEach(async () => {
  await page.viewport(1280, 800);
  opened = [];
  place = document.createElement('div');
  document.body.append(place);
  location.hash = '#/deposit';
});
afterEach(() => {
  render(null, place);
  place.remove();
  location.hash = '';
});

function showTray(rows: readonly Capture[]) {
  const doors = sampleDoors();
  const library = {
    ...doors.library,
    tray: { subscribe: (listener: (captures: readonly Capture[]) => void) => (listener(rows), () => undefined) },
  };
  render(<App doors={{ ...doors, library }} host={host()} />, place);
}

const words = (): string => place.innerText.replaceAll('\u202f', ' ');

describe('P6 in the tray', () => {
  test('P6 a web page named like a PDF is shown as what it is, to be sorted', async () => {
    showTray([capture({})]);
    await vi.waitFor(() => expect(words()).toContain('releve.pdf'));
    expect(words()).toMatch(/HTML/);
    expect(words()).toContain('Ce n’est pas un PDF, malgré son nom. Gardé ici, à trier.');
  });

  test('P6 a real PDF is not marked', async () => {
    showTray([capture({ type: 'application/pdf' })]);
    await vi.waitFor(() => expect(words()).toContain('releve.pdf'));
    expect(words()).not.toContain('à trier');
  });

  test('P6 a file dropped for a company, no PDF despite its name, is kept in the tray and given to nobody', async () => {
    const doors = sampleDoors();
    const kept = vi.fn<Library['capture']>(doors.library.capture);
    const given = vi.fn<Library['captureAndDeposit']>(doors.library.captureAndDeposit);
    render(<App doors={{ ...doors, library: { ...doors.library, capture: kept, captureAndDeposit: given } }} host={host()} />, place);
    await vi.waitFor(() => expect(place.querySelector('input[type=file]')).not.toBeNull());
    const input = place.querySelector<HTMLInputElement>('input[type=file]');
    const files = new DataTransfer();
    files.items.add(new File(['<!doctype html><html>Connexion</html>'], 'facture.pdf', { type: 'application/pdf' }));
    if (input) input.files = files.files;
    input?.dispatchEvent(new Event('change', { bubbles: true }));
    await vi.waitFor(() => expect(words()).toContain('malgré son nom'));
    expect(kept).toHaveBeenCalledOnce();
    expect(given).not.toHaveBeenCalled();
  });

  test('P6 a login page in the document’s place: the site’s session has expired, with the ways out', async () => {
    const url = 'https://banque.example/r/9';
    showTray([
      capture({
        name: 'releve.pdf',
        type: '',
        size: 0,
        hash: null,
        way: 'link',
        origin: 'https://banque.example/releves',
        status: { tag: 'failed', url, reason: 'session-expired' },
      }),
    ]);
    await vi.waitFor(() => expect(words()).toContain('La session du site a expiré'));
    const button = (name: RegExp) => [...place.querySelectorAll('button')].find((one) => name.test(one.innerText));
    button(/Rouvrir la page/)?.click();
    button(/Télécharger puis déposer/)?.click();
    expect(opened).toEqual(['https://banque.example/releves', url]);
    expect(button(/Retirer/)).toBeDefined();
    expect(button(/Déposer pour/)).toBeUndefined();
  });
});
