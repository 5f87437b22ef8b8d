// Our own pages against what comes from outside: names that are markup (M4), links that would act (M5), messages to the
// background from a visited page's world (M1), and what the toolbar shows.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchWithExtension, signInWithoutServer, trayOf, type Extension } from './support/extension.ts';
import { smallPdf, startHostileSite, type HostileSite } from './support/hostile-site.ts';

const NAMES = [
  '<img src=x onerror=alert(1)>.pdf',
  '"><script>alert(1)<script>.pdf',
  "javascript:alert('x').pdf",
  '{{constructor.constructor(1)}}.pdf',
  '\u202Efdp.exe',
];

let extension: Extension;
let site: HostileSite;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'navette-files-'));
  [site, extension] = await Promise.all([startHostileSite(), launchWithExtension()]);
  await signInWithoutServer(extension, 'http://127.0.0.1:9', {
    person: '<i onmouseover=alert(1)>Claire',
    firm: '<b>Aubrac</b>',
    company: '<u>Bonnefoy</u>',
    migration: 'finalised',
  });
});

afterAll(async () => {
  await extension?.close();
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('M4 no text becomes code in our pages', () => {
  test('M4 names that are markup are shown as names, in the app and in the panel', async () => {
    const app = await extension.open('app.html#/deposit');
    const errors: string[] = [];
    app.on('dialog', (dialog) => void (errors.push('dialog'), dialog.dismiss()));
    app.on('console', (message) => void (/Content Security Policy|TrustedHTML/i.test(message.text()) && errors.push(message.text())));
    await app.waitForSelector('input[type=file]', { state: 'attached' });
    await app.setInputFiles(
      'input[type=file]',
      NAMES.map((name) => ({ name, mimeType: 'application/pdf', buffer: smallPdf() })),
    );
    await expect.poll(async () => app.evaluate(() => document.body.innerText)).toContain('<img src=x onerror=alert(1)>.pdf');
    const panel = await extension.open('sidepanel.html');
    panel.on('dialog', (dialog) => void (errors.push('dialog'), dialog.dismiss()));
    await expect.poll(async () => panel.evaluate(() => document.body.innerText)).toContain('<img src=x onerror=alert(1)>.pdf');
    for (const page of [app, panel])
      expect(await page.evaluate(() => document.querySelectorAll('img[src="x"], [onerror], [onmouseover], body script').length)).toBe(0);
    expect(await app.evaluate(() => document.body.innerText)).not.toContain('\u202E');
    expect(errors).toEqual([]);
    await panel.close();
    await app.close();
  });

  test('M4 a string is no code and no markup there: the browser itself refuses', async () => {
    const page = await extension.open('popup.html');
    const refused = await page.evaluate(() => {
      const tries: Record<string, () => unknown> = {
        markup: () => Reflect.set(document.createElement('div'), 'innerHTML', '<b>x</b>'),
        script: () => Reflect.set(document.createElement('script'), 'src', 'https://hostile.example/x.js'),
        worker: () => new Worker('https://hostile.example/x.js'),
      };
      return Object.entries(tries).flatMap(([name, run]) => {
        try {
          run();
          return [];
        } catch {
          return [name];
        }
      });
    });
    expect(refused).toEqual(['markup', 'script', 'worker']);
    await page.close();
  });
});

describe('M5 links into our pages', () => {
  test('M5 an address of ours changes nothing but what is shown', async () => {
    const before = await trayOf(extension);
    for (const place of ['#/deposit?act=deposit', '#/documents/x?withdraw=1', '#/home?sign-out=erase', '#/queue?discard=all']) {
      const page = await extension.open(`app.html${place}`);
      await page.waitForSelector('h1');
      await page.close();
    }
    expect(await trayOf(extension)).toEqual(before);
    const app = await extension.open('app.html');
    await expect.poll(() => app.evaluate(() => document.body.innerText)).toContain('Accueil');
    await app.close();
  });

  test('M5, P4 a site can neither lead to one of our pages nor frame it', async () => {
    const page = await extension.context.newPage();
    await page.goto(site.at('/open'));
    await page.evaluate((address) => location.assign(address), extension.url('app.html#/home'));
    await new Promise((resolve) => setTimeout(resolve, 800));
    const landed = await page.evaluate(() => document.documentElement.innerText).catch(() => '');
    expect(landed).not.toMatch(/Navette|Accueil/);
    await page.goto(site.at('/open'));
    const framed = await page.evaluate(async (address) => {
      const frame = document.createElement('iframe');
      frame.src = address;
      document.body.append(frame);
      await new Promise((resolve) => frame.addEventListener('load', resolve));
      return frame.contentDocument === null;
    }, extension.url('popup.html'));
    expect(framed).toBe(true);
    expect(
      page
        .frames()
        .map((frame) => frame.url())
        .filter((url) => url.startsWith(extension.url(''))),
    ).toEqual([]);
    await page.close();
  });
});

describe('M1 from a visited page', () => {
  test('M1 the page’s own script has no way to call the background', async () => {
    const page = await extension.context.newPage();
    await page.goto(site.at('/open'));
    await extension.openSheet(page);
    const tried = await page.evaluate(() => {
      const runtime = (globalThis as { chrome?: { runtime?: { sendMessage?: unknown; connect?: unknown } } }).chrome?.runtime;
      return { send: typeof runtime?.sendMessage, connect: typeof runtime?.connect };
    });
    expect(tried).toEqual({ send: 'undefined', connect: 'undefined' });
    await page.close();
  });

  test('M1 our own script in a page, taken over, can offer a capture and nothing else', async () => {
    const page = await extension.context.newPage();
    await page.goto(site.at('/open'));
    await extension.gesture(page);
    const worker = await extension.worker();
    const answers = await worker.evaluate(async () => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      const [injected] = await chrome.scripting.executeScript({
        target: { tabId: tab?.id ?? 0 },
        func: async () => {
          const said: Record<string, unknown> = {};
          for (const [type, body] of Object.entries({
            'sync-now': {},
            'sign-out': { choice: 'erase', firm: 'all' },
            'switch-firm': { firm: 'x' },
            'sign-in': { origin: 'https://hostile.example', email: 'a@b.c', password: 'x' },
            'portal-access': {},
            'deposit-tab': { tab: 1 },
            'dismiss-deposit-banner': {},
            'capture-failed': { capture: '01a1f99d-f3ac-71e8-8dd3-d40497e85f99', reason: 'empty' },
            nonsense: {},
          }))
            said[type] = await chrome.runtime.sendMessage({ type, body });
          said['storage'] = await chrome.storage.local.get(null);
          return said;
        },
      });
      return injected?.result;
    });
    const { storage, ...said } = answers as Record<string, unknown>;
    for (const [type, answer] of Object.entries(said)) expect(answer, type).toEqual({ status: 'refused', reason: 'not-allowed' });
    // M2: what it reads of ours is the list of portal origins.
    expect(Object.keys(storage as object).filter((key) => key !== 'portal-origins')).toEqual([]);
    await page.close();
  });
});

declare const chrome: {
  tabs: { query(what: object): Promise<{ id: number }[]> };
  scripting: { executeScript(what: { target: object; func: () => unknown }): Promise<{ result: unknown }[]> };
  runtime: { sendMessage(message: object): Promise<unknown> };
  storage: { local: { get(keys: null): Promise<object> } };
};
