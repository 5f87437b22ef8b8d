/**
 * The background: registers every listener synchronously, then opens the device.
 *
 * It may be stopped at any line. Whatever matters is stored before a handler returns; nothing here is remembered in a
 * variable that could not be read again.
 */
import { browser } from 'wxt/browser';
import type { FollowUp } from '@navette/device/model';
import { showsMigrationBanner } from '@navette/domain/migration';
import { followUpNeeds, REMIND_AFTER_DAYS } from '@navette/domain/migration-follow-up';
import { makeDispatcher } from '../messages/dispatcher.ts';
import type { Sender } from '../messages/callers.ts';
import type { BackgroundDevice } from './background-device.ts';
import { showNeeds } from './badge.ts';
import { firstValue } from './first-value.ts';
import { makeHandlers } from './handlers.ts';
import { keepAliveWhile } from './keep-alive.ts';
import { captureAddress, depositTab, sweepPlaceholders } from './link-capture.ts';
import { makeMenus, MENU } from './menus.ts';
import { openApp } from './own-pages.ts';
import { managedSettings, refreshPortalScripts, registeredPortals } from './portal-scripts.ts';
import { ensureAlarm, makeSyncDriver } from './sync-driver.ts';
import { knownTab, type KnownTab } from './tab-of.ts';

export function startBackground(device: BackgroundDevice): void {
  const driver = makeSyncDriver(device.sync);
  let portals: ReadonlySet<string> | undefined;
  const readPortals = async (): Promise<ReadonlySet<string>> => (portals ??= await registeredPortals());
  const refresh = async (): Promise<void> => {
    const account = await firstValue(device.library.account);
    portals = await refreshPortalScripts({
      serverOrigin: await device.serverOrigin(),
      migrating: account !== null && showsMigrationBanner(account.migration),
    });
  };
  // One at a time: two at once would both register the script, and the later state could lose.
  let refreshing: Promise<void> = Promise.resolve();
  const refreshPortals = (): Promise<void> => (refreshing = refreshing.then(refresh, refresh));
  // What the administrator set may be known only now; without any, the first refresh stands.
  void managedSettings().then(({ serverOrigin, portalOrigins }) =>
    serverOrigin !== null || portalOrigins.length > 0 ? refreshPortals() : undefined,
  );
  const dispatch = makeDispatcher({
    own: { id: browser.runtime.id, base: browser.runtime.getURL('/') },
    now: () => Date.now(),
    portalOrigins: () => portals,
    portalOriginsRead: readPortals,
    handlers: makeHandlers(device, driver, refreshPortals),
    // Seen in the browser's own list of this extension's errors, and nowhere else.
    report: (error) => reportError(error),
  });

  browser.runtime.onMessage.addListener((message: unknown, sender: Sender, respond: (answer: unknown) => void) => {
    const answer = dispatch(message, sender);
    if (answer === undefined) return false;
    void answer.then(respond);
    return true;
  });
  browser.contextMenus.onClicked.addListener((info, tab) => void onMenu(device, info, knownTab(tab)));
  browser.commands.onCommand.addListener((command, tab) => {
    if (command === 'open-sheet') void onOpenSheet(device, knownTab(tab), 'sheet');
  });
  browser.runtime.onInstalled.addListener(({ reason }) => {
    makeMenus();
    void refreshPortals();
    if (reason === 'install') void openApp('');
  });
  browser.runtime.onStartup.addListener(() => void refreshPortals());
  browser.permissions.onAdded.addListener(() => void refreshPortals());
  browser.permissions.onRemoved.addListener(() => void refreshPortals());
  const showNeedsAgain = watchNeeds(device);
  browser.alarms.onAlarm.addListener(() => {
    // Days go by: a reminder may be due since the last time.
    showNeedsAgain();
    void onAlarm(device, driver.wake);
  });
  self.addEventListener('online', driver.wake);
  void ensureAlarm();
  driver.wake();
  watchMigration(device, refreshPortals);
}

async function onMenu(
  device: BackgroundDevice,
  info: { menuItemId: string | number; linkUrl?: string | undefined; srcUrl?: string | undefined },
  tab: KnownTab | undefined,
): Promise<void> {
  if (tab === undefined) return;
  if (info.menuItemId === MENU.page) {
    await onOpenSheet(device, tab, 'page');
    return;
  }
  const address = info.menuItemId === MENU.link ? info.linkUrl : info.srcUrl;
  if (address !== undefined) await keepAliveWhile(captureAddress(device, address, tab, 'link'));
}

/** Where no sheet can be drawn the app opens, ready for a file. */
async function onOpenSheet(device: BackgroundDevice, tab: KnownTab | undefined, wanted: 'page' | 'sheet'): Promise<void> {
  const shown = tab !== undefined && (await keepAliveWhile(depositTab(device, tab, wanted)));
  if (!shown) await openApp('#/deposit');
}

async function onAlarm(device: BackgroundDevice, wake: () => void): Promise<void> {
  wake();
  await device.intake.sweep();
  await sweepPlaceholders(device, await firstValue(device.library.tray), Date.now());
}

/**
 * The badge follows the tray, what the server refused and, for the staff, their clients' migrations, from whichever context
 * changed them.
 * @returns what shows it again
 */
function watchNeeds(device: BackgroundDevice): () => void {
  let tray = 0;
  let refused = 0;
  let followUp: FollowUp = { decisions: 0, silences: [] };
  let days = REMIND_AFTER_DAYS;
  const show = (): void => void showNeeds(tray + refused + followUpNeeds(followUp, Date.now(), days));
  device.library.tray.subscribe((captures) => {
    tray = captures.length;
    show();
  });
  device.library.refused.subscribe((writes) => {
    refused = writes.length;
    show();
  });
  device.library.followUp.subscribe((counted) => {
    followUp = counted;
    show();
  });
  device.library.account.subscribe((account) => {
    days = account?.firm.remindAfter ?? REMIND_AFTER_DAYS;
    show();
  });
  return show;
}

/** The yellow banner leaves when the migration is final, and not before (R054). */
function watchMigration(device: BackgroundDevice, refresh: () => Promise<void>): void {
  let known: string | undefined;
  device.library.account.subscribe((account) => {
    const now = account === null ? 'nobody' : account.migration;
    if (known !== undefined && known !== now) void refresh();
    known = now;
  });
}
