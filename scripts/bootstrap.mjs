#!/usr/bin/env node
// The one door of every npm command: `node scripts/bootstrap.mjs <command> [options]`.
// It makes sure the packages of the lockfile are installed, finds a Node that can run the project's TypeScript, and hands
// over to `scripts/<command>.ts`. Plain JavaScript without dependencies, because it runs before anything is installed, on
// whatever Node the machine has (20 or newer).
// Invariant: it never installs when what is installed is already what the lockfile says.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const binaries = path.join(root, 'node_modules', '.bin');
const NODE_NEEDED = 26;

const [command, ...args] = process.argv.slice(2);
const commands = readdirSync(path.join(root, 'scripts'))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => name.slice(0, -'.ts'.length));
if (command === undefined || !commands.includes(command)) {
  stop(
    `Commande inconnue : « ${command ?? ''} ». Commandes : ${commands.join(', ')}.`,
    `Unknown command. Commands: ${commands.join(', ')}.`,
  );
}

if (!isInstalled()) install();
handOver(findNode());

/** Whether npm's own record of what it installed agrees with the lockfile (packages for other systems may be missing). */
function isInstalled() {
  const recordPath = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(recordPath)) return false;
  const installed = JSON.parse(readFileSync(recordPath, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(locked).every(([place, entry]) => {
    if (place === '') return true;
    const found = installed[place];
    if (found === undefined) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** Installs exactly the lockfile, without running any package's install script. */
function install() {
  console.log('Installation des paquets (environ une minute)… / Installing packages (about a minute)…');
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath ?? '';
  const result = /npm-cli\.c?js$/.test(npm)
    ? spawnSync(process.execPath, [npm, ...options], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', options, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.status !== 0) {
    stop(
      'Les paquets n’ont pas pu être installés. Vérifiez l’accès au registre npm, puis relancez la commande.',
      'The packages could not be installed. Check the access to the npm registry, then run the command again.',
    );
  }
}

/** The Node of the packages if this system has one there, else the running one, if recent enough. */
function findNode() {
  const own = path.join(binaries, 'node');
  if (majorOf(own) >= NODE_NEEDED) return own;
  if (Number.parseInt(process.versions.node, 10) >= NODE_NEEDED) return process.execPath;
  return stop(
    `Il faut Node ${NODE_NEEDED} ou plus récent (ici : ${process.versions.node}), et les paquets n’en contiennent pas pour ${process.platform} ${process.arch}. Installez-le depuis https://nodejs.org, puis relancez la commande.`,
    `Node ${NODE_NEEDED} or newer is needed (here: ${process.versions.node}), and the packages hold none for ${process.platform} ${process.arch}. Install it from https://nodejs.org, then run the command again.`,
  );
}

/** The major version a Node program answers, 0 if there is none there. */
function majorOf(program) {
  if (!existsSync(program)) return 0;
  const answer = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return Number.parseInt((answer.stdout ?? '').replace('v', ''), 10) || 0;
}

/** Runs the command, passes signals on to it, and ends as it ended. */
function handOver(node) {
  const child = spawn(node, [path.join(root, 'scripts', `${command}.ts`), ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${binaries}${path.delimiter}${process.env.PATH ?? ''}` },
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // A terminal sends Ctrl C to the whole group: the child already has it.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  child.on('error', (error) => stop(`Node n’a pas démarré : ${error.message}`, 'Node did not start.'));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

/** Says why in both languages and ends. */
function stop(french, english) {
  console.error(`${french}\n${english}`);
  process.exit(1);
}
