/** `navette restore`: a data folder from a backup, plain or encrypted, under a new epoch. */
import { ok, refuse } from '@navette/kernel/result';
import * as v from 'valibot';
import { isSealed } from '../backup/sealed-manifest.ts';
import { restoreSealed } from '../backup/seal.ts';
import { restoredText } from './backup-texts.ts';
import { defineCommand, Path } from './command.ts';
import { verifiedText } from './finding-texts.ts';
import { restoreBackup } from './restore.ts';

/** One line: it is signed as a line of the act. */
const Why = v.pipe(v.string(), v.trim(), v.maxLength(200), v.regex(/^\P{Cc}*$/u));

export const restoreCommand = defineCommand({
  name: 'restore',
  options: {
    from: { type: 'string' },
    data: { type: 'string' },
    why: { type: 'string' },
    key: { type: 'string' },
    keys: { type: 'string' },
    erasures: { type: 'string' },
  },
  schema: v.object({
    from: Path,
    data: Path,
    why: v.optional(Why, ''),
    key: v.optional(Path),
    keys: v.optional(Path),
    erasures: v.optional(Path),
  }),
  async run({ from, data, why, key, keys, erasures }, { clock, random, language }) {
    if (isSealed(from) !== (key !== undefined)) return refuse({ tag: key === undefined ? 'needs-key' : 'no-key-needed', folder: from });
    const options = { from, data, why, keys, erasures, clock, random };
    const restored = key === undefined ? await restoreBackup(options) : await restoreSealed({ ...options, keyFile: key });
    if (!restored.ok) return restored;
    if ('findings' in restored.value)
      return ok({ sound: false, json: { sound: false, ...restored.value }, text: verifiedText(restored.value, language) });
    return ok({ sound: true, json: { sound: true, ...restored.value }, text: restoredText(restored.value, language) });
  },
});
