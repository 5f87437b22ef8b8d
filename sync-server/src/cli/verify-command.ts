/** `navette verify`: is everything in this folder as it was written? Changes nothing, and may run beside the server. */
import { ok } from '@navette/kernel/result';
import * as v from 'valibot';
import { defineCommand, Path } from './command.ts';
import { verifiedText } from './finding-texts.ts';
import { withStoredFolder } from './stored-folder.ts';
import { verifyFolder } from './verify-folder.ts';

export const verifyCommand = defineCommand({
  name: 'verify',
  options: { data: { type: 'string' } },
  schema: v.object({ data: Path }),
  async run({ data }, { language }) {
    const verified = await withStoredFolder(data, async (stored) => ok({ ...(await verifyFolder(stored)), keyId: stored.signer.keyId }));
    if (!verified.ok) return verified;
    const sound = verified.value.count === 0;
    return ok({ sound, json: { sound, ...verified.value }, text: verifiedText(verified.value, language) });
  },
});
