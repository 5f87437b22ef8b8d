/**
 * I2 I6: the server is killed under load, at seeded moments and at each step of a commit; what it acknowledged is there.
 *
 * `NAVETTE_KILLS=1000` for the long run, `NAVETTE_SEED` for another one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { openPostgresRoomLog } from '../../sync-server/src/log/postgres-room-log.ts';
import { openSqliteRoomLog } from '../../sync-server/src/log/sqlite-room-log.ts';
import type { RoomLog } from '../../sync-server/src/ports.ts';
import { countedRandom } from '../support/counted-random.ts';
import { expectWhole, killedAppender } from '../support/killed-appender.ts';
import { startPostgres } from '../support/postgres.ts';
import { STEPS, type Step } from './log-appender.ts';

const KILLS = Number(process.env['NAVETTE_KILLS'] ?? 16);
const SEED = process.env['NAVETTE_SEED'] ?? 'kills';
/** A new file now and then: a young log dies in other places than an old one. */
const KILLS_A_FILE = 25;

const folder = mkdtempSync(path.join(tmpdir(), 'navette-kill-'));
afterAll(() => rmSync(folder, { recursive: true }));

const clock = { now: () => Date.now() };
const timeout = (kills: number) => ({ timeout: 60_000 + kills * 4_000 });

type Killed = { readonly acknowledged: number; readonly beyond: number };

/** @param target of the kill of this number; `steps` false: only by us, at some moment */
async function killAgainAndAgain(
  kills: number,
  steps: boolean,
  target: (kill: number) => string,
  open: (target: string) => Promise<RoomLog>,
): Promise<Killed> {
  const random = countedRandom(SEED);
  let [acknowledged, beyond] = [0, 0];
  for (let kill = 0; kill < kills; kill++) {
    const [choice = 0, count = 0, moment = 0] = random.bytes(3);
    const step = !steps || choice % 2 === 0 ? 'none' : (STEPS[(choice >> 1) % STEPS.length] as Step);
    const told = await killedAppender(target(kill), `${SEED}-${kill}`, step, 1 + (count % 40), moment / 16);
    acknowledged += told.length;
    const log = await open(target(kill));
    beyond += await expectWhole(log, told);
    await log.close();
  }
  if (kills > KILLS_A_FILE) process.stdout.write(`${kills} kills, ${acknowledged} acknowledged, 0 lost; ${beyond} stored and never said\n`);
  return { acknowledged, beyond };
}

test(`I2 I6 SQLite: ${KILLS} kills under load lose nothing that was acknowledged, and the chain is whole`, timeout(KILLS), async () => {
  const { acknowledged, beyond } = await killAgainAndAgain(
    KILLS,
    true,
    (kill) => path.join(folder, `${Math.floor(kill / KILLS_A_FILE)}.sqlite`),
    async (file) => openSqliteRoomLog({ file, clock, random: countedRandom(SEED) }),
  );
  expect(acknowledged).toBeGreaterThan(KILLS * 5);
  // Some died between the commit and its answer: stored, never said.
  expect(beyond).toBeGreaterThan(0);
});

const FEW = Math.ceil(KILLS / 4);
test(`I2 I6 PostgreSQL: ${FEW} kills of the server under load lose nothing that was acknowledged either`, timeout(FEW), async () => {
  const postgres = await startPostgres();
  try {
    const { acknowledged } = await killAgainAndAgain(
      FEW,
      false,
      (kill) => `${postgres.url}#killed_${Math.floor(kill / KILLS_A_FILE)}`,
      async (target) => {
        const [url = '', schema = ''] = target.split('#');
        for (;;) {
          try {
            return await openPostgresRoomLog({ url, schema, clock, random: countedRandom(SEED) });
          } catch (error) {
            // PostgreSQL has not noticed yet that the one who held the log is gone.
            if (!(error instanceof Error && error.message.includes('another server'))) throw error;
            await sleep(20);
          }
        }
      },
    );
    expect(acknowledged).toBeGreaterThan(FEW * 3);
  } finally {
    await postgres.stop();
  }
});
