// What the staff say of an open document beside accepting it, in a real browser: booked, moved, kept, binned; and what a client sees of it.

import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import type { DocumentRow } from '@navette/device/model';
import type { DocumentId } from '@navette/kernel/ids';
import { App } from './App.tsx';
import type { Host } from './host.ts';
import { changeSettings } from './settings.ts';
import './style/style.css';
import { click, field, named, type } from './testing/by-name.ts';
import { SAMPLE_NOW, sampleId } from './testing/sample-data.ts';
import { sampleDoors, type SampleOptions } from './testing/sample-doors.ts';
import { seriousFaults } from './testing/serious-faults.ts';

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => SAMPLE_NOW };
const ACCEPTED = sampleId<DocumentId>(4, 5);
let place: HTMLElement | null = null;

async function show(options: SampleOptions = { side: 'staff' }) {
  location.hash = `#/documents/${ACCEPTED}`;
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
  const doors = sampleDoors(options);
  render(<App doors={doors} host={host} />, place);
  const root = place;
  await vi.waitFor(() => expect(root.querySelector('.viewer .notes')).not.toBeNull(), { timeout: 15_000 });
  const row = (id = ACCEPTED): DocumentRow | null => {
    let seen: DocumentRow | null = null;
    doors.library.document(id).subscribe((value) => (seen = value))();
    return seen;
  };
  return { root, doors, row };
}

const dialog = async (root: ParentNode) => {
  await vi.waitFor(() => expect(root.querySelector('dialog[open]')).not.toBeNull());
  return root.querySelector('dialog') as HTMLElement;
};

beforeEach(() => browserPage.viewport(1280, 800));
afterEach(() => {
  if (place !== null) render(null, place);
  place?.remove();
  location.hash = '';
  changeSettings({ language: null, theme: 'system', shortcuts: true });
});

describe('filing an open document', () => {
  test('booked on a day is said beside "accepté", and taken back', async () => {
    const { root, row } = await show();
    await click(root, 'Classer');
    await click(root, 'Comptabiliser…');
    const form = await dialog(root);
    expect(await seriousFaults()).toEqual([]);
    type(field(form, 'Comptabilisé le'), '2026-11-18');
    type(field(form, 'Pièce ou écriture (facultatif)'), 'AC-118');
    await click(form, 'Noter');
    await vi.waitFor(() => expect(row()?.booked).toMatchObject({ on: '2026-11-18', entry: 'AC-118' }));
    await vi.waitFor(() => expect(root.querySelector('.viewer')?.textContent).toMatch(/Comptabilisé le 18\snovembre\s2026, AC-118\./));
    expect(row()?.state).toBe('accepted');
    await click(root, 'Classer');
    await click(root, 'Ne plus dire comptabilisé');
    await vi.waitFor(() => expect(row()?.booked).toBeNull());
  });

  test('moved to another company it says where it went; where it is already, nothing moves', async () => {
    const { root, row } = await show({ side: 'staff', companies: 3 });
    await click(root, 'Classer');
    await click(root, 'Déplacer…');
    const form = await dialog(root);
    await click(form, 'Déplacer');
    await vi.waitFor(() => expect(form.textContent).toContain('Il est déjà là.'));
    const company = field(form, 'Société') as HTMLSelectElement;
    type(field(form, 'Société'), [...company.options].find(({ value }) => value !== row()?.dossier)?.value ?? '');
    await click(form, 'Déplacer');
    await vi.waitFor(() => expect(row()?.moved).not.toBeNull());
    expect(row(row()?.moved?.document as DocumentId)?.from).toEqual({ how: 'moved', of: [ACCEPTED] });
    await vi.waitFor(() => expect(root.querySelector('.viewer')?.textContent).toContain('Déplacé vers'));
  });

  test('G16 kept under a rule and a hold with its reason; into the bin and out of it', async () => {
    const { root, row } = await show();
    await click(root, 'Classer');
    await click(root, 'Conservation…');
    const form = await dialog(root);
    const hold = [...form.querySelectorAll('input')].at(-1) as HTMLInputElement;
    hold.value = 'Contrôle fiscal en cours';
    hold.dispatchEvent(new Event('input', { bubbles: true }));
    await click(form, 'Noter');
    await vi.waitFor(() => expect(row()?.retained?.hold).toBe('Contrôle fiscal en cours'));
    await vi.waitFor(() => expect(root.querySelector('.viewer')?.textContent).toContain('Contrôle fiscal en cours'));
    await click(root, 'Classer');
    await click(root, 'Mettre à la corbeille');
    await vi.waitFor(() => expect(row()?.binnedAt).not.toBeNull());
  });

  test('a client has none of these acts', async () => {
    const { root } = await show({});
    await vi.waitFor(() => expect(root.querySelector('.viewer .notes')?.textContent).not.toBe(''));
    expect(named(root, 'button', 'Classer')).toBeUndefined();
  });
});
