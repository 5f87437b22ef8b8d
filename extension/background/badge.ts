/** The mark on the toolbar icon: how many things need the person, or a quiet tick after a save that no frame could show. */
import { browser } from 'wxt/browser';

const PETROL = '#0A5B67';
const TICK_FOR = 4000;
let ticking: ReturnType<typeof setTimeout> | undefined;
let needs = 0;

/** @param count documents waiting for a company, failed, or refused by the server; for the staff, migrations to decide and dossiers to remind */
export async function showNeeds(count: number): Promise<void> {
  needs = count;
  if (ticking === undefined) await write(count === 0 ? '' : count > 99 ? '99+' : String(count));
}

/** Says "saved" for a moment, then shows what needs the person again. */
export async function showTick(): Promise<void> {
  clearTimeout(ticking);
  ticking = setTimeout(() => {
    ticking = undefined;
    void showNeeds(needs);
  }, TICK_FOR);
  await write('✓');
}

async function write(text: string): Promise<void> {
  await browser.action.setBadgeBackgroundColor({ color: PETROL });
  await browser.action.setBadgeTextColor({ color: '#FFFFFF' });
  await browser.action.setBadgeText({ text });
}
