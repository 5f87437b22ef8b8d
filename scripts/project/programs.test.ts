import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { at } from './places.ts';

describe.skipIf(process.platform === 'win32')('the programs a command starts', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('end with it on %s, and so does what they started themselves', async (signal) => {
    const script = `
      import { start } from ${JSON.stringify(at('scripts/project/programs.ts'))};
      start('sh', ['-c', 'sleep 60 & echo started; wait']);`;
    const command = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(command.stdout, 'data');
    // The pipe ends when the last program that holds it is gone.
    const allGone = once(command.stdout, 'close');

    command.kill(signal);
    const [code] = (await once(command, 'exit')) as [number];
    expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
    await allGone;
  });
});
