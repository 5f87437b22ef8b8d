// What the application says of a licence, to whom, and to whom it never does.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import { begin, doorsFor, end, kill, open, scene, seen, stands, title, until } from '../testing/registration-scene.tsx';
import { sampleDoors } from '../testing/sample-doors.ts';
import { SAMPLE_REGISTRAR, registeredSample, sampleActivation } from '../testing/sample-registration.ts';

beforeEach(async () => {
  begin();
  await browserPage.viewport(1280, 800);
});
afterEach(end);

describe('launches', () => {
  test('R004 G1 the rail says how many are left, and that nothing is limited until then', async () => {
    const place = open(doorsFor(), '#/documents');
    await until(
      () => place.querySelector('.rail .launches'),
      () => 'the rail says nothing',
    );
    expect(await seen(place.querySelector('.rail') ?? place, /Il reste 2\d lancements\. Jusque-là, rien n’est limité/)).toBe(true);
  });

  test('R006 G1 past the last one a banner says what waits and what does not; reading goes on', async () => {
    const place = open(doorsFor({ licence: { used: 30, last: '2026-11-19' } }), '#/documents');
    await seen(place, /L’envoi attend votre clé d’activation.*Tout reste lisible et exportable/);
    await vi.waitFor(() => expect(place.querySelectorAll('.doclist tbody tr').length).toBeGreaterThan(3));
  });

  test('R006 the last day is a whole one', async () => {
    const place = open(doorsFor({ licence: { used: 30, last: '2026-11-20' } }), '#/documents');
    await until(
      () => place.querySelector('.rail .launches'),
      () => 'the rail says nothing',
    );
    await seen(place, /C’était le dernier lancement sans clé/);
    expect(place.querySelector('.banner.decideless')).toBeNull();
  });

  test('R008 with a key there is no countdown and no banner', async () => {
    const activation = await sampleActivation();
    const place = open(doorsFor({ licence: { used: 30, last: '2026-11-19', state: 'issued', activation } }), '#/documents');
    await vi.waitFor(() => expect(place.querySelectorAll('.doclist tbody tr').length).toBeGreaterThan(3));
    expect(place.querySelector('.launches, .banner.decideless')).toBeNull();
  });
});

describe('somebody whom the firm invited', () => {
  test.each(['#/home', '#/documents', '#/about', '#/registration'])('G1 meets no licence, no countdown and no key at %s', async (hash) => {
    const doors = sampleDoors({
      bytes: 'away',
      commands: (name) => (scene.server.asked.push({ name, body: null }), undefined),
    });
    const place = open(doors, hash);
    await vi.waitFor(() => expect(title(place)).not.toBe(''));
    if (hash === '#/registration') await stands(place, 'Accueil');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(place.querySelector('.launches, dialog, .banner.decideless, .assistant')).toBeNull();
    expect(place.textContent).not.toMatch(/licence d|N° de licence|lancement|clé d’activation|référenc/i);
    expect(scene.server.asked).toEqual([]);
  });
});

describe('help and about', () => {
  test('R010 R048 telephone support opens with registration; then its hours are said, and whether it is open now', async () => {
    const closed = open(doorsFor(), '#/about');
    await seen(closed, /Elle s’ouvre avec le référencement du logiciel/);
    kill(closed);
    const activation = await sampleActivation();
    const place = open(doorsFor({ licence: { state: 'issued', activation } }), '#/about');
    await seen(place, /De 9 h à 18 h, du lundi au vendredi, hors jours fériés\. Nombre d’appels illimité/);
    expect(await seen(place, /Ouverte en ce moment · 04 50 00 20 00/)).toBe(true);
  });

  test('R049 R050 the online assistant and the season are said to those whose product and offer have them', async () => {
    const activation = await sampleActivation();
    const options = registeredSample(scene.server, { state: 'issued', activation: { ...activation, product: 'WPAYE' } });
    const season = { name: 'Déclaration annuelle', from: '2027-01-04', to: '2027-01-31', announced: '2026-11-20' };
    const registrar = { ...SAMPLE_REGISTRAR, product: { ...SAMPLE_REGISTRAR.product, code: 'WPAYE' }, offer: 'platine', season };
    const place = open(doorsFor({ options: { ...options, published: { ...options.published, registrar } } }), '#/about');
    await seen(place, /Déclaration annuelle, du 4 janvier 2027 au 31 janvier 2027.*Compris dans votre offre/);
    expect(place.textContent).not.toContain('24');
  });
});
