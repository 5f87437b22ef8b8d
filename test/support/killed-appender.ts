/** A process that appends to a room log (faults/log-appender.ts), killed with SIGKILL, and what it had acknowledged by then. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { brokenLink, CHAIN_START } from '../../sync-server/src/log/log-chain.ts';
import type { RoomLog } from '../../sync-server/src/ports.ts';
import type { Step } from '../faults/log-appender.ts';

export type Acknowledged = { readonly cursor: number; readonly id: string; readonly hash: string };

/** Runs the appender until it is killed; by us after some acknowledgements and a moment, or by itself at a step. */
export async function killedAppender(
  file: string,
  seed: string,
  step: Step | 'none',
  after: number,
  moment: number,
): Promise<Acknowledged[]> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../faults/log-appender.ts'), file, seed, step, String(after)], {
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

/**
 * Everything that was acknowledged is in the log, which is whole.
 * @returns how many entries it holds beyond the last one acknowledged
 */
export async function expectWhole(log: RoomLog, told: readonly Acknowledged[]): Promise<number> {
  const head = await log.head();
  const { entries, unreadable } = await log.since(0, () => true, Number.MAX_SAFE_INTEGER);
  expect(unreadable).toEqual([]);
  expect(entries.map((entry) => entry.cursor)).toEqual(Array.from({ length: head.cursor }, (_, i) => i + 1));
  expect(brokenLink(CHAIN_START, entries)).toBeNull();
  for (const { cursor, id, hash } of told) expect(entries[cursor - 1]).toMatchObject({ id, hash });
  for (const room of await log.rooms()) {
    const seqs = entries.filter((entry) => entry.room === room).map((entry) => entry.seq);
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, i) => i + 1));
  }
  return head.cursor - (told.at(-1)?.cursor ?? head.cursor);
}
