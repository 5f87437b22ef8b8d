// Supply: what is installed is what was chosen, exactly, each with its reason, and nothing of it runs at install.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { filesUnder } from '../../scripts/project/fingerprint.ts';
import { at } from '../../scripts/project/places.ts';

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly overrides?: Record<string, string>;
  readonly scripts?: Record<string, string>;
}

interface Locked {
  readonly link?: boolean;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly version?: string;
}

const REASONS = 'docs/decisions/2026-11-20-dependencies.md';

/** Packages with an install script that we tolerate, because it never runs and is not needed. */
const INSTALL_SCRIPTS_LEFT_OUT: readonly string[] = [];

/** Packages of which two copies would break the product. */
const ONLY_ONCE = ['yjs', 'lib0', 'y-protocols', 'preact', '@preact/signals-core', 'dexie', 'valibot'];

function read<T>(file: string): T {
  return JSON.parse(readFileSync(at(file), 'utf8')) as T;
}

function directOf(manifest: Manifest): [string, string][] {
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies });
}

const manifests = [
  'package.json',
  ...['packages', 'sync-server'].flatMap((folder) => filesUnder(folder)).filter((file) => file.endsWith('/package.json')),
];
const locked = Object.entries(read<{ packages: Record<string, Locked> }>('package-lock.json').packages);
const foreign = locked.filter(([place, entry]) => place.includes('node_modules/') && entry.link !== true);

describe('supply', () => {
  test('every dependency is pinned to one exact version', () => {
    const loose = manifests.flatMap((file) => {
      const manifest = read<Manifest>(file);
      return [...directOf(manifest), ...Object.entries(manifest.overrides ?? {})]
        .filter(([name, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version) && !name.startsWith('@navette/'))
        .map(([name, version]) => `${file}: ${name} ${version}`);
    });
    expect(loose).toEqual([]);
  });

  test('every dependency and override has its line of reason', () => {
    const reasons = readFileSync(at(REASONS), 'utf8');
    const manifest = read<Manifest>('package.json');
    const names = [...directOf(manifest).map(([name]) => name), ...Object.keys(manifest.overrides ?? {})];
    expect(names.filter((name) => !reasons.includes(`| \`${name}\` |`))).toEqual([]);
  });

  test('no line of reason speaks of a dependency that is gone', () => {
    const manifest = read<Manifest>('package.json');
    const names = [...directOf(manifest).map(([name]) => name), ...Object.keys(manifest.overrides ?? {})];
    const explained = [...readFileSync(at(REASONS), 'utf8').matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? '');
    expect(explained.filter((name) => !names.includes(name))).toEqual([]);
  });

  test('no install script runs: neither a package’s nor ours', () => {
    expect(readFileSync(at('.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
    const withScript = foreign.filter(([, entry]) => entry.hasInstallScript === true).map(([place]) => place);
    expect(withScript.filter((place) => !INSTALL_SCRIPTS_LEFT_OUT.includes(place))).toEqual([]);
    const ours = manifests.flatMap((file) => Object.keys(read<Manifest>(file).scripts ?? {}));
    expect(ours.filter((name) => /^(?:pre|post)?(?:install|prepare)$/.test(name))).toEqual([]);
  });

  test('every package of the lockfile has its hash', () => {
    expect(foreign.filter(([, entry]) => entry.integrity?.startsWith('sha512-') !== true).map(([place]) => place)).toEqual([]);
  });

  test('the lockfile names no address, or one registry over https only', () => {
    const addresses = foreign.flatMap(([, entry]) => (entry.resolved === undefined ? [] : [entry.resolved]));
    expect(addresses.filter((address) => !address.startsWith('https://registry.npmjs.org/'))).toEqual([]);
    expect(readFileSync(at('package-lock.json'), 'utf8')).not.toMatch(/"(?:http|git|file|ssh)(?:\+\w+)?:/);
  });

  test.each(ONLY_ONCE)('%s is installed once', (name) => {
    expect(foreign.map(([place]) => place).filter((place) => place.endsWith(`node_modules/${name}`))).toEqual([`node_modules/${name}`]);
  });

  test('every door of our packages leads to a file', () => {
    const broken = manifests.flatMap((file) => {
      const doors = read<{ exports?: Record<string, unknown> }>(file).exports ?? {};
      return Object.entries(doors)
        .filter(([, target]) => typeof target === 'string' && !target.includes('*') && !existsSync(at(file, '..', target)))
        .map(([door, target]) => `${file}: ${door} → ${String(target)}`);
    });
    expect(broken).toEqual([]);
  });
});
