// Pictures of draft entries: the list, the editor, and two versions to choose from.

import { EMPTY_LINE, type EntryLine, type JournalEntry } from '@navette/domain/drafts/entry';
import type { Page } from 'playwright';
import { enterAs, openWindow } from '../journeys/support/portal.ts';
import { NADIA, serverDevice, type ServerDevice } from '../support/server-device.ts';
import type { Stage } from './stage.ts';

type Take = (page: Page, name: string, size?: { width: number; height: number } | null) => Promise<void>;
const PHONE = { width: 390, height: 844 };
const YEAR = 2026;

const line = (account: string, accountLabel: string, debit: number, credit: number, auxiliary = '', auxiliaryLabel = ''): EntryLine => ({
  ...EMPTY_LINE,
  account,
  accountLabel,
  debit,
  credit,
  auxiliary,
  auxiliaryLabel,
});
const BOARDS: JournalEntry = {
  journal: 'AC',
  date: '2026-11-12',
  pieceRef: 'BF-3512',
  pieceDate: '2026-11-10',
  label: 'Bois & Cie Favre, planches de sapin',
  lines: [
    line('601000', 'Achats de matières premières', 462_380, 0),
    line('445660', 'TVA déductible sur autres biens et services', 92_476, 0),
    line('401000', 'Fournisseurs', 0, 554_856, 'FAVRE', 'Bois & Cie Favre'),
  ],
  documents: [],
};
const POWER: JournalEntry = {
  ...BOARDS,
  date: '2026-11-05',
  pieceRef: 'EC-2210',
  label: 'Énergie des Cimes, octobre',
  lines: [
    line('606100', 'Fournitures non stockables (eau, énergie)', 184_320, 0),
    line('445660', 'TVA déductible sur autres biens et services', 36_864, 0),
    line('401000', 'Fournisseurs', 0, 221_184, 'CIMES', 'Énergie des Cimes'),
  ],
};

export async function theJournal({ browser, server }: Stage, take: Take): Promise<void> {
  const dossier = server.dossiers.bonnefoy;
  const [one, other] = [await serverDevice(server.origin, NADIA), await serverDevice(server.origin, NADIA)];
  const save = async (device: ServerDevice, entry: JournalEntry, draft: string | null = null, replaces: readonly string[] = []) => {
    const done = await device.library.journal.save({ dossier, year: YEAR, draft, entry, replaces });
    if (!done.ok) throw new Error(done.refusal.tag);
    return done.value;
  };
  for (const label of ['Emballages de septembre', 'Loyer de l’atelier, octobre']) {
    const { draft } = await save(one, { ...BOARDS, label, date: '2026-10-01' });
    await one.library.journal.validate({ dossier, year: YEAR, draft, wanted: true });
  }
  const boards = await save(one, BOARDS);
  const power = await save(one, POWER);
  await one.sync.syncNow();
  await other.sync.syncNow();
  await save(one, { ...POWER, label: 'Énergie des Cimes, octobre 2026' }, power.draft, [power.revision]);
  await save(other, { ...POWER, date: '2026-11-06' }, power.draft, [power.revision]);
  await one.sync.syncNow();
  await other.sync.syncNow();

  const { page, context } = await openWindow(browser);
  await enterAs(page, server, 'nadia');
  const place = (entry = '') => `${server.origin}/#/entries${entry}?year=${YEAR}&dossier=${dossier}`;
  await page.goto(place());
  await page.getByText('À choisir').waitFor();
  await take(page, 'entries');
  await page.goto(place(`/${boards.draft}`));
  await page.locator('form.entryform').waitFor();
  await take(page, 'entry');
  await take(page, 'entry-phone', PHONE);
  await page.goto(place(`/${power.draft}`));
  await page.locator('.versions').waitFor();
  await take(page, 'entry-versions', { width: 1280, height: 800 });
  await context.close();
}
