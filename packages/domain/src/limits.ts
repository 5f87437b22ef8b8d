/** Limits and defaults in force unless the firm sets others; sizes in bytes, times in milliseconds. */

export const MEBIBYTE = 1024 * 1024;

export const DEFAULT_LIMITS = {
  /** One file; refused before it is read, the limit named. */
  fileBytes: 100 * MEBIBYTE,
  filesPerDrop: 50,
  /** From a folder or an archive, where nobody picked them one by one. */
  filesPerFolder: 500,
  dropBytes: 500 * MEBIBYTE,
  /** One PATCH of an upload: a kill loses at most this much. */
  uploadChunkBytes: 4 * MEBIBYTE,
  /** One piece of a file on its way from a page to the background (messages end at 64 MiB). */
  messageChunkBytes: 8 * MEBIBYTE,
  uploadAbandonedAfter: 7 * 24 * 3600_000,
  updateBytes: 256 * 1024,
  pushBytes: MEBIBYTE,
  pushUpdates: 500,
  structsPerUpdate: 10_000,
  clientsPerUpdate: 16,
  valueDepth: 16,
  /** The server takes no file once less than this share of its disk is free: the log must always find room (B5). */
  freeDiskShare: 0.1,
  ticketLifetime: 30_000,
  /** Sockets a person, and the whole server, may hold: a stock client opens one a room. */
  socketsPerUser: 40,
  sockets: 2_000,
  /** What may wait for a reader that does not keep up, and for how long it may not read at all. */
  socketQueueBytes: MEBIBYTE,
  socketStall: 30_000,
  /** What a newcomer to a room may have to be sent; said from the first of these on, refused from the second. */
  roomAlarmBytes: 24 * MEBIBYTE,
  roomBytes: 64 * MEBIBYTE,
  /** Memory for rooms being written, beside their sockets. */
  roomMemoryBytes: 32 * MEBIBYTE,
  undoFor: 10_000,
} as const;

export type Limits = { readonly [K in keyof typeof DEFAULT_LIMITS]: number };
