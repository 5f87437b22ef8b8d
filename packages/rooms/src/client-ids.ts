/**
 * Yjs client ids of our own devices: `device number × 256 + slot`, 32 bits in all (threat R2).
 *
 * The server allots the 24-bit device number, scrambled so that a late device is not a high one: in a conflict the
 * higher client id wins (R9), and that must not follow the order of enrolment.
 */
import type { DeviceNumber } from '@navette/kernel/ids';

export const SLOTS_PER_DEVICE = 256;
/** Slots from here on are for saying unsent work again under clocks nobody has seen; no context writes under them. */
export const FIRST_REPAIR_SLOT = 128;
const DEVICES = 2 ** 24;

export function clientId(device: DeviceNumber, slot: number): number {
  return device * SLOTS_PER_DEVICE + slot;
}

export function deviceOfClient(client: number): DeviceNumber {
  return Math.floor(client / SLOTS_PER_DEVICE) as DeviceNumber;
}

/**
 * The device number of the n-th enrolment of a firm: a bijection of 24 bits (an odd multiplier and an offset).
 * @param n from 1; number 0 belongs to the server
 * @throws when a firm has enrolled 16 million devices
 */
export function deviceNumber(n: number): DeviceNumber {
  if (!Number.isInteger(n) || n < 1 || n >= DEVICES) throw new RangeError(`no device number left: ${n}`);
  const number = Number((BigInt(n) * 0x9e_37_79n) % BigInt(DEVICES));
  return number as DeviceNumber;
}

/** Client id under which the server writes the rooms that only it may write, until it is restored. */
export const SERVER_CLIENT = 1;
/** Above every id a device can have. */
const RESTORED_SERVERS = 2 ** 48;

/**
 * The client id of a server that was restored: devices may hold clocks it wrote under the former one and does not have any
 * more. Made of the moment of the restore, so that two restores from one backup differ, and that the later server's word
 * stands over an earlier one's where neither knew of the other.
 * @param at milliseconds since 1970, of the last restore; null when there was none
 */
export function serverClient(at: number | null): number {
  return at === null ? SERVER_CLIENT : RESTORED_SERVERS + at;
}

/** Whether a client id is one of the server's, of whatever epoch. */
export function isServerClient(client: number): boolean {
  return client === SERVER_CLIENT || client >= RESTORED_SERVERS;
}
