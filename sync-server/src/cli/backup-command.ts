/** `navette backup`: a copy that a server can be restored from, made beside the running server. */
import { ok } from '@navette/kernel/result';
import * as v from 'valibot';
import { makeSealedBackup, recipientIn } from '../backup/seal.ts';
import { backedUpText } from './backup-texts.ts';
import { makeBackup } from './backup.ts';
import { defineCommand, Path } from './command.ts';

export const backupCommand = defineCommand({
  name: 'backup',
  options: { data: { type: 'string' }, to: { type: 'string' }, 'encrypt-to': { type: 'string' } },
  schema: v.object({ data: Path, to: Path, 'encrypt-to': v.optional(Path) }),
  async run({ data, to, 'encrypt-to': keyFile }, { clock, random, language }) {
    const recipient = keyFile === undefined ? ok(null) : recipientIn(keyFile);
    if (!recipient.ok) return recipient;
    const made = recipient.value
      ? await makeSealedBackup({ data, to, clock, random, recipient: recipient.value })
      : await makeBackup({ data, to, clock, random });
    if (!made.ok) return made;
    const { manifest, verified } = made.value;
    const sound = verified.count === 0;
    return ok({
      sound,
      json: { sound, to: made.value.to, manifest, findings: verified.findings },
      text: backedUpText(made.value, recipient.value !== null, language),
    });
  },
});
