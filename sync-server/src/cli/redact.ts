/**
 * Erases from a folder what the law wants erased, while the server is stopped (threat K5, GDPR article 17): the log keeps its links and
 * a signed act, copies are made anew, the file goes where no other box holds it. Without `yes`, it only says what it would do.
 *
 * The firm's word is durable in the folder before anything is done on it: killed in between, this command or the next start of the server
 * goes on from it. The server tells devices when they next come.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { makeId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { memoryBus } from '../adapters/memory-bus.ts';
import { BACKUP_MANIFEST, openDataFolder, readFirm, type DataFolder } from '../data-folder.ts';
import { NO_METRICS } from '../figures/metrics.ts';
import { readRetentionRules } from '../firm/retention-rules.ts';
import { makeFirmTray } from '../leaving/firm-tray.ts';
import { keyFiles, KeyMissing } from '../keys/key-folder.ts';
import { openStores } from '../open-stores.ts';
import { carryOutAll, type CarriedOut } from '../redaction/carry-out.ts';
import { planRedaction, redactionsOf, type RedactionPlan, type Selection } from '../redaction/plan-redaction.ts';
import { signRedaction } from '../redaction/signed-redaction.ts';
import { makeServerWriter } from '../rooms/server-writer.ts';
import { SERVER_LIMITS } from '../server-limits.ts';
import type { CommandRefusal } from './command.ts';
import { keepRooms } from './compact.ts';

export type RedactOptions = {
  readonly data: string;
  /** Address of the PostgreSQL that holds the log; null for the folder's own. */
  readonly database: string | null;
  readonly selection: Selection;
  readonly by: string;
  readonly why: string;
  /** The rule or authority it is done under; empty where none is claimed. */
  readonly basis: string;
  readonly yes: boolean;
  readonly clock: Clock;
  readonly random: Random;
};

export type Redacted = {
  readonly plan: RedactionPlan;
  /** Ids of the redactions that were signed; none for a trial. */
  readonly redactions: readonly string[];
  readonly done: CarriedOut | null;
};

const NOTHING: RedactionPlan = { rooms: [], names: [], shared: [], held: null };

export async function redactFolder(options: RedactOptions): Promise<Result<Redacted, CommandRefusal>> {
  const { data, database } = options;
  const folder = path.resolve(data);
  const firm = readFirm(path.join(folder, 'firm.json'));
  if (firm === undefined) return refuse({ tag: 'no-such-folder', folder: data });
  if (firm === null) return refuse({ tag: 'unreadable', folder: data });
  // A backup stays as it was signed.
  if (existsSync(path.join(folder, BACKUP_MANIFEST))) return refuse({ tag: 'is-a-backup', folder: data });
  if (database === null && !existsSync(path.join(folder, 'log.sqlite'))) return refuse({ tag: 'log-elsewhere', folder: data });
  if (keyFiles(path.join(folder, 'keys')).length === 0) return refuse({ tag: 'no-key', folder: data });
  const opened = openDataFolder(folder, firm.demo);
  if (!opened.ok) return opened;
  const closers: (() => unknown)[] = [opened.value.release];
  try {
    return await redact(options, opened.value, closers);
  } catch (error) {
    if (error instanceof KeyMissing) return refuse({ tag: 'no-key', folder: data });
    if (error instanceof Error && error.message.includes('written by newer code')) return refuse({ tag: 'newer', folder: data });
    throw error;
  } finally {
    for (const close of closers.splice(0).toReversed()) await close();
  }
}

async function redact(
  { data, database, selection, by, why, basis, yes, clock, random }: RedactOptions,
  folder: DataFolder,
  closers: (() => unknown)[],
): Promise<Result<Redacted, CommandRefusal>> {
  let problem = '';
  const stores = await openStores(
    {
      logDatabase: database,
      folder,
      clock,
      logClock: clock,
      random,
      limits: DEFAULT_LIMITS,
      serverLimits: SERVER_LIMITS,
      metrics: NO_METRICS,
      log: (event) => void (problem = event),
    },
    closers,
  );
  const { database: identity, keys, blobs, roomLog: log, healing, redactions: book } = stores;
  const carryOut = () =>
    carryOutAll({
      log,
      blobs,
      book,
      writer: makeServerWriter({ log, bus: memoryBus(), clock, random, healing }),
      keys,
      firm: folder.firm,
      tray: makeFirmTray(identity),
      clock,
      random,
      report: () => undefined,
    });
  // What was cut short is ended first: the same command said again may find nothing else to do.
  const ended = yes ? await carryOut() : null;
  const keeping = { table: readRetentionRules(identity), today: new Date(clock.now()).toISOString().slice(0, 10) };
  const plan = await planRedaction(log, selection, keeping);
  if ('tag' in plan) {
    const goneOn = ended !== null && ended.rooms.length + ended.files > 0;
    return goneOn ? ok({ plan: NOTHING, redactions: [], done: ended }) : refuse(plan);
  }
  if (plan.held && basis === '') return refuse({ tag: 'retained', ...plan.held });
  if (!yes) return ok({ plan, redactions: [], done: null });

  const at = clock.now();
  const document = selection.what === 'document' ? selection.id : null;
  const signed = redactionsOf(plan, { firm: folder.firm, at, by, why, basis }, document, () => makeId(clock.now(), random.bytes(10))).map(
    (facts) => signRedaction(facts, keys.now().signer('log')),
  );
  await book.add(signed);
  const done = await carryOut();
  const kept = new Map((await log.redactions()).map(({ id, wiped }) => [id, wiped]));
  if (signed.some(({ id }) => kept.get(id) !== true)) return refuse({ tag: 'cannot-write', folder: data, code: problem });
  // Copies of what is left: the server would make them too.
  await keepRooms(log, done.rooms, clock);
  return ok({ plan, redactions: signed.map(({ id }) => id), done });
}
