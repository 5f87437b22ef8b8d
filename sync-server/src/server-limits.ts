/**
 * Limits and defaults of the server alone: rates, quotas, patience. What devices must know too is in the domain's limits.
 *
 * Every one is a setting (`serve --limit name=number`); a person and their devices fit in them, a script does not (N5, B5).
 */
import { DEFAULT_LIMITS, MEBIBYTE, type Limits } from '@navette/domain/limits';

const DAY = 24 * 3600_000;

export const SERVER_LIMITS = {
  /** Rates are a second; a burst is what may come at once after a silence. Updates of one person, all devices together. */
  'writes-per-second': 50,
  'writes-burst': 500,
  /** Tickets, devices, orders. A stock client asks one ticket a room: a burst opens every socket a person may have. */
  'commands-per-second': 5,
  'commands-burst': 60,
  /** Pages and batches of one person; what continues an answer is free. */
  'replications-per-second': 2,
  'replications-burst': 60,
  /** Of the whole firm: a wave of devices coming back is served, and spread when it is too high. */
  'firm-replications-per-second': 300,
  'firm-replications-burst': 1500,
  /** Requests on files: a migration sends many small ones. */
  'files-per-second': 20,
  'files-burst': 400,
  /** What a stock client asks of a room: one each time it connects. */
  'questions-per-second': 2,
  'questions-burst': 80,
  /** Requests without a session, of one network. */
  'strangers-per-second': 20,
  'strangers-burst': 200,
  /** Under way at once, of one person. */
  'parallel-pulls': 16,
  'parallel-pieces': 8,
  'parallel-downloads': 16,
  /** Uploads a person may have begun and not ended. */
  'open-uploads': 500,
  /** Sessions of one person at once; the oldest ends. */
  'sessions-per-person': 10,
  /** Sockets of one person, of the whole server; memory for rooms being written, beside their sockets. */
  'sockets-per-user': DEFAULT_LIMITS.socketsPerUser,
  sockets: DEFAULT_LIMITS.sockets,
  'room-memory-mib': DEFAULT_LIMITS.roomMemoryBytes / MEBIBYTE,
  /** Share of the disk that files leave free; days after which an upload nobody continued is dropped. */
  'free-disk-percent': DEFAULT_LIMITS.freeDiskShare * 100,
  'abandoned-after-days': DEFAULT_LIMITS.uploadAbandonedAfter / DAY,
  /** Years for which it stays traced who read a dossier that is no more. */
  'trace-years': 10,
  /** Bytes of files, in MiB; 0 for no quota of the firm. */
  'dossier-quota-mib': 20 * 1024,
  'firm-quota-mib': 0,
  /** Bytes a second below which a piece of a file, or a download, is cut after a while; what came is kept. */
  'slowest-transfer': 1024,
  /** Seconds: a transfer's first allowance; headers; a body that is no file; a connection that says nothing. */
  'transfer-patience': 60,
  'headers-patience': 10,
  'body-patience': 60,
  'silence-patience': 30,
  /** Seconds during which a server that was asked to stop still answers, and says so, before it closes its sockets: for a load balancer that looks at /readyz. */
  'drain-patience': 0,
  /** Connections of one network, before and beside any session; of all networks. */
  'connections-per-network': 500,
  connections: 10_000,
} as const;

export type ServerLimitName = keyof typeof SERVER_LIMITS;
export type ServerLimits = { readonly [K in ServerLimitName]: number };

/** Rates nobody reaches: for tests and benchmarks of what lies behind them. */
export const NO_RATES: Partial<ServerLimits> = Object.fromEntries(
  Object.keys(SERVER_LIMITS)
    .filter((name) => /-per-second$|-burst$|^parallel-|^sessions-/.test(name))
    .map((name) => [name, 1_000_000]),
);

export function isServerLimit(name: string): name is ServerLimitName {
  return Object.hasOwn(SERVER_LIMITS, name);
}

/** @returns bytes of the firm's quota: none is infinite */
export function firmQuotaBytes(limits: ServerLimits): number {
  return limits['firm-quota-mib'] === 0 ? Infinity : limits['firm-quota-mib'] * MEBIBYTE;
}

/** The limits that devices know too, as the operator set them. */
export function sharedLimits(limits: ServerLimits): Partial<Limits> {
  return {
    socketsPerUser: limits['sockets-per-user'],
    sockets: limits.sockets,
    roomMemoryBytes: limits['room-memory-mib'] * MEBIBYTE,
    freeDiskShare: limits['free-disk-percent'] / 100,
    uploadAbandonedAfter: limits['abandoned-after-days'] * DAY,
  };
}
