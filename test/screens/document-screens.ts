// Pictures of documents: the viewer with its thumbnails and its search, the archive, requests and lists, wide and on a phone.

import { PDFDocument } from 'pdf-lib';
import type { Page } from 'playwright';
import { samplePages } from '../../packages/ui/src/testing/sample-pdf.ts';
import { enterAs, openWindow } from '../journeys/support/portal.ts';
import { NADIA, serverDevice } from '../support/server-device.ts';
import type { Stage } from './stage.ts';

type Take = (page: Page, name: string, size?: { width: number; height: number } | null) => Promise<void>;
const PHONE = { width: 390, height: 844 };
const LARGE = { width: 1920, height: 1000 };
const LEDGER = 'Grand livre 2025';

/** What the firm published for the company: a ledger of many pages that carries two files, and a few others. */
export async function publishArchive({ server }: Stage): Promise<void> {
  const nadia = await serverDevice(server.origin, NADIA);
  const dossier = server.dossiers.bonnefoy;
  const papers = [
    [LEDGER, 'Comptes annuels', 'accounting', await ledger(), '2026-04-15'],
    ['Bilan et compte de résultat 2025', 'Comptes annuels', 'accounting', samplePages([['Bilan 2025']]), '2026-04-15'],
    ['Liasse fiscale 2025', 'Impôts', 'tax', samplePages([['Formulaire 2050', 'Bilan actif']]), '2026-05-04'],
    ['Statuts mis à jour', 'Juridique', 'legal', samplePages([['Statuts']]), '2025-09-12'],
    ['Procès-verbal d’assemblée 2025', 'Juridique', 'legal', samplePages([['Procès-verbal']]), '2026-06-22'],
  ] as const;
  for (const [name, folder, category, blob, date] of papers) {
    const kept = await nadia.library.capture(blob, { name: `${name}.pdf`, way: 'pick' });
    if (!kept.ok) throw new Error(kept.refusal.tag);
    const place = { name, folder: [folder], year: 2025, category };
    await nadia.library.archive.publish([{ source: { capture: kept.value.id, dossier }, box: 'common', place, date }]);
  }
  await nadia.sync.syncNow();
}

async function ledger(): Promise<Blob> {
  const suppliers = ['Scierie du Vuache', 'Énergie des Cimes', 'Quincaillerie Roblin', 'Télécom Hexa', 'LocaPro'];
  const pages = Array.from({ length: 36 }, (_, page) => [
    `Compte ${401_000 + page}   Fournisseurs`,
    ...Array.from({ length: 17 }, (_line, line) => {
      const at = page * 17 + line;
      const amount = `${1 + (at % 7)}\u00a0${String((at * 37) % 1000).padStart(3, '0')},${String((at * 13) % 100).padStart(2, '0')}`;
      return `${String(1 + (line % 28)).padStart(2, '0')}/${String(1 + (page % 12)).padStart(2, '0')}/2025   ACH   ${suppliers[at % 5]}, facture ${2000 + at}   ${amount}`;
    }),
  ]);
  const pdf = await PDFDocument.load(await samplePages(pages).arrayBuffer());
  await pdf.attach(new TextEncoder().encode('JournalCode\tEcritureNum\n'.repeat(400)), '999100415FEC20251231.txt', {});
  await pdf.attach(new TextEncoder().encode('compte;libellé;solde\n'.repeat(90)), 'balance-2025.csv', {});
  return new Blob([new Uint8Array(await pdf.save())], { type: 'application/pdf' });
}

/** As the client sees them, in the portal. */
export async function theDocuments({ browser, server }: Stage, take: Take): Promise<void> {
  const { page, context } = await openWindow(browser, LARGE);
  await enterAs(page, server, 'claire');
  await page.goto(`${server.origin}/#/archive`);
  await page.getByRole('link', { name: LEDGER }).waitFor({ timeout: 60_000 });
  await take(page, 'archive', { width: 1280, height: 800 });
  await take(page, 'archive-phone', PHONE);
  await page.setViewportSize(LARGE);
  await page.getByRole('link', { name: LEDGER }).click();
  await page.locator('.thumbstrip canvas').nth(3).waitFor({ timeout: 30_000 });
  await search(page);
  await page.locator('details.attached summary').click();
  await page.locator('details.attached li small', { hasText: 'CSV' }).waitFor();
  await take(page, 'viewer', LARGE);
  await page.reload();
  await page.setViewportSize(PHONE);
  await page.locator('.pdfpage canvas').waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Afficher les vignettes' }).click();
  await page.locator('.thumbstrip canvas').nth(2).waitFor();
  await search(page);
  await take(page, 'viewer-phone', PHONE);
  await page.goto(`${server.origin}/#/requests`);
  await page.locator('.reqcard').first().waitFor();
  await take(page, 'requests-phone', PHONE);
  await context.close();
}

async function search(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Chercher dans le document' }).click();
  await page.getByRole('searchbox', { name: 'Chercher dans le document' }).fill('roblin');
  await page.locator('.textLayer mark.now').waitFor({ timeout: 30_000 });
  await page.locator('.findbar [role=status]').getByText(/sur/).waitFor({ state: 'attached' });
}

/** As the firm sees them: what it asks for, and the list of every company's documents. */
export async function theFirmsDocuments({ browser, server }: Stage, take: Take): Promise<void> {
  const { page, context } = await openWindow(browser);
  await enterAs(page, server, 'nadia');
  await page.goto(`${server.origin}/#/requests`);
  await page.locator('.reqcard').first().waitFor({ timeout: 60_000 });
  await take(page, 'staff-requests');
  await page.goto(`${server.origin}/#/documents`);
  await page.locator('.doclist tbody tr').nth(4).waitFor();
  await take(page, 'staff-documents', { width: 1440, height: 900 });
  await take(page, 'staff-documents-phone', PHONE);
  await context.close();
}
