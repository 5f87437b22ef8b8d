/**
 * How a sending comes along: from prepared to accepted or rejected, and never back. What was accepted or rejected stays
 * so; whoever wants it otherwise sends a correction, which is a sending of its own.
 *
 * Pure. The product's clock is noted and decides nothing (K6): states stand in the order in which they arrived.
 */
import type { Box } from '@navette/domain/boxes';
import type { PostedState } from '@navette/protocol/sendings';
import { SENDING_STATES, type Sending, type SendingKind, type SendingState } from '@navette/rooms/records';

const RANK: Readonly<Record<SendingState, number>> = { prepared: 0, sent: 1, received: 2, accepted: 3, rejected: 3 };
const LAST = 3;

/** What speaks of wages is seen by whoever may see them. */
export function boxOfSending(kind: SendingKind): Box {
  return kind === 'dsn' || kind === 'payslips' ? 'pay' : 'common';
}

export type Moved = {
  readonly states: Sending['states'];
  /** Known already, or said by an earlier post: nothing changes. */
  readonly late: readonly SendingState[];
};

/**
 * Adds what a product says now to what is known.
 * @param now the server's time
 * @returns 'final' where it says the contrary of what was accepted or rejected
 */
export function moveStates(known: Sending['states'], posted: readonly PostedState[], now: number): Moved | 'final' {
  const states = [...known];
  const late: SendingState[] = [];
  // In the order in which they come, whatever the order of the list.
  for (const { state, at, detail } of posted.toSorted((a, b) => SENDING_STATES.indexOf(a.state) - SENDING_STATES.indexOf(b.state))) {
    if (states.some((one) => one.state === state)) continue;
    const reached = Math.max(-1, ...states.map((one) => RANK[one.state]));
    if (RANK[state] === LAST && reached === LAST) return 'final';
    if (RANK[state] < reached) late.push(state);
    else states.push({ state, at: now, claimed: at, ...(detail === undefined ? {} : { detail }) });
  }
  return { states, late };
}
