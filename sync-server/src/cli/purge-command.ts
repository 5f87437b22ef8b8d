/** `navette purge`: erases what has been in the bin for ninety days, except what a rule of retention holds, which it names (G16). */
import { ok } from '@navette/kernel/result';
import * as v from 'valibot';
import { defineCommand, Path } from './command.ts';
import { heldText } from './command-texts.ts';
import { printable } from './moments.ts';
import { redactedText } from './redact-texts.ts';
import { redactFolder } from './redact.ts';
import { BIN_REASON, binDue } from '../redaction/bin.ts';

const line = (longest: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(longest), v.regex(/^\P{Cc}*$/u));

export const purgeCommand = defineCommand({
  name: 'purge',
  options: { data: { type: 'string' }, database: { type: 'string' }, by: { type: 'string' }, yes: { type: 'boolean' } },
  schema: v.object({
    data: Path,
    database: v.optional(v.pipe(v.string(), v.regex(/^postgres(?:ql)?:\/\//))),
    by: line(120),
    yes: v.optional(v.boolean(), false),
  }),
  async run({ data, database, by, yes }, { clock, random, language, env }) {
    const log = database ?? env?.['NAVETTE_DATABASE'] ?? null;
    const done = await redactFolder({
      data,
      database: log === '' ? null : log,
      selection: binDue(clock.now()),
      by,
      why: BIN_REASON[language],
      basis: '',
      yes,
      clock,
      random,
    });
    if (!done.ok) return done;
    const { plan } = done.value;
    const kept = (plan.kept ?? []).map((one) =>
      language === 'fr'
        ? `  «\u202f${one.name}\u202f» reste\u202f: ${heldText(one, language)}`
        : `  "${one.name}" stays: ${heldText(one, language)}`,
    );
    const nothing = language === 'fr' ? 'Rien à effacer dans la corbeille.' : 'Nothing to erase in the bin.';
    const head = plan.rooms.length === 0 ? nothing : redactedText(done.value, language);
    return ok({ sound: true, json: { sound: true, ...done.value }, text: printable([head, ...kept].join('\n')) });
  },
});
