/** `navette redact`: erases a document, entries of a room or a file, and says so for ever. */
import { isBlobHash, isId, type BlobHash, type DossierId } from '@navette/kernel/ids';
import { ok, refuse } from '@navette/kernel/result';
import { parseRoom, type RoomName } from '@navette/rooms/room-names';
import * as v from 'valibot';
import { defineCommand, Path } from './command.ts';
import { redactedText } from './redact-texts.ts';
import { redactFolder } from './redact.ts';
import type { Selection } from '../redaction/plan-redaction.ts';

/** One line: it is signed as a line, and shown to people of the dossier. */
const line = (longest: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(longest), v.regex(/^\P{Cc}*$/u));
const MOST_ENTRIES = 1000;

/** `3,5-7`: numbers of entries in their room, as `navette history` shows them. */
const Entries = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^\d{1,9}(?:-\d{1,9})?(?:,\d{1,9}(?:-\d{1,9})?)*$/),
  v.rawTransform<string, readonly number[]>(({ dataset, addIssue, NEVER }) => {
    const spans = dataset.value.split(',').map((part) => part.split('-').map(Number));
    const seqs = new Set<number>();
    for (const [from = 0, to = from] of spans) for (let seq = from; seq <= to && seqs.size <= MOST_ENTRIES; seq++) seqs.add(seq);
    if (seqs.size > 0 && seqs.size <= MOST_ENTRIES && !seqs.has(0)) return [...seqs];
    addIssue();
    return NEVER;
  }),
);

export const redactCommand = defineCommand({
  name: 'redact',
  options: {
    data: { type: 'string' },
    database: { type: 'string' },
    document: { type: 'string' },
    room: { type: 'string' },
    entries: { type: 'string' },
    file: { type: 'string' },
    dossier: { type: 'string' },
    by: { type: 'string' },
    why: { type: 'string' },
    'legal-basis': { type: 'string' },
    yes: { type: 'boolean' },
  },
  schema: v.object({
    data: Path,
    database: v.optional(v.pipe(v.string(), v.regex(/^postgres(?:ql)?:\/\//))),
    document: v.optional(v.pipe(v.string(), v.trim(), v.check(isId))),
    room: v.optional(
      v.pipe(
        v.string(),
        v.trim(),
        v.check((name) => parseRoom(name) !== undefined),
      ),
    ),
    entries: v.optional(Entries),
    file: v.optional(v.pipe(v.string(), v.trim(), v.toLowerCase(), v.check(isBlobHash))),
    dossier: v.optional(v.pipe(v.string(), v.trim(), v.check(isId))),
    by: line(120),
    why: line(200),
    'legal-basis': v.optional(line(200)),
    yes: v.optional(v.boolean(), false),
  }),
  async run(
    { data, database, document, room, entries, file, dossier, by, why, 'legal-basis': basis = '', yes },
    { clock, random, language, env },
  ) {
    const wanted: Selection[] = [
      ...(document === undefined ? [] : [{ what: 'document' as const, id: document }]),
      ...(room === undefined || entries === undefined ? [] : [{ what: 'entries' as const, room: room as RoomName, seqs: entries }]),
      ...(file === undefined ? [] : [{ what: 'file' as const, hash: file as BlobHash, dossier: (dossier ?? null) as DossierId | null }]),
    ];
    const [selection] = wanted;
    const halves = (room === undefined) !== (entries === undefined) || (dossier !== undefined && file === undefined);
    if (!selection || wanted.length > 1 || halves) return refuse({ tag: 'missing-option', value: 'selection' });
    const log = database ?? env?.['NAVETTE_DATABASE'] ?? null;
    const done = await redactFolder({ data, database: log === '' ? null : log, selection, by, why, basis, yes, clock, random });
    if (!done.ok) return done;
    return ok({ sound: true, json: { sound: true, ...done.value }, text: redactedText(done.value, language) });
  },
});
