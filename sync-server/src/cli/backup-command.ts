/** `navette backup`: a copy that a server can be restored from, made beside the running server. */
import { ok } from '@navette/kernel/result';
import * as v from 'valibot';
import { backedUpText } from './backup-texts.ts';
import { makeBackup } from './backup.ts';
import { defineCommand, Path } from './command.ts';

export const backupCommand = defineCommand({
  name: 'backup',
  options: { data: { type: 'string' }, to: { type: 'string' } },
  schema: v.object({ data: Path, to: Path }),
  async run({ data, to }, { clock, random, language }) {
    const made = await makeBackup({ data, to, clock, random });
    if (!made.ok) return made;
    const { manifest, verified } = made.value;
    const sound = verified.count === 0;
    return ok({
      sound,
      json: { sound, to: made.value.to, manifest, findings: verified.findings },
      text: backedUpText(made.value, language),
    });
  },
});
