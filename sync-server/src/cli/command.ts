/**
 * What a command of the command line is: its options under a schema, and what it answers.
 *
 * A command prints nothing and ends nothing: it answers a text for people and an object for programs, or refuses with a
 * tag whose sentence stands in `command-texts.ts`.
 */
import { parseArgs } from 'node:util';
import type { HeldBy } from '@navette/domain/retention';
import type { Clock, Random } from '@navette/kernel/ports';
import { ok, refuse, type Result } from '@navette/kernel/result';
import * as v from 'valibot';
import type { Language } from '../console-texts.ts';
import type { SealProblem } from '../backup/sealed-manifest.ts';
import type { FolderRefusal } from '../data-folder.ts';
import type { KeyRefusal } from '../keys/replace-keys.ts';

export type Sentences = Readonly<Record<Language, string>>;

export type CommandIo = {
  readonly language: Language;
  readonly clock: Clock;
  readonly random: Random;
  /** Of the process: where the log is, when it is not in the folder. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** All of the standard input, for a file named `-`. */
  stdin(): Promise<string>;
};

/** `sound` false: something was found wrong, and the text says what. */
export type Outcome = { readonly sound: boolean; readonly json: unknown; readonly text: string };

export type OptionRefusal =
  | { readonly tag: 'unknown-option' | 'missing-value' | 'missing-option' | 'unknown-command'; readonly value: string }
  | { readonly tag: 'bad-option'; readonly option: string; readonly value: string };

export type CommandRefusal =
  | OptionRefusal
  | FolderRefusal
  | {
      readonly tag: 'no-such-folder' | 'no-key' | 'not-empty' | 'other-keys' | 'not-a-backup' | 'is-a-backup' | 'inside-itself';
      readonly folder: string;
    }
  | { readonly tag: 'cannot-read'; readonly file: string; readonly code: string }
  | { readonly tag: KeyRefusal; readonly folder: string }
  | { readonly tag: 'not-a-key-list' | 'not-a-backup-key' | 'not-a-public-backup-key'; readonly file: string }
  | { readonly tag: 'needs-key' | 'no-key-needed' | 'backup-running'; readonly folder: string }
  | { readonly tag: 'bad-seal'; readonly folder: string; readonly problem: SealProblem }
  | { readonly tag: 'not-a-receipt'; readonly file: string }
  | { readonly tag: 'no-such-room'; readonly room: string }
  | { readonly tag: 'no-such-moment'; readonly at: string }
  | { readonly tag: 'no-receipt'; readonly hash: string }
  | { readonly tag: 'nothing-to-redact' | 'receipts-stay' }
  | { readonly tag: 'no-such-person' | 'last-administrator'; readonly id: string }
  | { readonly tag: 'log-elsewhere'; readonly folder: string }
  | ({ readonly tag: 'retained'; readonly document: string } & HeldBy)
  | { readonly tag: 'several-receipts'; readonly places: readonly string[] };

export type Command = {
  readonly name: string;
  run(args: readonly string[], io: CommandIo): Promise<Result<Outcome, CommandRefusal>>;
};

/** Schema of an option that names a folder or a file. */
export const Path = v.pipe(v.string(), v.trim(), v.minLength(1));

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

export type CommandSpec<S extends v.GenericSchema> = {
  readonly name: string;
  /** Name under which the schema sees the one argument that is no option. */
  readonly positional?: string;
  readonly options: Options;
  readonly schema: S;
  run(input: v.InferOutput<S>, io: CommandIo): Promise<Result<Outcome, CommandRefusal>>;
};

/** Ties a command's schema to its work. `--json` is taken before; it is nothing a command needs to know. */
export function defineCommand<S extends v.GenericSchema>(spec: CommandSpec<S>): Command {
  return {
    name: spec.name,
    async run(args, io) {
      const given = readOptions(args, spec.options, spec.positional);
      if (!given.ok) return given;
      const parsed = v.safeParse(spec.schema, given.value);
      return parsed.success ? await spec.run(parsed.output, io) : refuse(optionRefusal(parsed.issues[0], given.value));
    },
  };
}

function optionRefusal(issue: v.BaseIssue<unknown>, given: Readonly<Record<string, unknown>>): OptionRefusal {
  const option = String(issue.path?.[0]?.key ?? '');
  const value = given[option];
  return value === undefined ? { tag: 'missing-option', value: option } : { tag: 'bad-option', option, value: String(value) };
}

function isOption(name: string, options: Options): boolean {
  return Object.hasOwn(options, name) || name === 'json' || name === 'help';
}

function readOptions(
  args: readonly string[],
  options: Options,
  positional: string | undefined,
): Result<Record<string, unknown>, OptionRefusal> {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const given: Record<string, unknown> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (positional === undefined || given[positional] !== undefined) return refuse({ tag: 'unknown-option', value: token.value });
      given[positional] = token.value;
    } else if (token.kind === 'option') {
      const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
      if (!option || token.rawName !== `--${token.name}` || (option.type === 'boolean' && token.value !== undefined))
        return refuse({ tag: 'unknown-option', value: token.rawName });
      // A key may begin with a hyphen: only another option's name is no value.
      const swallowed = !token.inlineValue && token.value?.startsWith('--') && isOption(token.value.slice(2), options);
      if (option.type === 'string' && (token.value === undefined || swallowed)) return refuse({ tag: 'missing-value', value: token.name });
      given[token.name] = option.type === 'boolean' ? true : token.value;
    }
  }
  return ok(given);
}
