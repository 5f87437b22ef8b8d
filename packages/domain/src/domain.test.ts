import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UserId } from '@navette/kernel/ids';
import { isBox, ownBox } from './boxes.ts';
import { checkDrop, checkFile, depositBox, isNoPdfDespiteItsName, originOfCapture } from './deposit.ts';
import { DEFAULT_KIND, DOCUMENT_KINDS } from './document-kinds.ts';
import { documentState, type DocumentFacts } from './document-state.ts';
import { DEFAULT_LIMITS, MEBIBYTE } from './limits.ts';
import type { ClientRight } from './membership.ts';
import { MIGRATION_STEPS, showsMigrationBanner, stepsLeft } from './migration.ts';
import { receiptText, type ReceiptFacts } from './receipt.ts';

const user = '01980000-0000-7000-8000-00000000c001' as UserId;
const right: ClientRight = { side: 'client', deposit: ['common', 'pay'], read: ['common'], archive: [], accounts: 'none', admin: false };

describe('the kinds of a document', () => {
  it('R201 G12 are eight, purchase invoices first and by default', () => {
    expect(DOCUMENT_KINDS).toHaveLength(8);
    expect(DOCUMENT_KINDS[0]).toBe('purchase-invoices');
    expect(DEFAULT_KIND).toBe('purchase-invoices');
  });
});

describe('a deposit', () => {
  it('of pay papers goes to the pay box, everything else to the common one', () => {
    for (const kind of DOCUMENT_KINDS) expect(depositBox(kind, user, right)).toBe(kind === 'payroll' ? 'pay' : 'common');
  });
  it('of someone who may only deposit goes to a box of their own', () => {
    expect(depositBox('bank', user, { ...right, deposit: [ownBox(user)] })).toBe(ownBox(user));
  });
  it('is refused to someone who may deposit nowhere', () => {
    expect(depositBox('bank', user, { ...right, deposit: [] })).toBeUndefined();
  });
  it.each([
    ['facture.pdf', 'application/pdf', false],
    ['facture.PDF ', 'text/html', true],
    ['scan.pdf', 'image/jpeg', true],
    ['facture.html', 'text/html', false],
  ])('P6 named %s with bytes of %s is to be sorted first: %s', (name, type, toSort) => {
    expect(isNoPdfDespiteItsName(name, type)).toBe(toSort);
  });
  it('is refused empty, and beyond the limit, which is named', () => {
    expect(checkFile(0, DEFAULT_LIMITS)).toMatchObject({ ok: false, refusal: { tag: 'file-empty' } });
    expect(checkFile(100 * MEBIBYTE, DEFAULT_LIMITS).ok).toBe(true);
    expect(checkFile(100 * MEBIBYTE + 1, DEFAULT_LIMITS)).toMatchObject({ ok: false, refusal: { limit: 100 * MEBIBYTE } });
    expect(checkDrop(51, DEFAULT_LIMITS)).toMatchObject({ ok: false, refusal: { limit: 50 } });
  });
  it.each([
    ['https://banque.example/releves/oct.pdf?token=secret#page=2', 'https://banque.example/releves/oct.pdf'],
    ['https://moi:secret@banque.example/x', 'https://banque.example/x'],
    ['http://localhost:3000', 'http://localhost:3000/'],
    ['javascript:alert(1)', undefined],
    ['file:///home/claire/facture.pdf', undefined],
  ])('P6 remembers of %s only where it came from', (url, origin) => {
    expect(originOfCapture(url)).toBe(origin);
  });
});

const facts: fc.Arbitrary<DocumentFacts> = fc.record({
  sentAt: fc.option(fc.nat()),
  receivedAt: fc.option(fc.nat()),
  takenAt: fc.option(fc.nat()),
  decision: fc.option(fc.record({ verdict: fc.constantFrom('accepted' as const, 'refused' as const), at: fc.nat() })),
});

describe('the state of a document', () => {
  it('I10 is never "received" without a receipt, nor decided without an act of the firm', () => {
    fc.assert(
      fc.property(facts, (known) => {
        const { sentAt, receivedAt, takenAt, decision } = known;
        const allowed = {
          local: sentAt === null && receivedAt === null && takenAt === null && decision === null,
          sent: sentAt !== null && receivedAt === null && takenAt === null && decision === null,
          received: receivedAt !== null && takenAt === null && decision === null,
          taken: takenAt !== null && decision === null,
          accepted: decision?.verdict === 'accepted',
          refused: decision?.verdict === 'refused',
        };
        expect(allowed[documentState(known)]).toBe(true);
      }),
    );
  });
});

describe('the yellow banner', () => {
  it('R053 R054 stays at every step but the last, and not one moment less', () => {
    expect(MIGRATION_STEPS.filter((step) => !showsMigrationBanner(step))).toEqual(['finalised']);
    expect(MIGRATION_STEPS.filter((step) => stepsLeft(step) === 0)).toEqual(['to-decide', 'finalised']);
  });
});

describe('a box', () => {
  it.each(['common', 'pay', 'management', ownBox(user)])('%s is one', (name) => expect(isBox(name)).toBe(true));
  it.each(['', 'Common', 'own-', 'own-../x', 'own-me', 'pay/common'])('%j is none', (name) => expect(isBox(name)).toBe(false));
});

describe('K2 the text of a receipt', () => {
  it('differs whenever any of its facts does', () => {
    const base = {
      firm: 'f',
      dossier: 'd',
      box: 'common',
      hash: 'h',
      size: 1,
      at: 2,
      uploader: 'u',
      cursor: 3,
      head: 'x',
      verdict: 'not-scanned',
      keyId: 'k',
    } as unknown as ReceiptFacts;
    const texts = Object.keys(base).map((key) => receiptText({ ...base, [key]: 'other' }));
    expect(new Set([receiptText(base), ...texts]).size).toBe(texts.length + 1);
  });
});
