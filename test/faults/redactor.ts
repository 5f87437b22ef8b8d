/**
 * A process that erases one document from a folder, and is killed by redaction-kill.test.ts while it does. Started with the folder, the
 * address of a PostgreSQL or '-', and the document; says "ready" before its first step.
 */
import { writeSync } from 'node:fs';
import { systemClock, systemRandom } from '../../sync-server/src/adapters/node-platform.ts';
import { redactFolder } from '../../sync-server/src/cli/redact.ts';

const [data = '', database = '-', id = ''] = process.argv.slice(2);
writeSync(1, 'ready\n');
const done = await redactFolder({
  data,
  database: database === '-' ? null : database,
  selection: { what: 'document', id },
  by: 'Le cabinet',
  why: 'à la demande de la personne',
  basis: '',
  yes: true,
  clock: systemClock,
  random: systemRandom,
});
writeSync(1, done.ok ? 'done\n' : `${done.refusal.tag}\n`);
