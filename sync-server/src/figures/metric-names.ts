/**
 * Every figure the server counts for its operator, with what it means: the catalogue behind `/metrics`.
 *
 * A figure says how much and how often, never who or what: no id, name or amount is a label (O1). Labels come from the
 * short lists of the code that counts: a reason, a way in.
 */

/** Only ever grow; `label` names what the one label of a counter says. */
export const COUNTERS = {
  updates_accepted: { help: 'Updates stored in the log.', label: 'by' },
  updates_refused: { help: 'Updates refused for good, by reason.', label: 'reason' },
  commits: { help: 'Durable commits of the log.' },
  pulls: { help: 'Pages of replication answered.' },
  pushes: { help: 'Batches of replication answered.' },
  entries_healed: { help: 'Entries lost by a restore that devices handed back.' },
  uploads: { help: 'Files that came to their end, by outcome.', label: 'outcome' },
  files_scanned: { help: 'Files a virus scanner was asked about, by verdict.', label: 'verdict' },
  downloads: { help: 'Files sent, whole or in part.' },
  bytes_received: { help: 'Bytes taken from clients, by way in.', label: 'way' },
  bytes_sent: { help: 'Bytes given to clients, by way out.', label: 'way' },
  rights_refused: { help: 'Requests for what the person may not see or do.', label: 'at' },
  rate_refused: { help: 'Requests over a budget, by budget.', label: 'budget' },
  connections_refused: { help: 'Connections closed before a request was heard, by reason.', label: 'reason' },
  resyncs: { help: 'Live readers brought back from the log after they fell behind.' },
  slow_readers_closed: { help: 'Live sockets closed because their reader stood still.' },
  letters: { help: 'Letters to people, by outcome.', label: 'outcome' },
  backups: { help: 'Backups that came to their end by themselves, by outcome.', label: 'outcome' },
  bin_emptyings: { help: 'Emptyings of the bin by themselves, by outcome.', label: 'outcome' },
  documents_erased: { help: 'Documents erased by themselves after their ninety days in the bin.' },
  damaged_files: { help: 'Files found damaged when they were read.' },
} as const satisfies Record<string, { readonly help: string; readonly label?: string }>;

/** Read when they are asked for. */
export const GAUGES = {
  connections: 'Open HTTP connections.',
  sockets: 'Open live sockets.',
  rooms_watched: 'Rooms with at least one live socket.',
  queued_bytes: 'Bytes waiting for live readers.',
  quarantined_rooms: 'Rooms set aside because a stored row is damaged.',
  uploads_running: 'Pieces of files being received right now.',
  stored_files_bytes: 'Bytes of files in the store, uploads under way included.',
  backup_age_seconds: 'Seconds since the last verified backup, at the place where it is the oldest.',
  free_disk_share: 'Share of the disk that is free, 0 to 1.',
  draining: '1 while the server is stopping.',
  event_loop_delay_seconds: 'Longest delay of the event loop since the last reading.',
  resident_memory_bytes: 'Memory of the process.',
  heap_used_bytes: 'Memory of JavaScript values.',
  uptime_seconds: 'Seconds since the process started.',
} as const satisfies Record<string, string>;

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const PIECES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** Each with its fixed buckets. */
export const HISTOGRAMS = {
  commit_seconds: { help: 'Duration of one durable commit of the log.', buckets: SECONDS },
  commit_entries: { help: 'Entries of one commit.', buckets: PIECES },
  request_seconds: { help: 'Duration of one HTTP request until its answer begins.', buckets: SECONDS },
} as const satisfies Record<string, { readonly help: string; readonly buckets: readonly number[] }>;

export type CounterName = keyof typeof COUNTERS;
export type GaugeName = keyof typeof GAUGES;
export type HistogramName = keyof typeof HISTOGRAMS;
