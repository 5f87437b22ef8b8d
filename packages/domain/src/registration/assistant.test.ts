import { describe, expect, it } from 'vitest';
import { ACTS, next, offers, reopen, STEPS, type Act, type Place, type Step } from './assistant.ts';

const ORDINARY = { education: false, update: false };
const at = (step: Step, stopped: Step | null = null): Place => ({ at: step, stopped });
/** Where a row of acts leads. */
const walk = (from: Place, acts: readonly Act[], variant = ORDINARY) =>
  acts.reduce<Place>((place, act) => {
    const there = next(place, act, variant);
    if (there === null) throw new Error(`${place.at} has no "${act}"`);
    return there;
  }, from);
const leads = (step: Step, act: Act, variant = ORDINARY) => next(at(step), act, variant)?.at ?? null;

/** The whole table, written by hand: rows are steps, columns acts; a dot is an act the step does not have. */
const TABLE = `
             continue back     later    found    finish   arrived  lost     retry    ok       again    unlocked
entry        lookup   .        product  .        .        .        .        .        .        .        product
lookup       details  entry    key      details  .        .        .        .        .        .        product
update       details  entry    key      .        .        .        .        .        .        .        product
details      terms    lookup   key      .        .        .        .        .        .        .        product
terms        .        details  key      .        sending  .        .        .        .        .        product
sending      .        .        key      .        .        sent     failed   .        .        .        product
failed       form     terms    key      .        .        sent     .        sending  .        .        product
form         .        failed   key      .        .        sent     .        sending  key      .        product
sent         .        .        key      .        .        .        .        .        key      .        product
key          .        .        product  .        .        .        .        .        product  details  product
product      .        .        .        .        .        .        .        .        .        .        product
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));

describe('the registration assistant', () => {
  const [acts = [], ...rows] = TABLE;

  it.each(rows.map(([step = '', ...cells]) => [step, cells] as const))(
    'R002 to R047 the acts of %s lead where the rules say',
    (step, cells) => {
      expect(acts).toEqual([...ACTS]);
      expect(acts.map((act) => leads(step as Step, act as Act) ?? '.')).toEqual(cells);
    },
  );

  it('R002 every step is in the table', () => {
    expect(rows.map(([step]) => step)).toEqual([...STEPS]);
  });

  it('R003 case 1: "Continuer" opens the form', () => expect(leads('entry', 'continue')).toBe('lookup'));
  it('R004 case 2: "Plus tard" launches the product', () => expect(leads('entry', 'later')).toBe('product'));
  it('R008 case 3: a valid key goes straight into the product', () => expect(leads('entry', 'unlocked')).toBe('product'));

  it('R012 education, nothing done yet: "Continuer" goes to step 01', () =>
    expect(leads('entry', 'continue', { education: true, update: false })).toBe('lookup'));
  it('R013 G2 education, registered and waiting: "Plus tard" goes to step 08', () =>
    expect(leads('entry', 'later', { education: true, update: false })).toBe('key'));
  it('R014 education, key received: it goes into the unlocked product', () =>
    expect(leads('entry', 'unlocked', { education: true, update: false })).toBe('product'));

  it('R016 R018 without a SIRET one goes on to the blank form', () => expect(leads('lookup', 'continue')).toBe('details'));
  it('R017 "Plus tard" interrupts and goes to step 08', () => expect(walk(at('lookup'), ['later'])).toEqual(at('key', 'lookup')));
  it('R019 with a SIRET, recognised or not, one goes on to the form', () => expect(leads('lookup', 'found')).toBe('details'));

  it('R021 R024 after an update the first screen is another one, with the same three buttons', () => {
    const update = { education: false, update: true };
    expect(leads('entry', 'continue', update)).toBe('update');
    expect(leads('details', 'back', update)).toBe('update');
    expect(ACTS.filter((act) => offers('update', act) && act !== 'unlocked')).toEqual(['continue', 'back', 'later']);
  });

  it('R030 the form has Précédent, Continuer and Plus tard', () =>
    expect(ACTS.filter((act) => offers('details', act) && act !== 'unlocked')).toEqual(['continue', 'back', 'later']));
  it('R031 the terms end with Terminer, which starts the sending', () => expect(leads('terms', 'finish')).toBe('sending'));

  it('R035 the sending leads to success or to failure', () => {
    expect(leads('sending', 'arrived')).toBe('sent');
    expect(leads('sending', 'lost')).toBe('failed');
  });
  it('R036 after a failure one tries again, or prints', () => {
    expect(leads('failed', 'retry')).toBe('sending');
    expect(leads('failed', 'continue')).toBe('form');
  });
  it('R044 success is closed by OK', () => expect(leads('sent', 'ok')).toBe('key'));
  it('R046 without a key OK carries on', () => expect(leads('key', 'ok')).toBe('product'));

  it.each(['lookup', 'update', 'details', 'terms', 'failed', 'form'] as const)('R047 left at %s it opens there again', (step) => {
    for (const acts of [['later'], ['later', 'ok'], ['later', 'later']] as const) expect(reopen(walk(at(step), acts))).toEqual(at(step));
    // And when the page simply went away.
    expect(reopen(at(step))).toEqual(at(step));
  });

  it('R047 killed while it was sending it opens where it can be tried again; once sent, at the key', () => {
    expect(reopen(at('sending'))).toEqual(at('failed'));
    expect(reopen(walk(at('sending'), ['later', 'ok']))).toEqual(at('failed'));
    expect(reopen(walk(at('sending'), ['arrived']))).toEqual(at('key'));
    expect(reopen(walk(at('sending'), ['arrived', 'ok', 'ok']))).toEqual(at('key'));
  });

  it('R002 at first, and after a key was accepted, it opens at the three cases', () => {
    expect(reopen(null)).toEqual(at('entry'));
    expect(reopen(walk(at('details'), ['later', 'unlocked']))).toEqual(at('entry'));
  });
});
