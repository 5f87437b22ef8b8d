// The list of documents in a real browser: filters and their address, sorting, selection and acts on several, printing, both sides.

import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import './style/style.css';
import { named, type } from './testing/by-name.ts';
import { SAMPLE_NOW, sampleId } from './testing/sample-data.ts';
import { sampleDoors, type SampleOptions } from './testing/sample-doors.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };
let place: HTMLElement | null = null;

function show(hash: string, options: SampleOptions = {}) {
  location.hash = hash;
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
  const doors = sampleDoors({ bytes: 'away', ...options });
  render(<App doors={doors} host={host} />, place);
  return { doors, root: place };
}

const rowsOf = (root: HTMLElement) => [...root.querySelectorAll<HTMLElement>('.doclist tbody tr[aria-rowindex]')];
const namesOf = (root: HTMLElement) => rowsOf(root).map((row) => row.querySelector('a')?.textContent ?? '');
const totalOf = (root: HTMLElement) => Number(root.querySelector('.doclist')?.getAttribute('aria-rowcount')) - 1;
const button = (root: ParentNode, name: string | RegExp) => named(root, 'button', name);
const press = (key: string) =>
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const settled = () => new Promise((resolve) => setTimeout(resolve, 60));
const shown = (root: HTMLElement) => vi.waitFor(() => expect(rowsOf(root).length).toBeGreaterThan(3));

beforeEach(() => browserPage.viewport(1280, 800));
afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
});

describe('filters', () => {
  test('R212 sent documents can be filtered by document type, several at once, and the address keeps them', async () => {
    const { root } = show('#/documents');
    await shown(root);
    button(root, 'Type')?.click();
    await vi.waitFor(() => expect(root.querySelector('.filtermenu')).not.toBeNull());
    const labels = [...root.querySelectorAll<HTMLElement>('.filtermenu .check')];
    labels
      .find((label) => label.textContent.startsWith('Banque'))
      ?.querySelector('input')
      ?.click();
    await vi.waitFor(() => expect(location.hash).toBe('#/documents?kind=bank'));
    await settled();
    const before = totalOf(root);
    [...root.querySelectorAll<HTMLElement>('.filtermenu .check')]
      .find((label) => label.textContent.startsWith('Caisse'))
      ?.querySelector('input')
      ?.click();
    await vi.waitFor(() => expect(totalOf(root)).toBe(before + 1));
    expect(new URLSearchParams(location.hash.split('?')[1]).get('kind')).toBe('bank,cash');
    expect(rowsOf(root).every((row) => /Banque|Caisse/.test(row.textContent))).toBe(true);
    history.back();
    await vi.waitFor(() => expect(totalOf(root)).toBe(before));
    history.forward();
    await vi.waitFor(() => expect(totalOf(root)).toBe(before + 1));
    button(root, /Enlever le filtre Banque/)?.click();
    await vi.waitFor(() => expect(totalOf(root)).toBe(134));
    expect(location.hash).toBe('#/documents');
  });

  test('R213 by state, amount, supplier and period, each a chip that is taken away; "Tout effacer" takes them all', async () => {
    const { root } = show('#/documents?state=accepted&supplier=commune&min=100000&from=2026-11-01&to=2026-11-30');
    await vi.waitFor(() => expect(root.querySelectorAll('.chip').length).toBe(4));
    expect([...root.querySelectorAll('.chip')].map((chip) => chip.textContent)).toEqual([
      'Accepté',
      'Ce mois',
      'commune',
      '≥ 1\u202f000,00\u202f€',
    ]);
    await vi.waitFor(() => expect(namesOf(root)).toEqual(['Commune de Valbrenne, VE-2026-0312.pdf']));
    button(root, 'Tout effacer')?.click();
    await vi.waitFor(() => expect(totalOf(root)).toBe(134));
    button(root, 'Montant')?.click();
    await vi.waitFor(() => expect(root.querySelector('.filterpanel input')).not.toBeNull());
    type(root.querySelector<HTMLInputElement>('.filterpanel input'), 'cent euros');
    await settled();
    button(root, 'Appliquer')?.click();
    await vi.waitFor(() => expect(root.querySelector('.filterpanel [role=alert]')?.textContent).toContain('Écrivez un montant'));
    type(root.querySelector<HTMLInputElement>('.filterpanel input'), '10 000,00');
    await settled();
    button(root, 'Appliquer')?.click();
    await vi.waitFor(() => expect(location.hash).toBe('#/documents?min=1000000'));
    await vi.waitFor(() => expect(totalOf(root)).toBeLessThan(134));
  });

  test('words are searched without accents while one types, and typing is no step back', async () => {
    const { root } = show('#/documents');
    await shown(root);
    const steps = history.length;
    for (const text of ['e', 'en', 'energie', 'energie nov']) {
      type(root.querySelector<HTMLInputElement>('#document-filter'), text);
      await settled();
    }
    await vi.waitFor(() => expect(namesOf(root)).toEqual(['Énergie des Cimes, novembre.pdf']));
    await vi.waitFor(() => expect(location.hash).toBe('#/documents?text=energie+nov'));
    expect(history.length).toBe(steps);
    // Opened, closed: the filter stays.
    rowsOf(root)[0]?.querySelector('a')?.click();
    await vi.waitFor(() => expect(root.querySelector('.viewer')).not.toBeNull());
    expect(location.hash).toContain('?text=energie+nov');
    press('Escape');
    await vi.waitFor(() => expect(root.querySelector('.viewer')).toBeNull());
    expect(namesOf(root)).toEqual(['Énergie des Cimes, novembre.pdf']);
  });

  test('an empty result says which filter to take away, and how many documents that would leave', async () => {
    const { root } = show('#/documents?kind=payroll&text=energie');
    await vi.waitFor(() => expect(root.textContent).toContain('Aucun document ne correspond'));
    await vi.waitFor(() => expect(button(root, /^Sans «\u202fPaie et social\u202f»/)?.textContent).toMatch(/\d+ documents?$/));
    expect(await seriousFaults()).toEqual([]);
    button(root, /^Sans «\u202fPaie et social\u202f»/)?.click();
    await vi.waitFor(() => expect(rowsOf(root).length).toBeGreaterThan(0));
  });

  test('axe finds nothing serious in any filter, on either side, wide or on a phone', async () => {
    for (const [hash, options, width] of [
      ['#/documents?kind=bank&state=accepted', {}, 1280],
      ['#/documents?booked=yes', { side: 'staff', companies: 3 }, 1440],
      ['#/documents?booked=yes', { side: 'staff', companies: 3 }, 390],
    ] as const) {
      await browserPage.viewport(width, 844);
      const { root } = show(hash, options);
      await shown(root);
      for (const name of [
        'Période',
        'Type',
        'État',
        'Fournisseur',
        'Montant',
        ...('side' in options ? ['Dossier'] : []),
        /^Plus de filtres/,
      ]) {
        const opener = [...root.querySelectorAll<HTMLElement>('.filters .filter')].find((one) => {
          const said = (one.getAttribute('aria-label') ?? one.textContent).trim();
          return typeof name === 'string' ? said === name : name.test(said);
        });
        opener?.click();
        await vi.waitFor(() => expect(root.querySelector('.filtermenu'), String(name)).not.toBeNull());
        expect(await seriousFaults(), String(name)).toEqual([]);
        press('Escape');
        await vi.waitFor(() => expect(root.querySelector('.filtermenu')).toBeNull());
      }
      render(null, root);
      root.remove();
    }
  });
});

describe('columns', () => {
  test('a head sorts, says so, and turns round; amounts stand on their comma', async () => {
    const { root } = show('#/documents');
    await shown(root);
    button(root, 'Montant TTC')?.click();
    await vi.waitFor(() => expect(location.hash).toBe('#/documents?sort=-amount'));
    await vi.waitFor(() => expect(root.querySelector('th[aria-sort=descending]')?.textContent).toContain('Montant'));
    const amounts = () =>
      rowsOf(root)
        .slice(0, 8)
        .map((row) => Number(row.querySelector('.c-amount')?.textContent.replace(/\s/g, '').replace(',', '.').replace('\u2212', '-')));
    await vi.waitFor(() => expect(amounts()).toEqual(amounts().toSorted((a, b) => b - a)));
    const cell = root.querySelector<HTMLElement>('td.c-amount');
    expect(cell && getComputedStyle(cell).textAlign).toMatch(/right|end/);
    button(root, 'Montant TTC')?.click();
    await vi.waitFor(() => expect(root.querySelector('th[aria-sort=ascending]')?.textContent).toContain('Montant'));
    await vi.waitFor(() => expect(amounts()).toEqual(amounts().toSorted((a, b) => a - b)));
  });

  test('the staff read a line a document, with its company when there are several', async () => {
    await browserPage.viewport(1440, 800);
    const { root } = show('#/documents', { side: 'staff', companies: 3 });
    await shown(root);
    expect([...root.querySelectorAll('.doclist th[scope=col]')].map((head) => head.textContent.trim())).toEqual([
      'Aperçu',
      'Document',
      'Fournisseur',
      'Numéro',
      'Date',
      'Montant TTC',
      'Type',
      'État',
      'Dossier',
    ]);
    expect(rowsOf(root)[0]?.getBoundingClientRect().height).toBeLessThan(34);
  });

  test('on a phone a document is two lines, and nothing overflows', async () => {
    await browserPage.viewport(390, 844);
    const { root } = show('#/documents');
    await shown(root);
    expect(root.querySelector('.doclist.phone')).not.toBeNull();
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
    expect(rowsOf(root)[0]?.getBoundingClientRect().height).toBeLessThanOrEqual(60);
  });
});

describe('fifty thousand documents', () => {
  test('are scrolled by windows: what is in sight is there wherever one stands', async () => {
    const { root } = show('#/documents', { documents: 50_000 });
    await shown(root);
    const box = root.querySelector<HTMLElement>('.tablewrap');
    if (box === null) throw new Error('no list');
    for (const share of [0.5, 1, 0.2]) {
      box.scrollTop = box.scrollHeight * share;
      await vi.waitFor(() => {
        const { top, bottom } = box.getBoundingClientRect();
        const seen = rowsOf(root).filter((row) => {
          const at = row.getBoundingClientRect();
          return at.bottom > top + 40 && at.top < bottom;
        });
        expect(seen.length).toBeGreaterThan(8);
        expect(seen.every((row) => row.querySelector('a') !== null)).toBe(true);
      });
      expect(rowsOf(root).length).toBeLessThan(80);
    }
  }, 60_000);
});

describe('acts on several', () => {
  async function staffList(hash = '#/documents?state=received,taken') {
    const shownList = show(hash, { side: 'staff', companies: 3, documents: 60 });
    await vi.waitFor(() => expect(rowsOf(shownList.root).length).toBeGreaterThan(2));
    return shownList;
  }

  test('x and X select a range from the keyboard; all of the filter can be selected; Escape lets go', async () => {
    const { root } = await staffList('#/documents');
    press('j');
    await settled();
    press('x');
    await vi.waitFor(() => expect(root.querySelector('.bulk b')?.textContent).toBe('1 document sélectionné'));
    for (let i = 0; i < 3; i++) {
      press('j');
      await settled();
    }
    press('X');
    await vi.waitFor(() => expect(root.querySelector('.bulk b')?.textContent).toBe('4 documents sélectionnés'));
    const total = totalOf(root);
    button(root, /^Sélectionner les/)?.click();
    await vi.waitFor(() => expect(root.querySelector('.bulk b')?.textContent).toBe(`${total} documents sélectionnés`));
    expect(await seriousFaults()).toEqual([]);
    press('Escape');
    await vi.waitFor(() => expect(root.querySelector('.bulk')).toBeNull());
  });

  test('shift and a click select what lies between', async () => {
    const { root } = await staffList('#/documents');
    const picks = () => [...root.querySelectorAll<HTMLInputElement>('.pick')];
    picks()[1]?.click();
    await settled();
    picks()[5]?.dispatchEvent(new MouseEvent('click', { shiftKey: true, bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect(root.querySelector('.bulk b')?.textContent).toBe('5 documents sélectionnés'));
    expect(picks().filter(({ checked }) => checked)).toHaveLength(5);
  });

  test('several are refused with one reason, which has to be given', async () => {
    const { root, doors } = await staffList();
    const total = totalOf(root);
    press('j');
    await settled();
    press('x');
    await vi.waitFor(() => expect(root.querySelector('.bulk')).not.toBeNull());
    button(root, /^Sélectionner les/)?.click();
    await vi.waitFor(() => expect(root.querySelector('.bulk b')?.textContent).toContain(String(total)));
    button(root, 'Refuser')?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog[open]')).not.toBeNull());
    button(root.querySelector('dialog') ?? root, 'Refuser')?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog [role=alert]')?.textContent).toContain('Écrivez le motif'));
    type(root.querySelector('textarea'), 'Illisible');
    await settled();
    button(root.querySelector('dialog') ?? root, 'Refuser')?.click();
    await vi.waitFor(() => {
      let refused = 0;
      doors.library.documents({ dossier: null, state: 'refused', limit: 200 }).subscribe(({ rows }) => {
        refused = rows.filter(({ reason }) => reason === 'Illisible').length;
      })();
      expect(refused).toBe(total);
    });
  });

  test('booked on a day, put into the bin and taken back; the bin is a view of the staff alone', async () => {
    const { root, doors } = await staffList('#/documents?state=accepted&booked=no');
    const count = (query: object) => {
      let total = 0;
      doors.library.documents({ dossier: null, limit: 1, ...query }).subscribe((page) => (total = page.total))();
      return total;
    };
    press('j');
    await settled();
    press('x');
    await vi.waitFor(() => expect(root.querySelector('.bulk')).not.toBeNull());
    const booked = count({ booked: true });
    button(root, 'Autres actions')?.click();
    await vi.waitFor(() => expect(button(root, 'Comptabiliser')).toBeDefined());
    button(root, 'Comptabiliser')?.click();
    await vi.waitFor(() => expect(root.querySelector<HTMLInputElement>('dialog input[type=date]')?.value).toBe('2026-11-20'));
    button(root.querySelector('dialog') ?? root, 'Comptabiliser')?.click();
    await vi.waitFor(() => expect(count({ booked: true })).toBe(booked + 1));
    await settled();
    button(root, 'Autres actions')?.click();
    await vi.waitFor(() => expect(button(root, 'Mettre à la corbeille')).toBeDefined());
    button(root, 'Mettre à la corbeille')?.click();
    await vi.waitFor(() => expect(count({ shelf: 'bin' })).toBe(1));
    location.hash = '#/documents?shelf=bin';
    await vi.waitFor(() => expect(totalOf(root)).toBe(1));
    await settled();
    rowsOf(root)[0]?.querySelector<HTMLElement>('.pick')?.click();
    await vi.waitFor(() => expect(button(root, 'Autres actions')).toBeDefined());
    button(root, 'Autres actions')?.click();
    await vi.waitFor(() => expect(button(root, 'Reprendre de la corbeille')).toBeDefined());
    button(root, 'Reprendre de la corbeille')?.click();
    await vi.waitFor(() => expect(count({ shelf: 'bin' })).toBe(0));
    render(null, root);
    root.remove();
    const client = show('#/documents');
    await shown(client.root);
    button(client.root, /^Plus de filtres/)?.click();
    await vi.waitFor(() => expect(client.root.querySelector('.filterpanel')).not.toBeNull());
    expect(client.root.querySelector('.filterpanel')?.textContent).not.toContain('Corbeille');
  });
});

test('a list too long for paper is not cut in silence: it says how many at most', async () => {
  const { root } = show('#/documents', { documents: 2300 });
  await shown(root);
  await vi.waitFor(() => expect(totalOf(root)).toBeGreaterThan(2000), { timeout: 10_000 });
  button(root, 'Imprimer la liste')?.click();
  await vi.waitFor(() => expect(root.textContent).toMatch(/Au plus 2\s000 documents à la fois/));
});

test('a document open beside the list is the same one the address names', async () => {
  const { root } = show(`#/documents/${sampleId(4, 2)}?state=sent`);
  await vi.waitFor(() => expect(root.querySelector('.viewer h2')?.textContent).toContain('Scierie du Vuache'));
  expect(root.querySelector('.chip')?.textContent).toBe('Envoyé');
});
