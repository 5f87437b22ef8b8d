// Every screen with sample data, in a real browser: axe finds nothing serious, keys and acts do what they say.

import { render, type ComponentChild } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import { Panel } from './Panel.tsx';
import { Popup, type PageState } from './Popup.tsx';
import { changeSettings } from './settings.ts';
import './style/style.css';
import { named as byName } from './testing/by-name.ts';
import { SAMPLE_NOW, sampleId } from './testing/sample-data.ts';
import { sampleDoors, type SampleOptions } from './testing/sample-doors.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };
const page = {
  state: { subscribe: (listener: (state: PageState) => void) => (listener({ canDeposit: true }), () => undefined) },
  depositThisPage: async () => undefined,
};
let place: HTMLElement | null = null;

function show(what: ComponentChild): HTMLElement {
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
  render(what, place);
  return place;
}

function showApp(hash: string, options: SampleOptions = {}, more: Partial<Host> = {}) {
  location.hash = hash;
  const doors = sampleDoors({ bytes: 'away', ...options });
  return { doors, root: show(<App doors={doors} host={{ ...host, ...more }} />) };
}

const press = (key: string) =>
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
/** A person never acts twice within one drawing. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

beforeEach(() => browserPage.viewport(1280, 800));

afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
  changeSettings({ language: null, theme: 'system', shortcuts: true });
});

describe('axe finds nothing serious or critical', () => {
  const screens: readonly (readonly [string, string, SampleOptions])[] = [
    ['home of a client', '#/home', {}],
    ['home of the staff', '#/home', { side: 'staff', refused: true }],
    ['portfolio', '#/portfolio', { side: 'staff' }],
    ['deposit with a tray', '#/deposit', { tray: true, companies: 2 }],
    ['documents', '#/documents', {}],
    ['documents, none', '#/documents', { documents: 0 }],
    ['a document sent', `#/documents/${sampleId(4, 2)}`, {}],
    ['a document refused', `#/documents/${sampleId(4, 6)}`, {}],
    ['a document not sent yet', `#/documents/${sampleId(4, 1)}`, { sync: 'failed' }],
    ['a document for the staff', `#/documents/${sampleId(4, 3)}`, { side: 'staff' }],
    ['requests', '#/requests', {}],
    ['the queue', '#/queue', { sync: 'failed', refused: true }],
    ['sign-in', '', { signedIn: false }],
  ];
  test.each(screens)('%s', async (_name, hash, options) => {
    showApp(hash, options);
    await vi.waitFor(() => expect(document.querySelector('h1')).not.toBeNull());
    expect(await seriousFaults()).toEqual([]);
  });

  test('popup and panel', async () => {
    show(<Popup doors={sampleDoors({ migration: 'code-sent' })} host={{ ...host, openApp: () => undefined }} page={page} />);
    await vi.waitFor(() => expect(document.querySelectorAll('.popup .rows.one').length).toBe(2));
    expect(await seriousFaults()).toEqual([]);
    render(<Panel doors={sampleDoors({ tray: true })} host={host} />, place ?? document.body);
    await vi.waitFor(() => expect(document.querySelector('.panel .confirm')).not.toBeNull());
    expect(await seriousFaults()).toEqual([]);
  });
});

describe('documents', () => {
  test('ten thousand documents are drawn a few dozen at a time', async () => {
    const { root } = showApp('#/documents', { documents: 10_000 });
    await vi.waitFor(() => expect(root.querySelectorAll('.doclist tbody tr').length).toBeGreaterThan(5));
    expect(root.querySelectorAll('.doclist tbody tr').length).toBeLessThan(80);
    expect(root.querySelector('.doclist')?.getAttribute('aria-rowcount')).toBe('10001');
  });

  test('j and k move, x selects, Escape lets go; nothing happens while one writes', async () => {
    const { root } = showApp('#/documents');
    await vi.waitFor(() => expect(root.querySelectorAll('.doclist tbody a').length).toBeGreaterThan(5));
    press('j');
    await vi.waitFor(() => expect(root.querySelector('tr.is-cur')?.getAttribute('aria-rowindex')).toBe('2'));
    press('j');
    await vi.waitFor(() => expect(root.querySelector('tr.is-cur')?.getAttribute('aria-rowindex')).toBe('3'));
    expect(document.activeElement?.closest('tr')?.getAttribute('aria-rowindex')).toBe('3');
    press('x');
    await vi.waitFor(() => expect(root.querySelector('.bulk')).not.toBeNull());
    press('Escape');
    await vi.waitFor(() => expect(root.querySelector('.bulk')).toBeNull());
    root.querySelector<HTMLElement>('#document-filter')?.focus();
    press('j');
    expect(root.querySelector('tr.is-cur')?.getAttribute('aria-rowindex')).toBe('3');
  });

  test('single letters do nothing once the person turned them off (WCAG 2.1.4)', async () => {
    changeSettings({ shortcuts: false });
    const { root } = showApp('#/documents');
    await vi.waitFor(() => expect(root.querySelectorAll('.doclist tbody a').length).toBeGreaterThan(5));
    press('j');
    press('d');
    expect(root.querySelector('tr.is-cur')).toBeNull();
    expect(location.hash).toBe('#/documents');
  });

  test('the staff cannot refuse without a reason, and the client reads it', async () => {
    const { root, doors } = showApp(`#/documents/${sampleId(4, 3)}`, { side: 'staff' });
    await vi.waitFor(() => expect(byName(root, 'button', 'Refuser, avec motif')).toBeDefined());
    byName(root, 'button', 'Refuser, avec motif')?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog[open]')).not.toBeNull());
    byName(root, 'dialog button', 'Refuser')?.click();
    await vi.waitFor(() => expect(root.querySelector('dialog [role=alert]')?.textContent).toContain('Écrivez le motif'));
    const field = root.querySelector('textarea');
    if (field !== null) field.value = 'La page 2 est illisible.';
    field?.dispatchEvent(new Event('input', { bubbles: true }));
    await settled();
    byName(root, 'dialog button', 'Refuser')?.click();
    await vi.waitFor(() => expect(root.querySelector('.note.bad')?.textContent).toContain('La page 2 est illisible.'));
    let state = '';
    doors.library.document(sampleId(4, 3)).subscribe((row) => (state = row?.state ?? ''))();
    expect(state).toBe('refused');
  });
});

describe('depositing', () => {
  async function give(root: HTMLElement, files: readonly File[]) {
    const input = root.querySelector<HTMLInputElement>('.depositform input[type=file]');
    const carried = new DataTransfer();
    for (const file of files) carried.items.add(file);
    if (input !== null) input.files = carried.files;
    input?.dispatchEvent(new Event('change', { bubbles: true }));
  }

  test('a file given is said to be saved here, and can be taken back to the tray', async () => {
    const { root } = showApp('#/deposit');
    await vi.waitFor(() => expect(root.querySelector('.depositform')).not.toBeNull());
    await give(root, [new File(['%PDF-1.7'], 'facture.pdf', { type: 'application/pdf' })]);
    await vi.waitFor(() => expect(root.querySelector('.undo')?.textContent).toContain('Déposé pour Atelier Bonnefoy'));
    root.querySelector<HTMLElement>('.undo button')?.click();
    await vi.waitFor(() => expect(root.querySelector('.capture')?.textContent).toContain('facture.pdf'));
  });

  test('an empty file and fifty-one files are refused before they are read, with a sentence', async () => {
    const { root } = showApp('#/deposit');
    await vi.waitFor(() => expect(root.querySelector('.depositform')).not.toBeNull());
    await give(root, [new File([], 'vide.pdf')]);
    await vi.waitFor(() => expect(root.querySelector('.depositform [role=alert]')?.textContent).toContain('Ce fichier est vide'));
    await give(
      root,
      Array.from({ length: 51 }, (_, n) => new File(['x'], `${n}.pdf`)),
    );
    await vi.waitFor(() => expect(root.querySelector('.depositform [role=alert]')?.textContent).toContain('la limite est de 50'));
  });

  test('with several companies and none chosen, a drop is kept to be confirmed and goes nowhere', async () => {
    const { root } = showApp('#/deposit', { companies: 2 });
    await vi.waitFor(() => expect(root.querySelector('.depositform')).not.toBeNull());
    await give(root, [new File(['%PDF-1.7'], 'facture.pdf', { type: 'application/pdf' })]);
    await vi.waitFor(() => expect(root.querySelector('.capture')?.textContent).toContain('facture.pdf'));
    expect(root.querySelector('.undo')).toBeNull();
  });
});

test('the demonstration is said on every screen', async () => {
  for (const hash of ['#/home', '#/deposit', '#/documents', '#/requests']) {
    const { root } = showApp(hash, { demo: true });
    await vi.waitFor(() => expect(root.querySelector('.demo')?.textContent).toContain('données fictives'));
    render(null, root);
    root.remove();
  }
});

test('D5: signing out lists what was not sent, and erasing is refused while something is left', async () => {
  const { root } = showApp('#/home', { sync: 'failed' });
  await vi.waitFor(() => expect(root.querySelector('.me')).not.toBeNull());
  root.querySelector<HTMLElement>('.me')?.click();
  await vi.waitFor(() => expect(byName(root, '.menu button', 'Se déconnecter')).toBeDefined());
  byName(root, '.menu button', 'Se déconnecter')?.click();
  await vi.waitFor(() => expect(root.querySelector('dialog')?.textContent).toContain('Bois & Cie Favre'));
  root.querySelector<HTMLElement>('dialog input[value=erase]')?.click();
  await settled();
  byName(root, 'dialog button', 'Se déconnecter')?.click();
  await vi.waitFor(() => expect(root.querySelector('dialog [role=alert]')?.textContent).toContain('rien ne peut être effacé'));
});

test('on a phone the bar of five is at the foot, and "+" gives a photo or a file', async () => {
  await browserPage.viewport(390, 844);
  const { root } = showApp('#/home', {}, { kind: 'portal' });
  await vi.waitFor(() => expect(root.querySelectorAll('.tabbar > *').length).toBe(5));
  root.querySelector<HTMLElement>('.fab')?.click();
  await vi.waitFor(() => expect(byName(root, 'dialog button', /^Prendre une photo/)).toBeDefined());
  expect(await seriousFaults()).toEqual([]);
});

describe('dropping', () => {
  function drag(target: Element, type: string, files: readonly File[]) {
    const dataTransfer = new DataTransfer();
    for (const file of files) dataTransfer.items.add(file);
    const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer });
    target.dispatchEvent(event);
    return event;
  }
  const bill = new File(['%PDF-1.7'], 'releve.pdf', { type: 'application/pdf' });

  test('what is dropped on a request answers that request', async () => {
    const { root, doors } = showApp('#/requests');
    await vi.waitFor(() => expect(root.querySelectorAll('.drop.mini').length).toBe(3));
    const target = root.querySelector('.drop.mini');
    if (target === null) throw new Error('no target');
    drag(target, 'dragover', [bill]);
    await vi.waitFor(() => expect(target.textContent).toContain('Lâchez pour répondre à cette demande'));
    drag(target, 'drop', [bill]);
    await vi.waitFor(() => expect(root.querySelector('.undo')).not.toBeNull());
    let answers: string | null = null;
    doors.library.documents({ dossier: null, limit: 1 }).subscribe(({ rows }) => (answers = rows[0]?.answers ?? null))();
    expect(answers).toBe(sampleId(5, 1));
  });

  test('a drop anywhere else is kept to be confirmed, and never opens the file in place of the page', async () => {
    const { root } = showApp('#/home');
    await vi.waitFor(() => expect(root.querySelector('.homegrid')).not.toBeNull());
    const event = drag(root.querySelector('h1') ?? root, 'drop', [bill]);
    expect(event.defaultPrevented).toBe(true);
    await vi.waitFor(() => expect(root.querySelector('.capture')?.textContent).toContain('releve.pdf'));
    expect(location.hash).toBe('#/deposit');
  });
});
