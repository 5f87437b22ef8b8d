/** The whole application over two invented fiscal years, one of them running: for the tests and pictures of what is made of books. */
import { render } from 'preact';
import { vi } from 'vitest';
import type { BookSettings, ExerciseView } from '@navette/device/model';
import { makeId, type DocumentId } from '@navette/kernel/ids';
import { App } from '../App.tsx';
import type { Host } from '../host.ts';
import { changeSettings } from '../settings.ts';
import { NO_SETTINGS, sampleBooks, sampleExercise, sampleLedger } from './sample-books.ts';
import { ATELIER, SAMPLE_NOW } from './sample-data.ts';
import { sampleDoors, type SampleOptions } from './sample-doors.ts';

export const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };

const RUNNING = sampleLedger(2026, 10, 1.08);
const CLOSED = sampleLedger(2025);
export const running = (more: Partial<ExerciseView> = {}) => sampleExercise(ATELIER, RUNNING, 2026, { through: '2026-10-31', ...more });
export const closed = (more: Partial<ExerciseView> = {}) => sampleExercise(ATELIER, CLOSED, 2025, more);
export const bothYears = (first: Partial<ExerciseView> = {}, second: Partial<ExerciseView> = {}, settings: Partial<BookSettings> = {}) =>
  sampleBooks(
    [
      { exercise: running(first), ledger: RUNNING },
      { exercise: closed(second), ledger: CLOSED },
    ],
    { ...NO_SETTINGS, ...settings },
  );

let place: HTMLElement | null = null;

export function showApp(hash: string, options: SampleOptions = {}) {
  location.hash = hash;
  const doors = sampleDoors({ bytes: 'away', books: bothYears(), ...options });
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
  render(<App doors={doors} host={host} />, place);
  return { doors, root: place };
}

export function takeAway(): void {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
  changeSettings({ language: null, theme: 'system', shortcuts: true, shared: false });
}

/** A document of the company, of which this was read. */
export async function giveInvoice(
  doors: ReturnType<typeof sampleDoors>,
  facts: { readonly number: string; readonly total: number; readonly date: string; readonly due?: string },
  name = `Facture ${facts.number}.pdf`,
): Promise<DocumentId> {
  const id = makeId<DocumentId>(SAMPLE_NOW, crypto.getRandomValues(new Uint8Array(10)));
  const file = new Blob(['%PDF-1.4'], { type: 'application/pdf' });
  const given = await doors.library.captureAndDeposit(
    file,
    { name, way: 'pick', id },
    { dossier: ATELIER, kind: 'sales-invoices', facts: { v: 1, by: 'text', currency: 'EUR', ...facts } },
  );
  if (!given.ok) throw new Error(given.refusal.tag);
  return given.value.id;
}

export const press = (key: string) =>
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

export const named = (root: ParentNode, selector: string, name: string | RegExp) =>
  [...root.querySelectorAll<HTMLElement | SVGElement>(selector)].find((element) => {
    const own = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim();
    return typeof name === 'string' ? own === name : name.test(own);
  });

export async function click(root: ParentNode, selector: string, name: string | RegExp): Promise<void> {
  const found = await vi.waitFor(() => {
    const one = named(root, selector, name);
    if (!one) throw new Error(`no ${selector} named ${String(name)}`);
    return one;
  });
  found.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
}

export const heading = (root: ParentNode) => root.querySelector('h1')?.textContent ?? '';
