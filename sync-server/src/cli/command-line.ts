/**
 * The commands beside `serve`: verify, verify-receipt, verify-bundle, purge, receipt, key, history, backup, restore, healed, compact,
 * inspect, clients, redact, people, trace, active.
 *
 * Ends with 0 when all is well, 1 when something was found wrong, 2 for an option or a folder that is refused. With
 * `--json`, exactly one JSON object goes to the standard output, whatever the end.
 */
import { activeCommand } from './active-command.ts';
import { backupCommand } from './backup-command.ts';
import { clientsCommand } from './clients-command.ts';
import type { Command, CommandIo } from './command.ts';
import { COMMAND_HELP } from './command-help.ts';
import { commandSentence } from './command-texts.ts';
import { healedCommand } from './healed-command.ts';
import { compactCommand } from './compact-command.ts';
import { inspectCommand } from './inspect-command.ts';
import { historyCommand } from './history-command.ts';
import { peopleCommand } from './people-command.ts';
import { purgeCommand } from './purge-command.ts';
import { redactCommand } from './redact-command.ts';
import { keyCommand } from './key-command.ts';
import { receiptCommand, verifyReceiptCommand } from './receipt-commands.ts';
import { traceCommand } from './trace-command.ts';
import { restoreCommand } from './restore-command.ts';
import { verifyBundleCommand } from './verify-bundle-command.ts';
import { verifyCommand } from './verify-command.ts';

const COMMANDS: readonly Command[] = [
  verifyCommand,
  verifyReceiptCommand,
  verifyBundleCommand,
  receiptCommand,
  keyCommand,
  historyCommand,
  backupCommand,
  restoreCommand,
  healedCommand,
  compactCommand,
  inspectCommand,
  clientsCommand,
  redactCommand,
  purgeCommand,
  peopleCommand,
  traceCommand,
  activeCommand,
];

export type Printed = { readonly code: 0 | 1 | 2; readonly out: string; readonly err: string };

/** Whether `name` is one of these commands. */
export function isCommand(name: string): boolean {
  return COMMANDS.some((command) => command.name === name);
}

/**
 * Runs one command to its end.
 * @param args what follows the command's name
 * @returns what to print and the exit code
 */
export async function runCommand(name: string, args: readonly string[], io: CommandIo): Promise<Printed> {
  const { language } = io;
  const command = COMMANDS.find((one) => one.name === name);
  const help = COMMAND_HELP[name]?.[language];
  if (help !== undefined && args.some((arg) => arg === '--help' || arg === '-h')) return { code: 0, out: help, err: '' };
  const forPrograms = args.includes('--json');
  const rest = args.filter((arg) => arg !== '--json');
  const result = command ? await command.run(rest, io) : { ok: false as const, refusal: { tag: 'unknown-command' as const, value: name } };
  if (result.ok) {
    const { sound, json, text } = result.value;
    return { code: sound ? 0 : 1, out: forPrograms ? JSON.stringify(json) : text, err: '' };
  }
  const sentence = commandSentence(result.refusal, language);
  return forPrograms
    ? {
        code: 2,
        out: JSON.stringify({ refused: result.refusal.tag, sentence, ...('code' in result.refusal && { code: result.refusal.code }) }),
        err: '',
      }
    : { code: 2, out: '', err: sentence };
}
