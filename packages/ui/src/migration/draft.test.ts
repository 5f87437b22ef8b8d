import type { UserId } from '@navette/kernel/ids';
import { MIGRATION_STEPS } from '@navette/domain/migration';
import { describe, expect, it } from 'vitest';
import { draftOf, EMPTY_DRAFT, readDrafts, STAGES, stageOf, withDraft, type Draft } from './draft.ts';

const claire = { user: { id: '01980000-0000-7000-8000-00000000c001' as UserId, name: 'Claire Morel', email: 'claire@bonnefoy.example' } };
const paul = { user: { id: '01980000-0000-7000-8000-00000000c002' as UserId, name: 'Paul', email: 'paul@garage.example' } };
const draft = (by: Partial<Draft>): Draft => ({ ...EMPTY_DRAFT, ...by });

describe('the draft of the assistant', () => {
  it('R047 comes back as it was saved; what does not parse is one person’s loss and nobody else’s', () => {
    const kept = withDraft({}, claire, draft({ stage: 'code', email: 'x@y.example', flow: { secret: 's', email: 'x@y.example' } }));
    const stored: unknown = JSON.parse(JSON.stringify({ ...kept, [paul.user.id]: { stage: 'nowhere' } }));
    expect(readDrafts(stored)).toEqual(kept);
    for (const junk of [undefined, null, 7, 'x', [], { __proto__: null }]) expect(readDrafts(junk)).toEqual({});
  });

  it('D5 a second person on the same computer sees nothing of the first one’s, and ends nothing of it', () => {
    const kept = withDraft({}, claire, draft({ stage: 'claim', clientCode: 'C20311' }));
    expect(draftOf(kept, paul)).toEqual(draft({ email: paul.user.email, name: 'Paul' }));
    const both = withDraft(kept, paul, draft({ email: 'p' }));
    expect(withDraft(both, paul, null)).toEqual(kept);
    expect(draftOf(both, claire).clientCode).toBe('C20311');
  });

  it('R061 begun with nobody signed in, it goes on at the attachment once its own address signs in, and for nobody else', () => {
    const kept = withDraft({}, null, draft({ stage: 'identity', codeFirst: true, flow: { secret: 's', email: claire.user.email } }));
    expect(draftOf(kept, paul).stage).toBe('email');
    const own = draftOf(kept, claire);
    expect(own).toMatchObject({ stage: 'attach', flow: null, codeFirst: true });
    expect(Object.keys(withDraft(kept, claire, own))).toEqual([claire.user.id]);
  });

  it('never holds a password: there is no place for one', () => {
    const kept = { nobody: { ...EMPTY_DRAFT, password: 'secret', flow: { secret: 's', email: 'e', password: 'secret' } } };
    expect(JSON.stringify(readDrafts(kept))).not.toContain('password');
  });
});

describe('the page that stands', () => {
  it('R054 is the last one when the move is final, wherever the draft stood', () => {
    for (const stage of ['email', 'password', 'identity', 'code', 'waiting'] as const)
      expect(stageOf(draft({ stage }), { migration: 'finalised' })).toBe('done');
  });

  it('follows the account where another device went on, and this device’s own acts where the account is late', () => {
    expect(stageOf(draft({ stage: 'email' }), { migration: 'verified' })).toBe('attach');
    expect(stageOf(draft({ stage: 'code' }), { migration: 'to-decide' })).toBe('waiting');
    expect(stageOf(draft({ stage: 'attach' }), { migration: 'code-sent' })).toBe('attach');
    expect(stageOf(draft({ stage: 'done' }), { migration: 'verified' })).toBe('done');
    expect(stageOf(draft({ stage: 'code' }), { migration: 'code-sent' })).toBe('code');
  });

  it('is one of those open to nobody while nobody is signed in', () => {
    for (const stage of STAGES) expect(['email', 'password', 'identity', 'code']).toContain(stageOf(draft({ stage }), null));
  });

  it('stands for every step of the server', () => {
    for (const migration of MIGRATION_STEPS) for (const stage of STAGES) expect(STAGES).toContain(stageOf(draft({ stage }), { migration }));
  });
});
