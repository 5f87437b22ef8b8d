/**
 * What a document is for the bookkeeper, proposed from its words, its structure and its name: always with the reason and how
 * sure it is; below the threshold it says nothing rather than guess.
 *
 * The words are those of French papers, without case and accents.
 */

/** The firm's kinds that words can tell, and the archive's three. */
export const CATEGORIES = ['purchase-invoices', 'sales-invoices', 'bank', 'miscellaneous', 'data', 'legal', 'tax', 'payroll'] as const;
export type Category = (typeof CATEGORIES)[number];

/** Names under which other programs know them. */
export const CATEGORY_NAMES: Readonly<Record<Category, string>> = {
  'purchase-invoices': 'Factures Achats',
  'sales-invoices': 'Factures Ventes',
  bank: 'Banque',
  miscellaneous: 'Divers - Opérations Diverses',
  data: 'Données',
  legal: 'juridique',
  tax: 'fiscal',
  payroll: 'social',
};

export type Evidence = { readonly from: 'structure' | 'parties' | 'text' | 'name' | 'correction'; readonly words: readonly string[] };
export type Proposal = {
  readonly category: Category;
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: Evidence;
};

type Word = readonly [pattern: RegExp, weight: number];

/** A word of five decides alone; two of two decide together. */
const WORDS: Readonly<Record<Exclude<Category, 'data' | 'sales-invoices'>, readonly Word[]>> = {
  bank: [
    [/\breleve de compte\b/, 5],
    [/\breleve d.?identite bancaire\b/, 5],
    [/\b(?:ancien|nouveau) solde\b|\bsolde (?:precedent|crediteur|debiteur)\b/, 3],
    [/\bremise de cheques?\b|\bavis d.?operation\b/, 4],
    [/\brib\b/, 2],
  ],
  payroll: [
    [/\bbulletin de (?:paie|salaire)\b|\bfiche de paie\b/, 6],
    [/\bnet a payer avant impot\b|\bnet social\b/, 5],
    [/\burssaf\b/, 4],
    [/\bdeclaration sociale nominative\b|\bdsn\b/, 4],
    [/\bcontrat de travail\b/, 5],
    [/\bsolde de tout compte\b|\bcertificat de travail\b/, 5],
    [/\bretraite complementaire\b|\bmutuelle\b|\barret de travail\b|\bconges payes\b/, 2],
  ],
  tax: [
    [/\bavis d.?impot\b|\bavis d.?imposition\b/, 5],
    [/\bcotisation fonciere des entreprises\b|\bcfe\b|\bcvae\b|\btaxe fonciere\b/, 4],
    [/\bliasse fiscale\b|\bdeclaration de resultats\b/, 4],
    [/\b(?:2031|2033|2035|205\d|2065|2072|2139|2143|2144|2145|2146|2571|2777|3310|3514|3517)(?:[ -]?[a-z]{1,3})?\b/, 2],
    [/\bca ?3\b|\bca ?12\b/, 2],
    [/\bdgfip\b|\bdirection generale des finances publiques\b|\bfinances publiques\b/, 3],
    [/\bcerfa\b|\bcode general des impots\b/, 2],
    [/\btaxe sur la valeur ajoutee et taxes assimilees\b/, 5],
  ],
  legal: [
    [/\bstatuts\b/, 3],
    [/\bkbis\b|\bextrait d.?immatriculation\b/, 6],
    [/\bproces.?verbal\b|\bassemblee generale\b/, 4],
    [/\bbail (?:commercial|professionnel)\b|\bcession de parts\b|\bpacte d.?associes\b/, 5],
    [/\bgreffe\b|\bregistre du commerce\b|\bbodacc\b|\bannonce legale\b/, 2],
    [/\bsociete par actions simplifiee\b|\bcapital social\b|\bles soussignes\b/, 1],
    [/\bcertificat d.?immatriculation\b|\bcarte grise\b/, 4],
  ],
  miscellaneous: [
    [/\bnotes? de frais\b/, 7],
    [/\btableau d.?amortissement\b|\becheancier d.?emprunt\b/, 6],
    [/\bindemnites? kilometriques?\b/, 4],
    [/\binventaire\b/, 2],
  ],
  'purchase-invoices': [
    [/\bfactures?\b|\binvoice\b/, 3],
    [/\bavoir\b|\bcredit note\b/, 2],
    [/\bn[°o]? ?(?:de )?facture\b|\bfacture n\b/, 2],
    [/\btotal (?:ht|ttc|h\.?t|t\.?t\.?c)\b|\bmontant (?:ht|ttc)\b|\b(?:grand )?total(?: amount)?\b|\bamount due\b/, 2],
    [/\btva\b|\bvat\b/, 1],
    [/\bnet a payer\b|\bdate d.?echeance\b/, 1],
  ],
};

const LEAST = 4;
/** A name is short: one word of it is much. */
const LEAST_OF_NAME = 2;

/** Lower case, no accents, one space between words, plain apostrophes. */
export function plainWords(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[’`]/g, "'")
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ');
}

/**
 * @param text words of the document, as read; the first ones tell most
 * @param name of the file, believed less than what is in it
 * @returns the likeliest category; null below the threshold: to be sorted by a person
 */
export function proposeCategory(text: string, name: string): Proposal | null {
  const read = plainWords(text.slice(0, 40_000));
  const named = plainWords(name.replaceAll(/[-_.]/g, ' '));
  const fromText = best(read, LEAST);
  if (fromText) return { ...fromText, evidence: { from: 'text', words: fromText.words } };
  const fromName = best(named, LEAST_OF_NAME);
  if (!fromName) return null;
  return { category: fromName.category, confidence: Math.min(0.6, fromName.confidence), evidence: { from: 'name', words: fromName.words } };
}

function best(text: string, least: number): { category: Category; confidence: number; words: readonly string[] } | null {
  const scores = Object.entries(WORDS).map(([category, words]) => {
    const found = words.flatMap(([pattern, weight]) => {
      const match = pattern.exec(text);
      return match ? [{ word: match[0], weight }] : [];
    });
    return {
      category: category as Category,
      score: found.reduce((sum, { weight }) => sum + weight, 0),
      words: found.map(({ word }) => word),
    };
  });
  scores.sort((a, b) => b.score - a.score);
  const [first, second] = scores;
  if (!first || first.score < least) return null;
  const lead = first.score - (second?.score ?? 0);
  return { category: first.category, confidence: Math.min(0.95, 0.5 + 0.07 * lead), words: first.words };
}
