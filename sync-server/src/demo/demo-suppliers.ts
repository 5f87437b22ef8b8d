// The suppliers of the demonstration companies: who they are, how their invoices look and are numbered.
// Numbers grow with the date alone, so a document and a ledger made apart agree on them.

import type { DemoParty } from './demo-companies.ts';
import type { IsoDay } from './calendar-days.ts';
import { daysBetween } from './calendar-days.ts';
import { demoIban, sirenFrom } from './demo-identifiers.ts';
import type { LogoName } from './logos.ts';

/** How an invoice is laid out. */
export type InvoiceLayout = 'classic' | 'band' | 'serif' | 'column';

/** An issuer of invoices: identity, appearance, habits. */
export interface DemoSupplier extends DemoParty {
  readonly siren: string;
  readonly form: string;
  readonly site: string;
  readonly iban: string;
  readonly layout: InvoiceLayout;
  readonly logo: LogoName;
  /** Brand colour, '#rrggbb'. */
  readonly color: string;
  /** Days from the invoice to its due date. */
  readonly terms: number;
  /** Collected by direct debit instead of paid by transfer. */
  readonly debited: boolean;
  /** The invoice number of that day. */
  numberOn(day: IsoDay): string;
}

type Look = Pick<DemoSupplier, 'layout' | 'logo' | 'color' | 'terms' | 'debited'>;

function supplier(
  identity: readonly [name: string, form: string, street: string, city: string, auxiliary: string, eight: string],
  site: string,
  look: Look,
  numberOn: (year: number, dayOfYear: number, day: IsoDay) => string,
): DemoSupplier {
  const [name, form, street, city, auxiliary, eight] = identity;
  return {
    name,
    legalName: name,
    form,
    address: [street, city],
    auxiliary,
    siren: sirenFrom(eight),
    site,
    iban: demoIban(`000${eight}`),
    ...look,
    numberOn: (day) => {
      const year = Number(day.slice(0, 4));
      return numberOn(year, daysBetween(`${year}-01-01`, day) + 1, day);
    },
  };
}

const pad = (value: number, size: number): string => String(Math.round(value)).padStart(size, '0');

/** Every supplier by key. */
export const DEMO_SUPPLIERS = {
  vuache: supplier(
    ['Scierie du Vuache', 'SARL au capital de 60\u202f000\u202f€', 'Route du Col', '74270 Montferrand-les-Bois', '401VUAC', '99820011'],
    'vuache.example',
    { layout: 'classic', logo: 'peak', color: '#3b5a40', terms: 30, debited: false },
    (year, day) => `F-${year}-${pad(52 + day * 3.955, 4)}`,
  ),
  favre: supplier(
    ['Bois & Cie Favre', 'SAS au capital de 30\u202f000\u202f€', '8 rue de la Scie', '74150 Hauteclaire', '401FAVR', '99820022'],
    'bois-favre.example',
    { layout: 'serif', logo: 'planks', color: '#6b4423', terms: 30, debited: false },
    (year, day) => `BF-${pad((year - 2017) * 365 + day, 4)}`,
  ),
  roblin: supplier(
    ['Quincaillerie Roblin', 'SAS au capital de 120\u202f000\u202f€', '27 avenue des Forges', '74370 Valbrenne', '401ROBL', '99820033'],
    'roblin.example',
    { layout: 'band', logo: 'nut', color: '#8a2f24', terms: 30, debited: false },
    (year, day, iso) => `${iso.slice(2, 4)}${iso.slice(5, 7)}-${pad(560 + day, 3)}`,
  ),
  hexa: supplier(
    ['Télécom Hexa', 'SA au capital de 2\u202f500\u202f000\u202f€', '1 place du Relais', '69000 Lugdanne', '401HEXA', '99820044'],
    'hexa.example',
    { layout: 'column', logo: 'hexagon', color: '#3a3f8f', terms: 15, debited: true },
    (_year, _day, iso) => `HX-88120-${iso.slice(5, 7)}`,
  ),
  locapro: supplier(
    ['LocaPro Matériel', 'SAS au capital de 300\u202f000\u202f€', 'ZA des Marais, lot 6', '74370 Valbrenne', '401LOCA', '99820055'],
    'locapro.example',
    { layout: 'band', logo: 'blocks', color: '#b3560b', terms: 30, debited: false },
    (year, day) => `LP-${pad(55210 + (year - 2026) * 900 + (day - 314) * 2.4, 5)}`,
  ),
  cimes: supplier(
    ['Énergie des Cimes', 'SA au capital de 4\u202f000\u202f000\u202f€', '14 quai des Turbines', '73000 Arvanne', '401CIME', '99820066'],
    'energie-cimes.example',
    { layout: 'column', logo: 'sun', color: '#0b6e6e', terms: 14, debited: true },
    (year, day) => `EC${year}${pad(410000 + day * 137, 6)}`,
  ),
  montclar: supplier(
    ['Assurances Montclar', 'Société d’assurance mutuelle', '2 cours de la Prudence', '74000 Aubrenne', '401MONT', '99820077'],
    'montclar.example',
    { layout: 'serif', logo: 'shield', color: '#1f3a5f', terms: 20, debited: true },
    (year, day) => `AC ${year} ${pad(30000 + day * 41, 5)}`,
  ),
  duret: supplier(
    ['Carburants Duret', 'SARL au capital de 10\u202f000\u202f€', 'Rond-point du Lac', '74370 Valbrenne', '401DURE', '99820088'],
    'duret.example',
    { layout: 'band', logo: 'drop', color: '#274b6d', terms: 0, debited: true },
    (year, day) => `T${year % 100}-${pad(1000 + day * 23, 5)}`,
  ),
  arvanne: supplier(
    ['Moulin d’Arvanne', 'SARL au capital de 45\u202f000\u202f€', 'Chemin du Bief', '73400 Arvanne', '401MOUL', '99820099'],
    'moulin-arvanne.example',
    { layout: 'serif', logo: 'wheat', color: '#7a5a12', terms: 30, debited: false },
    (year, day) => `MA ${year}/${pad(80 + day * 2.1, 4)}`,
  ),
  alpages: supplier(
    ['Crèmerie des Alpages', 'SAS au capital de 25\u202f000\u202f€', 'Hameau de la Combe', '74450 Grandpré', '401CREM', '99820110'],
    'cremerie-alpages.example',
    { layout: 'classic', logo: 'drop', color: '#2f6f9f', terms: 15, debited: false },
    (year, day) => `CA-${year % 100}-${pad(200 + day * 5, 4)}`,
  ),
  vernay: supplier(
    ['Emballages Vernay', 'SAS au capital de 90\u202f000\u202f€', '5 rue des Papetiers', '74370 Valbrenne', '401VERN', '99820121'],
    'vernay.example',
    { layout: 'band', logo: 'box', color: '#4d6b2c', terms: 30, debited: false },
    (year, day) => `${year}${pad(4000 + day * 9, 5)}`,
  ),
  mollard: supplier(
    ['Froid Service Mollard', 'EURL au capital de 5\u202f000\u202f€', '19 rue du Glacier', '74150 Hauteclaire', '401MOLL', '99820132'],
    'froid-mollard.example',
    { layout: 'classic', logo: 'snow', color: '#24627f', terms: 30, debited: false },
    (year, day) => `FSM-${year}-${pad(12 + day * 0.6, 3)}`,
  ),
  rochas: supplier(
    ['Pièces Auto Rochas', 'SAS au capital de 200\u202f000\u202f€', '60 boulevard des Ateliers', '74370 Valbrenne', '401ROCH', '99820143'],
    'rochas-pieces.example',
    { layout: 'band', logo: 'gear', color: '#23303d', terms: 30, debited: false },
    (year, day) => `R${year % 100}${pad(10000 + day * 71, 6)}`,
  ),
  arly: supplier(
    ['Comptoir du Pneu', 'SARL au capital de 50\u202f000\u202f€', '3 rue de la Gomme', '73200 Montarly', '401PNEU', '99820154'],
    'comptoir-pneu.example',
    { layout: 'classic', logo: 'tyre', color: '#333a40', terms: 30, debited: false },
    (year, day) => `CP-${year}-${pad(300 + day * 4, 4)}`,
  ),
  orsane: supplier(
    ['Lubrifiants Orsane', 'SA au capital de 800\u202f000\u202f€', 'Port fluvial, darse 2', '69000 Lugdanne', '401ORSA', '99820165'],
    'orsane.example',
    { layout: 'serif', logo: 'drop', color: '#7a1f3d', terms: 45, debited: false },
    (year, day) => `ORS/${year}/${pad(700 + day * 3, 4)}`,
  ),
  teppesRent: supplier(
    ['SCI du Chemin des Teppes', 'SCI au capital de 1\u202f000\u202f€', '10 chemin des Teppes', '74370 Valbrenne', '401SCIT', '99820176'],
    'sci-teppes.example',
    { layout: 'classic', logo: 'blocks', color: '#555555', terms: 5, debited: false },
    (_year, _day, iso) => `Q-${iso.slice(0, 7)}`,
  ),
  aubrac: supplier(
    ['Cabinet Aubrac Conseil', 'SARL d’expertise comptable', '7 rue du Cadran', '74370 Valbrenne', '401AUBR', '99820187'],
    'aubrac.example',
    { layout: 'classic', logo: 'blocks', color: '#0A5B67', terms: 15, debited: true },
    (_year, _day, iso) => `H${iso.slice(2, 4)}${iso.slice(5, 7)}-040`,
  ),
} as const satisfies Readonly<Record<string, DemoSupplier>>;

/** Key of a supplier. */
export type DemoSupplierKey = keyof typeof DEMO_SUPPLIERS;
