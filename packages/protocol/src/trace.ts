/**
 * The trace of reads (threat R16): who was given which dossier on which day, which files left, what was exported. Ids, never contents.
 *
 * `trace-note`  a device says that something was exported; the same id counts once
 * `trace-list`  for the firm's administrators
 */
import { isId } from '@navette/kernel/ids';
import * as v from 'valibot';
import { defineCommand } from './account-commands.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const id = v.pipe(v.string(), v.check(isId));
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));

export const TRACED = ['rooms', 'file', 'tray', 'export', 'sign-in', 'trace'] as const;
export type Traced = (typeof TRACED)[number];
export const EXPORTS = ['list', 'files'] as const;
/** Rows of one answer. */
export const TRACE_ROWS = 500;

export const TraceNote = v.object({
  id,
  what: v.picklist(EXPORTS),
  /** Rows or files that left. */
  items: count,
  dossiers: v.pipe(v.array(id), v.minLength(1), v.maxLength(1000)),
  /** The device's clock: claimed. */
  at: count,
  /** It was made already, without the server: noted all the same, and as such. */
  offline: v.boolean(),
});
export type TraceNote = v.InferOutput<typeof TraceNote>;
export const traceNote = defineCommand('trace-note', TraceNote, v.object({ noted: v.literal(true) }));

export const TraceQuery = v.object({
  from: day,
  to: day,
  person: v.nullable(id),
  dossier: v.nullable(id),
  /** Rows to leave out: those already shown. */
  after: count,
});
export type TraceQuery = v.InferOutput<typeof TraceQuery>;

export const TraceRow = v.object({
  day,
  person: v.string(),
  name: v.string(),
  side: v.picklist(['client', 'staff']),
  dossier: v.nullable(v.string()),
  dossierName: v.string(),
  device: count,
  what: v.picklist(TRACED),
  /** How often that day; rows or files of an export. */
  count,
  first: count,
  last: count,
  /** Of an export: made without the server, so without being asked who it was. */
  offline: v.boolean(),
});
export type TraceRow = v.InferOutput<typeof TraceRow>;
export const TraceAnswer = v.object({ rows: v.array(TraceRow), more: v.boolean() });
export type TraceAnswer = v.InferOutput<typeof TraceAnswer>;
export const traceList = defineCommand('trace-list', TraceQuery, TraceAnswer);
