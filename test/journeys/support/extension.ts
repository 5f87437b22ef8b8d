// Chromium with the built extension in it, driven as a person would: real file drags, the real menu listener under a real
// `activeTab`, the worker killed, the network cut, and eyes inside closed shadow roots (through the debugging protocol only:
// no page and no test hook in the product can do it).

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type CDPSession, type Locator, type Page, type Worker } from 'playwright';
import { CHROMIUM_ARGS, requireChromium } from '../../support/browsers.ts';
import { withGranted } from './granted-build.ts';

/** The extension's id in Chromium, fixed by the public key in `wxt.config.ts`. */
export const EXTENSION_ID = 'pnfolhlmicpjpheaelgbjchmceplpnga';
const UNPACKED = path.resolve(import.meta.dirname, '../../../.output/chrome-mv3');

export interface Extension {
  readonly context: BrowserContext;
  /** The folder of the browser profile: launch again with it to find everything there. */
  readonly profile: string;
  /** Address of one of our pages, such as `popup.html` or `app.html#/deposit`. */
  readonly url: (page: string) => string;
  readonly open: (page: string) => Promise<Page>;
  /** The background's worker, started if it was stopped. */
  readonly worker: () => Promise<Worker>;
  /** Stops the background's worker as the browser does, at any line. @returns false when none was running */
  readonly killWorker: () => Promise<boolean>;
  /** What the toolbar button does to a tab before the popup opens: gives `activeTab`. */
  readonly gesture: (page: Page) => Promise<void>;
  /** Alt N on a page. */
  readonly openSheet: (page: Page) => Promise<void>;
  /** A click on an entry of the context menu; `info` as the browser would give it. */
  readonly menu: (
    page: Page,
    entry: 'deposit-link' | 'deposit-image' | 'deposit-page',
    info: { readonly linkUrl?: string; readonly srcUrl?: string },
  ) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface LaunchOptions {
  /** A profile to find again; a new one otherwise, removed at the end. */
  readonly profile?: string;
  readonly language?: 'fr' | 'en';
  readonly headless?: boolean;
  readonly dark?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** More switches for Chromium. */
  readonly args?: readonly string[];
  /** Another folder than the last build. */
  readonly unpacked?: string;
  /**
   * Sites granted beforehand, such as `http://127.0.0.1/*`: the browser's own question cannot be answered without a screen,
   * so a copy of the build is loaded whose manifest holds the permission.
   */
  readonly granted?: readonly string[];
  /** The same for optional permissions that are no site, such as `downloads`. */
  readonly permissions?: readonly string[];
}

/** Launches Chromium with the built extension. Build it first. */
export async function launchWithExtension(options: LaunchOptions = {}): Promise<Extension> {
  const profile = options.profile ?? mkdtempSync(path.join(tmpdir(), 'navette-profile-'));
  const isNewProfile = !existsSync(path.join(profile, 'Default'));
  const unpacked = withGranted(options.unpacked ?? process.env['NAVETTE_EXTENSION'] ?? UNPACKED, options, profile);
  const language = options.language ?? 'fr';
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: requireChromium(),
    // Without a UTF-8 locale Chromium cannot read a file whose name is not plain ASCII.
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    headless: options.headless ?? true,
    locale: language === 'fr' ? 'fr-FR' : 'en-GB',
    colorScheme: options.dark === true ? 'dark' : 'light',
    viewport: options.viewport ?? { width: 1280, height: 800 },
    args: [
      ...CHROMIUM_ARGS,
      `--lang=${language}`,
      `--accept-lang=${language === 'fr' ? 'fr-FR,fr' : 'en-GB,en'}`,
      ...(options.args ?? []),
      '--enable-unsafe-extension-debugging',
      `--disable-extensions-except=${unpacked}`,
      `--load-extension=${unpacked}`,
    ],
  });
  const url = (page: string): string => `chrome-extension://${EXTENSION_ID}/${page}`;
  const worker = async (): Promise<Worker> => findWorker(context) ?? (await wake(context, url('popup.html')));
  const gesture = async (page: Page): Promise<void> => {
    await page.bringToFront();
    await giveActiveTab(context, page);
  };
  await worker();
  // A first installation opens the app in a tab of its own: wait for it, or it would come between a page and its gesture.
  if (isNewProfile) await installTab(context, url('app.html'));
  return {
    context,
    profile,
    url,
    async open(page) {
      const opened = await context.newPage();
      await opened.goto(url(page));
      return opened;
    },
    worker,
    killWorker: () => killWorker(context),
    gesture,
    async openSheet(page) {
      await gesture(page);
      const tabId = await tabIdOf(await worker(), page);
      await (await worker()).evaluate(async (id) => chrome.commands.onCommand.dispatch('open-sheet', await chrome.tabs.get(id)), tabId);
    },
    async menu(page, entry, info) {
      await gesture(page);
      const tabId = await tabIdOf(await worker(), page);
      await (
        await worker()
      ).evaluate(
        async ([id, menuItemId, given]) =>
          chrome.contextMenus.onClicked.dispatch(
            { menuItemId, pageUrl: (await chrome.tabs.get(id)).url, editable: false, ...given },
            await chrome.tabs.get(id),
          ),
        [tabId, entry, info] as const,
      );
    },
    async close() {
      await context.close();
      if (options.profile === undefined) rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** What the page's script sees of the tab API, for the code above that runs in the worker. */
declare const chrome: {
  tabs: {
    get(id: number): Promise<{ id: number; url: string }>;
    query(what: object): Promise<{ id: number; url?: string; active: boolean }[]>;
  };
  commands: { onCommand: { dispatch(command: string, tab: object): void } };
  contextMenus: { onClicked: { dispatch(info: object, tab: object): void } };
};

async function installTab(context: BrowserContext, address: string): Promise<void> {
  const isIt = (page: Page): boolean => page.url().startsWith(address);
  const found = context.pages().find(isIt) ?? (await context.waitForEvent('page', { predicate: isIt, timeout: 10_000 }));
  await found.waitForLoadState();
}

function findWorker(context: BrowserContext): Worker | undefined {
  return context.serviceWorkers().find((one) => one.url().startsWith(`chrome-extension://${EXTENSION_ID}/`));
}

/** A message from one of our pages starts a stopped worker. */
async function wake(context: BrowserContext, page: string): Promise<Worker> {
  const coming = context.waitForEvent('serviceworker', { timeout: 15_000 }).catch(() => undefined);
  const found = findWorker(context);
  if (found !== undefined) return found;
  const waker = await context.newPage();
  await waker.goto(page);
  const started = (await coming) ?? findWorker(context);
  await waker.close();
  if (started === undefined) throw new Error('The extension’s worker did not start: is the extension built?');
  return started;
}

/** The toolbar button of the extension pressed on that tab, popup or not: what gives `activeTab`. */
async function giveActiveTab(context: BrowserContext, page: Page): Promise<void> {
  const browser = context.browser();
  const session: CDPSession = browser === null ? await context.newCDPSession(page) : await browser.newBrowserCDPSession();
  const own = await context.newCDPSession(page);
  const { targetInfo } = await own.send('Target.getTargetInfo');
  const { targetInfos } = (await session.send('Target.getTargets', { filter: [{ type: 'tab' }] })) as {
    targetInfos: { targetId: string; type: string; url: string }[];
  };
  const tab = targetInfos.find((one) => one.type === 'tab' && one.url === targetInfo.url);
  if (tab === undefined) throw new Error(`No tab shows ${targetInfo.url}.`);
  await (session.send as (method: string, params: object) => Promise<unknown>)('Extensions.triggerAction', {
    id: EXTENSION_ID,
    targetId: tab.targetId,
  });
  await own.detach();
}

async function tabIdOf(worker: Worker, page: Page): Promise<number> {
  const active = await worker.evaluate(async () =>
    (await chrome.tabs.query({ active: true, lastFocusedWindow: true })).map((tab) => ({ id: tab.id, url: tab.url })),
  );
  const found = active.find((tab) => tab.url === page.url());
  if (found === undefined) throw new Error(`The active tab does not show ${page.url()}.`);
  return found.id;
}

/** What the browser itself says of our worker; its target keeps one id over restarts, so that no id tells of a death. */
async function killWorker(context: BrowserContext): Promise<boolean> {
  const page =
    context.pages().find((one) => one.url().startsWith('chrome-extension://')) ?? context.pages()[0] ?? (await context.newPage());
  const session = await context.newCDPSession(page);
  const status = new Map<string, string>();
  let heard: () => void = () => undefined;
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const version of versions) if (version.scriptURL.includes(EXTENSION_ID)) status.set(version.versionId, version.runningStatus);
    heard();
  });
  const isOne = (wanted: readonly string[]): boolean => [...status.values()].some((now) => wanted.includes(now));
  const until = async (holds: () => boolean, patience: number): Promise<boolean> => {
    for (const end = Date.now() + patience; !holds() && Date.now() < end;) {
      await new Promise<void>((resolve) => {
        heard = resolve;
        setTimeout(resolve, end - Date.now());
      });
    }
    return holds();
  };
  try {
    await session.send('ServiceWorker.enable');
    await until(() => status.size > 0, 500);
    if (!isOne(['running', 'starting'])) return false;
    const { targetInfos } = await session.send('Target.getTargets');
    const ours = targetInfos.filter((info) => info.type === 'service_worker' && info.url.includes(EXTENSION_ID));
    if (ours.length === 0) return false;
    const dead = until(() => isOne(['stopping', 'stopped']), 2000);
    for (const { targetId } of ours) await session.send('Target.closeTarget', { targetId });
    return await dead;
  } finally {
    await session.detach();
  }
}

/** A real drag of files from the desktop onto a point of the page: trusted events, as the browser makes them. */
export async function dragFiles(page: Page, files: readonly string[], x: number, y: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await drag(session, files, { x, y }, ['dragEnter', 'dragOver', 'drop']);
  await session.detach();
}

async function drag(
  session: CDPSession,
  files: readonly string[],
  at: { x: number; y: number },
  steps: readonly ('dragEnter' | 'dragOver' | 'drop')[],
): Promise<void> {
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of steps) await session.send('Input.dispatchDragEvent', { type, ...at, data });
}

/**
 * The same drag onto an element, once it stands still: what comes late on a page moves it. What is drawn anew under the pointer is drawn
 * before the file is let go, as it is for a hand: dropped on what is no more there, a file is lost.
 */
export async function dragOnto(zone: Locator, files: readonly string[]): Promise<void> {
  const position = { x: 40, y: 20 };
  await zone.click({ trial: true, position });
  const box = await zone.boundingBox();
  if (box === null) throw new Error('nothing to drag files onto');
  const page = zone.page();
  const at = { x: box.x + position.x, y: box.y + position.y };
  const session = await page.context().newCDPSession(page);
  await drag(session, files, at, ['dragEnter', 'dragOver']);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await drag(session, files, at, ['dragOver', 'drop']);
  await session.detach();
}

/** One element inside a closed shadow root. */
export interface ShadowNode {
  readonly text: string;
  /** Centre of the element in the viewport; null when it has no box. */
  readonly centre: { readonly x: number; readonly y: number } | null;
}

type DomNode = {
  nodeId: number;
  backendNodeId: number;
  nodeName: string;
  nodeValue: string;
  attributes?: string[];
  children?: DomNode[];
  shadowRoots?: (DomNode & { shadowRootType?: string })[];
};

/** Every element matching a simple selector (`button`, `.state`, `h2`) in all closed shadow roots of a page. */
export async function inClosedRoots(page: Page, selector: string): Promise<ShadowNode[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const { root } = (await session.send('DOM.getDocument', { depth: -1, pierce: true })) as unknown as { root: DomNode };
    const found: ShadowNode[] = [];
    for (const shadow of closedRootsOf(root)) {
      for (const node of walk(shadow))
        if (matches(node, selector)) found.push({ text: textOf(node), centre: await centreOf(session, node) });
    }
    return found;
  } finally {
    await session.detach();
  }
}

/** All the text drawn in closed shadow roots of a page, styles left out. */
export async function closedText(page: Page): Promise<string> {
  return (await inClosedRoots(page, 'section,.banner')).map((node) => node.text).join('\n');
}

/** Waits until text in a closed root matches. */
export async function waitForClosedText(page: Page, wanted: RegExp, timeout = 10_000): Promise<string> {
  const end = Date.now() + timeout;
  for (;;) {
    const text = await closedText(page).catch(() => '');
    if (wanted.test(text)) return text;
    if (Date.now() > end) throw new Error(`No closed shadow root says ${wanted}. They say: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Clicks, as a person does, the first element in a closed root whose selector and text match. */
export async function clickInClosedRoot(page: Page, selector: string, wanted: RegExp): Promise<void> {
  const node = (await inClosedRoots(page, selector)).find((one) => wanted.test(one.text));
  if (node?.centre == null) throw new Error(`Nothing to click that says ${wanted}.`);
  await page.mouse.click(node.centre.x, node.centre.y);
}

function* closedRootsOf(node: DomNode): Generator<DomNode> {
  for (const shadow of node.shadowRoots ?? []) {
    if (shadow.shadowRootType === 'closed') yield shadow;
    yield* closedRootsOf(shadow);
  }
  for (const child of node.children ?? []) yield* closedRootsOf(child);
}

function* walk(node: DomNode): Generator<DomNode> {
  yield node;
  for (const child of node.children ?? []) yield* walk(child);
}

function matches(node: DomNode, selector: string): boolean {
  const attributes = node.attributes ?? [];
  const classes = (attributes[attributes.indexOf('class') + 1] ?? '').split(' ');
  return selector.split(',').some((one) => {
    const [, name = '', wanted = ''] = /^([a-z0-9]*)((?:\.[a-z-]+)*)$/.exec(one.trim()) ?? [];
    return (
      node.nodeName !== '' &&
      (name === '' || node.nodeName.toLowerCase() === name) &&
      wanted
        .split('.')
        .filter(Boolean)
        .every((each) => attributes.includes('class') && classes.includes(each))
    );
  });
}

function textOf(node: DomNode): string {
  if (node.nodeName === 'STYLE') return '';
  if (node.nodeName === '#text') return node.nodeValue;
  return (node.children ?? [])
    .map(textOf)
    .filter((text) => text !== '')
    .join(' ')
    .replace(/[ \n]+/g, ' ')
    .trim();
}

async function centreOf(session: CDPSession, node: DomNode): Promise<ShadowNode['centre']> {
  try {
    const { model } = await session.send('DOM.getBoxModel', { backendNodeId: node.backendNodeId });
    const [x1 = 0, y1 = 0, , , x2 = 0, y2 = 0] = model.border;
    return { x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
  } catch {
    return null;
  }
}

/** A row of the device's tray, as far as the journeys look. */
export interface TrayRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly origin?: string;
  readonly way: string;
  readonly status: { readonly tag: 'fetching' | 'ready' | 'failed'; readonly reason?: string; readonly url?: string };
}

/** The tray of a device nobody is signed in on, read from its store by one of our pages. */
export async function trayOf(extension: Extension): Promise<TrayRow[]> {
  const found = extension.context.pages().find((page) => page.url().startsWith(extension.url('app.html')));
  const app = found ?? (await extension.open('app.html'));
  return app.evaluate(
    () =>
      new Promise<TrayRow[]>((resolve, reject) => {
        const opening = indexedDB.open('navette-device');
        opening.addEventListener('error', () => reject(opening.error));
        opening.addEventListener('success', () => {
          const request = opening.result.transaction('captures').objectStore('captures').getAll();
          request.addEventListener('error', () => reject(request.error));
          request.addEventListener('success', () => {
            opening.result.close();
            resolve(request.result as TrayRow[]);
          });
        });
      }),
  );
}

/** Pieces of files that were not whole yet, in the store of a device nobody is signed in on. */
export async function piecesKept(extension: Extension): Promise<number> {
  const found = extension.context.pages().find((page) => page.url().startsWith(extension.url('app.html')));
  const app = found ?? (await extension.open('app.html'));
  return app.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('navette-device');
        opening.addEventListener('error', () => reject(opening.error));
        opening.addEventListener('success', () => {
          const request = opening.result.transaction('pieces').objectStore('pieces').count();
          request.addEventListener('success', () => {
            opening.result.close();
            resolve(request.result);
          });
        });
      }),
  );
}

/** Addresses of everything the browser shows or runs: tabs, workers, the side panel. */
export async function targetsOf(extension: Extension): Promise<string[]> {
  const page = extension.context.pages()[0] ?? (await extension.context.newPage());
  const session = await extension.context.newCDPSession(page);
  const { targetInfos } = await session.send('Target.getTargets');
  await session.detach();
  return targetInfos.map((info) => info.url);
}

/** Writes rows into one of the device's stores, as a server's answer would have. The background sees them after a restart. */
export async function putInStore(extension: Extension, database: string, table: string, rows: readonly object[]): Promise<void> {
  const found = extension.context.pages().find((page) => page.url().startsWith(extension.url('app.html')));
  const app = found ?? (await extension.open('app.html'));
  // Our code makes the store with its tables; until then, or while it does, there is nothing to write into.
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    if (await app.evaluate(writeRows, [database, table, rows] as const)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`No store ${database} to write into.`);
}

/** Runs in the page. @returns false when the store is not there yet, or did not answer */
async function writeRows([name, table, rows]: readonly [string, string, readonly object[]]): Promise<boolean> {
  const made = await indexedDB.databases();
  if (!made.some((one) => one.name === name && (one.version ?? 0) >= 10)) return false;
  const written = new Promise<boolean>((resolve) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('error', () => resolve(false));
    opening.addEventListener('success', () => {
      const database = opening.result;
      if (!database.objectStoreNames.contains(table)) {
        database.close();
        return resolve(false);
      }
      const transaction = database.transaction(table, 'readwrite');
      for (const row of rows) transaction.objectStore(table).put(row);
      transaction.addEventListener('complete', () => {
        database.close();
        resolve(true);
      });
    });
  });
  return Promise.race([written, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 3_000))]);
}

/** Somebody signed in without a server: Claire Morel, of one company, at `origin`. */
export async function signInWithoutServer(
  extension: Extension,
  origin: string,
  names: { readonly person: string; readonly firm: string; readonly company: string; readonly migration: string },
): Promise<void> {
  const [user, firm, dossier] = [
    '01a1f99d-f3ac-71e8-8dd3-d40497e85f99',
    '01a1f99d-f3ac-71e8-8dd3-d40497e85f02',
    '01a1f99d-f3ac-71e8-8dd3-d40497e85f01',
  ];
  const enrolment = {
    origin,
    user: { id: user, name: names.person, email: 'claire@example.org' },
    firm: { id: firm, name: names.firm, demo: true },
    keyId: 'k',
    publicKey: 'p',
    device: 7,
    storeName: JOURNEY_STORE,
  };
  await putInStore(extension, 'navette-device', 'meta', [{ key: 'enrolment', value: enrolment }]);
  // A page of ours opens the person's store, with its tables.
  const opener = await extension.open('app.html');
  const right = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false };
  await putInStore(extension, JOURNEY_STORE, 'account', [
    { key: 'migration', value: { v: 1, step: names.migration } },
    { key: `dossier/${dossier}`, value: { v: 1, name: names.company, right } },
  ]);
  await opener.close();
  await extension.killWorker();
}

/** The store of the person `signInWithoutServer` signs in. */
export const JOURNEY_STORE = 'navette-journey';
