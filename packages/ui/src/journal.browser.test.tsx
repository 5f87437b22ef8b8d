// « Journal » in a real browser: axe finds nothing serious, lists add up, the keys do what they say, a hostile label stays words, and a
// line becomes a request.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import { ledgerOf, type WrittenLine } from '@navette/domain/ledger/ledger-of-lines';
import { first } from './first.ts';
import { changeSettings } from './settings.ts';
import './style/style.css';
import { bothYears, click, giveInvoice, named, press, showApp, takeAway } from './testing/books-scene.tsx';
import { sampleBooks, sampleExercise } from './testing/sample-books.ts';
import { ATELIER } from './testing/sample-data.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const AT = `dossier=${ATELIER}`;
const plain = (text: string | null | undefined) => (text ?? '').replaceAll(/[\u202f\u00a0]/g, ' ');
const settled = () => new Promise((resolve) => setTimeout(resolve, 100));
const ready = (root: ParentNode) => vi.waitFor(() => expect(root.querySelectorAll('.journallist tbody a').length).toBeGreaterThan(0));
const rows = (root: ParentNode) => [...root.querySelectorAll('.journallist tbody tr:not([aria-hidden])')];
const said = (root: ParentNode) => plain(root.querySelector('.sumsbar > p')?.textContent);
const sums = (root: ParentNode) =>
  Object.fromEntries(
    [...root.querySelectorAll('.sumsbar dl div')].map((one) => [one.firstChild?.textContent, plain(one.lastChild?.textContent)]),
  );
const type = (field: HTMLInputElement | HTMLTextAreaElement, text: string) => {
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
};
const there = (root: ParentNode, selector: string) =>
  vi.waitFor(() => {
    const found = root.querySelector<HTMLElement>(selector);
    if (found === null) throw new Error(`no ${selector}`);
    return found;
  });
const search = (root: ParentNode) => root.querySelector('#journal-search') as HTMLInputElement;

/** Books of one exercise, of these lines. */
function booksOf(lines: readonly WrittenLine[]) {
  const ledger = ledgerOf(lines);
  return sampleBooks([{ exercise: sampleExercise(ATELIER, ledger, 2026), ledger }]);
}

function watchFiles() {
  const files: { name: string; text: Promise<string> }[] = [];
  const blobs = new Map<string, Blob>();
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    const url = `blob:${blobs.size}`;
    blobs.set(url, blob as Blob);
    return url;
  });
  const real = HTMLAnchorElement.prototype.click;
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    if (this.download === '') real.call(this);
    else files.push({ name: this.download, text: (blobs.get(this.href) ?? new Blob()).text() });
  });
  return files;
}

beforeEach(() => browserPage.viewport(1280, 900));
afterEach(() => {
  vi.restoreAllMocks();
  takeAway();
});

describe('axe finds nothing serious or critical', () => {
  const places = [
    `#/journal?${AT}`,
    `#/journal?${AT}&entry=9&row=30`,
    `#/journal/ledger?${AT}`,
    `#/journal/ledger?${AT}&account=5&month=2026-05`,
    `#/journal/balance?${AT}&kind=suppliers`,
  ];
  test.each(['light', 'dark'] as const)('in the %s', async (theme) => {
    for (const hash of places) {
      changeSettings({ theme });
      const { root } = showApp(hash, { side: 'staff' });
      await vi.waitFor(() => expect(root.querySelector('.journallist tbody a, .journal .empty')).not.toBeNull());
      await settled();
      expect(await seriousFaults(), hash).toEqual([]);
      takeAway();
    }
  });

  test('on a phone, and nothing is wider than it', async () => {
    await browserPage.viewport(390, 844);
    for (const hash of places) {
      const { root } = showApp(hash, { side: 'staff' });
      await vi.waitFor(() => expect(root.querySelector('.journallist tbody a, .journal .empty')).not.toBeNull());
      await settled();
      expect(await seriousFaults(), hash).toEqual([]);
      expect(document.documentElement.scrollWidth, hash).toBeLessThanOrEqual(390);
      takeAway();
    }
  });

  test('while an account is looked for, and in the request', async () => {
    const { root } = showApp(`#/journal/ledger?${AT}&account=5`, { side: 'staff' });
    await ready(root);
    await click(root, '.chosenone', /Retirer/);
    const box = (await there(root, '#journal-account')) as HTMLInputElement;
    box.focus();
    type(box, '512');
    await vi.waitFor(() => expect(root.querySelector('.complete [role="option"]')?.textContent).toContain('Banque'));
    expect(await seriousFaults()).toEqual([]);
    box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await ready(root);
    await settled();
    (root.querySelector('.journallist tbody a') as HTMLElement).focus();
    await settled();
    press('r');
    await vi.waitFor(() => expect(root.querySelector('dialog[open]')).not.toBeNull());
    expect(await seriousFaults()).toEqual([]);
  });

  test('with nothing to show, and where the books cannot come', async () => {
    for (const options of [
      { books: sampleBooks([]) },
      { side: 'staff' as const, books: sampleBooks([]) },
      { books: bothYears({ here: false }) },
    ]) {
      const { root } = showApp(`#/journal?${AT}`, options);
      await vi.waitFor(() => expect(root.querySelector('.empty, .note.bad')).not.toBeNull());
      expect(await seriousFaults()).toEqual([]);
      takeAway();
    }
  });
});

describe('entries', () => {
  test('R207 lines stand in their entries, and add up; words, amounts and filters narrow them', async () => {
    const { root } = showApp(`#/journal?${AT}`);
    await ready(root);
    expect(said(root)).toBe('475 lignes');
    expect(sums(root)).toMatchObject({ Solde: '0,00' });
    const [one, two] = rows(root);
    expect(one?.querySelector('.c-no')?.textContent).toBe('1');
    expect(two?.querySelector('.c-no')?.textContent).toBe('');
    type(search(root), 'electricite');
    await vi.waitFor(() => expect(said(root)).not.toBe('475 lignes'));
    await vi.waitFor(() =>
      expect(new Set(rows(root).map((row) => row.querySelector('a')?.textContent?.includes('Électricité')))).toEqual(new Set([true])),
    );
    type(search(root), 'nothing of the kind');
    await vi.waitFor(() => expect(root.querySelector('.empty h2')?.textContent).toBe('Aucune ligne ne répond'));
    await click(root, '.empty button', 'Tout retirer');
    await vi.waitFor(() => expect(said(root)).toBe('475 lignes'));
    await click(root, '.filters button', 'Non lettré');
    await vi.waitFor(() => expect(location.hash).toContain('open=1'));
    await vi.waitFor(() => expect(said(root)).not.toBe('475 lignes'));
    expect(rows(root).every((row) => row.querySelector('.c-let')?.textContent === '')).toBe(true);
  });

  test('what is searched is in no address', async () => {
    const { root } = showApp(`#/journal?${AT}`);
    await ready(root);
    type(search(root), 'Lacroix');
    await vi.waitFor(() => expect(rows(root)[0]?.textContent).toContain('Lacroix'));
    await click(root, '.filters button', 'Non lettré');
    await vi.waitFor(() => expect(location.hash).toContain('open=1'));
    expect(location.hash).not.toMatch(/lacroix/i);
  });

  test('chosen lines have sums of their own', async () => {
    const { root } = showApp(`#/journal?${AT}`);
    await ready(root);
    for (const at of [0, 1]) rows(root)[at]?.querySelector('input')?.click();
    await vi.waitFor(() => expect(said(root)).toBe('2 lignes choisies'));
    expect(sums(root)).toEqual({ Débit: '22 400,00', Crédit: '30 000,00', Solde: '−7 600,00' });
    press('Escape');
    await vi.waitFor(() => expect(said(root)).toBe('475 lignes'));
  });

  test('sixty thousand lines: only those in sight are drawn, and the last is reached', async () => {
    const many = Array.from(
      { length: 60_000 },
      (_, at): WrittenLine => ({
        account: at % 2 === 0 ? '512000' : '706000',
        ...(at % 2 === 0 ? { debit: at + 100 } : { credit: at + 99 }),
        date: '2026-03-01',
        label: `Ligne ${at}`,
        journal: 'BQ',
        number: '1',
      }),
    );
    const { root } = showApp(`#/journal?${AT}`, { books: booksOf(many) });
    await ready(root);
    expect(rows(root).length).toBeLessThan(120);
    const box = root.querySelector('.tablewrap') as HTMLElement;
    box.scrollTop = box.scrollHeight;
    await vi.waitFor(() => expect(rows(root).at(-1)?.textContent).toContain('Ligne 59999'));
    expect(rows(root).length).toBeLessThan(120);
  });
});

describe('as a file', () => {
  test('every line of the list leaves, and not only those in sight', async () => {
    const files = watchFiles();
    const { root } = showApp(`#/journal?${AT}`, { side: 'staff' });
    await ready(root);
    await click(root, '.sumsbar button', 'Exporter');
    await vi.waitFor(() => expect(files.length).toBe(1));
    expect(((await files[0]?.text) ?? '').trim().split('\r\n').length).toBe(476);
  });

  test('the ledger of a month carries its balance into the file, and a balance is a file of its own', async () => {
    const files = watchFiles();
    const { root } = showApp(`#/journal/ledger?${AT}&account=1&month=2026-10`, { side: 'staff' });
    await vi.waitFor(() => expect(root.querySelector('.lead')).not.toBeNull());
    const balance = sums(root)['Solde']?.replaceAll(' ', '').replace('−', '-') ?? '';
    await click(root, '.sumsbar button', 'Exporter');
    await vi.waitFor(() => expect(files.length).toBe(1));
    expect(files[0]?.name).toBe('grand-livre-512000-2026.csv');
    expect(((await files[0]?.text) ?? '').trim().endsWith(`;${balance}`)).toBe(true);
    press('3');
    await vi.waitFor(() => expect(root.querySelector('.balance tbody a')).not.toBeNull());
    await click(root, '.sumsbar button', 'Exporter');
    await vi.waitFor(() => expect(files[1]?.name).toBe('balance-générale-2026.csv'));
  });
});

describe('where it is found', () => {
  test('beside the indicators, in the box that goes anywhere, and in the menu of a phone', async () => {
    const { root } = showApp('#/home');
    await vi.waitFor(() => expect([...root.querySelectorAll('.nav a')].map((one) => one.textContent)).toContain('Journal'));
    const words = [...root.querySelectorAll('.nav a')].map((one) => one.textContent);
    expect(words.indexOf('Journal')).toBe(words.indexOf('Indicateurs') + 1);
    const box = (await there(root, '.topbar .goto input')) as HTMLInputElement;
    box.focus();
    type(box, 'journ');
    await vi.waitFor(() => expect(root.querySelector('.topbar [role="option"]')?.textContent).toContain('Journal'));
    takeAway();
    await browserPage.viewport(390, 844);
    const phone = showApp('#/home');
    (await there(phone.root, '.tabbar button')).click();
    await vi.waitFor(() => expect(named(phone.root, 'a', 'Journal')).not.toBeUndefined());
  });
});

describe('the general ledger and the balance', () => {
  test('R207 an account of the balance leads to its lines, which end where the balance says', async () => {
    const { root } = showApp(`#/journal/balance?${AT}`);
    await ready(root);
    expect(sums(root)).toMatchObject({ Ouverture: '0,00', Solde: '0,00' });
    const bank = rows(root).find((row) => row.textContent?.includes('Banque'));
    const balance = plain(bank?.lastElementChild?.textContent);
    bank?.querySelector('a')?.click();
    await vi.waitFor(() => expect(root.querySelector('.chosenone')?.textContent).toBe('512000 Banque'));
    await vi.waitFor(() => expect(sums(root)['Solde']).toBe(balance));
    const month = root.querySelector('select[aria-label="Mois"]') as HTMLSelectElement;
    month.value = '2026-10';
    month.dispatchEvent(new Event('change', { bubbles: true }));
    await vi.waitFor(() => expect(root.querySelector('.lead')?.textContent).toContain('Report à fin septembre 2026'));
    await vi.waitFor(() => expect(sums(root)['Solde']).toBe(balance));
    expect(plain(rows(root).at(-1)?.querySelector('.c-sum.z')?.textContent)).toBe(balance);
  });

  test('customers and suppliers have balances of their own', async () => {
    const { root } = showApp(`#/journal/balance?${AT}`);
    await ready(root);
    await click(root, '.pair button', 'Clients');
    await vi.waitFor(() => expect(rows(root).map((row) => row.firstElementChild?.textContent)).toContain('C001'));
    const owed = sums(root)['Solde'];
    const one = rows(root).find((row) => row.textContent?.includes('Hôtel des Arts'));
    const balance = plain(one?.lastElementChild?.textContent);
    one?.querySelector('a')?.click();
    await vi.waitFor(() => expect(root.querySelector('.chosenone')?.textContent).toBe('C001 Hôtel des Arts'));
    await vi.waitFor(() => expect(sums(root)['Solde']).toBe(balance));
    expect(owed).not.toBe('0,00');
  });
});

describe('keyboard', () => {
  test('1, 2, 3 change the view; / searches; j and k move, Enter opens the entry and Escape closes it', async () => {
    const { root } = showApp(`#/journal?${AT}`);
    await ready(root);
    press('3');
    await vi.waitFor(() => expect(root.querySelector('.tabs [aria-current]')?.textContent).toBe('Balance'));
    press('1');
    await vi.waitFor(() => expect(root.querySelector('.tabs [aria-current]')?.textContent).toBe('Écritures'));
    await ready(root);
    press('/');
    expect(document.activeElement).toBe(search(root));
    press('Escape');
    expect(document.activeElement).toBe(document.body);
    for (const key of ['j', 'j', 'j', 'k']) {
      press(key);
      await settled();
    }
    expect(document.activeElement?.closest('tr')).toBe(rows(root)[1]);
    expect(root.querySelector('.keys .push')?.textContent).toBe('2 / 475');
    (document.activeElement as HTMLElement).click();
    await vi.waitFor(() => expect(plain(root.querySelector('.entrypane')?.textContent)).toContain('Écriture équilibrée'));
    expect(root.querySelectorAll('.entrypane .entry tbody tr').length).toBe(3);
    expect(root.querySelector('.is-on')).not.toBeNull();
    press('Escape');
    await vi.waitFor(() => expect(root.querySelector('.entrypane')).toBeNull());
    press('l');
    await vi.waitFor(() => expect(root.querySelector('.chosenone')?.textContent).toBe('512000 Banque'));
  });
});

describe('from a line', () => {
  test('R214 an entry shows the document that bears its number', async () => {
    const { root, doors } = showApp(`#/journal?${AT}&entry=1`);
    await vi.waitFor(() => expect(root.querySelector('.supporting')?.textContent).toContain('F-2026-0002'));
    const document = await giveInvoice(doors, { number: 'F-2026-0002', total: 503_022, date: '2026-01-03' });
    await vi.waitFor(() => expect(root.querySelector('.supporting a')?.getAttribute('href')).toContain(document));
  });

  test('R214 a line whose reference a document bears leads to it from the list itself', async () => {
    const { root, doors } = showApp(`#/journal?${AT}`);
    const document = await giveInvoice(doors, { number: 'F-2026-0002', total: 503_022, date: '2026-01-03' });
    await vi.waitFor(() => expect(root.querySelector('.journallist .c-doc a')?.getAttribute('href')).toContain(document));
    expect(root.querySelectorAll('.journallist .c-doc a').length).toBe(1);
    expect(await seriousFaults()).toEqual([]);
  });

  test('the firm asks for the missing document of a line: dated, named, and of the kind its account calls for', async () => {
    const { root, doors } = showApp(`#/journal?${AT}&entry=9&row=26`, { side: 'staff' });
    const before = (await first(doors.library.requests(ATELIER))).length;
    await click(root, '.aboutline button', 'Pièce manquante');
    const dialog = await there(root, 'dialog[open]');
    const title = dialog.querySelector('textarea')?.value ?? '';
    expect(plain(title)).toMatch(/^Pièce manquante : \d+ janvier 2026, .+, [\d ]+,\d\d €$/);
    await click(dialog, 'button', 'Envoyer la demande');
    await vi.waitFor(() => expect(root.querySelector('.saidnote')?.textContent).toContain(title));
    const [made, ...others] = await first(doors.library.requests(ATELIER));
    expect(others.length).toBe(before);
    expect(made).toMatchObject({ title, dossier: ATELIER, every: 7, kind: 'purchase-invoices' });
  });

  test('a question is asked in words, from the line the keyboard is on', async () => {
    const { root, doors } = showApp(`#/journal/ledger?${AT}&account=1`, { side: 'staff' });
    await ready(root);
    press('j');
    await settled();
    press('q');
    const dialog = await there(root, 'dialog[open]');
    await click(dialog, 'button', 'Envoyer la demande');
    await vi.waitFor(() => expect(dialog.textContent).toContain('Écrivez votre question.'));
    type(dialog.querySelectorAll('textarea')[1] as HTMLTextAreaElement, 'Est-ce le bon mois ?');
    await settled();
    await click(dialog, 'button', 'Envoyer la demande');
    await vi.waitFor(() => expect(root.querySelector('.saidnote')).not.toBeNull());
    const [made] = await first(doors.library.requests(ATELIER));
    expect(made).toMatchObject({ detail: 'Est-ce le bon mois ?', kind: 'bank' });
    expect(made?.title).toMatch(/^Question : /);
  });

  test('a client asks nothing: neither buttons nor keys', async () => {
    const { root } = showApp(`#/journal?${AT}&entry=9`, { side: 'client' });
    await vi.waitFor(() => expect(root.querySelector('.aboutline')).not.toBeNull());
    expect(named(root, '.aboutline button', 'Question')).toBeUndefined();
    press('j');
    await settled();
    press('r');
    await settled();
    expect(root.querySelector('dialog')).toBeNull();
  });
});

describe('M4 hostile words', () => {
  test('a label that is markup, or a formula, is words on screen and in the file', async () => {
    const markup = '<img src=x onerror="globalThis.pwned=1">';
    const files = watchFiles();
    const { root } = showApp(`#/journal?${AT}`, {
      side: 'staff',
      books: booksOf([
        { account: '606100', debit: 1_000, date: '2026-03-01', label: markup, ref: '=cmd()' },
        { account: '401000', third: '+F1', credit: 1_000, date: '2026-03-01', label: "=cmd|' /C calc'!A0", ref: '=cmd()' },
      ]),
    });
    await ready(root);
    expect(rows(root)[0]?.querySelector('a')?.textContent).toBe(markup);
    rows(root)[0]?.querySelector('a')?.click();
    await vi.waitFor(() => expect(root.querySelector('.aboutline b')?.textContent).toBe(markup));
    await click(root, '.aboutline button', 'Question');
    const dialog = await there(root, 'dialog[open]');
    expect(dialog.querySelector('textarea')?.value).toContain(markup);
    expect(root.querySelector('img[src="x"], [onerror]')).toBeNull();
    expect(Reflect.get(globalThis, 'pwned')).toBeUndefined();
    await click(dialog, 'button', 'Annuler');
    await click(root, '.sumsbar button', 'Exporter');
    await vi.waitFor(() => expect(files.length).toBe(1));
    expect(files[0]?.name).toBe('journal-2026.csv');
    const text = (await files[0]?.text) ?? '';
    expect(text).toContain(`"'=cmd|' /C calc'!A0"`);
    expect(text).toContain(`"'+F1"`);
    expect(text).not.toMatch(/(?:^|[;"])[=+@]/m);
  });
});
