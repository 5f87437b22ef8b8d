// « Échéances » in a real browser: axe finds nothing serious, two ageings that never bear one name, and what leaves as a file.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import { changeSettings } from './settings.ts';
import './style/style.css';
import { bothYears, click, closed, giveInvoice, heading, press, running, showApp, takeAway } from './testing/books-scene.tsx';
import { sampleBooks } from './testing/sample-books.ts';
import { ATELIER } from './testing/sample-data.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const TAXES = { vat: { period: 'monthly', day: 19 }, corporateTax: { closingMonth: 12 }, cfe: true, social: { day: 15 } } as const;
const ready = (root: ParentNode) =>
  vi.waitFor(() => expect(root.querySelectorAll('.duetable tbody tr, .schedule tbody tr').length).toBeGreaterThan(0));
const settled = () => new Promise((resolve) => setTimeout(resolve, 100));
const plain = (text: string | null | undefined) => (text ?? '').replaceAll(/[\u202f\u00a0]/g, ' ');
const columns = (root: ParentNode) => [...root.querySelectorAll('.agedtable thead th')].map((one) => plain(one.textContent));
const total = (root: ParentNode) => plain(root.querySelector('.agedtable .total td:last-child')?.textContent);

/** What the page gives to the browser as a file. */
function watchFiles() {
  const files: { name: string; text: Promise<string> }[] = [];
  const blobs = new Map<string, Blob>();
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    const url = `blob:${blobs.size}`;
    blobs.set(url, blob as Blob);
    return url;
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    if (this.download === '') this.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    // Text would lose the mark that a spreadsheet looks for.
    else
      files.push({
        name: this.download,
        text: (blobs.get(this.href) ?? new Blob())
          .arrayBuffer()
          .then((bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)),
      });
  });
  return files;
}

beforeEach(() => browserPage.viewport(1280, 900));
afterEach(() => {
  vi.restoreAllMocks();
  takeAway();
});

describe('axe finds nothing serious or critical', () => {
  const places = ['#/due-dates', '#/due-dates/suppliers?view=document', '#/due-dates/schedule', '#/due-dates/customers?party=1'];
  test.each(['light', 'dark'] as const)('in the %s', async (theme) => {
    for (const hash of places) {
      changeSettings({ theme });
      const { root } = showApp(hash, { books: bothYears({}, {}, { taxes: TAXES }) });
      await ready(root);
      expect(await seriousFaults(), hash).toEqual([]);
      takeAway();
    }
  });

  test('on a phone', async () => {
    await browserPage.viewport(390, 844);
    for (const hash of ['#/due-dates', '#/due-dates/schedule?step=month']) {
      const { root } = showApp(hash, { books: bothYears({}, {}, { taxes: TAXES }) });
      await ready(root);
      expect(await seriousFaults(), hash).toEqual([]);
      const main = root.querySelector('#content');
      expect(main?.scrollWidth, hash).toBeLessThanOrEqual(main?.clientWidth ?? 0);
      takeAway();
    }
  });

  test('in the settings of a dossier, and with nothing to show', async () => {
    const { root } = showApp(`#/due-dates/schedule?dossier=${ATELIER}`, { side: 'staff' });
    await ready(root);
    await click(root, '.settax button', 'Régler le dossier');
    await vi.waitFor(() => expect(root.querySelector('dialog[open] select')).not.toBeNull());
    expect(await seriousFaults()).toEqual([]);
    takeAway();
    const empty = showApp('#/due-dates', { books: sampleBooks([]) });
    await vi.waitFor(() => expect(empty.root.querySelector('.empty')?.textContent).toContain('dès que votre cabinet'));
    expect(await seriousFaults()).toEqual([]);
  });
});

describe('R206 what is owed', () => {
  test('R206 two ageings under two names, of one total: by due date, and by the date of the document', async () => {
    const { root } = showApp('#/due-dates');
    await ready(root);
    expect(root.querySelector('.aged h2')?.textContent).toContain('Retards par échéance');
    expect(columns(root)).toEqual(['Client', 'Non échu', '1 à 30 j', '31 à 60 j', '61 à 90 j', 'Plus de 90 j', 'Total']);
    const sum = total(root);
    await click(root, '.pair button', 'Par date de pièce');
    await vi.waitFor(() => expect(root.querySelector('.aged h2')?.textContent).toContain('Ancienneté par date de pièce'));
    expect(columns(root)).toEqual(['Client', '0 à 30 j', '31 à 60 j', '61 à 90 j', 'Plus de 90 j', 'Total']);
    expect(total(root)).toBe(sum);
    press('2');
    await vi.waitFor(() => expect(columns(root)[0]).toBe('Fournisseur'));
  });

  test('what is overdue comes first; an estimated due date says so, one that an invoice says does not, and leads to it', async () => {
    const { root, doors } = showApp('#/due-dates');
    await ready(root);
    expect([...root.querySelectorAll('.dueblock h2')].map((one) => one.textContent)).toEqual(['En retard', 'À échoir']);
    const rowOf = (ref: string) =>
      [...root.querySelectorAll('.duetable tr')].find((row) => row.querySelector('.c-ref')?.firstChild?.textContent === ref);
    expect(rowOf('F-2026-0002')?.querySelector('.c-due')?.textContent).toContain('estimée');
    const document = await giveInvoice(doors, { number: 'F-2026-0002', total: 503_022, date: '2026-01-03', due: '2026-12-24' });
    await vi.waitFor(() => expect(plain(rowOf('F-2026-0002')?.querySelector('.c-late')?.textContent)).toBe('dans 34 j'));
    expect(rowOf('F-2026-0002')?.querySelector('.c-due')?.textContent).not.toContain('estimée');
    expect(rowOf('F-2026-0002')?.querySelector('.c-doc a')?.getAttribute('href')).toContain(document);
  });

  test('a third party leads to its own items, an item to its entry, and Escape comes back', async () => {
    const { root } = showApp('#/due-dates');
    await click(root, '.agedtable a', 'Hôtel des Arts');
    await vi.waitFor(() => expect(heading(root)).toBe('Hôtel des Arts'));
    expect(new Set([...root.querySelectorAll('.duetable tbody th a')].map((one) => one.textContent))).toEqual(new Set(['Hôtel des Arts']));
    await settled();
    press('Escape');
    await vi.waitFor(() => expect(heading(root)).toBe('Échéances'));
    await click(root, '.duetable a', 'Hôtel des Arts');
    await vi.waitFor(() => expect(heading(root)).toBe('Écriture 2'));
  });

  test('a running exercise is seen from today, a finished one from its closing', async () => {
    const { root } = showApp('#/due-dates');
    await ready(root);
    expect(plain(root.querySelector('.crumb')?.textContent)).toContain('au 20 novembre 2026, aujourd’hui');
    takeAway();
    const old = showApp(`#/due-dates?exercise=${closed().id}`);
    await ready(old.root);
    expect(plain(old.root.querySelector('.crumb')?.textContent)).toContain('au 31 décembre 2025, clôture');
  });

  test('what is still owed may be counted first in, first out: the total is the same', async () => {
    const { root } = showApp('#/due-dates');
    await ready(root);
    const sum = total(root);
    const select = root.querySelector<HTMLSelectElement>('.waychoice');
    if (select === null) throw new Error('no choice');
    expect(select.value).toBe('lettrage');
    select.value = 'fifo';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await vi.waitFor(() => expect(location.hash).toContain('way=fifo'));
    await vi.waitFor(() => expect(root.querySelector('.how')?.textContent).toContain('les plus anciennes'));
    expect(total(root)).toBe(sum);
  });
});

describe('R206 the schedule', () => {
  test('without settings there is no tax date: a sentence says so, and the firm sets them from there', async () => {
    const client = showApp('#/due-dates/schedule');
    await ready(client.root);
    expect(client.root.querySelector('.settax')?.textContent).toContain('le cabinet n’a pas réglé');
    expect(client.root.querySelector('.settax button')).toBeNull();
    takeAway();
    const { root } = showApp(`#/due-dates/schedule?dossier=${ATELIER}`, { side: 'staff' });
    await ready(root);
    await click(root, '.settax button', 'Régler le dossier');
    const choose = async (label: string, value: string) => {
      const select = await vi.waitFor(() => {
        const found = [...root.querySelectorAll('dialog label')].find((one) => one.textContent?.startsWith(label))?.querySelector('select');
        if (!found) throw new Error(label);
        return found;
      });
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
      await settled();
    };
    await choose('TVA', 'monthly');
    await choose('Jour du mois', '21');
    await choose('Urssaf', '15');
    root.querySelector<HTMLButtonElement>('dialog button[type=submit]')?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog')).toBeNull());
    await vi.waitFor(() => expect(plain(root.querySelector('.schedule')?.textContent)).toContain('21 déc. · TVA'));
    expect(plain(root.querySelector('.schedule')?.textContent)).toContain('15 déc. · Cotisations sociales');
    expect(root.querySelector('.settax')).toBeNull();
  });

  test('week after week, or month after month, with the cash that may be expected; each opens on what falls due', async () => {
    const { root } = showApp('#/due-dates/schedule');
    await ready(root);
    const names = () => [...root.querySelectorAll('.schedule tbody th')].map((one) => plain(one.textContent));
    expect(names().slice(0, 3)).toEqual(['Déjà échu', '20 au 22 nov.', '23 au 29 nov.']);
    await click(root, '.unfold', /échu/);
    await vi.waitFor(() => expect(root.querySelectorAll('.detail li').length).toBeGreaterThan(5));
    await click(root, '.pair button', 'Par mois');
    await vi.waitFor(() => expect(names()).toContain('décembre 2026'));
  });
});

describe('R206 what leaves as a file', () => {
  test('R206 the table is what is on screen, and is noted before it leaves', async () => {
    const { root, doors } = showApp('#/due-dates');
    await ready(root);
    const noted = vi.spyOn(doors.library, 'noteExport');
    const files = watchFiles();
    root.querySelector<HTMLElement>('button[aria-haspopup="dialog"].btn')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await click(root, '.exportmenu button', 'Tableau (CSV)');
    await vi.waitFor(() => expect(files).toHaveLength(1));
    expect(noted).toHaveBeenCalledWith({ what: 'list', items: 13, dossiers: [ATELIER], offline: false });
    expect(files[0]?.name).toBe('creances-clients-2026-11-20.csv');
    const text = (await files[0]?.text) ?? '';
    expect(text.startsWith('\ufeff"Échéance";')).toBe(true);
    expect(text).toContain(';"Hôtel des Arts";"F-2026-0002";"Facture Hôtel des Arts";"2026-01-03";5030,22;');
  });

  test('R206 the calendar of the schedule has what is to come and the tax dates', async () => {
    const { root } = showApp('#/due-dates/schedule', { books: bothYears({}, {}, { taxes: TAXES }) });
    await ready(root);
    const files = watchFiles();
    root.querySelector<HTMLElement>('button[aria-haspopup="dialog"].btn')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await click(root, '.exportmenu button', 'Calendrier (ICS)');
    await vi.waitFor(() => expect(files).toHaveLength(1));
    const text = ((await files[0]?.text) ?? '').replaceAll('\r\n ', '');
    expect(files[0]?.name).toBe('echeances-2026-11-20.ics');
    expect(text).toContain('SUMMARY:Cotisation foncière des entreprises\r\n');
    expect(text).toMatch(/SUMMARY:À encaisser\u202f: Mairie de Saint-Cergues\\, F-2026-0170\\, 5\u202f365\\,42\u202f€/);
  });
});

describe('R207 from a document to the books', () => {
  test('R207 the panel of a document lists its lines in the ledger in force, each a link to its entry', async () => {
    const { root, doors } = showApp('#/documents');
    const id = await giveInvoice(doors, { number: 'F-2026-0002', total: 503_022, date: '2026-01-03' });
    location.hash = `#/documents/${id}`;
    const part = await vi.waitFor(() => {
      const found = root.querySelector('.inbooks');
      if (found === null) throw new Error('no part');
      return found;
    });
    expect(part.textContent).toContain('Facture Hôtel des Arts');
    expect(await seriousFaults()).toEqual([]);
    part.querySelector<HTMLElement>('a')?.click();
    await vi.waitFor(() => expect(heading(root)).toBe('Écriture 2'));
  });

  test('where no ledger is on this device, or none may be read, the panel says nothing of books', async () => {
    const { root, doors } = showApp('#/documents', { books: bothYears({ here: false }, { here: false }) });
    const id = await giveInvoice(doors, { number: 'F-2026-0002', total: 503_022, date: '2026-01-03' });
    location.hash = `#/documents/${id}`;
    await vi.waitFor(() => expect(root.querySelector('.viewer')).not.toBeNull());
    await settled();
    expect(running().here).toBe(true);
    expect(root.querySelector('.inbooks')).toBeNull();
  });
});
