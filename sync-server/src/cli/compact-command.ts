/** `navette compact`: every room brought to its shortest, while the server is stopped. */
import { ok } from '@navette/kernel/result';
import { formats } from '@navette/texts/formats';
import * as v from 'valibot';
import type { Language } from '../console-texts.ts';
import { defineCommand, Path } from './command.ts';
import { compactFolder, type Compacted } from './compact.ts';
import { printable } from './moments.ts';

export const compactCommand = defineCommand({
  name: 'compact',
  options: { data: { type: 'string' }, again: { type: 'boolean' } },
  schema: v.object({ data: Path, again: v.optional(v.boolean(), false) }),
  async run({ data, again }, { clock, random, language }) {
    const done = await compactFolder({ data, again, clock, random });
    if (!done.ok) return done;
    const sound = done.value.failed.length === 0;
    return ok({ sound, json: { sound, ...done.value }, text: printable(compactedText(done.value, language)) });
  },
});

function compactedText({ rooms, changed, before, after, failed }: Compacted, language: Language): string {
  const { count, fileSize } = formats(language);
  const fr = language === 'fr';
  return [
    fr ? `Espaces raccourcis\u202f: ${count(changed)} sur ${count(rooms)}` : `Rooms shortened: ${count(changed)} of ${count(rooms)}`,
    fr
      ? `Copies abrégées\u202f: ${count(before.segments)} (${fileSize(before.bytes)}) avant, ${count(after.segments)} (${fileSize(after.bytes)}) maintenant`
      : `Short copies: ${count(before.segments)} (${fileSize(before.bytes)}) before, ${count(after.segments)} (${fileSize(after.bytes)}) now`,
    ...(failed.length > 0
      ? [
          fr
            ? 'Espaces illisibles, laissés tels quels (voir «\u202fnavette verify\u202f»)\u202f:'
            : 'Rooms that cannot be read, left as they were (see "navette verify"):',
        ]
      : []),
    ...failed.map((room) => `  ${room}`),
  ].join('\n');
}
