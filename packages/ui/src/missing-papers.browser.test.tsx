// Requests for what a bank statement has no document for, from the open statement, with the sample device and the real reading worker.

// oxlint-disable-next-line import/default
import pdfjs from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import type { DeviceDoors, DocumentRow, RequestView } from '@navette/device/model';
import { App } from './App.tsx';
import { first } from './first.ts';
import type { Host } from './host.ts';
import './style/style.css';
import { click, field, named, type } from './testing/by-name.ts';
import { SAMPLE_NOW } from './testing/sample-data.ts';
import { sampleDoors } from './testing/sample-doors.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const script = new URL('./reading/reader-worker.ts', import.meta.url).href;
const host: Host = { kind: 'portal', language: 'fr', workerUrl: pdfjs, now: () => SAMPLE_NOW, reader: { script, pdfjs } };
const long = { timeout: 12_000, interval: 60 };
let place: HTMLElement | null = null;

const STATEMENT = `!Type:Bank
D12/11/2026
T-240.00
PCarburants Duret
^
D13/11/2026
T-86.42
PPapeterie Roche
^
D14/11/2026
T-86.42
PPapeterie Roche
^
D15/11/2026
T500.00
PVirement client
^
`;

/** A statement, and an invoice of 86,42 euros of two days before the first payment of that amount. */
async function open(side: 'staff' | 'client'): Promise<{ root: HTMLElement; doors: DeviceDoors; statement: DocumentRow }> {
  const doors = sampleDoors({ side });
  const { rows } = await first(doors.library.documents({ dossier: null, limit: 1000 }));
  const [one, other] = rows.filter(({ withdrawn, state }) => !withdrawn && state !== 'refused');
  if (!one || !other) throw new Error('no documents');
  const statement: DocumentRow = { ...one, name: 'releve.qif', type: 'application/qif', kind: 'bank', facts: null };
  const invoice: DocumentRow = { ...other, dossier: one.dossier, facts: { v: 1, by: 'structure', date: '2026-11-11', total: 86_42 } };
  const papers = [statement, invoice];
  const library: DeviceDoors['library'] = {
    ...doors.library,
    document: () => ({ subscribe: (listener) => (listener(statement), () => undefined) }),
    documents: (query) => ({
      subscribe(listener) {
        return doors.library.documents(query).subscribe((page) => listener({ ...page, rows: papers, total: papers.length }));
      },
    }),
    bytes: async () => new Blob([STATEMENT]),
  };
  location.hash = `#/documents/${statement.id}`;
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
  render(<App doors={{ ...doors, library }} host={host} />, place);
  return { root: place, doors, statement };
}

beforeEach(() => browserPage.viewport(1280, 900));
afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
});

test('the firm chooses movements without a document, and each becomes one request with its movement, its day and its rhythm', async () => {
  const { root, doors, statement } = await open('staff');
  await vi.waitFor(() => expect(named(root, 'button', 'Demander les pièces manquantes')).toBeDefined(), long);
  await click(root, 'Demander les pièces manquantes');
  const lines = () => [...root.querySelectorAll<HTMLLabelElement>('dialog .check')];
  await vi.waitFor(() => expect(lines()).toHaveLength(3), long);
  const dialog = root.querySelector('dialog') as HTMLElement;
  // One of the two payments of 86,42 euros has the invoice.
  expect(dialog.textContent).toContain('1 mouvement a son document.');
  expect(lines().map(({ textContent }) => /Duret|Roche|Virement/.exec(textContent)?.[0])).toEqual(['Duret', 'Roche', 'Virement']);
  expect(await seriousFaults()).toEqual([]);

  await click(dialog, 'Demander la pièce');
  await vi.waitFor(() => expect(dialog.textContent).toContain('Choisissez au moins un mouvement.'));
  for (const name of [/Duret/, /Virement/]) named(dialog, 'label', name)?.click();
  type(field(dialog, 'Pour le (facultatif)'), '2026-12-10');
  type(field(dialog, 'Relancer'), '3');
  await click(dialog, 'Demander les 2 pièces');
  await vi.waitFor(() => expect(root.textContent).toContain('2 pièces demandées.'));
  const asked: readonly RequestView[] = (await first(doors.library.requests(statement.dossier))).filter(({ movement }) => movement);
  const bought = asked.find(({ movement }) => movement?.amount === -240_00);
  expect(bought).toMatchObject({
    kind: 'purchase-invoices',
    due: '2026-12-10',
    every: 3,
    movement: { date: '2026-11-12', currency: 'EUR', label: 'Carburants Duret' },
  });
  expect(bought?.title).toMatch(/^Justificatif du 12\s.*2026, .240,00.*Carburants Duret$/);
  expect(asked.find(({ movement }) => movement?.amount === 500_00)?.kind).toBe('sales-invoices');

  // Asked once: what waits for its document is not offered again.
  await click(root, 'Demander les pièces manquantes');
  await vi.waitFor(() => expect(lines().map(({ textContent }) => /Duret|Roche|Virement/.exec(textContent)?.[0])).toEqual(['Roche']), long);
  expect(root.querySelector('dialog')?.textContent).toContain('2 sont déjà demandés.');
});

test('a client reads the statement and is offered no such thing', async () => {
  const { root } = await open('client');
  await vi.waitFor(() => expect(root.textContent).toContain('Papeterie Roche'), long);
  expect(named(root, 'button', 'Demander les pièces manquantes')).toBeUndefined();
});
