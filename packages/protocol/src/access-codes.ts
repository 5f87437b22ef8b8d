/** Close codes of live sockets, told to the provider's `connection-close`. */
export const CLOSE = {
  /** The right was withdrawn: do not come back for this room. */
  forbidden: 4403,
  /** The ticket or session is over: get another and come back. */
  signInNeeded: 4401,
  /** The frame was not the protocol's. */
  malformed: 4400,
  /** The reader did not read for 30 seconds. */
  stalled: 1013,
  goingAway: 1001,
} as const;
