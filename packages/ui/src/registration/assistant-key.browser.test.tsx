// The key in a real browser: come back by itself, typed, signed; and every key that is not good.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import { ok } from '@navette/kernel/result';
import { printActivation } from '@navette/protocol/registration';
import {
  begin,
  doorsFor,
  draftOf,
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
  type Scene,
} from '../testing/registration-scene.tsx';
import { SAMPLE_NOW } from '../testing/sample-data.ts';
import { SAMPLE_REGISTRAR, sampleActivation } from '../testing/sample-registration.ts';
import { type Draft } from './draft.ts';

beforeEach(async () => {
  begin();
  await browserPage.viewport(1280, 800);
});
afterEach(end);

describe('step 08', () => {
  const waiting: Partial<Draft> = {
    place: { at: 'key', stopped: 'key' },
    sending: { id: 'x', secret: 'y', version: '17.0', receivedAt: SAMPLE_NOW, refused: null },
  };

  test('R045 the key comes back by itself: nothing is typed, and the countdown is gone', async () => {
    const activation = await sampleActivation();
    const place = open(doorsFor({ draft: waiting, licence: { state: 'issued', at: SAMPLE_NOW, activation } }));
    await stands(place, 'Ce logiciel est activé');
    expect(place.querySelector('.launches')).toBeNull();
    expect(scene.server.asked.filter(({ name }) => name === 'key-check')).toEqual([]);
  });

  test('R045 where nobody is signed in, it comes to the installation that registered', async () => {
    const activation = await sampleActivation();
    scene.server.answers['registration-poll'] = () => ok({ status: 'issued', activation });
    const doors = doorsFor({ draft: { ...waiting, registrar: SAMPLE_REGISTRAR }, options: { signedIn: false }, key: 'device' });
    const place = open(doors);
    await vi.waitFor(async () => expect((await draftOf(doors, 'device')).activation).toEqual(activation));
    kill(place);
  });

  test('R046 without it a window asks for it, and OK carries on', async () => {
    scene.server.online = false;
    const place = open(doorsFor({ draft: waiting }));
    await stands(place, 'Clé d’activation');
    await seen(place, /attendue au plus tard le 27 novembre 2026/);
    await press(place, 'OK');
    await stands(place, 'Accueil');
    expect(await seen(place, /Il reste 2\d lancements/)).toBe(true);
  });

  test('K1 k1-key-offline typed while nobody answers, a key is kept "à vérifier" and the launches go on; with the server back it is checked', async () => {
    scene.server.online = false;
    const doors = doorsFor({ draft: waiting });
    const place = open(doors);
    await stands(place, 'Clé d’activation');
    const first = place.querySelector<HTMLInputElement>('.keygroups input') as HTMLInputElement;
    first.value = GOOD_KEY;
    first.dispatchEvent(new Event('input', { bubbles: true }));
    await press(place, 'Continuer avec cette clé');
    await seen(place, /Clé gardée sur cet ordinateur, à vérifier/);
    expect(title(place)).toBe('Clé d’activation');
    expect((await draftOf(doors)).activation).toBeNull();
    await seen(place, /Il reste 27 lancements/);
    const activation = await sampleActivation();
    scene.server.answers['key-check'] = () => ok({ status: 'accepted', activation });
    scene.server.online = true;
    dispatchEvent(new Event('online'));
    await vi.waitFor(async () => expect((await draftOf(doors)).activation).toEqual(activation));
  });

  test('K1 a wrong key is told in words that tell nothing of which number was wrong', async () => {
    const place = open(doorsFor({ draft: waiting }));
    await stands(place, 'Clé d’activation');
    const first = place.querySelector<HTMLInputElement>('.keygroups input') as HTMLInputElement;
    first.value = GOOD_KEY;
    first.dispatchEvent(new Event('input', { bubbles: true }));
    await press(place, 'Continuer avec cette clé');
    expect(await seen(place, /La clé, le numéro de licence et le code client ne vont pas ensemble/)).toBe(true);
  });

  test('a form that the firm refused says why, and is corrected and sent as another one', async () => {
    const doors = doorsFor({
      draft: waiting,
      licence: { state: 'refused', at: SAMPLE_NOW + 1, reason: 'Le numéro de licence n’est pas celui de la facture.' },
    });
    const place = open(doors);
    await seen(place, /Le numéro de licence n’est pas celui de la facture/);
    await press(place, 'Corriger et renvoyer la fiche');
    await stands(place, 'Vos informations');
    await press(place, 'Continuer');
    await stands(place, 'Conditions générales d’assistance');
    field(place, 'J’accepte les conditions générales d’assistance.').click();
    await press(place, 'Terminer');
    await stands(place, 'Votre fiche est arrivée');
    expect((await draftOf(doors)).sending?.id).not.toBe('x');
  });
});

describe('the signed key', () => {
  const paste = async (block: string, scene: Scene = {}) => {
    const doors = doorsFor(scene);
    const place = open(doors);
    await stands(place, 'Référencement du logiciel');
    const fold = place.querySelector<HTMLDetailsElement>('.signedkey') as HTMLDetailsElement;
    fold.open = true;
    type(place, 'Clé signée', block);
    await press(place, 'Vérifier cette clé signée');
    return { doors, place };
  };

  test('K1 is checked on the device without a network, pasted with a letter around it, and opens the product', async () => {
    scene.server.online = false;
    const { doors, place } = await paste(`Bonjour,\n> ${printActivation(await sampleActivation()).replaceAll('\n', '\n> ')}\nCordialement`);
    await stands(place, 'Accueil');
    expect((await draftOf(doors)).activation?.licence).toBe('401182297');
    expect(place.querySelector('.launches')).toBeNull();
  });

  test('K1 from a file too', async () => {
    scene.server.online = false;
    const doors = doorsFor();
    const place = open(doors);
    await stands(place, 'Référencement du logiciel');
    const input = place.querySelector<HTMLInputElement>('.filepick input') as HTMLInputElement;
    const files = new DataTransfer();
    files.items.add(new File([printActivation(await sampleActivation())], 'cle.txt', { type: 'text/plain' }));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    expect(await stands(place, 'Accueil')).toBe(true);
  });

  test('K1 R023 tampered, another firm’s, another version’s, another licence’s, another product’s, one that is over: each has its own sentence', async () => {
    const good = await sampleActivation();
    const cases: readonly (readonly [string, RegExp, Scene?])[] = [
      ['bonjour', /ne contient pas de clé signée/],
      [printActivation({ ...good, clientCode: 'C20312' }), /sa signature ne correspond pas/],
      [printActivation({ ...good, keyId: 'ffff' }), /sa signature ne correspond pas/],
      [printActivation(await sampleActivation({ firm: '01980000-0000-7000-8000-00000000ffff' as never })), /vient d’un autre cabinet/],
      [printActivation(await sampleActivation({ version: '16.0' })), /d’une autre version/],
      [printActivation(await sampleActivation({ product: 'WPAYE' })), /d’un autre logiciel/],
      [printActivation(await sampleActivation({ until: '2026-11-19' })), /n’est plus valable/],
      [
        printActivation(await sampleActivation({ licence: '401182299' })),
        /d’une autre licence/,
        { draft: { sending: { id: 'x', secret: 'y', version: '17.0', receivedAt: null, refused: 'closed' } } },
      ],
    ];
    for (const [block, sentence, scene] of cases) {
      const { doors, place } = await paste(block, scene);
      await seen(place, sentence);
      expect((await draftOf(doors)).activation).toBeNull();
      kill(place);
    }
  });
});
