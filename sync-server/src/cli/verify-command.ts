/** `navette verify`: is everything in this folder as it was written? Changes nothing, and may run beside the server. */
import { ok, refuse, type Result } from '@navette/kernel/result';
import * as v from 'valibot';
import { checkSealedFile, isSealed, readSealed } from '../backup/sealed-manifest.ts';
import type { Language } from '../console-texts.ts';
import { sealedText } from './backup-texts.ts';
import { defineCommand, Path, type CommandRefusal, type Outcome } from './command.ts';
import { verifiedText } from './finding-texts.ts';
import { withStoredFolder } from './stored-folder.ts';
import { verifyFolder } from './verify-folder.ts';

export const verifyCommand = defineCommand({
  name: 'verify',
  options: { data: { type: 'string' } },
  schema: v.object({ data: Path }),
  async run({ data }, { language }) {
    if (isSealed(data)) return await verifySealed(data, language);
    const verified = await withStoredFolder(data, async (stored) =>
      ok({ ...(await verifyFolder(stored)), keyId: stored.ring.signer('log').keyId }),
    );
    if (!verified.ok) return verified;
    const sound = verified.value.count === 0;
    return ok({ sound, json: { sound, ...verified.value }, text: verifiedText(verified.value, language) });
  },
});

/** As far as it goes without the private key: what is signed, and that the encrypted file is that one. */
async function verifySealed(folder: string, language: Language): Promise<Result<Outcome, CommandRefusal>> {
  const sealed = await readSealed(folder);
  if (typeof sealed === 'string') return refuse({ tag: 'bad-seal', folder, problem: sealed });
  const problem = await checkSealedFile(folder, sealed);
  if (problem) return refuse({ tag: 'bad-seal', folder, problem });
  const { acts: _, ...said } = sealed;
  const sound = sealed.manifest.findings === 0;
  return ok({ sound, json: { sound, ...said }, text: sealedText(sealed, language) });
}
