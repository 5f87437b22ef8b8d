/** A company that registers its product, for the gallery and the tests of screens: what the server publishes, what it answers. */
import type { CommandRefusal } from '@navette/device/model';
import { activationText } from '@navette/domain/registration/activation';
import { EMPTY_DETAILS, type RegistrationDetails } from '@navette/domain/registration/details';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { FirmId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { DossierLicence, Registrar, SignedActivation } from '@navette/protocol/registration';
import { licenceKey, REGISTRAR } from '@navette/protocol/registration-keys';
import { ATELIER, SAMPLE_NOW, sampleAccount, sampleId } from './sample-data.ts';
import type { SampleOptions } from './sample-doors.ts';

const SIGNING = { name: 'Ed25519' } as const;
const pair = (await crypto.subtle.generateKey(SIGNING, true, ['sign', 'verify'])) as CryptoKeyPair;
const publicKey = bytesToBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));

const FIRM = sampleAccount('client', 1, true, 'finalised').firm;

export const SAMPLE_REGISTRAR: Registrar = {
  v: 1,
  firm: { id: FIRM.id, name: FIRM.name },
  product: { name: 'Compta', code: 'WCPTA', version: '17.0' },
  allowance: 30,
  contact: {
    service: 'Service des licences',
    address: '3 place du Marché, 74370 Valbrenne',
    phone: '04 50 00 20 00',
    fax: '04 50 00 20 09',
    email: 'licences@aubrac.example',
  },
  terms: {
    version: 'Novembre 2026',
    text: Array.from(
      { length: 9 },
      (_, n) =>
        `Article ${n + 1}\nLes présentes conditions régissent l’assistance apportée aux utilisateurs référencés du logiciel, pendant un an à compter de leur acceptation.`,
    ).join('\n\n'),
  },
  processor: null,
  offer: 'premier',
  season: null,
  activationKey: { keyId: '5f0c2a9e71d4b836', publicKey },
  formerKeys: [],
};

export const SAMPLE_LICENCE: NonNullable<DossierLicence> = {
  v: 1,
  edition: 'ordinary',
  used: 3,
  last: '2026-11-19',
  state: 'none',
  at: null,
  activation: null,
};

export const SAMPLE_DETAILS: RegistrationDetails = {
  ...EMPTY_DETAILS,
  purchaseDate: '2026-10-14',
  licence: '401182297',
  existingCustomer: true,
  clientCode: 'C20311',
  company: 'Atelier Bonnefoy SARL',
  lastName: 'Morel',
  firstName: 'Claire',
  address: '12 chemin des Teppes',
  town: '74370 Valbrenne',
  phone: '04 50 00 17 42',
  email: 'claire.morel@bonnefoy.example',
  siret: '73282932000074',
  ape: '43.32A',
  employees: '6',
  legalForm: 'sarl',
  businessType: 'craft',
  accountantName: 'Cabinet Aubrac Conseil',
  accountantEmail: 'contact@aubrac.example',
};

export const SAMPLE_INSTALLATION = {
  identification: '07E631E8C6B659D0',
  since: '2026-10-16',
  launches: { 'WCPTA 17.0': ['2026-11-17', '2026-11-18', '2026-11-19'] },
};

/** An activation that the sample firm signed; a change is signed with it, as another firm or version would be. */
export async function sampleActivation(change: Partial<SignedActivation> = {}): Promise<SignedActivation> {
  const facts = {
    firm: FIRM.id as FirmId,
    licence: '401182297',
    product: 'WCPTA',
    version: '17.0',
    clientCode: 'C20311',
    edition: 'ordinary' as const,
    issued: '2026-11-20',
    until: null,
    keyId: SAMPLE_REGISTRAR.activationKey.keyId,
    ...change,
  };
  const signature = await crypto.subtle.sign(SIGNING, pair.privateKey, new TextEncoder().encode(activationText(facts)));
  return { ...facts, signature: bytesToBase64Url(new Uint8Array(signature)) };
}

/** What the firm's desk shows: forms in each state, one of them late. */
export function sampleDesk() {
  const form = (n: number, company: string, state: string, days: number, change: object = {}) => ({
    id: sampleId(12, n),
    at: SAMPLE_NOW - days * 86_400_000,
    way: 'online',
    dossier: null,
    details: { ...SAMPLE_DETAILS, company, licence: String(401_182_290 + n) },
    installation: { identification: SAMPLE_INSTALLATION.identification, since: SAMPLE_INSTALLATION.since },
    product: { code: 'WCPTA', version: '17.0' },
    edition: 'ordinary',
    update: false,
    terms: { version: SAMPLE_REGISTRAR.terms.version, at: SAMPLE_NOW - days * 86_400_000 },
    state,
    answeredAt: null,
    reason: null,
    clientCode: null,
    until: null,
    installations: 0,
    ...change,
  });
  const { product, allowance, contact, terms, processor, offer, season } = SAMPLE_REGISTRAR;
  return {
    settings: { product, allowance, installations: 3, contact, terms, processor, offer, season, standAlone: true },
    dossiers: [
      { id: ATELIER, name: 'Atelier Bonnefoy', clientCode: 'C20311', registered: null },
      {
        id: sampleId(3, 2),
        name: 'Librairie des Sorbiers',
        clientCode: null,
        registered: { edition: 'ordinary', used: 3, state: 'received' },
      },
    ],
    registrations: [
      form(1, 'Librairie des Sorbiers', 'received', 0, { dossier: { id: sampleId(3, 2), name: 'Librairie des Sorbiers' } }),
      form(2, 'Fleurs du Lac', 'received', 12, { way: 'paper', terms: null }),
      form(3, 'Lycée des Mouettes', 'issued', 20, { edition: 'education', clientCode: 'EDU01', installations: 12 }),
      form(4, 'Garage du Col', 'refused', 30, { reason: 'Le numéro de licence n’est pas celui de la facture.' }),
    ],
  };
}

const COMPANY = { name: 'ATELIER BONNEFOY', address: '12 CHEMIN DES TEPPES', town: '74370 VALBRENNE', ape: '43.32A', legalForm: 'sarl' };

export type SampleServer = {
  /** False: nobody answers. */
  online: boolean;
  /** What it answers otherwise than by default, by command. */
  readonly answers: Record<string, (body: unknown) => Result<unknown, CommandRefusal>>;
  readonly asked: { readonly name: string; readonly body: unknown }[];
};

export function sampleServer(): SampleServer {
  return { online: true, answers: {}, asked: [] };
}

/** A company registered for its product, with the server that answers it. */
export function registeredSample(server: SampleServer, licence: Partial<NonNullable<DossierLicence>> = {}): SampleOptions {
  const byDefault: Record<string, unknown> = {
    'registration-info': { status: 'open', registrar: SAMPLE_REGISTRAR },
    'company-lookup': { status: 'found', company: COMPANY },
    'registration-send': { status: 'received', at: SAMPLE_NOW },
    'registration-poll': { status: 'waiting', since: SAMPLE_NOW },
    'key-check': { status: 'refused', reason: 'wrong' },
    'registration-desk': sampleDesk(),
    'key-issue': { status: 'issued', key: 'ABCDEFGHJKLMNPQ', letter: 'sent' },
    'registration-refuse': { status: 'refused' },
    'key-resend': { status: 'sent' },
    'registration-enter': { status: 'received' },
    'registrar-set': { status: 'set' },
    'dossier-register': { status: 'set' },
    'launch-told': { status: 'counted', used: 4, last: '2026-11-20' },
  };
  return {
    published: { [REGISTRAR]: SAMPLE_REGISTRAR, [licenceKey(ATELIER)]: { ...SAMPLE_LICENCE, ...licence } },
    commands(name, body) {
      server.asked.push({ name, body });
      if (!server.online) return refuse({ tag: 'unreachable' });
      return server.answers[name]?.(body) ?? (name in byDefault ? ok(byDefault[name]) : undefined);
    },
  };
}
