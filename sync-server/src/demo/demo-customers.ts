// The customers of the demonstration companies. All invented.

import type { DemoParty } from './demo-companies.ts';

/** A customer: identity, and how late it pays. */
export interface DemoCustomer extends DemoParty {
  /** Days allowed to pay. */
  readonly terms: number;
  /** Usual days of delay beyond the terms (at most). */
  readonly lateness: number;
}

function customer(name: string, address: readonly [string, string], auxiliary: string, terms: number, lateness: number): DemoCustomer {
  return { name, legalName: name, address, auxiliary, terms, lateness };
}

/** Every customer by key. */
export const DEMO_CUSTOMERS = {
  valbrenne: customer('Commune de Valbrenne', ['Place de la Mairie', '74370 Valbrenne'], '411VALB', 30, 25),
  bellecombe: customer('Résidence Bellecombe', ['15 allée de Bellecombe', '74370 Valbrenne'], '411BELL', 30, 20),
  lacNoir: customer('Hôtel du Lac Noir', ['1 quai du Lac', '74450 Grandpré'], '411LACN', 30, 40),
  tilleuls: customer('SCI Les Tilleuls', ['22 rue des Tilleuls', '74150 Hauteclaire'], '411TILL', 30, 5),
  anselme: customer('Mme Anselme', ['6 impasse du Verger', '74370 Valbrenne'], '411ANSE', 15, 20),
  perrolaz: customer('Garage Perrolaz', ['80 route du Pont', '74150 Hauteclaire'], '411PERR', 30, 15),
  aravelles: customer('Cave des Aravelles', ['Les Caves', '74450 Grandpré'], '411ARAV', 30, 50),
  marchand: customer('M. Marchand', ['9 chemin des Crêts', '74370 Valbrenne'], '411MARC', 15, 6),
  refuge: customer('Refuge de la Combe', ['Combe Haute', '74450 Grandpré'], '411REFU', 30, 12),
  creche: customer('Crèche Les Lucioles', ['4 rue de l’École', '74370 Valbrenne'], '411CREC', 30, 10),
  taxi: customer('Taxis du Val', ['2 place de la Gare', '74370 Valbrenne'], '411TAXI', 15, 8),
} as const satisfies Readonly<Record<string, DemoCustomer>>;

/** Key of a customer. */
export type DemoCustomerKey = keyof typeof DEMO_CUSTOMERS;
