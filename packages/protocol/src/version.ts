/**
 * The protocol's version and what carries it.
 *
 * The server speaks this version and those from `OLDEST_CLIENT` on; a device that is too old is told so and keeps everything.
 * `fingerprint.test.ts` fails until this number moves with the schemas.
 */
export const PROTOCOL_VERSION = 4;
/** Devices of before took a checkpoint that names its list of keys (K3) for another server's. They say 1, whatever they speak. */
export const OLDEST_CLIENT = 3;

/** Answers without this media type are not our server's: a captive portal, a proxy. They mean "offline" (N1). */
export const MEDIA_TYPE = 'application/vnd.navette.v1+json';
export const FRAME_TYPE = 'application/vnd.navette.v1+frame';

/** Every writing request carries it: no HTML form and no other site can (N3). Devices say their version by it, other programs their name. */
export const CLIENT_HEADER = 'navette-client';

/** The mark of a device somebody has signed in from before, shown at a sign-in; a new one comes back as `set-…` (A3). */
export const KNOWN_DEVICE_HEADER = 'navette-known';

/** What went wrong, for a program; `packages/texts` has the sentence for a person. */
export const PROBLEMS = [
  'bad-request',
  'sign-in-needed',
  'forbidden',
  'not-found',
  'too-large',
  'too-many',
  'copied-device',
  'unknown-device',
  'full',
  'dossier-full',
  'hash-mismatch',
  'offset-mismatch',
  'client-too-old',
  /** The firm has erased this file here: it is not taken again (K5). */
  'erased',
  /** A virus was found in this file: it is kept, and given to nobody (B6). */
  'infected',
  /** The act wants a sign-in of the last ten minutes (A8). */
  'step-up-needed',
  /** Nothing new is sent before the activation key arrives (R006, G1); what waits goes on waiting. */
  'activation-needed',
  'unavailable',
] as const;
export type Problem = (typeof PROBLEMS)[number];
