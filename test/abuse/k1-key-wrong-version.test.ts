/**
 * K1, K3, R023: a signed activation is bound to its firm, licence, product and version, and signed with a key that signs nothing
 * else. Tampered with, or another's, it is worth nothing, without asking anyone.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activationText, judgeActivation } from '@navette/domain/registration/activation';
import { receiptText } from '@navette/domain/receipt';
import { base64UrlToBytes } from '@navette/kernel/bytes';
import { printActivation, readActivation, RegistrationPoll, type SignedActivation } from '@navette/protocol/registration';
import { isSignedBy, temporarySigner } from '../../sync-server/src/adapters/ed25519-signer.ts';
import { registrationWorld, type RegistrationWorld } from '../support/registration-world.ts';

let world: RegistrationWorld;
let activation: SignedActivation;
beforeAll(async () => {
  world = await registrationWorld();
  const sent = await world.send(null);
  await world.issue(sent.id);
  const answer = await world.ask(null, RegistrationPoll, sent);
  if (answer.status !== 'issued') throw new Error(answer.status);
  activation = answer.activation;
}, 60_000);
afterAll(() => world.close());

const isGood = ({ signature, ...facts }: SignedActivation, key = world.server.licences.signer().publicKey) =>
  isSignedBy(key, activationText(facts), base64UrlToBytes(signature) ?? new Uint8Array());
const TODAY = '2026-11-20';

describe('K1 k1-key-wrong-version', () => {
  test('K1 it survives a letter: quoted, indented, wrapped in other words, it is the same', () => {
    const block = printActivation(activation);
    expect(readActivation(block)).toEqual(activation);
    expect(readActivation(`Bonjour,\n\n${block.replaceAll(/^/gm, '> ')}\nCordialement`)).toEqual(activation);
    expect(readActivation(block.replaceAll('\n', '\r\n   '))).toEqual(activation);
    for (const crooked of [
      '',
      'x'.repeat(100_000),
      block.slice(0, 80),
      block.replace(/[A-Za-z0-9]{20}/, '!'),
      block.replace('BEGIN', 'END'),
    ])
      expect(readActivation(crooked)).toBeUndefined();
  });

  test('K1 any fact that is changed breaks the signature', () => {
    expect(isGood(activation)).toBe(true);
    const changes: Partial<SignedActivation>[] = [
      { version: '18.0' },
      { licence: '401182298' },
      { product: 'WPAYE' },
      { clientCode: 'C20312' },
      { edition: 'education' },
      { until: '2099-12-31' },
      { firm: '01980000-0000-7000-8000-00000000f001' as never },
    ];
    for (const change of changes) expect(isGood({ ...activation, ...change }), JSON.stringify(change)).toBe(false);
  });

  test('R023 another version, another product, another licence, another firm are each refused by their name', () => {
    const here = { firm: activation.firm, product: 'WCPTA', version: '17.0', licence: '401182297' };
    expect(judgeActivation(activation, here, TODAY)).toBeNull();
    expect(judgeActivation(activation, { ...here, version: '18.0' }, TODAY)).toBe('other-version');
    expect(judgeActivation(activation, { ...here, product: 'WPAYE' }, TODAY)).toBe('other-product');
    expect(judgeActivation(activation, { ...here, licence: '401182298' }, TODAY)).toBe('other-licence');
    expect(judgeActivation(activation, { ...here, firm: 'another' }, TODAY)).toBe('other-firm');
  });

  test('K3 one key, one purpose: neither the receipts’ key nor anybody else’s signs an activation, and a receipt’s text is none', async () => {
    const about = (await (await fetch(`${world.server.origin}/api/v1/about`)).json()) as { publicKey: string; keyId: string };
    expect(about.keyId).not.toBe(activation.keyId);
    expect(isGood(activation, base64UrlToBytes(about.publicKey) ?? new Uint8Array())).toBe(false);
    expect(isGood(activation, temporarySigner().publicKey)).toBe(false);
    expect(activationText(activation)).not.toContain(receiptText({} as never).split('\n')[0]);
  });
});
