// `npm run build`: what is handed out, into dist/: the extension's zips for Chrome and Firefox with the sources zip that
// Firefox reviewers ask for, the server bundle, and the portal where that bundle looks for it.

import { cpSync, globSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { BUILDS, bringUpToDate } from './project/builds.ts';
import { at, exists } from './project/places.ts';
import { runProgram } from './project/programs.ts';

const OUT = at('dist');

process.exitCode = await main();

async function main(): Promise<number> {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const done = (await zips()) && (await server()) && (await portal());
  if (!done) return 1;
  for (const file of globSync('**/*', { cwd: OUT, withFileTypes: true })) {
    if (file.isFile() && file.parentPath.split(path.sep).length - OUT.split(path.sep).length < 2)
      console.log(path.relative(at(), path.join(file.parentPath, file.name)));
  }
  return 0;
}

async function zips(): Promise<boolean> {
  for (const file of globSync('.output/*.zip', { cwd: at() })) rmSync(at(file));
  for (const args of [
    ['zip', '-b', 'chrome'],
    ['zip', '-b', 'firefox', '--mv3', '--sources'],
  ]) {
    if ((await runProgram('wxt', [...args, '--level', 'warn'], { show: 'on failure' })).code !== 0) return false;
  }
  for (const file of globSync('.output/*.zip', { cwd: at() })) cpSync(at(file), path.join(OUT, path.basename(file)));
  return true;
}

async function portal(): Promise<boolean> {
  const build = BUILDS.find((one) => one.name === 'portal');
  if (build === undefined || (await bringUpToDate(build, true)) !== 'built') return false;
  cpSync(at(path.dirname(build.output)), path.join(OUT, 'server/portal'), { recursive: true });
  return true;
}

async function server(): Promise<boolean> {
  if (!exists('sync-server/src/main.ts')) return false;
  const { code } = await runProgram('vite', ['build', '--config', 'scripts/project/server-bundle.config.ts', '--logLevel', 'warn'], {
    show: 'on failure',
  });
  return code === 0;
}
