/** `navette restore`: a data folder from a backup, under a new epoch. */
import { ok } from '@navette/kernel/result';
import * as v from 'valibot';
import { restoredText } from './backup-texts.ts';
import { defineCommand, Path } from './command.ts';
import { verifiedText } from './finding-texts.ts';
import { restoreBackup } from './restore.ts';

/** One line: it is signed as a line of the act. */
const Why = v.pipe(v.string(), v.trim(), v.maxLength(200), v.regex(/^\P{Cc}*$/u));

export const restoreCommand = defineCommand({
  name: 'restore',
  options: { from: { type: 'string' }, data: { type: 'string' }, why: { type: 'string' }, erasures: { type: 'string' } },
  schema: v.object({ from: Path, data: Path, why: v.optional(Why, ''), erasures: v.optional(Path) }),
  async run({ from, data, why, erasures }, { clock, random, language }) {
    const restored = await restoreBackup({ from, data, why, erasures, clock, random });
    if (!restored.ok) return restored;
    if ('findings' in restored.value)
      return ok({ sound: false, json: { sound: false, ...restored.value }, text: verifiedText(restored.value, language) });
    return ok({ sound: true, json: { sound: true, ...restored.value }, text: restoredText(restored.value, language) });
  },
});
