/**
 * `navette key`: the firm's keys. Says them; puts new ones in their place; says that one was stolen and gives again what it
 * signed; begins anew where one is lost; makes the key pair that backups are encrypted to (K3, O2).
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { presentKey, type KeyAct, type KnownKey } from '@navette/protocol/keys';
import * as v from 'valibot';
import { newBackupKey } from '../backup/age-keys.ts';
import { BACKUP_MANIFEST, KEYS_LOCK } from '../data-folder.ts';
import { locked, type KeyPlace } from '../keys/key-folder.ts';
import { beginAnewSteps, distrustSteps, replaceSteps, type KeyChange, type KeyRefusal, type KeySteps } from '../keys/replace-keys.ts';
import { defineCommand, Path, type CommandIo, type CommandRefusal, type Outcome } from './command.ts';
import { backupKeyText, changedKeysText, keysText, renewedText } from './key-texts.ts';
import { parseMoment } from './moments.ts';
import { renewReceipts } from './renew-receipts.ts';
import { epochOf } from './stored-entries.ts';
import { errorCode, withStoredFolder, type StoredFolder } from './stored-folder.ts';

const flag = v.optional(v.boolean(), false);
const Options = v.object({
  data: v.optional(Path),
  rotate: flag,
  lost: flag,
  distrust: v.optional(v.pipe(v.string(), v.trim(), v.toLowerCase(), v.regex(/^[0-9a-f]{16}$/))),
  after: v.optional(v.string()),
  renew: flag,
  all: flag,
  'make-backup-key': flag,
});

export const keyCommand = defineCommand({
  name: 'key',
  options: {
    data: { type: 'string' },
    rotate: { type: 'boolean' },
    lost: { type: 'boolean' },
    distrust: { type: 'string' },
    after: { type: 'string' },
    renew: { type: 'boolean' },
    all: { type: 'boolean' },
    'make-backup-key': { type: 'boolean' },
  },
  schema: Options,
  async run(options, io) {
    const { data, rotate, lost, distrust, renew, 'make-backup-key': backupKey } = options;
    if ([rotate, lost, distrust !== undefined, renew, backupKey].filter(Boolean).length > 1)
      return refuse({ tag: 'bad-option', option: 'key-act', value: '' });
    if (backupKey) {
      const made = newBackupKey();
      return ok({ sound: true, json: made, text: backupKeyText(made, io.language) });
    }
    if (data === undefined) return refuse({ tag: 'missing-option', value: 'data' });
    if (rotate) return await change(data, io, 'replaced', replaceSteps);
    if (lost) return await change(data, io, 'begun-anew', beginAnewSteps);
    if (distrust !== undefined) return await distrustKey(data, distrust, options.after, io);
    return renew ? await renewAll(data, options.all, io) : await say(data, io);
  },
});

export type KeysSaid = {
  readonly firm: string;
  readonly name: string;
  /** Of the log: what a device shows when it signs in for the first time. */
  readonly keyId: string;
  readonly publicKey: string;
  readonly keys: readonly KnownKey[];
  /** The published list: with it, `verify-receipt --keys` needs nothing else. */
  readonly acts: readonly KeyAct[];
};

function said({ firm, firmName, ring, book }: StoredFolder): KeysSaid {
  const log = presentKey(book.keys, 'log');
  return {
    firm,
    name: firmName,
    keyId: log?.keyId ?? '',
    publicKey: log?.publicKey ?? '',
    keys: ring.acts.length > 0 ? book.keys : book.keys.filter(({ purpose }) => purpose !== 'licence'),
    acts: ring.acts,
  };
}

async function say(data: string, { language }: CommandIo): Promise<Result<Outcome, CommandRefusal>> {
  const keys = await withStoredFolder(data, async (stored) => ok(said(stored)), { keyless: true });
  return keys.ok ? ok({ sound: true, json: keys.value, text: keysText(keys.value, language) }) : keys;
}

type Done = 'replaced' | 'begun-anew' | 'distrusted';

async function change(
  data: string,
  io: CommandIo,
  done: Done,
  stepsOf: (change: KeyChange) => KeySteps | KeyRefusal,
  placeOf: (stored: StoredFolder) => KeyPlace = presentPlace,
): Promise<Result<Outcome, CommandRefusal>> {
  const { clock, language } = io;
  const facts = await withStoredFolder(data, async (stored) => ok({ firm: stored.firm, place: placeOf(stored) }), { keyless: true });
  if (!facts.ok) return facts;
  const folder = path.resolve(data);
  // A backup stays as it was signed.
  if (existsSync(path.join(folder, BACKUP_MANIFEST))) return refuse({ tag: 'is-a-backup', folder: data });
  const refused = takeSteps(folder, () => stepsOf({ folder: path.join(folder, 'keys'), at: clock.now(), ...facts.value }));
  if (refused !== null) return refuse({ ...refused, folder: data });
  const after = await withStoredFolder(data, async (stored) => ok(said(stored)));
  return after.ok ? ok({ sound: true, json: { done, ...after.value }, text: changedKeysText(done, after.value, language) }) : after;
}

/** All of them, or as far as a full disk let it come: the same command goes on from there. */
function takeSteps(
  folder: string,
  stepsOf: () => KeySteps | KeyRefusal,
): { tag: KeyRefusal } | { tag: 'cannot-write'; code: string } | null {
  try {
    return locked(path.join(folder, KEYS_LOCK), () => {
      const steps = stepsOf();
      if (typeof steps === 'string') return { tag: steps };
      for (const step of steps) step();
      return null;
    });
  } catch (error) {
    return { tag: 'cannot-write', code: errorCode(error) };
  }
}

async function distrustKey(
  data: string,
  keyId: string,
  moment: string | undefined,
  io: CommandIo,
): Promise<Result<Outcome, CommandRefusal>> {
  if (moment === undefined) return refuse({ tag: 'missing-option', value: 'after' });
  const after = parseMoment(moment);
  if (after === undefined || after > io.clock.now()) return refuse({ tag: 'bad-option', option: 'after', value: moment });
  const steps = (facts: KeyChange): KeySteps | KeyRefusal => distrustSteps({ ...facts, keyId, after });
  return await change(data, io, 'distrusted', steps, (stored) => placeAt(stored, after));
}

async function renewAll(data: string, all: boolean, { clock, random, language }: CommandIo): Promise<Result<Outcome, CommandRefusal>> {
  const done = await renewReceipts({ data, all, clock, random });
  if (!done.ok) return done;
  const sound = done.value.left.length === 0;
  return ok({ sound, json: { sound, ...done.value }, text: renewedText(done.value, language) });
}

function presentPlace({ log }: StoredFolder): KeyPlace {
  return { epoch: epochOf(log), cursor: Number(log.prepare('SELECT coalesce(max(cursor), 0) AS last FROM entry').get()?.['last']) };
}

/** Where the log stood then: before its first entry from after that moment. */
function placeAt(stored: StoredFolder, after: number): KeyPlace {
  const first = stored.log.prepare('SELECT min(cursor) AS first FROM entry WHERE at > ?').get(after)?.['first'];
  return typeof first === 'number' ? { epoch: epochOf(stored.log), cursor: first - 1 } : presentPlace(stored);
}
