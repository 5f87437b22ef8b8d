import { describe, expect, test } from 'vitest';
import type { FirmId } from '@navette/kernel/ids';
import type { DossierLicence, Registrar, SignedActivation } from '@navette/protocol/registration';
import { EMPTY_DRAFT, placeOf, readDrafts, type Draft } from './draft.ts';
import { licenceStatus } from './licence-status.ts';

const NOW = Date.parse('2026-11-20T14:50:00+01:00');
const FIRM = '01980000-0000-7000-8000-00000000f001' as FirmId;
const registrar: Registrar = {
  v: 1,
  firm: { id: FIRM, name: 'Cabinet' },
  product: { name: 'Compta', code: 'WCPTA', version: '17.0' },
  allowance: 30,
  contact: { service: '', address: '', phone: '', fax: '', email: '' },
  terms: { version: 'Novembre 2026', text: '' },
  processor: null,
  offer: null,
  season: null,
  activationKey: { keyId: 'k', publicKey: '' },
  formerKeys: [],
};
const licence: NonNullable<DossierLicence> = {
  v: 1,
  edition: 'ordinary',
  used: 3,
  last: '2026-11-19',
  state: 'none',
  at: null,
  activation: null,
};
const activation: SignedActivation = {
  firm: FIRM,
  licence: '401182297',
  product: 'WCPTA',
  version: '17.0',
  clientCode: 'C20311',
  edition: 'ordinary',
  issued: '2026-11-20',
  until: null,
  keyId: 'k',
  signature: 'x'.repeat(86),
};
const sending: NonNullable<Draft['sending']> = { id: 'x', secret: 'y', version: '17.0', receivedAt: NOW, refused: null };

const status = (facts: { licence?: Partial<typeof licence>; draft?: Partial<Draft>; marks?: readonly string[]; now?: number } = {}) =>
  licenceStatus({
    registrar,
    licence: { ...licence, ...facts.licence },
    draft: { ...EMPTY_DRAFT, ...facts.draft },
    marks: facts.marks ?? [],
    now: facts.now ?? NOW,
  });

describe('where a licence stands', () => {
  test('R004 K1 of two counts the one that leaves less is shown', () => {
    expect(status().left).toBe(27);
    expect(status({ marks: ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'] }).left).toBe(26);
    expect(status({ licence: { used: 29 } }).left).toBe(1);
  });

  test('R006 K1 a device that forgot its count is limited all the same, by the server’s', () => {
    expect(status({ licence: { used: 30 } }).limited).toBe(true);
    expect(status({ licence: { used: 30, last: '2026-11-20' } }).limited).toBe(false);
    expect(status({ licence: { used: 30, activation, state: 'issued' } }).limited).toBe(false);
  });

  test('R008 R045 a key of this version is enough, wherever it came from', () => {
    expect(status({ licence: { activation } }).state).toBe('active');
    expect(status({ draft: { activation } }).state).toBe('active');
    expect(status({ draft: { activation: { ...activation, until: '2026-11-19' } } }).state).toBe('unregistered');
  });

  test('R021 R023 a key of another version makes it an update', () => {
    expect(status({ licence: { activation: { ...activation, version: '16.0' } } })).toMatchObject({
      update: true,
      activation: null,
      state: 'unregistered',
    });
    expect(status({ draft: { sending: { ...sending, version: '16.0' } } }).state).toBe('unregistered');
  });

  test('R022 R040 once received, the key is due within five working days', () => {
    expect(status({ draft: { sending } })).toMatchObject({ state: 'waiting', due: '2026-11-27' });
    expect(status({ licence: { state: 'received', at: NOW } })).toMatchObject({ state: 'waiting', due: '2026-11-27' });
  });

  test('R036 K1 what has not left is queued, and a key nobody checked is to be verified', () => {
    expect(status({ draft: { sending: { ...sending, receivedAt: null } } }).state).toBe('queued');
    expect(status({ draft: { typed: { licence: '401182297', key: 'A', clientCode: 'C' } } }).state).toBe('to-verify');
  });

  test('a refusal counts until the form is sent again', () => {
    const refused = { state: 'refused' as const, at: NOW + 1, reason: 'Licence illisible.' };
    expect(status({ licence: refused, draft: { sending } })).toMatchObject({ state: 'refused', reason: 'Licence illisible.' });
    expect(status({ licence: refused, draft: { sending: { ...sending, receivedAt: null } } }).state).toBe('queued');
    expect(status({ licence: refused, draft: { sending: { ...sending, receivedAt: NOW + 2 } } }).state).toBe('waiting');
  });
});

describe('a draft that was kept', () => {
  test('R047 what cannot be read is empty, and takes nothing else with it', () => {
    const drafts = readDrafts({
      a: { details: { company: 'Librairie', phone: 7 }, place: 'x', accepted: { version: 'Mai 2010', at: 1 } },
      b: 3,
    });
    expect(drafts['a']).toMatchObject({ details: { company: 'Librairie', phone: '' }, place: null, accepted: { version: 'Mai 2010' } });
    expect(drafts['b']).toEqual(EMPTY_DRAFT);
    expect(readDrafts('nothing')).toEqual({});
  });

  test('R047 a form that arrived meanwhile is not tried or printed again', () => {
    expect(placeOf({ ...EMPTY_DRAFT, place: { at: 'failed', stopped: null } }).at).toBe('failed');
    for (const at of ['failed', 'form', 'sending'] as const)
      expect(placeOf({ ...EMPTY_DRAFT, sending, place: { at, stopped: null } }).at).toBe('key');
  });
});
