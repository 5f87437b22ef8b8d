import { describe, expect, test } from 'vitest';
import { ownBox } from '@navette/domain/boxes';
import type { ClientRight } from '@navette/domain/membership';
import type { UserId } from '@navette/kernel/ids';
import { accessTexts } from '@navette/texts/access-texts';
import { explainRight } from './explain-right.ts';
import { NOTHING, profileFor, tickedOf, wantedRight } from './ticked-right.ts';

const t = accessTexts('fr');
const claire = '01980000-0000-7000-8000-00000000c001' as UserId;
const MANAGER: ClientRight = { side: 'client', deposit: ['common'], read: ['common', 'pay'], archive: [], accounts: 'read', admin: true };
const said = (right: ClientRight) => explainRight(t, 'Claire Morel', right);

describe('what a right amounts to, before it is given', () => {
  test('R196 says what the person will be able to do and what they will not see', () => {
    expect(said(wantedRight({ ...NOTHING, deposit: ['common'], accounts: 'read' }))).toEqual([
      'Claire pourra déposer des documents (commun) et consulter la compta en ligne.',
      'Claire ne verra pas la paie, la gestion ni les archives.',
    ]);
    expect(said(wantedRight({ ...NOTHING, deposit: ['own'] }))[0]).toBe('Claire pourra déposer des documents sans voir ceux des autres.');
    expect(said(wantedRight(profileFor('manager', 'firm')))[1]).toBe('Claire verra tous les documents de la société.');
    expect(said(wantedRight(NOTHING))).toEqual(['Claire n’aura accès à rien.']);
    expect(explainRight(t, '  ', wantedRight(NOTHING))).toEqual(['Cette personne n’aura accès à rien.']);
  });

  test('R197 says that a secured module opens with a second factor only', () => {
    expect(said(wantedRight({ ...NOTHING, archive: ['common'], secured: ['archive', 'accounts'] })).at(-1)).toContain('second facteur');
    expect(said(wantedRight({ ...NOTHING, deposit: ['common'], secured: ['archive'] }))).toHaveLength(2);
  });

  test('R107 a profile goes no further than its giver', () => {
    const ticked = profileFor('manager', MANAGER);
    expect(ticked).toMatchObject({ deposit: ['common'], read: ['common', 'pay'], archive: [], accounts: 'read', admin: false });
    expect(profileFor('deposit', MANAGER).deposit).toEqual(['own']);
  });

  test('what is ticked for a right is that right again', () => {
    expect(tickedOf({ ...MANAGER, deposit: ['common', ownBox(claire)] }).deposit).toEqual(['common', 'own']);
    expect(wantedRight(tickedOf(MANAGER))).toEqual(MANAGER);
  });
});
