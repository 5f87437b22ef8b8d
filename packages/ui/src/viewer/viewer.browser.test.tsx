// The viewer's tools in a real browser: thumbnails, search, what a PDF carries.

import { PDFDocument } from 'pdf-lib';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import type { Host } from '../host.ts';
import '../style/style.css';
import { Surrounded } from '../surroundings.tsx';
import { SAMPLE_NOW } from '../testing/sample-data.ts';
import { sampleDoors } from '../testing/sample-doors.ts';
import { samplePages, samplePdf } from '../testing/sample-pdf.ts';
import { seriousFaults } from '../testing/serious-faults.ts';
import { Viewer } from './Viewer.tsx';

const workerUrl = new URL('../../../../node_modules/pdfjs-dist/build/pdf.worker.mjs', import.meta.url).href;
const host: Host = { kind: 'extension', language: 'fr', workerUrl, now: () => SAMPLE_NOW };
/** Controls, orders of direction and separators: none may be left in a name. */
// oxlint-disable-next-line no-control-regex -- looking for them is the point
const UNSAFE = /[\u0000-\u001f\u202a-\u202e\u2066-\u2069/\\]/;
let place: HTMLElement | null = null;

async function show(blob: Blob, { width = 800, type = 'application/pdf' } = {}) {
  await browserPage.viewport(width, 800);
  place = document.createElement('div');
  document.body.append(place);
  render(
    <Surrounded doors={sampleDoors()} host={host}>
      <main>
        <h1>Document</h1>
        <div class="viewer" style={{ height: '760px' }}>
          <Viewer blob={blob} type={type} name="grand livre.pdf" />
        </div>
      </main>
    </Surrounded>,
    place,
  );
  const root = place;
  await vi.waitFor(() => expect(root.querySelector('.sheets .page')).not.toBeNull(), { timeout: 20_000 });
  return root;
}

const waits = { timeout: 20_000 };
const named = (name: string | RegExp) =>
  [...document.querySelectorAll<HTMLElement>('button, input')].find((one) => {
    const said = (one.getAttribute('aria-label') ?? one.textContent).trim();
    return typeof name === 'string' ? said === name : name.test(said);
  });
const press = async (name: string | RegExp) => {
  await vi.waitFor(() => expect(named(name), String(name)).toBeDefined(), waits);
  named(name)?.click();
};
/** Waits for an element and gives it. */
const seen = <E extends HTMLElement>(selector: string): Promise<E> =>
  vi.waitFor(() => {
    const found = document.querySelector<E>(selector);
    if (found === null) throw new Error(`no ${selector}`);
    return found;
  }, waits);
const key = (pressed: string, more: KeyboardEventInit = {}) =>
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', { key: pressed, bubbles: true, cancelable: true, ...more }),
  );
const pageSaid = () => document.querySelector('.sheets')?.getAttribute('aria-label');
const strip = () => document.querySelector<HTMLElement>('.thumbstrip');
const said = () => document.querySelector('.findbar .cap')?.textContent ?? '';
const marks = () => [...document.querySelectorAll('.textLayer mark')].map(({ textContent }) => textContent);
const type = async (text: string) => {
  const field = await seen<HTMLInputElement>('.findbar input');
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
};

const LEDGER = 400;
/** A general ledger: each page names its account, every tenth an electricity bill. */
const ledger = () =>
  samplePages(
    Array.from({ length: LEDGER }, (_, index) => [
      `Compte ${600_000 + index}`,
      ...(index % 10 === 9 ? ['Énergie des Cimes, facture 1 234,56'] : ['Divers']),
    ]),
  );

beforeEach(() => browserPage.viewport(800, 800));
afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
});

describe('thumbnails', () => {
  test('F1 of four hundred pages only those in sight are drawn and kept, wherever one scrolls', async () => {
    await show(ledger());
    await vi.waitFor(() => expect(strip()?.querySelectorAll('canvas').length).toBeGreaterThan(4), waits);
    expect(strip()?.querySelector('[aria-current]')?.getAttribute('aria-label')).toBe('Page 1');
    for (const at of [0.25, 0.5, 0.75, 1]) {
      const box = strip();
      if (box === null) throw new Error('no strip');
      box.scrollTop = box.scrollHeight * at;
      box.dispatchEvent(new Event('scroll'));
      await vi.waitFor(
        () => expect(box.querySelectorAll(`[aria-label="Page ${Math.min(LEDGER, Math.round(LEDGER * at) + 2)}"] canvas`).length).toBe(1),
        waits,
      );
      expect(box.querySelectorAll('canvas').length).toBeLessThan(24);
      // The page on screen stays within reach of Tab.
      expect(box.querySelectorAll('button[tabindex="0"]').length).toBe(1);
    }
    expect(await seriousFaults()).toEqual([]);
  });

  test('arrows, Home and End leaf through, the focus follows, and the page on screen is marked', async () => {
    await show(ledger());
    const first = await seen('.thumbstrip [aria-current]');
    first.focus();
    key('ArrowDown');
    await vi.waitFor(() => expect(pageSaid()).toBe(`Page 2 sur ${LEDGER}`));
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Page 2'));
    key('End');
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe(`Page ${LEDGER}`));
    expect(pageSaid()).toBe(`Page ${LEDGER} sur ${LEDGER}`);
    expect(document.activeElement?.getAttribute('aria-current')).toBe('page');
    key('Home');
    await vi.waitFor(() => expect(pageSaid()).toBe(`Page 1 sur ${LEDGER}`));
    await vi.waitFor(() => expect(strip()?.querySelector('[aria-label="Page 3"]')).not.toBeNull());
    strip()?.querySelector<HTMLElement>('[aria-label="Page 3"]')?.click();
    await vi.waitFor(() => expect(pageSaid()).toBe(`Page 3 sur ${LEDGER}`));
  });

  test('on a narrow desk they wait behind a button, and a document of one page has none', async () => {
    const root = await show(ledger(), { width: 390 });
    expect(strip()).toBeNull();
    const button = named('Afficher les vignettes');
    expect(button?.getAttribute('aria-expanded')).toBe('false');
    button?.click();
    await vi.waitFor(() => expect(strip()?.querySelector('canvas')).not.toBeNull(), waits);
    expect(named('Masquer les vignettes')?.getAttribute('aria-expanded')).toBe('true');
    expect(root.querySelector('.zoom')?.getBoundingClientRect().right).toBeLessThanOrEqual(390);
    expect(await seriousFaults()).toEqual([]);
    await press('Masquer les vignettes');
    await vi.waitFor(() => expect(strip()).toBeNull());
    render(null, root);
    root.remove();
    await show(samplePdf(['Facture']), { width: 1000 });
    expect(named(/vignettes/)).toBeUndefined();
  });
});

describe('search in the document', () => {
  test('Ctrl F opens the field; words are found without accents over all pages, marked, and gone through', async () => {
    await show(ledger());
    key('f', { ctrlKey: true });
    await vi.waitFor(() => expect(document.activeElement?.closest('.findbar')).not.toBeNull());
    await type('energie des cimes');
    await vi.waitFor(() => expect(said()).toBe('1 sur 40'), waits);
    expect(pageSaid()).toBe(`Page 10 sur ${LEDGER}`);
    await vi.waitFor(() => expect(marks()).toEqual(['Énergie des Cimes']), waits);
    expect(document.querySelector('.textLayer mark')?.className).toBe('now');
    key('Enter');
    await vi.waitFor(() => expect(pageSaid()).toBe(`Page 20 sur ${LEDGER}`));
    expect(said()).toBe('2 sur 40');
    await vi.waitFor(() => expect(marks()).toEqual(['Énergie des Cimes']), waits);
    key('Enter', { shiftKey: true });
    key('Enter', { shiftKey: true });
    await vi.waitFor(() => expect(pageSaid()).toBe(`Page ${LEDGER} sur ${LEDGER}`));
    expect(said()).toBe('40 sur 40');
    // One page is drawn, not four hundred.
    expect(document.querySelectorAll('.sheets canvas').length).toBe(1);
    expect(document.querySelector('.findbar [role=status]')?.textContent).toBe('40 sur 40');
    expect(await seriousFaults()).toEqual([]);
    document.querySelector<HTMLElement>('.findbar input')?.focus();
    key('Escape');
    await vi.waitFor(() => expect(document.querySelector('.findbar')).toBeNull());
    await vi.waitFor(() => expect(marks()).toEqual([]));
    expect(document.activeElement?.className).toBe('sheets');
  });

  test('an amount is found as it is typed, on the page on screen first', async () => {
    await show(ledger());
    await press('Chercher dans le document');
    await type('1234,56');
    await vi.waitFor(() => expect(said()).toBe('1 sur 40'), waits);
    await vi.waitFor(() => expect(marks()).toEqual(['1 234,56']), waits);
    await type('compte 600009');
    await vi.waitFor(() => expect(said()).toBe('1 sur 1'), waits);
    await vi.waitFor(() => expect(marks()).toEqual(['Compte 600009']), waits);
    expect(pageSaid()).toBe(`Page 10 sur ${LEDGER}`);
    await type('introuvable');
    await vi.waitFor(() => expect(said()).toBe('Aucun résultat'), waits);
    expect(marks()).toEqual([]);
    await type('');
    await vi.waitFor(() => expect(said()).toBe(''));
  });

  test('a long search can be stopped, and says how far it read', async () => {
    await show(samplePages(Array.from({ length: 1200 }, (_, index) => [`Page ${index + 1}`, 'écriture '.repeat(8)])));
    await press('Chercher dans le document');
    await type('ligne qui n’y est pas');
    await press('Arrêter');
    await vi.waitFor(() => expect(said()).toMatch(/^Aucun résultat · recherche arrêtée\u202f: \d+ pages? lues? sur 1200$/), waits);
    const stopped = said();
    expect(Number(/(\d+) pages? lue/.exec(stopped)?.[1])).toBeLessThan(1200);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(said()).toBe(stopped);
    expect(named('Arrêter')).toBeUndefined();
  });

  test('a scan says that it holds no text; an image has no search', async () => {
    const root = await show(samplePages([[], []]));
    await press('Chercher dans le document');
    await type('facture');
    await vi.waitFor(
      () => expect(said()).toBe('Ce document ne contient pas de texte\u202f: c’est une image, on ne peut pas y chercher.'),
      waits,
    );
    render(null, root);
    root.remove();
    const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 40 });
    const png = await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made ?? new Blob([])), 'image/png'));
    await show(png, { type: 'image/png' });
    expect(named('Chercher dans le document')).toBeUndefined();
    const event = new KeyboardEvent('keydown', { key: 'f', ctrlKey: true, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
  });
});

describe('what a PDF carries', () => {
  async function carrying(files: readonly (readonly [string, string | Uint8Array])[]): Promise<Blob> {
    const pdf = await PDFDocument.create();
    pdf.addPage([300, 300]);
    for (const [name, content] of files)
      await pdf.attach(typeof content === 'string' ? new TextEncoder().encode(content) : content, name, {});
    return new Blob([new Uint8Array(await pdf.save())], { type: 'application/pdf' });
  }
  const rows = () => [...document.querySelectorAll<HTMLElement>('.attached li')];
  const openList = async () => {
    const list = await seen<HTMLDetailsElement>('details.attached');
    list.open = true;
    return list;
  };

  test('names and sizes are listed with the type of their bytes, and a text opens as text', async () => {
    await show(
      await carrying([
        ['factur-x.xml', '<?xml version="1.0"?><Invoice/>'],
        ['lisez-moi.txt', 'Bonjour'],
      ]),
    );
    const list = await openList();
    expect(list.querySelector('summary')?.textContent).toBe('2 pièces jointes à ce PDF');
    await vi.waitFor(() =>
      expect(rows().map((row) => row.querySelector('small')?.textContent)).toEqual(['XML, 31\u202fo', 'TXT, 7\u202fo']),
    );
    expect(await seriousFaults()).toEqual([]);
    named('Ouvrir factur-x.xml')?.focus();
    await press('Ouvrir factur-x.xml');
    await vi.waitFor(() => expect(document.querySelector('dialog pre')?.textContent).toBe('<?xml version="1.0"?><Invoice/>'));
    expect(await seriousFaults()).toEqual([]);
    await press('Fermer');
    await vi.waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Ouvrir factur-x.xml'));
  });

  test('F1 P6 a hostile name is plain text and a plain file name; what runs is never opened, whatever it is called', async () => {
    const hostile = '\u202egnp.eva\u0000\u0007\u2066<img src=x onerror=alert(1)>/../../facture\u202egpj.exe';
    const saved: string[] = [];
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    try {
      await show(
        await carrying([
          [hostile, 'MZ\u0001\u0002'],
          ['releve.pdf', '<!doctype html><script>globalThis.ran = true</script>'],
          ['logo.png', '<svg xmlns="http://www.w3.org/2000/svg" onload="globalThis.ran = true"/>'],
        ]),
      );
      await openList();
      await vi.waitFor(() => expect(rows().filter((row) => /,/.test(row.querySelector('small')?.textContent ?? '')).length).toBe(3));
      const named = rows().map((row) => row.querySelector('b')?.textContent ?? '');
      expect(named).toContain('releve.pdf');
      for (const name of named) expect(name).not.toMatch(UNSAFE);
      expect(document.querySelector('.attached img')).toBeNull();
      const types = Object.fromEntries(
        rows().map((row) => [row.querySelector('b')?.textContent, row.querySelector('small')?.textContent?.split(',')[0]]),
      );
      expect(types).toMatchObject({ 'releve.pdf': 'HTML', 'logo.png': 'type inconnu' });
      expect(rows().flatMap((row) => [...row.querySelectorAll('button')].map(({ textContent }) => textContent))).toEqual([
        'Enregistrer',
        'Enregistrer',
        'Enregistrer',
      ]);
      for (const row of rows()) row.querySelector('button')?.click();
      await vi.waitFor(() => expect(saved.length).toBe(3));
      for (const name of saved) expect(name).not.toMatch(UNSAFE);
      expect((globalThis as { ran?: boolean }).ran).toBeUndefined();
    } finally {
      click.mockRestore();
    }
  });

  test('a PDF in a PDF opens in the same viewer, with its own search; what it carries itself is not listed', async () => {
    const inner = new Uint8Array(await (await carrying([['plus loin.txt', 'x']])).arrayBuffer());
    await show(await carrying([['annexe.pdf', inner]]));
    await openList();
    await press('Ouvrir annexe.pdf');
    await vi.waitFor(() => expect(document.querySelector('dialog canvas.page')).not.toBeNull(), waits);
    expect(document.querySelector('dialog .attached')).toBeNull();
    key('f', { ctrlKey: true });
    await vi.waitFor(() => expect(document.querySelectorAll('.findbar').length).toBe(1));
    expect(document.querySelector('dialog .findbar')).not.toBeNull();
    expect(await seriousFaults()).toEqual([]);
  });

  test('a PDF that carries nothing says nothing of it', async () => {
    await show(samplePdf(['Facture']));
    await press('Chercher dans le document');
    await vi.waitFor(() => expect(document.querySelector('.findbar')).not.toBeNull());
    expect(document.querySelector('.attached')).toBeNull();
  });
});
