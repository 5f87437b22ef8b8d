/**
 * The products a registration may be about, as data. Every product is registered but four, which never show the assistant
 * (R001). A firm may name a product that is not in the list: it is registered like the others.
 */
export type Product = { readonly code: string; readonly name: string; readonly registers: boolean };

export const PRODUCTS: readonly Product[] = [
  { code: 'WCPTA', name: 'Compta', registers: true },
  { code: 'WFACT', name: 'Gestion commerciale', registers: true },
  { code: 'WPAYE', name: 'Paye', registers: true },
  { code: 'WCPTF', name: 'Compta Facile', registers: true },
  { code: 'WFACF', name: 'Facturation Facile', registers: true },
  { code: 'WETAT', name: 'États Comptables et Fiscaux', registers: false },
  { code: 'WLIAS', name: 'Liasse Fiscale', registers: false },
  { code: 'WBPLAN', name: 'Business Plan', registers: false },
  { code: 'WACT', name: 'ACT!', registers: false },
];

/** @param code of a product, known or not */
export function registers(code: string): boolean {
  return PRODUCTS.find((product) => product.code === code)?.registers ?? true;
}

/** The two editions: one registration of an education edition unlocks every workstation of the school (R011). */
export const EDITIONS = ['ordinary', 'education'] as const;
export type Edition = (typeof EDITIONS)[number];
