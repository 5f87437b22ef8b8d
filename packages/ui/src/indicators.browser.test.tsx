// « Indicateurs » in a real browser: axe finds nothing serious, every figure can be questioned down to its document, and the keys do
// what they say.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import { changeSettings } from './settings.ts';
import './style/style.css';
import { bothYears, click, closed, giveInvoice, heading, named, press, running, showApp, takeAway } from './testing/books-scene.tsx';
import { ATELIER } from './testing/sample-data.ts';
import { NO_SETTINGS, sampleBooks, sampleLedger } from './testing/sample-books.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const ready = (root: ParentNode) => vi.waitFor(() => expect(root.querySelectorAll('.figs a').length).toBeGreaterThan(3));
const tile = (root: ParentNode, name: string) =>
  [...root.querySelectorAll('.figs a')].find((one) => one.querySelector('span')?.textContent === name);
const rowOf = (root: ParentNode, name: string) =>
  [...root.querySelectorAll('.figtable tr')].find((row) => row.querySelector('.figname > :first-child')?.textContent === name);
const crumbs = (root: ParentNode) => [...root.querySelectorAll('.crumb li')].map((one) => one.textContent);
const plain = (text: string | null | undefined) => (text ?? '').replaceAll(/[\u202f\u00a0]/g, ' ');
/** A person never acts twice within one drawing. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 100));

beforeEach(() => browserPage.viewport(1280, 900));
afterEach(takeAway);

describe('axe finds nothing serious or critical', () => {
  const places = ['#/indicators', '#/indicators/cash', '#/indicators/expenses?month=2026-09&by=party', '#/indicators/workingCapital?all=1'];
  test.each(['light', 'dark'] as const)('in the %s, from the figures down to an entry', async (theme) => {
    changeSettings({ theme });
    for (const hash of [...places, '#/indicators/expenses?account=6', '#/indicators/expenses?account=6&entry=9']) {
      const { root } = showApp(hash, { side: hash.includes('month') ? 'staff' : 'client', companies: 1 });
      await vi.waitFor(() => expect(root.querySelectorAll('.figs, .drilllist, .lines').length).toBeGreaterThan(0));
      await vi.waitFor(() => expect(root.querySelector('#content [aria-busy="true"]')).toBeNull());
      expect(await seriousFaults(), hash).toEqual([]);
      takeAway();
      changeSettings({ theme });
    }
  });

  test('on a phone', async () => {
    await browserPage.viewport(390, 844);
    for (const hash of ['#/indicators', '#/indicators/expenses?account=6']) {
      const { root } = showApp(hash);
      await vi.waitFor(() => expect(root.querySelectorAll('.figs, .lines').length).toBeGreaterThan(0));
      await vi.waitFor(() => expect(root.querySelector('#content [aria-busy="true"]')).toBeNull());
      expect(await seriousFaults(), hash).toEqual([]);
      expect(document.documentElement.scrollWidth, hash).toBeLessThanOrEqual(390);
      takeAway();
    }
  });

  test('with nothing to show, and where the books cannot come', async () => {
    for (const options of [{ books: sampleBooks([]) }, { side: 'staff' as const }, { books: bothYears({ here: false }) }]) {
      const { root } = showApp('#/indicators', options);
      await vi.waitFor(() => expect(root.querySelector('.empty, .note.bad')).not.toBeNull());
      expect(await seriousFaults()).toEqual([]);
      takeAway();
    }
  });
});

describe('R206, G14 the headline figures', () => {
  test('R206, G14 sales, expenses, result, cash, receivables and payables stand first, beside the same months a year before', async () => {
    const { root } = showApp('#/indicators');
    await ready(root);
    expect([...root.querySelectorAll('.figs a > span')].map((one) => one.textContent)).toEqual([
      'Chiffre d’affaires',
      'Charges',
      'Résultat',
      'Trésorerie',
      'Créances clients',
      'Dettes fournisseurs',
    ]);
    await vi.waitFor(() => expect(tile(root, 'Charges')?.textContent).toMatch(/en 2025/));
    expect(plain(root.querySelector('.crumb')?.textContent)).toContain('janvier à octobre 2026, comparé aux 10 premiers mois de 2025');
  });

  test('R206 how a figure moved is said in words, with an arrow beside them', async () => {
    const { root } = showApp('#/indicators');
    await ready(root);
    await vi.waitFor(() => expect(plain(tile(root, 'Charges')?.querySelector('.dl')?.textContent)).toMatch(/^en hausse de \d+,\d %$/));
    expect(tile(root, 'Trésorerie')?.querySelector('.dl svg')).not.toBeNull();
    expect(plain(tile(root, 'Trésorerie')?.querySelector('.dl')?.textContent)).toMatch(/^en baisse de/);
  });

  test('a running exercise is provisional until a day that is said; a final one is not', async () => {
    const { root } = showApp('#/indicators');
    await ready(root);
    expect(root.querySelector('.marks')?.textContent).toContain('Provisoire, avant inventaire');
    expect(plain(root.querySelector('.marks')?.textContent)).toContain('chiffres au 31 octobre 2026');
    const choice = root.querySelector<HTMLSelectElement>('.exercisechoice');
    if (choice === null) throw new Error('no choice');
    choice.value = closed().id;
    choice.dispatchEvent(new Event('change', { bubbles: true }));
    await vi.waitFor(() => expect(root.querySelector('.marks')?.textContent).toContain('Définitif'));
    expect(location.hash).toContain(closed().id);
  });

  test('what is not published is shown to the firm alone, and marked', async () => {
    const books = bothYears({ published: false });
    const client = showApp('#/indicators', { books });
    await ready(client.root);
    expect(client.root.querySelectorAll('.exercisechoice option')).toHaveLength(1);
    takeAway();
    const staff = showApp(`#/indicators?dossier=${ATELIER}&exercise=${running().id}`, { books, side: 'staff' });
    await ready(staff.root);
    expect(staff.root.querySelector('.marks')?.textContent).toContain('non publié');
  });

  test('a dossier of another kind has other headlines', async () => {
    const { root } = showApp('#/indicators', { books: bothYears({}, {}, { kind: 'cash-basis' }) });
    await ready(root);
    expect([...root.querySelectorAll('.figs a > span')].map((one) => one.textContent)).toEqual([
      'Recettes',
      'Dépenses',
      'Excédent',
      'Trésorerie',
    ]);
    await vi.waitFor(() => expect(root.querySelectorAll('.bars a')).toHaveLength(10));
  });

  test('R206 the chart has a link a month, and its table one key away', async () => {
    const { root } = showApp('#/indicators/expenses');
    await vi.waitFor(() => expect(root.querySelectorAll('.bars a')).toHaveLength(10));
    expect(plain(named(root, '.bars a', /^mars 2026/)?.getAttribute('aria-label'))).toMatch(
      /^mars 2026 : [\d ]+,\d\d €, 2025 : [\d ]+,\d\d €$/,
    );
    await settled();
    press('t');
    await vi.waitFor(() => expect(root.querySelectorAll('.monthtable tbody tr')).toHaveLength(12));
    await settled();
    press('4');
    await vi.waitFor(() => expect(location.hash).toContain('#/indicators/cash'));
    await settled();
    press('t');
    await vi.waitFor(() => expect(plain(root.querySelector('.chartpart .cap')?.textContent)).toMatch(/^Au plus bas : /));
  });

  test('every figure says how it is made, from the accounts it is made of', async () => {
    const { root } = showApp('#/indicators/receivables');
    await ready(root);
    expect(plain(root.querySelector('.how')?.textContent)).toContain('Débit moins crédit des comptes 41, sauf 419.');
    await click(root, '.howbtn', /Excédent brut/);
    await vi.waitFor(() =>
      expect(plain(root.querySelector('.howbox')?.textContent)).toContain('Crédit moins débit des comptes 60, 61, 62, 63'),
    );
  });

  test('VAT is the firm’s, unless it shows it to the client', async () => {
    const vat = (root: ParentNode) => rowOf(root, 'Position de TVA');
    const client = showApp('#/indicators');
    await ready(client.root);
    expect(vat(client.root)).toBeUndefined();
    takeAway();
    const shown = showApp('#/indicators', { books: bothYears({}, {}, { showVat: true }) });
    await ready(shown.root);
    expect(vat(shown.root)).toBeDefined();
    takeAway();
    const staff = showApp(`#/indicators?dossier=${ATELIER}`, { side: 'staff' });
    await ready(staff.root);
    expect(vat(staff.root)?.textContent).toContain('Montrée au cabinet seulement');
  });

  test('across the new chart of accounts of 2025, what does not compare has no percentage, and the screen says why', async () => {
    const [now, old] = [sampleLedger(2025), sampleLedger(2024)];
    const books = sampleBooks(
      [
        { exercise: closed(), ledger: now },
        {
          exercise: { ...closed(), id: 'a', start: '2024-01-01', closing: '2024-12-31', through: '2024-12-28', summary: null },
          ledger: old,
        },
      ],
      NO_SETTINGS,
    );
    const { root } = showApp('#/indicators', { books });
    await vi.waitFor(() => expect(root.querySelector('.figblock .note')?.textContent).toContain('plan comptable a changé'));
    expect(rowOf(root, 'Excédent brut d’exploitation')?.textContent).toContain('ne se compare pas');
    expect(rowOf(root, 'Résultat net')?.textContent).not.toContain('ne se compare pas');
  });

  test('days that would mean nothing are not shown: a sentence says why', async () => {
    const short = sampleLedger(2026, 1);
    const books = sampleBooks([{ exercise: { ...running(), summary: null, through: '2026-01-28' }, ledger: short }], NO_SETTINGS);
    const { root } = showApp('#/indicators', { books });
    await ready(root);
    expect(rowOf(root, 'Délai de paiement des clients')?.textContent).toContain('Pas avant 60 jours');
  });
});

describe('R207, R214 from a figure down to its document', () => {
  test('R207, R214 expenses, an account, its supplier, its lines, an entry and its document; Escape goes back up', async () => {
    const { root, doors } = showApp('#/indicators/revenue?all=1');
    const document = await giveInvoice(doors, { number: 'F 2026 0002', total: 503_022, date: '2026-01-03' });
    await click(root, '.drilllist a', 'Prestations de services');
    await vi.waitFor(() => expect(heading(root)).toBe('Prestations de services'));
    await click(root, '.drilllist a', 'Hôtel des Arts');
    await vi.waitFor(() => expect(crumbs(root)).toEqual(['Indicateurs', 'Chiffre d’affaires', 'Prestations de services']));
    await vi.waitFor(() => expect(root.querySelectorAll('.lines tbody tr').length).toBeGreaterThan(0));
    // The lines of that customer add up to what the list said.
    const total = plain(root.querySelector('.bigfigure')?.textContent).replace(' €', '');
    expect(plain(root.querySelector('.lines tfoot')?.textContent)).toContain(total);
    root.querySelector<HTMLElement>('.lines tbody th a')?.click();
    await vi.waitFor(() => expect(heading(root)).toBe('Écriture 2'));
    expect(root.querySelectorAll('.entry tbody tr')).toHaveLength(3);
    const link = await vi.waitFor(() => {
      const found = root.querySelector<HTMLAnchorElement>('.supporting a');
      if (found === null) throw new Error('no document');
      return found;
    });
    expect(link.getAttribute('href')).toContain(`#/documents/${document}`);
    expect(root.querySelector('.supporting')?.textContent).toContain('Même numéro de pièce');
    const deep = location.hash;
    press('Escape');
    await vi.waitFor(() => expect(heading(root)).toBe('Hôtel des Arts'));
    press('Escape');
    await vi.waitFor(() => expect(heading(root)).toBe('Prestations de services'));
    history.back();
    await vi.waitFor(() => expect(heading(root)).toBe('Hôtel des Arts'));
    takeAway();
    // A reload stands at the same place.
    const again = showApp(deep);
    await vi.waitFor(() => expect(heading(again.root)).toBe('Écriture 2'));
  });

  test('R214 expenses by third party: the supplier of each is the one of its entry, of a month alone where one is chosen', async () => {
    const { root } = showApp('#/indicators/expenses?by=party&month=2026-03');
    const codes = () => [...root.querySelectorAll('.drill tbody small')].map((one) => one.textContent?.split(',')[0]);
    await vi.waitFor(() => expect(codes()).toContain('F001'));
    await click(root, '.drill a', 'Scierie du Vuache');
    await vi.waitFor(() => expect(crumbs(root)).toEqual(['Indicateurs', 'Charges', 'mars 2026']));
    await vi.waitFor(() => expect(root.querySelectorAll('.lines tbody tr')).toHaveLength(1));
  });

  test('R207 the arrows choose a month, j and k go through figures, Enter opens', async () => {
    const { root } = showApp('#/indicators');
    await ready(root);
    await settled();
    press('ArrowRight');
    await vi.waitFor(() => expect(location.hash).toContain('month=2026-01'));
    await settled();
    press('ArrowRight');
    await vi.waitFor(() => expect(location.hash).toContain('month=2026-02'));
    await settled();
    press('j');
    press('j');
    await settled();
    await vi.waitFor(() => expect(document.activeElement).toBe(tile(root, 'Charges')));
    press('Escape');
    await vi.waitFor(() => expect(location.hash).not.toContain('month'));
  });

  test('an entry without a document says so', async () => {
    const { root } = showApp('#/indicators/revenue?entry=4');
    await vi.waitFor(() => expect(root.querySelector('.supporting')?.textContent).toMatch(/Aucun document du dossier|n’a son montant/));
  });

  test('no name stands in the address: only figures of ours and positions', async () => {
    const { root } = showApp('#/indicators/receivables?by=party');
    await click(root, '.drill a', 'Hôtel des Arts');
    await vi.waitFor(() => expect(heading(root)).toBe('Hôtel des Arts'));
    expect(location.hash).toMatch(/^#\/indicators\/receivables\?exercise=\w+&by=party&party=\d+&dossier=[\w-]+$/);
  });
});

describe('positions', () => {
  test('a link of another import leads to the figure, never to an account that stands at the same place in another ledger', async () => {
    const { root } = showApp('#/indicators/expenses?exercise=gone&account=3&party=2');
    await ready(root);
    expect(root.querySelector('.figs .is-sel span')?.textContent).toBe('Charges');
    expect(crumbs(root)).toEqual([]);
  });
});

describe('what stands in the way', () => {
  test('nothing published: the firm is told what to do, the client what to expect', async () => {
    const client = showApp('#/indicators', { books: sampleBooks([]) });
    await vi.waitFor(() => expect(client.root.querySelector('.empty')?.textContent).toContain('dès que votre cabinet aura publié'));
    takeAway();
    const staff = showApp(`#/indicators?dossier=${ATELIER}`, { books: sampleBooks([]), side: 'staff' });
    await vi.waitFor(() => expect(staff.root.querySelector('.empty')?.textContent).toContain('Importez le fichier des écritures'));
  });

  test('of several companies one is chosen first', async () => {
    const { root } = showApp('#/indicators', { side: 'staff' });
    await vi.waitFor(() => expect(root.querySelector('.empty')?.textContent).toContain('Choisissez une société'));
    await click(root, '.picklinks a', 'Atelier Bonnefoy');
    await ready(root);
  });

  test('books that are not here are asked for; without a network the summary stands, and the screen says why there is no more', async () => {
    const { root } = showApp('#/indicators', { books: bothYears({ here: false }) });
    await ready(root);
    await vi.waitFor(() => expect(root.querySelector('.note.bad')?.textContent).toContain('Le détail n’a pas pu être ouvert'));
    expect(tile(root, 'Charges')?.querySelector('b')?.textContent).toMatch(/\d/);
  });

  test('a ledger that stops answering is said, and opened again when asked', async () => {
    const books = bothYears();
    let broken = true;
    const open: typeof books.open = async (exercise) => {
      const opened = await books.open(exercise);
      return opened.ok && broken ? { ok: true, value: { ...opened.value, ask: () => Promise.reject(new Error('gone')) } } : opened;
    };
    const { root } = showApp('#/indicators', { books: { ...books, open } });
    await vi.waitFor(() => expect(root.querySelector('.note.bad')?.textContent).toContain('s’est arrêtée'));
    broken = false;
    await click(root, '.note.bad button', 'Réessayer');
    await vi.waitFor(() => expect(root.querySelector('.drilllist')).not.toBeNull());
  });
});
