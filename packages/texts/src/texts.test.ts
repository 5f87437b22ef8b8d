import { DOCUMENT_KINDS } from '@navette/domain/document-kinds';
import { DOCUMENT_STATES } from '@navette/domain/document-state';
import { PUSH_REFUSALS } from '@navette/protocol/replication';
import { PROBLEMS } from '@navette/protocol/version';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from './formats.ts';
import { aboutTexts } from './about-texts.ts';
import { accessTexts } from './access-texts.ts';
import { administrationTexts } from './administration-texts.ts';
import { captureTexts } from './capture-texts.ts';
import { dropTexts } from './drop-texts.ts';
import { documentTexts } from './document-texts.ts';
import { assistantTexts } from './assistant-texts.ts';
import { documentsTexts } from './documents-texts.ts';
import { filingTexts } from './filing-texts.ts';
import { requestsTexts } from './requests-texts.ts';
import { signInHelpTexts } from './sign-in-help-texts.ts';
import { identityTexts } from './identity-texts.ts';
import { keysTexts } from './keys-texts.ts';
import { migrationTexts } from './migration-texts.ts';
import { migrationsTexts } from './migrations-texts.ts';
import { optionsTexts } from './options-texts.ts';
import { portalTexts } from './portal-texts.ts';
import { registrationDeskTexts } from './registration-desk-texts.ts';
import { registrationTexts } from './registration-texts.ts';
import { archiveTexts } from './archive-texts.ts';
import { sendingsTexts } from './sendings-texts.ts';
import { traceTexts } from './trace-texts.ts';
import { welcomeTexts } from './welcome-texts.ts';
import { nearestLanguage, texts, loadTexts } from './texts.ts';

/** Every table of wording. */
const TABLES = [
  texts,
  aboutTexts,
  accessTexts,
  administrationTexts,
  assistantTexts,
  captureTexts,
  documentTexts,
  dropTexts,
  documentsTexts,
  filingTexts,
  requestsTexts,
  signInHelpTexts,
  identityTexts,
  keysTexts,
  migrationTexts,
  migrationsTexts,
  optionsTexts,
  portalTexts,
  registrationDeskTexts,
  registrationTexts,
  archiveTexts,
  sendingsTexts,
  traceTexts,
  welcomeTexts,
];

/** Every sentence of a table, functions called with plain values. */
function sentences(table: unknown, path = ''): [string, string][] {
  if (typeof table === 'string') return [[path, table]];
  if (typeof table === 'function')
    return [1, 2, 3].map((n) => [
      `${path}(${n})`,
      String(
        (table as (...args: unknown[]) => unknown)(
          ...(table.length === 1 && /\b(n|seconds|year|count)\b/.test(String(table).slice(0, 20)) ? [n] : ['X', 'Y']),
        ),
      ),
    ]);
  return Object.entries(table as object).flatMap(([key, value]) => sentences(value, `${path}.${key}`));
}

describe('French wording', () => {
  const all = TABLES.flatMap((table) => sentences(table('fr')));

  test('no exclamation mark, no straight apostrophe, no jargon', () => {
    expect(all.filter(([, text]) => /!|'|synchro|erreur inattendue/i.test(text))).toEqual([]);
  });

  test('a narrow no-break space stands before ; : ? % € and inside guillemets', () => {
    expect(
      all.filter(
        ([path, text]) =>
          !path.endsWith('exportName') &&
          (/[^\u202f:/][;?%€]/.test(text) || /[^\u202f\d]:(?!\/\/)/.test(text) || /«[^\u202f]|[^\u202f]»/.test(text)),
      ),
    ).toEqual([]);
  });

  test('sentences speak to "vous"', () => {
    expect(all.filter(([, text]) => /(?<!\p{L})(?:tu|ton|ta|tes|toi)(?!\p{L})/iu.test(text))).toEqual([]);
  });
});

await loadTexts('en');

describe('both languages', () => {
  test.each(LANGUAGES)('%s has a word for every kind and state, and a sentence for every problem of the server', (language) => {
    const t = texts(language);
    for (const kind of DOCUMENT_KINDS) expect(t.kinds[kind]).not.toBe('');
    for (const state of DOCUMENT_STATES) expect(t.state[state]).not.toBe('');
    for (const problem of PROBLEMS) expect(t.problems[problem]).toMatch(/\.$/);
    for (const reason of PUSH_REFUSALS) expect(t.refusedWrites[reason]).toMatch(/\.$/);
  });

  test('the six words and the kinds are those of the firm', () => {
    const { state, kinds } = texts('fr');
    expect(DOCUMENT_STATES.map((word) => state[word])).toEqual([
      'Sur cet ordinateur',
      'Envoyé',
      'Reçu',
      'Pris en charge',
      'Accepté',
      'Refusé',
    ]);
    expect(kinds['purchase-invoices']).toBe('Factures Achats');
    expect(kinds.miscellaneous).toBe('Divers - Opérations Diverses');
  });

  test('a refusal names its figures', () => {
    expect(texts('fr').refusals['file-too-large']({ size: '120\u202fMo', limit: '100\u202fMo' })).toContain('la limite est de 100\u202fMo');
  });

  test('a browser in another language is served in French', () => {
    expect(nearestLanguage('en-US')).toBe('en');
    expect(nearestLanguage('de')).toBe('fr');
  });
});
