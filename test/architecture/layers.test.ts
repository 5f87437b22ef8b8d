// Who may import whom (ARCHITECTURE.md, section "Layout"): imports go down only.

import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUILD_CONFIGURATION, LAYERS, TESTS_MAY_IMPORT, type Layer } from './layer-table.ts';
import { importsOf, isTest, sourceFiles, textOf } from './source-files.ts';

/** What is wrong with one import of a file, if anything. */
function fault(layer: Layer, file: string, wanted: string): string | undefined {
  const said = `${file} imports ${wanted}`;
  if (wanted.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), wanted);
    return target.startsWith(`${layer.folder}/`) ? undefined : `${said}: across packages, import a door`;
  }
  // A script of the same build, run for what it sets: the entrypoint of that name makes it.
  if (layer.scripts?.includes(wanted)) return undefined;
  const [scope = '', name = ''] = wanted.split('/');
  const root = wanted.startsWith('node:') ? 'node:' : wanted.startsWith('@') ? `${scope}/${name}` : scope;
  if (root.startsWith('@navette/')) {
    if (root === layer.name) return `${said}: inside a package, import the file`;
    return layer.ours.includes(root) || layer.ours.includes(wanted) ? undefined : `${said}: imports go down only`;
  }
  const allowed = isTest(file) ? [...layer.theirs, ...TESTS_MAY_IMPORT] : layer.theirs;
  return allowed.includes(root) ? undefined : `${said}: not in the layer table`;
}

describe('layers', () => {
  test.each(LAYERS)('$folder imports only what its layer may', (layer) => {
    const faults = sourceFiles(layer.folder)
      .filter((file) => !BUILD_CONFIGURATION.includes(file))
      .flatMap((file) => importsOf(textOf(file)).map((wanted) => fault(layer, file, wanted)))
      .filter((said) => said !== undefined);
    expect(faults).toEqual([]);
  });

  test('every package and program folder stands in the layer table', () => {
    const known = LAYERS.map((layer) => `${layer.folder}/`);
    const stray = ['packages', 'sync-server', 'extension']
      .flatMap((folder) => sourceFiles(folder))
      .filter((file) => !known.some((folder) => file.startsWith(folder)));
    expect(stray).toEqual([]);
  });

  test('every relative import names its file with its extension, so that Node can run it as it is', () => {
    const bare = LAYERS.flatMap((layer) => sourceFiles(layer.folder)).flatMap((file) =>
      importsOf(textOf(file))
        .filter((wanted) => wanted.startsWith('.') && !/\.(tsx?|json|css|svg|m?js)(\?\w+)?$/.test(wanted))
        .map((wanted) => `${file} imports ${wanted}`),
    );
    expect(bare).toEqual([]);
  });

  test('the reader of imports sees every form, and nothing in comments', () => {
    const source = `import { a } from './a.ts';\nimport type { B } from "b";\nexport * from 'c';\nimport 'd.css';\nconst e = await import('e');\n// import 'f';\nimport {\n  g,\n} from 'g';`;
    expect(importsOf(source).sort()).toEqual(['./a.ts', 'b', 'c', 'd.css', 'e', 'g'].sort());
  });
});
