// The deposit sheet in a page that is not ours, in a real Chromium: what it takes, and what a hostile page cannot do to it.

import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  clickInClosedRoot,
  closedText,
  dragFiles,
  inClosedRoots,
  launchWithExtension,
  piecesKept,
  targetsOf,
  trayOf,
  waitForClosedText,
  type Extension,
} from './support/extension.ts';
import { smallPdf, startHostileSite, type HostileSite } from './support/hostile-site.ts';

let extension: Extension;
let site: HostileSite;
let other: HostileSite;
let page: Page;
let folder: string;
let known = 0;

const SETTLED = 600;
const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const file = (name: string, bytes: Uint8Array): string => {
  writeFileSync(path.join(folder, name), bytes);
  return path.join(folder, name);
};

/** Rows of the tray made since the test began. */
async function newRows() {
  const rows = (await trayOf(extension)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return rows.slice(known);
}

async function openSettledSheet(): Promise<{ x: number; y: number }> {
  await extension.openSheet(page);
  await waitForClosedText(page, /Glissez un fichier ici/);
  await wait(SETTLED);
  const [drop] = await inClosedRoots(page, '.drop');
  if (drop?.centre == null) throw new Error('the sheet has no place to drop a file');
  return drop.centre;
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'navette-files-'));
  mkdirSync(folder, { recursive: true });
  [site, other, extension] = await Promise.all([startHostileSite(), startHostileSite(), launchWithExtension()]);
});

afterAll(async () => {
  await extension?.close();
  await Promise.all([site?.close(), other?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  page = await extension.context.newPage();
  await page.goto(site.at('/?client=secret#fragment'));
  known = (await trayOf(extension)).length;
  await page.bringToFront();
});

afterEach(() => page.close());

describe('what the sheet takes', () => {
  test('a PDF dragged from the desktop is saved on this computer, on a page whose policy allows nothing', async () => {
    const at = await openSettledSheet();
    await dragFiles(page, [file('Facture mars.pdf', smallPdf())], at.x, at.y);
    expect(await waitForClosedText(page, /Enregistré sur cet ordinateur/)).toContain('Facture mars.pdf');
    expect(await newRows()).toMatchObject([{ name: 'Facture mars.pdf', type: 'application/pdf', way: 'drop', status: { tag: 'ready' } }]);
  });

  test('P6 url-secrets: the page is kept as origin and path, no query, no fragment', async () => {
    const at = await openSettledSheet();
    await dragFiles(page, [file('a.pdf', smallPdf())], at.x, at.y);
    await waitForClosedText(page, /Enregistré sur cet ordinateur/);
    expect((await newRows())[0]?.origin).toBe(site.at('/'));
  });

  test('a link behind the site’s own login cookie is fetched with the person’s session', async () => {
    await extension.menu(page, 'deposit-link', { linkUrl: site.at('/document.pdf?token=1') });
    await waitForClosedText(page, /Enregistré sur cet ordinateur/);
    expect(await newRows()).toMatchObject([{ name: 'document.pdf', type: 'application/pdf', way: 'link', status: { tag: 'ready' } }]);
    expect(site.seen.at(-1)).toMatchObject({ method: 'GET', path: '/document.pdf', signedIn: true });
  });

  test('a page that is a PDF is taken as it is', async () => {
    await page.goto(site.at('/document.pdf'));
    await extension.openSheet(page);
    await waitForClosedText(page, /Enregistré sur cet ordinateur/);
    expect(await newRows()).toMatchObject([{ type: 'application/pdf', way: 'page', status: { tag: 'ready' } }]);
  });

  test('a file of several pieces is saved though the worker is killed while it comes', async () => {
    const at = await openSettledSheet();
    const size = 40 * 1024 * 1024;
    await dragFiles(page, [file('grand.pdf', smallPdf(size))], at.x, at.y);
    for (let i = 0; i < 3; i++) {
      await extension.killWorker();
      await wait(60);
    }
    await waitForClosedText(page, /Enregistré sur cet ordinateur/, 60_000);
    expect(await newRows()).toMatchObject([{ name: 'grand.pdf', size, status: { tag: 'ready' } }]);
  });

  test('a page that removes the sheet during a transfer closes it; the transfer goes on', async () => {
    const at = await openSettledSheet();
    await dragFiles(page, [file('suite.pdf', smallPdf(30 * 1024 * 1024))], at.x, at.y);
    await page.evaluate(() => document.documentElement.lastElementChild?.remove());
    await expect.poll(newRows, { timeout: 30_000 }).toMatchObject([{ name: 'suite.pdf', status: { tag: 'ready' } }]);
    expect(await closedText(page)).toBe('');
  });
});

describe('P6 wrong bytes', () => {
  test('P6 a login page in the PDF’s place is no document: the session has expired, and the row says so', async () => {
    await extension.menu(page, 'deposit-link', { linkUrl: site.at('/login-instead.pdf') });
    await waitForClosedText(page, /La session du site a expiré/);
    expect(await newRows()).toMatchObject([{ status: { tag: 'failed', reason: 'session-expired' } }]);
  });

  test('P6 an endless answer is cut at the limit', async () => {
    await extension.menu(page, 'deposit-link', { linkUrl: site.at('/endless.pdf') });
    await waitForClosedText(page, /dépasse la limite/, 60_000);
    expect(await newRows()).toMatchObject([{ status: { tag: 'failed', reason: 'too-large' } }]);
    expect(site.endlessWasCut()).toBe(true);
  });

  test('P6 a text named like a PDF is kept as what it is, an empty file is refused, and so is a drop of 51', async () => {
    const at = await openSettledSheet();
    await dragFiles(page, [file('faux.pdf', Buffer.from('bonjour')), file('vide.pdf', Buffer.alloc(0))], at.x, at.y);
    await waitForClosedText(page, /est vide/);
    await waitForClosedText(page, /Enregistré sur cet ordinateur/);
    expect(await newRows()).toMatchObject([{ name: 'faux.pdf', type: 'text/plain' }]);
    const many = Array.from({ length: 51 }, (_, i) => file(`n${i}.pdf`, smallPdf()));
    await dragFiles(page, many, at.x, at.y);
    await waitForClosedText(page, /au plus 50 fichiers/);
    expect(await newRows()).toHaveLength(1);
  });

  test('P6 a web page named like a PDF is kept in the tray as what it is, and called a web page', async () => {
    const at = await openSettledSheet();
    await dragFiles(page, [file('connexion.pdf', Buffer.from('<!doctype html><html><title>Connexion</title></html>'))], at.x, at.y);
    const said = await waitForClosedText(page, /Enregistré sur cet ordinateur/);
    expect(said).not.toMatch(/\bPDF\b/);
    expect(await newRows()).toMatchObject([{ name: 'connexion.pdf', type: 'text/html', status: { tag: 'ready' } }]);
  });

  test('P6 a file over the limit is refused by its size, the limit named, and nothing of it is kept', async () => {
    const at = await openSettledSheet();
    const large = file('archives.pdf', smallPdf());
    truncateSync(large, 100 * 1024 * 1024 + 1);
    await dragFiles(page, [large], at.x, at.y);
    expect(await waitForClosedText(page, /dépasse la limite/)).toMatch(/100\s?M[oi]/);
    expect(await newRows()).toEqual([]);
    expect(await piecesKept(extension)).toBe(0);
  });

  test('P6 a name that climbs folders or hides letters is shown as plain text', async () => {
    const at = await openSettledSheet();
    await dragFiles(page, [file('facture\u202Efdp\u0007.exe', smallPdf())], at.x, at.y);
    const said = await waitForClosedText(page, /Enregistré sur cet ordinateur/);
    expect(said).toContain('facturefdp.exe');
    expect(await newRows()).toMatchObject([{ name: 'facturefdp.exe', type: 'application/pdf' }]);
  });

  test('P6 a document the site no longer has is named so', async () => {
    await extension.menu(page, 'deposit-link', { linkUrl: site.at('/gone.pdf') });
    await waitForClosedText(page, /ne trouve plus/);
    expect(await newRows()).toMatchObject([{ status: { tag: 'failed', reason: 'not-found' } }]);
  });
});

describe('P5 fetch elsewhere', () => {
  test('P5 a link to another site fetches nothing: the row waits for the person’s permission', async () => {
    const before = other.seen.length;
    await extension.menu(page, 'deposit-link', { linkUrl: other.at('/public.pdf') });
    await waitForClosedText(page, /sur un autre site/);
    expect(other.seen).toHaveLength(before);
    expect(await newRows()).toMatchObject([{ status: { tag: 'failed', reason: 'elsewhere' } }]);
  });

  test('P5 a device of the person’s own network is not followed to, and no row is made', async () => {
    const before = other.seen.length;
    await extension.menu(page, 'deposit-link', { linkUrl: other.at('/public.pdf').replace('127.0.0.1', 'localhost') });
    await waitForClosedText(page, /appareil de votre réseau/);
    expect(other.seen).toHaveLength(before);
    expect(await newRows()).toEqual([]);
  });

  test('P5 a redirect is not followed', async () => {
    const before = site.seen.length;
    await extension.menu(page, 'deposit-link', { linkUrl: site.at('/redirect.pdf') });
    await waitForClosedText(page, /renvoie ailleurs/);
    expect(site.seen.slice(before).map((request) => request.path)).not.toContain('/document.pdf');
  });

  test('P5 an address that is none of the web is refused', async () => {
    await extension.menu(page, 'deposit-link', { linkUrl: 'javascript:alert(1)' });
    await waitForClosedText(page, /ne mène pas à un document/);
    expect(await newRows()).toEqual([]);
  });
});

describe('P1 forged events', () => {
  test('P1 events the page makes do nothing: no file taken, nothing opened, nothing closed', async () => {
    await openSettledSheet();
    const before = await targetsOf(extension);
    await page.evaluate(() => {
      const host = document.documentElement.lastElementChild;
      const data = new DataTransfer();
      data.items.add(new File(['%PDF-1.4 forged'], 'forged.pdf'));
      for (const type of ['dragenter', 'dragover', 'drop'])
        host?.dispatchEvent(new DragEvent(type, { bubbles: true, composed: true, cancelable: true, dataTransfer: data }));
      for (const type of ['pointerdown', 'mousedown', 'click'])
        host?.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, clientX: innerWidth - 100, clientY: innerHeight - 50 }));
      host?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
      for (const type of ['capture-piece', 'open-panel', 'sign-out']) window.postMessage({ type, body: {} }, '*');
      document.dispatchEvent(new CustomEvent('pnfolhlmicpjpheaelgbjchmceplpnga'));
    });
    await wait(500);
    expect(await newRows()).toEqual([]);
    expect(await targetsOf(extension)).toEqual(before);
    expect(await closedText(page)).toContain('Déposer un document');
  });

  test('P1 its button opens our own panel, and does nothing else', async () => {
    await openSettledSheet();
    await clickInClosedRoot(page, 'button', /Continuer dans Navette/);
    await expect
      .poll(async () => (await targetsOf(extension)).some((url) => url.includes('sidepanel.html') || url.includes('app.html#/deposit')))
      .toBe(true);
    expect(await newRows()).toEqual([]);
  });
});

describe('P2 nothing ours in the page', () => {
  test('P2 the page sees one element without name, text or way in', async () => {
    const before = await page.evaluate(() => ({
      globals: Object.getOwnPropertyNames(window).length,
      elements: document.querySelectorAll('*').length,
    }));
    await openSettledSheet();
    const seen = await page.evaluate(() => {
      const host = document.documentElement.lastElementChild as HTMLElement;
      return {
        globals: Object.getOwnPropertyNames(window).length,
        elements: document.querySelectorAll('*').length,
        root: host.shadowRoot,
        outer: [host.tagName, ...host.getAttributeNames(), host.childNodes.length],
        text: document.documentElement.textContent ?? '',
        sheets: document.adoptedStyleSheets.length + document.styleSheets.length,
        messages: performance.getEntriesByType('resource').map((entry) => entry.name),
      };
    });
    expect(seen.elements - before.elements).toBe(1);
    expect(seen.globals).toBe(before.globals);
    expect(seen.root).toBeNull();
    expect(seen.outer).toEqual(['DIV', 'popover', 0]);
    expect(seen.text).not.toMatch(/navette|déposer/i);
    expect(seen.sheets).toBe(0);
    expect(seen.messages.filter((name) => name.startsWith('chrome-extension'))).toEqual([]);
  });
});

describe('P3 lures', () => {
  const traps: readonly [string, () => void][] = [
    ['makes the whole page transparent', () => void (document.documentElement.style.opacity = '0.02')],
    ['makes our frame’s parents vanish by a filter', () => void (document.documentElement.style.filter = 'opacity(1%)')],
    [
      'covers it with a popover that lets clicks through',
      () => {
        const cover = document.createElement('div');
        cover.setAttribute('popover', 'manual');
        cover.style.cssText = 'position:fixed;inset:0;width:100vw;height:100vh;background:#fff;pointer-events:none';
        document.body.append(cover);
        cover.showPopover();
      },
    ],
    ['takes it out of the page', () => document.documentElement.lastElementChild?.remove()],
    ['moves it under a lure', () => document.documentElement.style.setProperty('transform', 'translate(-300px,-200px)')],
  ];

  test('P3 a person’s click on an honest page opens the file picker', async () => {
    await openSettledSheet();
    const picker = page.waitForEvent('filechooser', { timeout: 5000 });
    await clickInClosedRoot(page, 'button', /Choisir un fichier/);
    await (await picker).setFiles(file('choisi.pdf', smallPdf()));
    await waitForClosedText(page, /Enregistré sur cet ordinateur/);
    expect(await newRows()).toMatchObject([{ name: 'choisi.pdf', way: 'pick' }]);
  });

  test.each(traps)('P3 when the page %s, a click does nothing and the sheet closes', async (_name, trap) => {
    await openSettledSheet();
    const [button] = (await inClosedRoots(page, 'button')).filter((node) => /Choisir/.test(node.text));
    await page.evaluate(trap);
    const after = (await inClosedRoots(page, 'button')).find((node) => /Choisir/.test(node.text)) ?? button;
    let picked = false;
    page.on('filechooser', () => (picked = true));
    if (after?.centre != null) await page.mouse.click(after.centre.x, after.centre.y);
    await wait(400);
    expect(picked).toBe(false);
    expect(await closedText(page)).toBe('');
  });

  test('P3 the page’s own styles neither hide our frame nor make it see-through: what the person clicks is what they see', async () => {
    await openSettledSheet();
    const shown = await page.evaluate(() => {
      const host = document.documentElement.lastElementChild as HTMLElement;
      for (const [property, value] of [
        ['visibility', 'hidden'],
        ['opacity', '0.01'],
        ['display', 'none'],
        ['clip-path', 'inset(50%)'],
        ['transform', 'scale(0.01)'],
      ] as const)
        host.style.setProperty(property, value, 'important');
      const { visibility, opacity, display, clipPath, transform } = getComputedStyle(host);
      return { visibility, opacity, display: display !== 'none', clipPath, transform };
    });
    expect(shown).toEqual({ visibility: 'visible', opacity: '1', display: true, clipPath: 'none', transform: 'none' });
  });

  test('P3 under a modal dialog of the page nothing of ours answers', async () => {
    const at = await openSettledSheet();
    const [button] = (await inClosedRoots(page, 'button')).filter((node) => /Choisir/.test(node.text));
    await page.evaluate(() => {
      const cover = document.createElement('dialog');
      cover.style.cssText = 'position:fixed;inset:0;width:100vw;height:100vh;max-width:none;max-height:none;pointer-events:none;opacity:0';
      document.body.append(cover);
      cover.showModal();
    });
    let picked = false;
    page.on('filechooser', () => (picked = true));
    if (button?.centre != null) await page.mouse.click(button.centre.x, button.centre.y);
    await dragFiles(page, [file('piege.pdf', smallPdf())], at.x, at.y);
    await wait(400);
    expect(picked).toBe(false);
    expect(await newRows()).toEqual([]);
  });

  test('P3 a click in the first half second does nothing', async () => {
    await extension.openSheet(page);
    let picked = false;
    page.on('filechooser', () => (picked = true));
    // Where the button will be is known beforehand: the trap is a click that was meant for something else.
    const end = Date.now() + 300;
    while (Date.now() < end && !picked) await page.mouse.click(1170, 675);
    expect(picked).toBe(false);
  });

  test('P3 Escape closes it', async () => {
    await openSettledSheet();
    await page.keyboard.press('Escape');
    expect(await closedText(page)).toBe('');
  });
});

describe('P4 silent before the gesture', () => {
  test('P4 a page on which nobody acted finds nothing of ours', async () => {
    const found = await page.evaluate(async (base) => {
      const reached: string[] = [];
      for (const name of [
        'manifest.json',
        'icon-16.png',
        'popup.html',
        'app.html',
        'deposit-sheet.js',
        'portal-banner.js',
        'background.js',
        '_locales/fr/messages.json',
      ])
        await fetch(`${base}${name}`).then(
          () => reached.push(name),
          () => undefined,
        );
      return {
        reached,
        elements: [...document.documentElement.children].map((child) => child.tagName),
        attributes: document.documentElement.getAttributeNames(),
      };
    }, extension.url(''));
    expect(found).toEqual({ reached: [], elements: ['HEAD', 'BODY'], attributes: ['lang'] });
  });
});
