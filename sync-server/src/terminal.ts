/**
 * The command line of the server. Prints for people; events go to stderr as JSON lines.
 *
 * Ends with 0 after a stop that was asked for, 2 for an option or a folder that is refused, 1 for anything else.
 */
import { text as readAll } from 'node:stream/consumers';
import { jsonLog, systemClock, systemRandom } from './adapters/node-platform.ts';
import { isCommand, runCommand } from './cli/command-line.ts';
import { parseServe } from './config.ts';
import {
  demoPeople,
  HELP,
  languageOf,
  lettersStay,
  refusalSentence,
  setUpLink,
  started,
  stopped,
  type StartRefusal,
} from './console-texts.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE } from './demo/people.ts';
import { errorFacts } from './error-facts.ts';
import { startServer, type RunningServer } from './start.ts';

const language = languageOf(process.env);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const [command, ...args] = process.argv.slice(2);
if (command !== undefined && isCommand(command)) {
  await otherCommand(command);
} else if (command === undefined || command === 'help' || [command, ...args].some((arg) => arg === '--help' || arg === '-h')) {
  say(HELP[language]);
} else if (command === 'serve') {
  await serveCommand();
} else {
  end({ tag: 'unknown-option', value: command });
}

async function otherCommand(name: string): Promise<void> {
  // Files made from here on are their owner's only.
  process.umask(0o077);
  // A reader that has seen enough (`| head`) is no failure of ours.
  process.stdout.on('error', () => process.exit());
  const { code, out, err } = await runCommand(name, args, {
    language,
    clock: systemClock,
    random: systemRandom,
    stdin: () => readAll(process.stdin),
  });
  process.exitCode = code;
  if (out !== '') say(out);
  if (err !== '') process.stderr.write(`${err}\n`);
}

async function serveCommand(): Promise<void> {
  const config = parseServe(args, process.env);
  if (!config.ok) return end(config.refusal);
  // Files made from here on are their owner's only.
  process.umask(0o077);
  const log = jsonLog((line) => process.stderr.write(line));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error) => {
      log('crashed', errorFacts(error));
      process.exit(1);
    });
  }
  const running = await startServer({ config: config.value, log });
  if (!running.ok) return end(running.refusal);
  greet(running.value);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(running.value));
}

function greet(server: RunningServer): void {
  const { demoLinks, directory, origin, outboxPath, setUpPath } = server;
  say('');
  if (demoLinks) {
    const people = DEMO_PEOPLE.flatMap(({ email }) => directory.personByEmail(email) ?? []);
    const lines = people.map(({ id, name, title = '', email }) => ({ name, title, email, link: `${origin}${demoLinks.linkOf(id)}` }));
    say(`${demoPeople(lines, DEMO_PASSWORD, language)}\n`);
  }
  if (setUpPath !== null) say(`${setUpLink(`${origin}${setUpPath}`, language)}\n`);
  if (outboxPath !== null) say(`${lettersStay(`${origin}${outboxPath}`, language)}\n`);
  say(started(origin, directory.firm().name, language));
}

/** A second signal ends at once: `once` has given it back to the system. */
async function stop(server: RunningServer): Promise<void> {
  await server.close();
  say(stopped(language));
  process.exit(0);
}

function end(refusal: StartRefusal): void {
  process.stderr.write(`${refusalSentence(refusal, language)}\n`);
  process.exitCode = refusal.tag === 'broken-start' ? 1 : 2;
}
