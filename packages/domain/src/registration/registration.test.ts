import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { activationText, judgeActivation, type Activation } from './activation.ts';
import { makeActivationKey, printActivationKey, readActivationKey } from './activation-key.ts';
import {
  checkDetails,
  EMPTY_DETAILS,
  filledFields,
  isMandatory,
  legalFormOf,
  MANDATORY,
  printLicence,
  tidyDetails,
  withCompany,
  type RegistrationDetails,
} from './details.ts';
import { IDENTIFICATION, makeIdentification, printIdentification } from './identification.ts';
import { DEFAULT_ALLOWANCE, isLimited, launchesLeft, MOST_LAUNCHES, withLaunch } from './launches.ts';
import { PRODUCTS, registers } from './products.ts';
import { checkRegistrar, DEFAULT_REGISTRAR, keyDueBy } from './registrar.ts';
import { isSiren, isSiret } from '../identifiers.ts';
import { readSiret } from './siret.ts';
import { entitlements, isAnnouncedInTime, isPhoneOpen, SUPPORT_OFFERS } from './support.ts';
import { isAccepted, termsRunUntil } from './terms.ts';

const TODAY = '2026-11-20';
const bytes = fc.uint8Array({ minLength: 14, maxLength: 14 });

describe('which products are registered', () => {
  it('R001 all but four, and one that nobody has heard of is registered too', () => {
    expect(PRODUCTS.filter((product) => !product.registers).map(({ name }) => name)).toEqual([
      'États Comptables et Fiscaux',
      'Liasse Fiscale',
      'Business Plan',
      'ACT!',
    ]);
    expect(registers('WCPTA')).toBe(true);
    expect(registers('WLIAS')).toBe(false);
    expect(registers('SOMETHING')).toBe(true);
  });
});

describe('the SIRET', () => {
  it.each([
    ['732829320 00074', true],
    ['732 829 320 00074', true],
    ['732\u202f829\u202f320\u00a000074', true],
    ['73282932000075', false],
    ['35600000049837', true], // La Poste: fails Luhn, its digits add up to a multiple of five.
    ['35600000049838', false],
    ['35600000000048', true], // La Poste's head office passes Luhn.
  ])('R020 %s is one, checked without a network: %s', (typed, good) => {
    expect(readSiret(typed).ok).toBe(good);
  });

  it('R020 what is wrong with it is told apart: letters, length, check digit', () => {
    expect(readSiret('732 829 320 A0074')).toMatchObject({ refusal: 'not-digits' });
    expect(readSiret('732 829 320')).toMatchObject({ refusal: 'length' });
    expect(readSiret('73282932000070')).toMatchObject({ refusal: 'check' });
    expect(isSiren('732829320')).toBe(true);
    expect(isSiret('00000000000001')).toBe(false);
  });
});

describe('the form', () => {
  const filled: RegistrationDetails = {
    ...EMPTY_DETAILS,
    purchaseDate: '2026-10-14',
    licence: '401182297',
    company: 'Librairie des Sorbiers',
    address: '4 place du Four',
    town: '74370 Valbrenne',
    phone: '04 50 00 17 42',
  };

  it('R025 six fields must be filled in, and each one that is empty is named', () => {
    expect(MANDATORY).toEqual(['purchaseDate', 'licence', 'company', 'address', 'town', 'phone']);
    expect([...checkDetails(EMPTY_DETAILS, TODAY)]).toEqual(MANDATORY.map((field) => [field, 'missing']));
    expect(checkDetails(filled, TODAY).size).toBe(0);
  });

  it('R026 all others may stay empty', () => {
    const optional = Object.keys(EMPTY_DETAILS).filter((field) => !(MANDATORY as readonly string[]).includes(field));
    expect(optional).toEqual(
      expect.arrayContaining([
        'outlet',
        'clientCode',
        'lastName',
        'firstName',
        'email',
        'country',
        'fax',
        'siret',
        'ape',
        'employees',
        'legalForm',
        'businessType',
      ]),
    );
  });

  it('R027 a recognised SIRET never fills in the purchase date nor the licence number', () => {
    const company = { name: 'CIEL', address: '11 RUE DE CAMBRAI', town: '75019 PARIS', ape: '58.29A', legalForm: 'sa' as const };
    const after = withCompany(EMPTY_DETAILS, '73282932000074', company);
    expect(after).toMatchObject({ company: 'CIEL', town: '75019 PARIS', siret: '73282932000074', purchaseDate: '', licence: '' });
    expect(filledFields(company)).toBe(5);
    expect(checkDetails(after, TODAY).get('licence')).toBe('missing');
    // What the register does not know stays as it was typed.
    expect(withCompany(filled, '73282932000074', { name: '', address: '', town: '', ape: null, legalForm: null })).toMatchObject({
      company: 'Librairie des Sorbiers',
      licence: '401182297',
    });
  });

  it('R028 an existing customer must also give the client code', () => {
    expect(isMandatory('clientCode', { existingCustomer: true })).toBe(true);
    expect(checkDetails({ ...filled, existingCustomer: true }, TODAY).get('clientCode')).toBe('missing');
    expect(checkDetails({ ...filled, existingCustomer: true, clientCode: 'C20311' }, TODAY).size).toBe(0);
  });

  it.each([
    [{ licence: '40 118 229' }, 'licence', 'licence'],
    [{ purchaseDate: '2026-02-30' }, 'purchaseDate', 'no-date'],
    [{ purchaseDate: '2026-11-21' }, 'purchaseDate', 'future'],
    [{ town: 'Valbrenne' }, 'town', 'town'],
    [{ phone: 'non' }, 'phone', 'phone'],
    [{ email: 'claire@bonnefoy' }, 'email', 'email'],
    [{ siret: '73282932000075' }, 'siret', 'siret'],
    [{ ape: '4332' }, 'ape', 'ape'],
    [{ employees: 'six' }, 'employees', 'employees'],
    [{ clientCode: 'C-1' }, 'clientCode', 'client-code'],
    [{ accountantEmail: 'contact' }, 'accountantEmail', 'email'],
    [{ company: 'x'.repeat(121) }, 'company', 'too-long'],
  ] as const)('R025 R026 %j is told to be wrong', (change, field, problem) => {
    expect([...checkDetails({ ...filled, ...change }, TODAY)]).toEqual([[field, problem]]);
  });

  it('R025 a town abroad needs no French postal code', () => {
    expect(checkDetails({ ...filled, country: 'Suisse', town: 'Genève' }, TODAY).size).toBe(0);
  });

  it('R029 R042 the accountant has recommended the product only if somebody said so', () => {
    expect(EMPTY_DETAILS.recommended).toBe(false);
  });

  it('R043 what goes to the firm is in its one form, and a licence number is printed in groups', () => {
    expect(
      tidyDetails({ ...filled, licence: ' 40 118 2297 ', clientCode: 'c20311', ape: '4332a', siret: '732 829 320 00074' }),
    ).toMatchObject({
      licence: '401182297',
      clientCode: 'C20311',
      ape: '43.32A',
      siret: '73282932000074',
    });
    expect(printLicence('401182297')).toBe('40\u202f118\u202f2297');
  });

  it.each([
    ['5710', 'sas'],
    ['5720', 'sasu'],
    ['5499', 'sarl'],
    ['5498', 'eurl'],
    ['1000', 'sole-trader'],
    ['9220', 'association'],
    ['8888', 'other'],
  ])('R019 legal category %s is %s on the form', (category, form) => {
    expect(legalFormOf(category)).toBe(form);
  });
});

describe('the activation key', () => {
  it('R007 K1 has three groups of five, of 75 bits, without I, O, 0 and 1', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const key = makeActivationKey(random);
        expect(printActivationKey(key)).toMatch(/^[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}$/);
        expect(readActivationKey(` ${printActivationKey(key).toLowerCase()} `)).toEqual({ ok: true, value: key });
      }),
    );
  });

  it('K1 one wrong character, or two that changed places, never pass: a typing error is told offline', () => {
    const passes = () =>
      fc.assert(
        fc.property(bytes, fc.nat(14), fc.nat(14), fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'), (random, a, b, other) => {
          const key = makeActivationKey(random);
          const swapped = [...key];
          [swapped[a], swapped[b]] = [key.charAt(b), key.charAt(a)];
          const wrong = [key.slice(0, a) + other + key.slice(a + 1), swapped.join('')].filter((typed) => typed !== key);
          return wrong.every((typed) => !readActivationKey(typed).ok);
        }),
      );
    expect(passes).not.toThrow();
  });

  it.each([
    ['ABCDE-FGHJK', 'length'],
    ['ABCDE-FGHJK-LMNP0', 'look-alike'],
    ['ABCDÉ-FGHJK-LMNPQ', 'characters'],
  ])('R007 %s is told to be no key: %s', (typed, problem) => {
    expect(readActivationKey(typed)).toMatchObject({ refusal: problem });
  });
});

describe('the signed activation', () => {
  const activation: Activation = {
    firm: '01980000-0000-7000-8000-00000000f001',
    licence: '401182297',
    product: 'WCPTA',
    version: '17.0',
    clientCode: 'C20311',
    edition: 'ordinary',
    issued: '2026-11-20',
    until: null,
    keyId: '0123456789abcdef',
  };
  const here = { firm: activation.firm, product: 'WCPTA', version: '17.0', licence: '401182297' };

  it('R009 K1 is bound to the firm, the product, the version and the licence, each refused by its own name', () => {
    expect(judgeActivation(activation, here, TODAY)).toBeNull();
    expect(judgeActivation(activation, { ...here, firm: 'another' }, TODAY)).toBe('other-firm');
    expect(judgeActivation(activation, { ...here, product: 'WPAYE' }, TODAY)).toBe('other-product');
    expect(judgeActivation(activation, { ...here, licence: '401182298' }, TODAY)).toBe('other-licence');
    expect(judgeActivation({ ...activation, until: '2026-11-19' }, here, TODAY)).toBe('over');
    expect(judgeActivation({ ...activation, until: TODAY }, { ...here, licence: null }, TODAY)).toBeNull();
  });

  it('R023 the key of an older version does not work for a newer one', () => {
    expect(judgeActivation(activation, { ...here, version: '18.0' }, TODAY)).toBe('other-version');
  });

  it('K1 no two activations share a text: each fact has its line', () => {
    const text = activationText(activation);
    for (const change of [
      { firm: 'x' },
      { licence: '1' },
      { product: 'x' },
      { version: '18.0' },
      { clientCode: 'C1' },
      { edition: 'education' as const },
      { issued: '2026-11-21' },
      { until: '2027-11-20' },
      { keyId: 'x' },
    ])
      expect(activationText({ ...activation, ...change })).not.toBe(text);
    expect(text.split('\n')).toHaveLength(11);
  });
});

describe('launches', () => {
  it('R006 G1 the firm allows thirty when it says nothing else', () => {
    expect(DEFAULT_ALLOWANCE).toBe(30);
  });

  it('G1 a launch is one a day at most', () => {
    expect(withLaunch(withLaunch([], '2026-11-20'), '2026-11-20')).toEqual(['2026-11-20']);
  });

  it('G1 K6 launches are counted and not computed: a clock set back adds none, one set forward adds one however far', () => {
    const marks = withLaunch(withLaunch([], '2026-11-19'), '2026-11-20');
    expect(withLaunch(marks, '2026-11-19')).toEqual(marks);
    expect(withLaunch(marks, '2036-11-20')).toHaveLength(3);
    // And back again: nothing more, nothing less.
    expect(withLaunch(withLaunch(marks, '2036-11-20'), '2026-11-20')).toHaveLength(3);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 28 })), (days) => {
        const all = days.map((day) => `2026-02-${String(day).padStart(2, '0')}`);
        expect(all.reduce(withLaunch, [] as readonly string[])).toHaveLength(new Set(all).size);
      }),
    );
    const mad = Array.from({ length: 2000 }, (_, i) => `day ${i}`).reduce(withLaunch, [] as readonly string[]);
    expect(mad).toHaveLength(MOST_LAUNCHES);
  });

  it('R005 while launches remain nothing is limited', () => {
    for (let used = 0; used < 30; used++) expect(isLimited({ allowance: 30, used, last: null }, TODAY)).toBe(false);
    expect(launchesLeft({ allowance: 30, used: 3, last: TODAY })).toBe(27);
  });

  it('R006 past the authorised number sending stops, once the day of the last launch is over', () => {
    const last = { allowance: 30, used: 30, last: TODAY };
    expect(launchesLeft(last)).toBe(0);
    expect(isLimited(last, TODAY)).toBe(false);
    expect(isLimited(last, '2026-11-21')).toBe(true);
  });
});

describe('the installation', () => {
  it('R043 is known by four groups of four hexadecimal digits', () => {
    const number = makeIdentification(new Uint8Array([0x07, 0xe6, 0x31, 0xe8, 0xc6, 0xb6, 0x59, 0xd0]));
    expect(IDENTIFICATION.test(number)).toBe(true);
    expect(printIdentification(number)).toBe('07E6 31E8 C6B6 59D0');
  });
});

describe('the general terms', () => {
  const acceptance = { version: 'Novembre 2026', at: Date.parse('2026-11-20T14:31:00+01:00') };

  it('R033 run for one year from their acceptance, of which the version and the date are kept', () => {
    expect(termsRunUntil(acceptance)).toBe('2027-11-19');
    expect(isAccepted(acceptance, { version: 'Novembre 2026' }, '2027-11-19')).toBe(true);
    expect(isAccepted(acceptance, { version: 'Novembre 2026' }, '2027-11-20')).toBe(false);
  });

  it('R031 R033 another version is accepted anew, and nothing is accepted by nobody', () => {
    expect(isAccepted(acceptance, { version: 'Mai 2027' }, TODAY)).toBe(false);
    expect(isAccepted(null, { version: 'Novembre 2026' }, TODAY)).toBe(false);
  });
});

describe('support', () => {
  test.each([
    ['2026-11-20T09:00:00+01:00', true],
    ['2026-11-20T08:59:00+01:00', false],
    ['2026-11-20T17:59:00+01:00', true],
    ['2026-11-20T18:00:00+01:00', false],
    ['2026-11-21T10:00:00+01:00', false],
    ['2026-11-11T10:00:00+01:00', false],
    ['2026-07-15T09:30:00+02:00', true],
  ])('R048 the telephone is answered at %s: %s', (moment, open) => {
    expect(isPhoneOpen(Date.parse(moment))).toBe(open);
  });

  it('R010 without a registration there is no telephone support', () => {
    for (const offer of SUPPORT_OFFERS) expect(entitlements({ registered: false, offer, product: 'WCPTA' }).phone).toBe('none');
  });

  it('R048 calls are unlimited in every offer', () => {
    for (const offer of SUPPORT_OFFERS) expect(entitlements({ registered: true, offer, product: 'WCPTA' }).phone).toBe('unlimited');
  });

  it('R049 the online assistant is for the owners of two products only', () => {
    const online = (product: string) => entitlements({ registered: true, offer: null, product }).online;
    expect(PRODUCTS.filter(({ code }) => online(code) === 'unlimited').map(({ name }) => name)).toEqual([
      'Compta Facile',
      'Facturation Facile',
    ]);
  });

  it('R050 the seasonal service is free in one offer, paid in two, and announced a month before it starts', () => {
    const seasonal = SUPPORT_OFFERS.map((offer) => entitlements({ registered: true, offer, product: 'WPAYE' }).seasonal);
    expect(seasonal).toEqual(['free', 'paid', 'paid', 'none']);
    const season = { name: 'DADS-U', from: '2027-01-04', to: '2027-01-31', announced: '2026-12-04' };
    expect(isAnnouncedInTime(season)).toBe(true);
    expect(isAnnouncedInTime({ ...season, announced: '2026-12-05' })).toBe(false);
    expect(isAnnouncedInTime({ ...season, to: '2027-01-01' })).toBe(false);
  });
});

describe('the firm that registers', () => {
  const contact = {
    service: 'Licences',
    address: '3 place du Marché, 74370 Valbrenne',
    phone: '',
    fax: '',
    email: 'licences@aubrac.example',
  };
  const settings = { ...DEFAULT_REGISTRAR, contact, terms: { version: 'Novembre 2026', text: 'Article 1' } };

  it('R022 R040 sends the key within five working days of receipt', () => {
    expect(keyDueBy('2026-11-20')).toBe('2026-11-27');
    expect(keyDueBy('2026-12-21')).toBe('2026-12-29');
  });

  it('R033 R038 puts no settings in force without terms to accept and a place to send the form to', () => {
    expect(checkRegistrar(settings)).toEqual([]);
    expect(checkRegistrar(DEFAULT_REGISTRAR)).toEqual(['contact', 'terms']);
    expect(checkRegistrar({ ...settings, contact: { ...contact, email: '' } })).toEqual(['contact']);
  });

  it('R006 R034 R050 G18 sets the allowance, names a processor wholly or not at all, and announces a season in time', () => {
    expect(checkRegistrar({ ...settings, allowance: 0 })).toEqual(['allowance']);
    expect(checkRegistrar({ ...settings, installations: 1.5 })).toEqual(['installations']);
    expect(checkRegistrar({ ...settings, processor: { name: 'Assistance du Large', country: '' } })).toEqual(['processor']);
    expect(
      checkRegistrar({ ...settings, season: { name: 'DADS-U', from: '2027-01-04', to: '2027-01-31', announced: '2027-01-01' } }),
    ).toEqual(['season']);
    expect(checkRegistrar({ ...settings, product: { name: '', code: '', version: '' } })).toEqual(['product']);
  });
});
