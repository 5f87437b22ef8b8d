/**
 * POST /api/v1/heal: entries that the log lost come back from the devices that had them (I2, R101).
 *
 *   proof -> not there yet -> against the room -> noted as handed back -> append -> tell who watches
 *
 * The proof is this server's own (`entry-proofs.ts`): author, device, number, time and bytes are as they were accepted once,
 * with the right of that moment, so only the room's structure is asked again. Who brings it needs no right in the room: it
 * was theirs to hold once, may be nowhere else, and the answer tells nothing they did not know; somebody who has left the firm
 * brings it under the order to erase, before they obey it. An entry comes back once, by its id, under a new cursor and seq.
 */
import { Hono } from 'hono';
import type { Limits } from '@navette/domain/limits';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import { cutBytes, decodeFrame } from '@navette/protocol/framing';
import { HEAL_PATH, HealRequest, type HandedBack, type HealAnswer, type HealResult } from '@navette/protocol/healing';
import { FRAME_TYPE } from '@navette/protocol/version';
import { redactedForm } from '@navette/rooms/redacted-form';
import { readRecord, Receipt } from '@navette/rooms/records';
import type { Room, RoomName } from '@navette/rooms/room-names';
import { checkUpdate } from '@navette/rooms/update-check';
import { isMalformed, readUpdate } from '@navette/rooms/update-reader';
import { decodeUpdate } from 'yjs';
import type {
  BlobStore,
  Budgets,
  Bus,
  Directory,
  HealBook,
  Keys,
  Metrics,
  NewEntry,
  ReceiptRow,
  RedactionBook,
  RoomLog,
  Session,
  Sessions,
} from '../ports.ts';
import { keyBook } from '../keys/key-book.ts';
import { isOurHandedBack } from '../redaction/signed-redaction.ts';
import { tellDue } from '../redaction/tell.ts';
import { LIVE_BYTES, type Accept } from './accept.ts';
import type { EntryProofs } from './entry-proofs.ts';
import { NO_LIMITS, remember, type RoomMemory } from './room-memory.ts';
import { openableRoom, type RoomRules } from './room-rights.ts';
import { isServerRoom, type ServerWriter } from './server-writer.ts';
import { trimUpdate } from './trim-update.ts';
import { frameAnswer, mediaType, problem, readBody, tooMany } from './wire.ts';

export type HealParts = {
  readonly log: RoomLog;
  readonly healing: HealBook;
  readonly proofs: EntryProofs;
  readonly redactions: RedactionBook;
  readonly keys: Keys;
  readonly accept: Accept;
  readonly writer: ServerWriter;
  readonly rules: RoomRules;
  readonly blobs: Pick<BlobStore, 'size'>;
  readonly bus: Bus;
  readonly directory: Directory;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly budgets: Budgets;
  readonly metrics: Metrics;
  /** Who leaves under a signed order, and has no session any more (`leaving/order-book.ts`). */
  readonly leaver?: ((headers: Headers) => Leaver | null) | undefined;
  /** Entries of an earlier epoch stand in this room again: who publishes there looks whether its last word still stands. */
  readonly onHealed?: (room: RoomName) => void;
};

export type Leaver = { readonly user: UserId; readonly device: DeviceNumber };

/** `of`: the one device an order was given for. */
type Bringer = { readonly user: UserId; readonly session: Session | null; readonly of: DeviceNumber | null };
type Handed = { readonly head: HandedBack; readonly bytes: Uint8Array };
type Outcome = HealResult extends infer R ? (R extends HealResult ? Omit<R, 'id'> : never) : never;

/** The head of a request. */
const HEAD_BYTES = 512 * 1024;
/** Its bytes stand in the room already, brought by another entry: the id is kept, so that it counts once. */
const NOTHING_NEW = new Uint8Array([0, 0]);

/** Keys and deletions were judged when the entry was first accepted. */
const JUDGED = { takesKey: () => true, deletions: Infinity };

export function healRoutes(parts: HealParts): Hono {
  const { log, directory, sessions, budgets, metrics } = parts;

  async function answer(request: Request, { user, session, of }: Bringer): Promise<Response> {
    const body = await readBody(request, LIVE_BYTES + HEAD_BYTES);
    if (body === 'too-large') return problem(413, 'too-large', LIVE_BYTES);
    const frame = body === 'malformed' || mediaType(request) !== FRAME_TYPE ? undefined : decodeFrame(HealRequest, body);
    const pieces =
      frame &&
      cutBytes(
        frame.bytes,
        frame.head.entries.map((entry) => entry.size),
      );
    if (!frame || !pieces) return problem(400, 'bad-request');
    const device = frame.head.device as DeviceNumber;
    if (!directory.ownsDevice(user, device) || (of !== null && of !== device)) return problem(403, 'unknown-device');
    if (session !== null && !sessions.speaksFor(session, device)) return problem(401, 'sign-in-needed');
    const wait = budgets.replication(user, device);
    if (wait > 0) return tooMany(wait);
    metrics.count('bytes_received', body.length, 'replication');
    const { epoch } = await log.head();
    const handed = frame.head.entries.map((head, i): Handed => ({ head, bytes: pieces[i] ?? NOTHING_NEW }));
    // The firm's own word, lost with the disk: known before what it speaks of comes back (K5).
    const firm = directory.firm().id;
    const keys = keyBook(parts.keys.now());
    await parts.redactions.add(frame.head.redactions.filter((one) => isOurHandedBack(one, firm, keys)));
    const results = frame.head.epoch === epoch ? await takeBack(parts, user, handed) : [];
    metrics.count('entries_healed', results.filter(({ status }) => status === 'healed').length);
    return await frameAnswer(request, { epoch, results } satisfies HealAnswer, []);
  }

  return new Hono().post(HEAL_PATH, async (c) => {
    const { headers } = c.req.raw;
    const session = await sessions.of(headers);
    const leaver = session ? null : (parts.leaver?.(headers) ?? null);
    const bringer: Bringer | null = session
      ? { user: session.user, session, of: null }
      : leaver && { user: leaver.user, session: null, of: leaver.device };
    if (!bringer) return problem(401, 'sign-in-needed');
    const leave = budgets.enter('pulls', bringer.user);
    if (!leave) return tooMany(1000);
    try {
      return await answer(c.req.raw, bringer);
    } finally {
      leave();
    }
  });
}

/** @returns what became of each entry, in their order */
async function takeBack(parts: HealParts, user: UserId, handed: readonly Handed[]): Promise<HealResult[]> {
  const { log, clock, proofs } = parts;
  const known = await log.known(handed.map(({ head }) => head.id));
  const outcomes = handed.map(({ head, bytes }): Outcome | null => {
    // The proof first: whoever has none learns nothing of what is here.
    if (!proofs.good(head, bytes, head.proof)) return { status: 'refused', reason: 'no-proof' };
    return known.has(head.id) ? { status: 'known' } : null;
  });
  const open = [...handed.keys()].filter((i) => outcomes[i] === null);
  for (const [name, indexes] of Map.groupBy(open, (i) => handed[i]?.head.room as RoomName)) {
    const room = openableRoom(name, clock.now());
    if (!room) continue;
    const lot = indexes.map((i) => handed[i] as Handed);
    const work = () =>
      parts.accept.look(name, async (memory) => {
        const outcomes = await intoRoom(parts, user, name, room, memory, lot);
        await tellDue(parts, name, memory);
        return outcomes;
      });
    const found = isServerRoom(room.kind) ? await parts.writer.beside(name, work) : await work();
    for (const [n, i] of indexes.entries()) outcomes[i] = found[n] ?? null;
    if (found.some(({ status }) => status === 'healed')) parts.onHealed?.(name);
  }
  return handed.map(({ head }, i) => ({ id: head.id, ...(outcomes[i] ?? { status: 'refused', reason: 'forbidden' }) }));
}

/** Holds the room's lane: what is checked is what it is stored beside. */
async function intoRoom(
  { log, healing, accept, rules, blobs, bus, clock, redactions }: HealParts,
  user: UserId,
  name: RoomName,
  room: Room,
  memory: RoomMemory,
  lot: readonly Handed[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const taken: { readonly n: number; readonly entry: NewEntry }[] = [];
  // What was erased comes back without its contents, whoever still has them: others hang on its clocks (K5).
  const form = redactedForm(redactions.of(name).flatMap(({ ranges }) => ranges));
  for (const [n, { head, bytes }] of lot.entries()) {
    const shape = rules.shape(room);
    const fresh = freshBytes(head, form(bytes), memory, shape && { ...shape, ...JUDGED });
    if (!(fresh instanceof Uint8Array)) {
      outcomes[n] = fresh;
      continue;
    }
    const { id, counter } = head;
    taken.push({
      n,
      entry: { room: name, id, author: head.author as UserId | 'server', device: head.device as DeviceNumber, counter, bytes: fresh },
    });
  }
  if (taken.length === 0) return outcomes;
  try {
    const healedAt = clock.now();
    await healing.note(
      taken.map(({ n }) => {
        const { id, epoch, cursor, at, proof } = (lot[n] as Handed).head;
        return { id, room: name, epoch, cursor, at, proof, by: user, healedAt };
      }),
    );
    const rows =
      room.kind === 'receipts'
        ? await rowsOf(
            taken.map(({ entry }) => entry.bytes),
            room,
            blobs,
            redactions,
          )
        : [];
    const appended = await log.append(
      taken.map(({ entry }) => entry),
      rows,
    );
    let reused = false;
    for (const [i, result] of appended.entries()) {
      const n = taken[i]?.n ?? 0;
      if (result.status === 'stored') {
        const { seq, at, bytes } = result.entry;
        memory.seq = seq;
        memory.at = Math.max(memory.at, at);
        bus.publish({ room: name, seq, bytes });
        outcomes[n] = { status: 'healed' };
      } else if (result.status === 'duplicate') outcomes[n] = { status: 'known' };
      else {
        // Its number was given anew since: the first is refused, those after it were not looked at.
        outcomes[n] = reused ? { status: 'gap' } : { status: 'refused', reason: 'conflict' };
        reused = true;
      }
    }
    if (appended.some(({ status }) => status !== 'stored')) accept.forget(name);
    return outcomes;
  } catch (error) {
    accept.forget(name);
    throw error;
  }
}

/** What of the entry the room does not have, taken into its memory; or why it does not enter now. */
function freshBytes(head: HandedBack, bytes: Uint8Array, memory: RoomMemory, shape: ReturnType<RoomRules['shape']>): Uint8Array | Outcome {
  const update = readUpdate(bytes, NO_LIMITS);
  if (isMalformed(update)) return { status: 'refused', reason: 'malformed' };
  const verdict = checkUpdate(update, memory.state, { shape, owns: (client) => isOwners(memory, client, head) });
  switch (verdict.verdict) {
    case 'known':
      return NOTHING_NEW;
    case 'gap':
      return { status: 'gap' };
    case 'refused': {
      const waits = verdict.refusal.tag === 'dangling-origin' || verdict.refusal.tag === 'delete-the-future';
      return waits ? { status: 'gap' } : { status: 'refused', reason: 'conflict' };
    }
    case 'take': {
      const fresh = trimUpdate(bytes, update, memory.state);
      remember(memory, update, { author: head.author as UserId | 'server', device: head.device as DeviceNumber, bytes: fresh });
      return fresh;
    }
  }
}

/** Nobody else has written under these ids since the restore. */
function isOwners({ owners }: RoomMemory, client: number, { author }: HandedBack): boolean {
  const owner = owners.get(client);
  return owner === undefined || owner.user === author;
}

/** Receipts that come back open the files that are here; those of files that are lost wait for their bytes (B1, I11). */
async function rowsOf(
  updates: readonly Uint8Array[],
  room: Extract<Room, { box: unknown; kind: 'archive' | 'receipts' | 'sendings' }>,
  blobs: Pick<BlobStore, 'size'>,
  redactions: Pick<RedactionBook, 'isErased'>,
): Promise<ReceiptRow[]> {
  const rows: ReceiptRow[] = [];
  for (const update of updates) {
    for (const struct of decodeUpdate(update).structs) {
      const read = readRecord(Receipt, 'content' in struct ? struct.content.getContent()[0] : undefined);
      if (!read.readable || read.record.dossier !== room.dossier || read.record.box !== room.box) continue;
      const { hash, size, uploader, at } = read.record;
      if (redactions.isErased(room.dossier, room.box, hash)) continue;
      if ((await blobs.size(hash)) === size) rows.push({ dossier: room.dossier, box: room.box, hash, size, uploader, at });
    }
  }
  return rows;
}
