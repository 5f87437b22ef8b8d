import { SENDING_KINDS, SENDING_STATES, type SendingState } from '@navette/rooms/records';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxOfSending, moveStates } from './sending-states.ts';

const posted = (...states: SendingState[]) =>
  states.map((state) => ({ state, at: 1000, ...(state === 'rejected' ? { detail: 'SIRET inconnu' } : {}) }));
const after = (...states: SendingState[]) => states.map((state, i) => ({ state, at: i }));
const names = (moved: ReturnType<typeof moveStates>) => (moved === 'final' ? moved : moved.states.map(({ state }) => state));

describe('R072 how a sending comes along', () => {
  test('R072 it goes forward, by the server’s time, with the product’s beside', () => {
    expect(moveStates([], posted('sent'), 7)).toEqual({ states: [{ state: 'sent', at: 7, claimed: 1000 }], late: [] });
    expect(names(moveStates(after('sent'), posted('accepted', 'received'), 9))).toEqual(['sent', 'received', 'accepted']);
  });

  test('R072 what is said twice changes nothing, what comes late is left out and named', () => {
    expect(moveStates(after('sent', 'received'), posted('sent', 'received'), 9)).toEqual({ states: after('sent', 'received'), late: [] });
    expect(moveStates(after('received'), posted('prepared', 'sent'), 9)).toEqual({ states: after('received'), late: ['prepared', 'sent'] });
  });

  test('R072 accepted and rejected are final, each against the other', () => {
    expect(moveStates(after('sent', 'rejected'), posted('accepted'), 9)).toBe('final');
    expect(moveStates(after('accepted'), posted('rejected'), 9)).toBe('final');
    expect(moveStates([], posted('accepted', 'rejected'), 9)).toBe('final');
    expect(names(moveStates(after('accepted'), posted('accepted'), 9))).toEqual(['accepted']);
  });

  test('R072 whatever products post, in whatever order, a sending never goes back and never says two ends', () => {
    const posts = fc.array(fc.array(fc.constantFrom(...SENDING_STATES), { minLength: 1, maxLength: 6 }), { maxLength: 8 });
    fc.assert(
      fc.property(posts, (all) => {
        let known = after();
        for (const [now, some] of all.entries()) {
          const moved = moveStates(known, posted(...some), now);
          if (moved === 'final') continue;
          expect(moved.states.slice(0, known.length)).toEqual(known);
          known = [...moved.states];
        }
        const ranks = known.map(({ state }) => Math.min(3, SENDING_STATES.indexOf(state)));
        expect(ranks).toEqual([...new Set(ranks)].toSorted((a, b) => a - b));
      }),
    );
  });

  test('what speaks of wages stands in the box of pay, everything else in the common one', () => {
    expect(SENDING_KINDS.filter((kind) => boxOfSending(kind) === 'pay')).toEqual(['dsn', 'payslips']);
  });
});
