/**
 * I2 I6: the server is killed under load, at seeded moments and at each step of a commit; what it acknowledged is there.
 *
 * `NAVETTE_KILLS=1000` for the long run, `NAVETTE_SEED` for another one.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { CHAIN_START, brokenLink } from '../../sync-server/src/adapters/log-chain.ts';
import { openSqliteRoomLog } from '../../sync-server/src/adapters/sqlite-room-log.ts';
import { countedRandom } from '../support/counted-random.ts';
import { STEPS, type Step } from './log-appender.ts';

const KILLS = Number(process.env['NAVETTE_KILLS'] ?? 24);
const SEED = process.env['NAVETTE_SEED'] ?? 'kills';
/** A new file now and then: a young log dies in other places than an old one. */
const KILLS_A_FILE = 25;

const folder = mkdtempSync(path.join(tmpdir(), 'navette-kill-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Acknowledged = { readonly cursor: number; readonly id: string; readonly hash: string };

/** Runs the appender until it is killed; by us after some acknowledgements and a moment, or by itself at a step. */
async function killed(file: string, seed: string, step: Step | 'none', after: number, moment: number): Promise<Acknowledged[]> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'log-appender.ts'), file, seed, step, String(after)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = text(child.stderr);
  let lines = '';
  let begun: (() => void) | undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    lines += chunk.toString();
    if (lines.split('\n').length > after) begun?.();
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_code, signal) => resolve(signal)));
  if (step === 'none') {
    await Promise.race([new Promise<void>((resolve) => (begun = resolve)), ended]);
    await sleep(moment);
    child.kill('SIGKILL');
  }
  expect(await ended, await said).toBe('SIGKILL');
  // The last line may be cut off by the death itself: then it was not said.
  return lines
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [cursor = '', id = '', hash = ''] = line.split(' ');
      return { cursor: Number(cursor), id, hash };
    });
}

test(
  `I2 I6 ${KILLS} kills under load lose nothing that was acknowledged, and the chain is whole`,
  { timeout: 30_000 + KILLS * 3_000 },
  async () => {
    const random = countedRandom(SEED);
    let acknowledged = 0;
    let beyond = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const file = path.join(folder, `${Math.floor(kill / KILLS_A_FILE)}.sqlite`);
      const [choice = 0, count = 0, moment = 0] = random.bytes(3);
      const step = choice % 2 === 0 ? 'none' : (STEPS[(choice >> 1) % STEPS.length] as Step);
      const told = await killed(file, `${SEED}-${kill}`, step, 1 + (count % 40), moment / 16);
      acknowledged += told.length;

      const log = openSqliteRoomLog({ file, clock: { now: () => Date.now() }, random });
      const head = await log.head();
      const { entries, unreadable } = await log.since(0, () => true, Number.MAX_SAFE_INTEGER);
      expect(unreadable).toEqual([]);
      expect(entries.map((entry) => entry.cursor)).toEqual(Array.from({ length: head.cursor }, (_, i) => i + 1));
      expect(brokenLink(CHAIN_START, entries)).toBeNull();
      for (const { cursor, id, hash } of told) expect(entries[cursor - 1]).toMatchObject({ id, hash });
      beyond += head.cursor - (told.at(-1)?.cursor ?? head.cursor);
      for (const room of await log.rooms()) {
        const seqs = entries.filter((entry) => entry.room === room).map((entry) => entry.seq);
        expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, i) => i + 1));
      }
      await log.close();
    }
    expect(acknowledged).toBeGreaterThan(KILLS * 5);
    // Some died between the commit and its answer: stored, never said.
    expect(beyond).toBeGreaterThan(0);
    if (KILLS > 100) process.stdout.write(`${KILLS} kills, ${acknowledged} acknowledged, 0 lost; ${beyond} stored and never said\n`);
  },
);
