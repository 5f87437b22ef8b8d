// Pictures of the books: figures, due dates, the journal, and the firm's fiscal years.

import type { Page } from 'playwright';
import { enterAs, openWindow } from '../journeys/support/portal.ts';
import type { Stage } from './stage.ts';

type Take = (page: Page, name: string, size?: { width: number; height: number } | null) => Promise<void>;
const PHONE = { width: 390, height: 844 };

export async function theBooks({ browser, server }: Stage, take: Take): Promise<void> {
  const dossier = server.dossiers.bonnefoy;
  const place = (screen: string) => `${server.origin}/#/${screen}?dossier=${dossier}`;
  const client = await openWindow(browser);
  await enterAs(client.page, server, 'claire');
  await client.page.goto(place('indicators'));
  await client.page.locator('.drilllist a').first().waitFor();
  await take(client.page, 'indicators');
  await take(client.page, 'indicators-phone', PHONE);
  await client.context.close();

  const { page, context } = await openWindow(browser);
  await enterAs(page, server, 'nadia');
  await page.goto(place('due-dates'));
  await page.getByText('En retard').first().waitFor();
  await take(page, 'due-dates');
  await page.goto(place('journal'));
  await page.getByText('Reprise des soldes').first().waitFor();
  await take(page, 'journal');
  await page.goto(place('books'));
  await page.locator('.exercises > li').first().waitFor();
  await take(page, 'books');
  await context.close();
}
