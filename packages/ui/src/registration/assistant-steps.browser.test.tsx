// The first steps of registration in a real browser: three cases, SIRET, update, form, and what each says and refuses.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import { ok } from '@navette/kernel/result';
import {
  at,
  begin,
  button,
  doorsFor,
  end,
  field,
  GOOD_KEY,
  kill,
  open,
  press,
  scene,
  seen,
  stands,
  title,
  type,
} from '../testing/registration-scene.tsx';
import { SAMPLE_DETAILS, SAMPLE_REGISTRAR, registeredSample, sampleActivation } from '../testing/sample-registration.ts';
import { EMPTY_DRAFT } from './draft.ts';

beforeEach(async () => {
  begin();
  await browserPage.viewport(1280, 800);
});
afterEach(end);

describe('the three cases', () => {
  test('R002 R009 R010 the first screen offers three, and says for whom the licence is and what registering opens', async () => {
    const place = open(doorsFor());
    await stands(place, 'Référencement du logiciel');
    expect([...place.querySelectorAll('.cases h2')].map((one) => one.textContent)).toEqual([
      'Vous n’avez pas encore transmis vos informations',
      'Vous êtes référencé, mais vous n’avez pas encore reçu votre clé',
      'Vous avez reçu votre clé d’activation',
    ]);
    await seen(place, /à titre personnel et pour un seul logiciel.*ouvre l’assistance téléphonique/);
  });

  test('R003 case 1: "Continuer" opens the form', async () => {
    const place = open(doorsFor());
    await press(place, 'Continuer');
    expect(await stands(place, 'Votre SIRET')).toBe(true);
  });

  test('R004 R005 case 2: "Plus tard" opens the product, and a window recalls how many launches are left', async () => {
    const doors = doorsFor();
    const place = open(doors);
    await stands(place, 'Référencement du logiciel');
    place.querySelectorAll<HTMLButtonElement>('.cases button')[1]?.click();
    await stands(place, 'Accueil');
    await vi.waitFor(() => expect(place.querySelector('dialog[open]')).not.toBeNull());
    await seen(place.querySelector('dialog') ?? place, /Il reste 2\d lancements/);
    await press(place.querySelector('dialog') ?? place, 'OK');
    await vi.waitFor(() => expect(place.querySelector('dialog[open]')).toBeNull());
    // The product works: nothing is limited.
    expect(place.querySelector('.banner.decideless')).toBeNull();
    expect(await button(place, 'choisissez un fichier')).toBeDefined();
  });

  test('R007 R008 case 3: licence, key in three groups and client code; a good key goes straight into the product without a countdown', async () => {
    const activation = await sampleActivation();
    scene.server.answers['key-check'] = () => ok({ status: 'accepted', activation });
    const place = open(doorsFor());
    await stands(place, 'Référencement du logiciel');
    type(place, 'N° de licence', '40 118 2297');
    type(place, 'Code client', 'c20311');
    const groups = [...place.querySelectorAll<HTMLInputElement>('.keygroups input')];
    expect(groups.map((one) => one.getAttribute('aria-label'))).toEqual([1, 2, 3].map((n) => `Clé d’activation, groupe ${n} sur 3`));
    // Pasted whole into the first one.
    const first = groups[0] as HTMLInputElement;
    first.value = 'HN2UA-7KQ4C-XW9ZV'.toLowerCase();
    first.dispatchEvent(new Event('input', { bubbles: true }));
    await vi.waitFor(() => expect(groups.map(({ value }) => value)).toEqual(['HN2UA', '7KQ4C', 'XW9ZV']));
    await press(place, 'Continuer avec cette clé');
    await seen(place, /Un caractère est faux/);
    expect(scene.server.asked.filter(({ name }) => name === 'key-check')).toEqual([]);
    first.value = GOOD_KEY;
    first.dispatchEvent(new Event('input', { bubbles: true }));
    await press(place, 'Continuer avec cette clé');
    await stands(place, 'Accueil');
    expect(scene.server.asked.find(({ name }) => name === 'key-check')?.body).toMatchObject({
      licence: '401182297',
      clientCode: 'C20311',
      key: GOOD_KEY,
    });
    expect(place.querySelector('.launches')).toBeNull();
  });
});

describe('the education edition', () => {
  const licence = { edition: 'education' as const };
  test('R011 R012 R014 says that one registration unlocks every workstation, and "Continuer" begins it', async () => {
    const place = open(doorsFor({ licence }));
    await stands(place, 'Référencement du logiciel');
    await seen(place, /un seul référencement suffit.*tous les autres postes/);
    await seen(place, /sur chaque poste de l’établissement/);
    await press(place, 'Continuer');
    expect(await stands(place, 'Votre SIRET')).toBe(true);
  });
  test('R013 G2 registered and waiting: "Plus tard" leads to the key', async () => {
    const place = open(doorsFor({ licence }));
    await stands(place, 'Référencement du logiciel');
    place.querySelectorAll<HTMLButtonElement>('.cases button')[1]?.click();
    expect(await stands(place, 'Clé d’activation')).toBe(true);
  });
});

describe('step 01', () => {
  test('R015 R019 R027 a SIRET that is recognised fills in five fields, and never the purchase date nor the licence', async () => {
    const doors = doorsFor({ draft: { ...at('lookup'), details: EMPTY_DRAFT.details } });
    const place = open(doors);
    await stands(place, 'Votre SIRET');
    type(place, 'SIRET', '732 829 320 00074');
    await press(place, 'OK');
    await stands(place, 'Vos informations');
    await seen(place, /Cinq champs remplis d’après le SIRET 732 829 320 00074/);
    expect(field(place, 'Société').value).toBe('ATELIER BONNEFOY');
    expect(field(place, 'CP / Ville').value).toBe('74370 VALBRENNE');
    expect([field(place, 'Date d’achat').value, field(place, 'N° de licence du logiciel').value]).toEqual(['', '']);
  });

  test('R019 R020 one that is not recognised, or a register that does not answer, leads to the form all the same, the SIRET kept', async () => {
    for (const said of ['unknown', 'unreachable'] as const) {
      scene.server.answers['company-lookup'] = () => ok({ status: said });
      const place = open(doorsFor({ draft: { ...at('lookup'), details: EMPTY_DRAFT.details } }));
      await stands(place, 'Votre SIRET');
      type(place, 'SIRET', '73282932000074');
      await press(place, 'OK');
      await stands(place, 'Vos informations');
      expect(field(place, 'SIRET').value).toBe('73282932000074');
      await seen(place, /Remplissez la fiche vous-même|remplissez la fiche vous-même/);
      kill(place);
    }
  });

  test('R020 offline, a wrong digit is told at once, and a good SIRET goes on to the form', async () => {
    scene.server.online = false;
    const place = open(doorsFor({ draft: { ...at('lookup'), details: EMPTY_DRAFT.details } }));
    await stands(place, 'Votre SIRET');
    type(place, 'SIRET', '73282932000075');
    await press(place, 'OK');
    await seen(place, /Un chiffre est faux/);
    expect(title(place)).toBe('Votre SIRET');
    type(place, 'SIRET', '35600000049837');
    await press(place, 'OK');
    await stands(place, 'Vos informations');
    expect(field(place, 'SIRET').value).toBe('35600000049837');
  });

  test('R016 R018 without a SIRET "Continuer" leads to a blank form', async () => {
    const place = open(doorsFor({ draft: { ...at('lookup'), details: EMPTY_DRAFT.details } }));
    await stands(place, 'Votre SIRET');
    await press(place, 'Continuer');
    await stands(place, 'Vos informations');
    expect(field(place, 'Société').value).toBe('');
  });

  test('R017 "Plus tard" interrupts and leads to the key', async () => {
    const place = open(doorsFor({ draft: at('lookup') }));
    await stands(place, 'Votre SIRET');
    await press(place, 'Plus tard');
    await stands(place, 'Clé d’activation');
    expect(await seen(place, /il reprendra où vous l’avez laissé/)).toBe(true);
  });
});

describe('an update', () => {
  test('R021 R022 R023 R024 asks the licence number of the new version, and says that the former key does not work for it', async () => {
    const old = await sampleActivation({ version: '16.0' });
    const doors = doorsFor({ licence: { activation: old } });
    const place = open(doors);
    await press(place, 'Continuer');
    await stands(place, 'Nouvelle version');
    // That of the former version is not carried over.
    await vi.waitFor(() => expect(field(place, 'N° de licence du logiciel').value).toBe(''));
    await seen(place, /sous un maximum de 5 jours ouvrés/);
    await seen(place, /L’ancienne clé d’activation ne fonctionnera pas pour cette nouvelle version/);
    expect([...place.querySelectorAll('.atop > .btn, .af button')].map((one) => one.textContent?.trim())).toEqual([
      'Plus tard',
      'Précédent',
      'Continuer',
    ]);
    await press(place, 'Continuer');
    await seen(place, /Recopiez les neuf chiffres/);
    type(place, 'N° de licence du logiciel', '401182298');
    await press(place, 'Continuer');
    await stands(place, 'Vos informations');
    expect(field(place, 'N° de licence du logiciel').value).toBe('401182298');
  });
});

describe('step 02', () => {
  test('R025 R026 R030 six fields are bold with a star, the rest is not; an empty one is named, with what to do', async () => {
    const place = open(doorsFor({ draft: { ...at('details'), details: EMPTY_DRAFT.details } }));
    await stands(place, 'Vos informations');
    expect([...place.querySelectorAll('label.must')].map((one) => one.textContent)).toEqual([
      'Date d’achat *',
      'N° de licence du logiciel *',
      'Société *',
      'Adresse *',
      'CP / Ville *',
      'Tél. *',
    ]);
    await press(place, 'Continuer');
    await seen(place, /Recopiez les neuf chiffres de la facture/);
    expect(title(place)).toBe('Vos informations');
    expect(document.activeElement).toBe(field(place, 'Date d’achat'));
    expect([...place.querySelectorAll('.af button')].map((one) => one.textContent?.trim())).toEqual(['Précédent', 'Continuer']);
  });

  test('R028 an existing customer must give the client code', async () => {
    const place = open(doorsFor({ draft: { ...at('details'), details: { ...SAMPLE_DETAILS, existingCustomer: false, clientCode: '' } } }));
    await stands(place, 'Vos informations');
    const customer = field(place, 'Nous sommes déjà clients');
    customer.click();
    await vi.waitFor(() => expect(place.querySelectorAll('label.must')).toHaveLength(7));
    await press(place, 'Continuer');
    await seen(place, /Recopiez le code client de la facture/);
  });

  test('R029 the accountant has a block of their own, with "Non" by default', async () => {
    const place = open(doorsFor({ draft: at('details') }));
    await stands(place, 'Vos informations');
    await seen(place, /Vous a-t-il recommandé ce logiciel/);
    const radios = [...place.querySelectorAll<HTMLInputElement>('[role=radiogroup] input')];
    expect(radios.map(({ checked }) => checked)).toEqual([false, true]);
  });

  test.each(['entry', 'lookup', 'details', 'terms'] as const)(
    'R034 G18 %s says who is responsible, what for, that nothing leaves the Union, and one’s rights',
    async (step) => {
      const place = open(doorsFor({ draft: at(step) }));
      await vi.waitFor(() => expect(place.querySelector('.noticebody')).not.toBeNull());
      const said = place.querySelector('.noticebody')?.textContent ?? '';
      for (const part of [
        'Responsable du traitement',
        'Cabinet Aubrac Conseil',
        'Finalité',
        'Base',
        'Durée',
        'Aucun transfert hors de l’Union européenne',
        '3 place du Marché',
        'CNIL',
      ])
        expect(said).toContain(part);
    },
  );

  test('R034 G18 a processor outside the Union is named, once the firm has declared one', async () => {
    const registrar = { ...SAMPLE_REGISTRAR, processor: { name: 'Assistance du Large', country: 'Maroc' } };
    const options = registeredSample(scene.server);
    const place = open(doorsFor({ draft: at('details'), options: { ...options, published: { ...options.published, registrar } } }));
    await vi.waitFor(() => expect(place.querySelector('.noticebody')).not.toBeNull());
    const said = place.querySelector('.noticebody')?.textContent ?? '';
    expect(said).toContain('Assistance du Large (Maroc)');
    expect(said).toContain('tenu à la confidentialité');
    expect(said).not.toContain('Aucun transfert');
  });
});
