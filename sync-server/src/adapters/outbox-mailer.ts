/** Mail when no relay is configured: each message is a file in the outbox folder, for a person to look at. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import type { Mailer } from '../ports.ts';

/** @param folder exists and is the owner's only */
export function outboxMailer(folder: string, clock: Clock, random: Random): Mailer {
  return {
    async send(mail) {
      const name = `${makeId<string>(clock.now(), random.bytes(10))}.json`;
      await writeFile(path.join(folder, name), `${JSON.stringify({ at: new Date(clock.now()).toISOString(), ...mail }, null, 2)}\n`, {
        mode: 0o600,
      });
    },
  };
}
