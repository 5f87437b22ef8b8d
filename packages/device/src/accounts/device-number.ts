/** Marks in a person's store about the number of this device. */

/** Set once the server has said that this device's number is no good any more. */
export const DEAD_NUMBER = 'device-dead';
/** Unsent work is to be said again under the new number. */
export const SAY_AGAIN = 'say-again';
