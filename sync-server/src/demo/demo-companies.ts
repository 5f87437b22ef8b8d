// The three client companies of the demonstration firm, Cabinet Aubrac Conseil. All of it is invented:
// people, places, numbers. Knows no database and no document.

import { demoIban, sirenFrom } from './demo-identifiers.ts';

/** Code of a demonstration client company. */
export type DemoCompanyCode = 'bonnefoy' | 'teppes' | 'delorme';

/** What documents print about a company, whether client, supplier or customer. */
export interface DemoParty {
  readonly name: string;
  /** Name as addressed on an invoice. */
  readonly legalName: string;
  readonly address: readonly [string, string];
  /** Auxiliary account in the ledgers, '401VUAC' or '411VALB'; empty for the client companies themselves. */
  readonly auxiliary: string;
}

/** A client company of the firm. */
export interface DemoCompany extends DemoParty {
  readonly code: DemoCompanyCode;
  readonly siren: string;
  /** Legal form and capital, as in the foot of its invoices. */
  readonly form: string;
  readonly trade: string;
  readonly email: string;
  readonly iban: string;
}

/** The demonstration accounting firm's name. */
export const DEMO_FIRM_NAME = 'Cabinet Aubrac Conseil';

/** The reference day when none is given. */
export const DEMO_TODAY = '2026-11-20';

/** The three client companies by code. */
export const DEMO_COMPANIES: Readonly<Record<DemoCompanyCode, DemoCompany>> = {
  bonnefoy: {
    code: 'bonnefoy',
    name: 'Atelier Bonnefoy',
    legalName: 'Atelier Bonnefoy SARL',
    address: ['12 chemin des Teppes', '74370 Valbrenne'],
    auxiliary: '',
    siren: sirenFrom('99910041'),
    form: 'SARL au capital de 20\u202f000\u202f€',
    trade: 'Menuiserie et agencement',
    email: 'contact@bonnefoy.example',
    iban: demoIban('00041020011'),
  },
  teppes: {
    code: 'teppes',
    name: 'Boulangerie des Teppes',
    legalName: 'Boulangerie des Teppes SARL',
    address: ['3 place du Four', '74370 Valbrenne'],
    auxiliary: '',
    siren: sirenFrom('99910052'),
    form: 'SARL au capital de 8\u202f000\u202f€',
    trade: 'Boulangerie et pâtisserie',
    email: 'bonjour@boulangerie-teppes.example',
    iban: demoIban('00052030022'),
  },
  delorme: {
    code: 'delorme',
    name: 'Garage Delorme',
    legalName: 'Garage Delorme SASU',
    address: ['41 route des Chênes', '74370 Valbrenne'],
    auxiliary: '',
    siren: sirenFrom('99910063'),
    form: 'SASU au capital de 15\u202f000\u202f€',
    trade: 'Entretien et réparation automobile',
    email: 'atelier@garage-delorme.example',
    iban: demoIban('00063040033'),
  },
};
