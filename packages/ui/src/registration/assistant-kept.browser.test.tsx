// What the assistant keeps on this computer, whatever happens to its tab; and that everybody can use it.

import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import { at, begin, doorsFor, draftOf, end, field, kill, open, press, scene, stands, type } from '../testing/registration-scene.tsx';
import { ATELIER, SAMPLE_NOW } from '../testing/sample-data.ts';
import { sampleDoors } from '../testing/sample-doors.ts';
import { SAMPLE_DETAILS, registeredSample } from '../testing/sample-registration.ts';
import { EMPTY_DRAFT } from './draft.ts';

beforeEach(async () => {
  begin();
  await browserPage.viewport(1280, 800);
});
afterEach(end);

describe('what is kept', () => {
  test.each([
    ['lookup', 'Votre SIRET'],
    ['details', 'Vos informations'],
    ['terms', 'Conditions générales d’assistance'],
    ['failed', 'Votre fiche n’est pas encore partie'],
    ['form', 'Bulletin de référencement'],
    ['key', 'Clé d’activation'],
  ] as const)('R047 the tab is killed at %s: it opens there again, with all that was typed', async (step, name) => {
    scene.server.online = false;
    const doors = doorsFor({ draft: { place: { at: step, stopped: step === 'key' ? 'key' : null } } });
    const place = open(doors);
    await stands(place, name);
    kill(place);
    const again = open(doors);
    await stands(again, name);
    expect((await draftOf(doors)).details).toEqual(SAMPLE_DETAILS);
  });

  test('R047 killed while it was being sent, it is tried again under the same number', async () => {
    const sending = { id: 'x', secret: 'y', version: '17.0', receivedAt: null, refused: null };
    const place = open(doorsFor({ draft: { ...at('sending'), sending, accepted: { version: 'Novembre 2026', at: SAMPLE_NOW } } }));
    await stands(place, 'Votre fiche est arrivée');
    expect(scene.server.asked.filter(({ name }) => name === 'registration-send').map(({ body }) => (body as { id: string }).id)).toEqual([
      'x',
    ]);
  });

  test('R047 every keystroke is kept on this computer, and it says so only then', async () => {
    const doors = doorsFor({ draft: { ...at('details'), details: EMPTY_DRAFT.details } });
    const place = open(doors);
    await stands(place, 'Vos informations');
    type(place, 'Société', 'Librairie');
    expect(place.querySelector('.af .cap')?.textContent).not.toMatch(/Enregistré/);
    await vi.waitFor(() => expect(place.querySelector('.af .cap')?.textContent).toMatch(/Enregistré sur cet ordinateur à 14:50/));
    expect((await draftOf(doors)).details.company).toBe('Librairie');
    // Typed and gone in the same breath.
    type(place, 'Adresse', '4 place du Four');
    kill(place);
    await vi.waitFor(async () => expect((await draftOf(doors)).details.address).toBe('4 place du Four'));
  });

  test('R047 two tabs fill in two fields, and neither loses what the other typed', async () => {
    const doors = doorsFor({ draft: { ...at('details'), details: EMPTY_DRAFT.details } });
    const one = open(doors);
    const other = open(doors);
    await stands(one, 'Vos informations');
    await stands(other, 'Vos informations');
    type(one, 'Société', 'Librairie des Sorbiers');
    type(other, 'Adresse', '4 place du Four');
    await vi.waitFor(async () => {
      const { details } = await draftOf(doors);
      expect([details.company, details.address]).toEqual(['Librairie des Sorbiers', '4 place du Four']);
    });
    await vi.waitFor(() => expect(field(one, 'Adresse').value).toBe('4 place du Four'));
  });

  test('what an older or crooked store holds takes nothing else with it', async () => {
    const doors = sampleDoors({
      bytes: 'away',
      ...registeredSample(scene.server),
      drafts: { registration: { [ATELIER]: { place: { at: 'nowhere' }, details: { company: 'Librairie', phone: 7 }, accepted: 'oui' } } },
    });
    const place = open(doors);
    await press(place, 'Continuer');
    await stands(place, 'Votre SIRET');
    expect((await draftOf(doors)).details.company).toBe('Librairie');
  });
});

describe('everybody can use it', () => {
  test.each(['entry', 'lookup', 'details', 'terms', 'failed', 'form', 'key'] as const)('axe finds nothing serious at %s', async (step) => {
    scene.server.online = false;
    open(doorsFor({ draft: { place: { at: step, stopped: step === 'key' ? 'key' : null } } }));
    await vi.waitFor(() => expect(document.querySelector('h1')).not.toBeNull());
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    const { violations } = await axe.run(document.body, { resultTypes: ['violations'] });
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
  });
});
