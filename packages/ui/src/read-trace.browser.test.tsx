// The trace of reads in a real browser: what it says, its filters, its spreadsheet; and the note that goes before an export.

import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import type { ExportMade } from '@navette/device/model';
import { refuse } from '@navette/kernel/result';
import { traceNote, type TraceNote } from '@navette/protocol/trace';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import { changeSettings } from './settings.ts';
import './style/style.css';
import { sampleAnswers } from './testing/sample-administration.ts';
import { SAMPLE_NOW } from './testing/sample-data.ts';
import { sampleDoors, type SampleOptions } from './testing/sample-doors.ts';
import { sampleTrace } from './testing/sample-trace.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };
const keys = sampleAnswers();
const trace = sampleTrace();
const admin: SampleOptions = { side: 'staff', firmRole: 'admin', commands: (name, body) => trace(name, body) ?? keys(name, body) };
let place: HTMLElement | null = null;

function show(hash: string, options: SampleOptions = admin) {
  location.hash = hash;
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
  const doors = sampleDoors({ bytes: 'away', ...options });
  render(<App doors={doors} host={host} />, place);
  return { root: place, doors };
}

const lines = (root: ParentNode) => [...root.querySelectorAll('.tracetable tbody tr:not(.traceon)')].map((row) => row.textContent ?? '');
const choose = (root: ParentNode, label: string, text: string) => {
  const select = root.querySelector<HTMLSelectElement>(`select[aria-label="${label}"]`);
  const value = [...(select?.options ?? [])].find((option) => option.text === text)?.value;
  if (!select || value === undefined) throw new Error(`no ${label} ${text}`);
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
};
const button = (root: ParentNode, name: string) => {
  const found = [...root.querySelectorAll('button')].find((one) => one.textContent?.trim() === name);
  if (!found) throw new Error(`no button ${name}`);
  return found;
};
/** What is saved as a file, without a file. */
function savedFiles(): Promise<string>[] {
  const saved: Promise<string>[] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    saved.push((blob as Blob).text());
    return 'data:,';
  });
  return saved;
}

beforeEach(() => browserPage.viewport(1280, 800));
afterEach(() => {
  vi.restoreAllMocks();
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
  changeSettings({ language: null, theme: 'system', shortcuts: true, shared: false });
});

describe('R16 the firm’s administrators read who was given what', () => {
  test.each(['light', 'dark'] as const)('in the %s, on a large screen and on a phone, and axe finds nothing serious', async (theme) => {
    changeSettings({ theme });
    for (const [width, height] of [
      [1280, 800],
      [390, 844],
    ] as const) {
      await browserPage.viewport(width, height);
      const { root } = show('#/administration/trace');
      await vi.waitFor(() => expect(lines(root).length).toBeGreaterThan(5));
      root.querySelector('summary')?.click();
      expect(await seriousFaults(), `${width}`).toEqual([]);
      expect(document.documentElement.scrollWidth, `${width}`).toBeLessThanOrEqual(width);
      render(null, root);
      root.remove();
    }
  });

  test('day by day, in words: who, which dossier, what, when; and that a person who left had done it', async () => {
    const { root } = show('#/administration/trace');
    await vi.waitFor(() => expect(lines(root).length).toBeGreaterThan(5));
    const text = lines(root).join('\n');
    expect(text).toMatch(/Jules Kessler.*Aux Trois Sapins.*3.fichiers téléchargés/);
    expect(text).toMatch(/Maxime Roland.*Accès terminé.*Boulangerie Chappaz.*61.fichiers enregistrés hors de Navette.*sans le serveur/);
    expect(text).not.toContain('Claire Morel');
    expect(root.querySelector('.trace')?.textContent).toMatch(/gardées tant qu’il existe, puis 10.ans/);
    expect(root.querySelector('.traceabout')?.textContent).toContain('Ce que la personne regarde ensuite sur son appareil');
  });

  test('narrowed to a person, a dossier, days; clients only when they are wanted', async () => {
    const { root } = show('#/administration/trace');
    await vi.waitFor(() => expect(lines(root).length).toBeGreaterThan(5));
    choose(root, 'Personne', 'Jules Kessler');
    await vi.waitFor(() => expect(lines(root).every((line) => line.includes('Jules Kessler'))).toBe(true));
    choose(root, 'Dossier', 'Atelier Bonnefoy');
    await vi.waitFor(() => expect(root.textContent).toContain('Rien n’est noté pour ces filtres.'));
    choose(root, 'Personne', 'Personne · Toutes');
    await vi.waitFor(() => expect(lines(root).length).toBeGreaterThan(0));
    root.querySelector<HTMLInputElement>('.tracetools input[type="checkbox"]')?.click();
    await vi.waitFor(() => expect(lines(root).some((line) => line.includes('Claire Morel'))).toBe(true));
    const from = root.querySelector<HTMLInputElement>('.traceday input');
    if (!from) throw new Error('no day');
    from.value = '2026-11-25';
    from.dispatchEvent(new Event('change', { bubbles: true }));
    await vi.waitFor(() => expect(root.textContent).toContain('La première date doit venir avant la seconde.'));
  });

  test('goes on where an answer ended, and gives a spreadsheet all of it', async () => {
    const two = sampleTrace(2);
    const { root } = show('#/administration/trace', { ...admin, commands: (name, body) => two(name, body) ?? keys(name, body) });
    await vi.waitFor(() => expect(lines(root)).toHaveLength(2));
    button(root, 'Afficher la suite').click();
    await vi.waitFor(() => expect(lines(root)).toHaveLength(4));
    const saved = savedFiles();
    button(root, 'Exporter').click();
    await vi.waitFor(() => expect(saved).toHaveLength(1));
    const csv = ((await saved[0]) ?? '').split('\r\n');
    expect(csv[0]).toContain('"Jour";"Personne"');
    expect(csv).toHaveLength(11);
    expect(csv.find((line) => line.includes('Maxime Roland') && line.includes('61'))).toMatch(/"oui"$/);
  });

  test('needs the server, and says so; whoever is no administrator has no such section', async () => {
    const { root } = show('#/administration/trace', { ...admin, commands: () => undefined });
    await vi.waitFor(() => expect(root.textContent).toContain('Le serveur doit répondre'));
    render(null, root);
    root.remove();
    const { root: other } = show('#/administration/trace', { ...admin, firmRole: 'staff' });
    await vi.waitFor(() => expect(other.querySelector('h1')).not.toBeNull());
    expect(other.textContent).not.toContain('Consultations');
  });
});

describe('R16 an export is noted before the file is made', () => {
  const listed = async (options: SampleOptions) => {
    const asked: TraceNote[] = [];
    const kept: ExportMade[] = [];
    const saved = savedFiles();
    const { root, doors } = show('#/documents', {
      ...options,
      commands: (name, body) => {
        if (name !== traceNote.name) return undefined;
        asked.push(body as TraceNote);
        return options.commands?.(name, body);
      },
    });
    vi.spyOn(doors.library, 'noteExport').mockImplementation(async (made) => void kept.push(made));
    await vi.waitFor(() => expect(root.querySelectorAll('.doclist tbody a').length).toBeGreaterThan(2));
    button(root, 'Exporter').click();
    return { root, asked, kept, saved };
  };

  test('a small one stays a matter of the device, which tells of it later', async () => {
    const { asked, kept, saved } = await listed({ documents: 12 });
    await vi.waitFor(() => expect(saved).toHaveLength(1));
    expect([asked.length, kept]).toEqual([0, [{ what: 'list', items: 12, dossiers: [expect.any(String)], offline: false }]]);
  });

  test('in bulk and offline it is made, and noted as made without the server', async () => {
    const { asked, kept, saved } = await listed({ documents: 134 });
    await vi.waitFor(() => expect(saved).toHaveLength(1));
    expect(asked).toHaveLength(1);
    expect(kept).toMatchObject([{ items: 134, offline: true }]);
  });

  test('in bulk the server asks who it is, and whoever turns back has no file', async () => {
    const stale = () => refuse({ tag: 'refused' as const, problem: 'step-up-needed' as const, waitSeconds: null });
    const { root, asked, kept, saved } = await listed({ documents: 134, commands: stale });
    await vi.waitFor(() => expect(root.querySelector('dialog')).not.toBeNull());
    button(root.querySelector('dialog') as HTMLElement, 'Annuler').click();
    await vi.waitFor(() => expect(root.querySelector('dialog')).toBeNull());
    expect([asked.length, kept, saved]).toEqual([1, [], []]);
  });
});
