/** A2: codes by mail, on the real table, with an attacker who guesses, waits, replays and reads the table. */
import type { DatabaseSync } from 'node:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openIdentityDatabase } from '../../sync-server/src/accounts/identity-database.ts';
import { makeMailedCodes, type CodeRequest, type MailedCodes } from '../../sync-server/src/accounts/mailed-codes.ts';
import { systemRandom } from '../../sync-server/src/adapters/node-platform.ts';
import type { Posted } from '../../sync-server/src/mail/post-office.ts';

const CLAIRE = 'claire@bonnefoy.example';
const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 29, 9);

let folder: string;
let database: DatabaseSync;
let now: number;
let letters: { to: string; code: string }[];
let posted: Posted;
let codes: MailedCodes;

const open = (): MailedCodes =>
  makeMailedCodes({
    database,
    clock: { now: () => now },
    random: systemRandom,
    post: {
      async post(to, letter) {
        if (letter.kind === 'code') letters.push({ to, code: letter.code });
        return posted;
      },
    },
  });

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'navette-codes-'));
  database = openIdentityDatabase(path.join(folder, 'identity.sqlite'));
  [now, letters, posted] = [START, [], 'sent'];
  codes = open();
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(email = CLAIRE, network = 'home', purpose: 'migration' | 'email-change' = 'migration'): Promise<CodeRequest> {
  const sent = await codes.send({ purpose, email, network });
  if (typeof sent === 'number') throw new Error(`told to wait ${sent} ms`);
  return sent;
}
const last = (): string => letters.at(-1)?.code ?? '';
/** Another code than the right one. */
const wrong = (n = 1): string => String((Number(last()) + n) % 10 ** 8).padStart(8, '0');

describe('A2: a code by mail cannot be guessed, kept or used twice', () => {
  test('A2 a code has eight digits, opens once, and tells which mailbox it was sent to', async () => {
    const { id, until } = await ask();
    expect(last()).toMatch(/^\d{8}$/);
    expect(until).toBe(START + 10 * MINUTE);
    expect(codes.check('migration', id, last())).toEqual({ outcome: 'right', email: CLAIRE });
    expect(codes.check('migration', id, last())).toEqual({ outcome: 'spent' });
  });

  test('A2 it may be typed with the spaces or hyphens a person or a mail program puts in', async () => {
    for (const between of [' ', '\u00a0', '\u202f', '-', '\n']) {
      const { id } = await ask(`${between.codePointAt(0)}@bonnefoy.example`, `network ${between.codePointAt(0)}`);
      expect(codes.check('migration', id, ` ${last().slice(0, 4)}${between}${last().slice(4)} `).outcome).toBe('right');
    }
  });

  test('A2 after five wrong tries the right code opens nothing any more', async () => {
    const { id } = await ask();
    expect([1, 2, 3, 4].map((n) => codes.check('migration', id, wrong(n)))).toEqual(
      [4, 3, 2, 1].map((triesLeft) => ({ outcome: 'wrong', triesLeft })),
    );
    expect(codes.check('migration', id, wrong(5))).toEqual({ outcome: 'spent' });
    expect(codes.check('migration', id, last())).toEqual({ outcome: 'spent' });
  });

  test('A2 tries are counted across a restart, and a code sent before it still opens', async () => {
    const { id } = await ask();
    for (const n of [1, 2, 3]) codes.check('migration', id, wrong(n));
    database.close();
    database = openIdentityDatabase(path.join(folder, 'identity.sqlite'));
    codes = open();
    expect(codes.check('migration', id, wrong(4))).toEqual({ outcome: 'wrong', triesLeft: 1 });
    expect(codes.check('migration', id, last()).outcome).toBe('right');
  });

  test('A2 it lives ten minutes and no longer, whichever way the server’s clock is moved', async () => {
    const ontime = await ask();
    now = START + 10 * MINUTE;
    expect(codes.check('migration', ontime.id, last()).outcome).toBe('right');
    const late = await ask();
    now += 10 * MINUTE + 1;
    expect(codes.check('migration', late.id, last()).outcome).toBe('spent');
    const ahead = await ask(CLAIRE, 'office');
    // Set back by an hour: it would live for seventy minutes more.
    now -= 60 * MINUTE;
    expect(codes.check('migration', ahead.id, last()).outcome).toBe('spent');
    // Nobody waits longer for the next one than the hour that the rate is about.
    for (const network of ['a', 'a', 'a']) await ask(CLAIRE, network);
    now -= 24 * 60 * MINUTE;
    expect(await codes.send({ purpose: 'migration', email: CLAIRE, network: 'a' })).toBeLessThanOrEqual(60 * MINUTE);
  });

  test('A2 a code opens the request and the purpose it was asked for, and no other', async () => {
    const first = await ask(CLAIRE, 'home');
    const code = last();
    const other = await ask('paul@delorme.example', 'home');
    expect(codes.check('migration', other.id, code).outcome).toBe('wrong');
    expect(codes.check('email-change', first.id, code).outcome).toBe('spent');
    expect(codes.check('migration', `${first.id.slice(0, -1)}${first.id.endsWith('A') ? 'B' : 'A'}`, code).outcome).toBe('spent');
    expect(codes.check('migration', first.id, code).outcome).toBe('right');
  });

  test('A2 a new code makes the one of before worthless', async () => {
    const before = await ask();
    const code = last();
    await ask();
    expect(codes.check('migration', before.id, code).outcome).toBe('spent');
  });

  test('A3 somebody elsewhere who asks for the same address spoils no code', async () => {
    const mine = await ask(CLAIRE, 'home');
    const code = last();
    await ask(CLAIRE, 'elsewhere');
    expect(codes.check('migration', mine.id, code).outcome).toBe('right');
  });

  test('A2 three an hour for an address, twenty for a network; then one is told how long to wait', async () => {
    for (let i = 0; i < 3; i++) await ask();
    expect(await codes.send({ purpose: 'migration', email: CLAIRE, network: 'home' })).toBe(60 * MINUTE);
    // From another network the owner of the mailbox is served all the same (A3).
    await ask(CLAIRE, 'office');
    for (let i = 0; i < 20; i++) await ask(`victim-${i}@bonnefoy.example`, 'botnet');
    expect(await codes.send({ purpose: 'migration', email: 'victim-20@bonnefoy.example', network: 'botnet' })).toEqual(expect.any(Number));
    expect(letters).toHaveLength(24);
    now += 60 * MINUTE;
    await ask();
  });

  test('A2 a code whose letter did not leave is none: flooding a mailbox gives no more codes to guess at', async () => {
    posted = 'too-many';
    const { id } = await ask();
    expect(codes.check('migration', id, last()).outcome).toBe('spent');
  });

  test('A2 the table holds neither codes nor requests', async () => {
    const { id } = await ask();
    const kept = JSON.stringify(database.prepare('SELECT * FROM mailed_code').all());
    expect(kept).not.toContain(id);
    expect(kept).not.toContain(last());
  });
});
