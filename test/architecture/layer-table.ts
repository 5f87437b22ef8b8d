// The layers and what each may import: data for the tests beside it. Change it by a dated decision.

/** One part of the tree and what its product code (not its tests) may import. */
export interface Layer {
  /** The folder, relative to the root. */
  readonly folder: string;
  /** The package name others import it by, if they may. */
  readonly name?: string;
  /** Packages of ours it may import, or single doors of them. */
  readonly ours: readonly string[];
  /** Packages of others it may import; `node:` stands for Node's own. */
  readonly theirs: readonly string[];
  /** Scripts of the same build that it may run. */
  readonly scripts?: readonly string[];
  /** No browser, no Node, no clock, no chance. */
  readonly pure: boolean;
}

const BELOW_MODELS = ['@navette/domain', '@navette/kernel'];
const MODELS = ['@navette/rooms', '@navette/protocol', '@navette/formats', '@navette/texts'];

/** From the bottom up. */
export const LAYERS: readonly Layer[] = [
  { folder: 'packages/kernel', name: '@navette/kernel', ours: [], theirs: ['valibot'], pure: true },
  { folder: 'packages/domain', name: '@navette/domain', ours: ['@navette/kernel'], theirs: ['valibot'], pure: true },
  { folder: 'packages/formats', name: '@navette/formats', ours: BELOW_MODELS, theirs: ['valibot', 'saxes'], pure: true },
  { folder: 'packages/rooms', name: '@navette/rooms', ours: BELOW_MODELS, theirs: ['valibot', 'yjs', 'lib0'], pure: true },
  // The messages carry rooms and records, and the sentences speak of refusals of either.
  {
    folder: 'packages/protocol',
    name: '@navette/protocol',
    ours: ['@navette/rooms', ...BELOW_MODELS],
    theirs: ['valibot', 'lib0', 'y-protocols'],
    pure: true,
  },
  {
    folder: 'packages/texts',
    name: '@navette/texts',
    ours: ['@navette/rooms', '@navette/protocol', '@navette/formats', ...BELOW_MODELS],
    theirs: [],
    pure: true,
  },
  {
    folder: 'packages/device',
    name: '@navette/device',
    ours: [...MODELS, ...BELOW_MODELS],
    theirs: ['valibot', 'dexie', 'yjs', 'lib0', 'y-protocols', 'y-websocket', 'better-auth'],
    pure: false,
  },
  {
    folder: 'packages/ui',
    name: '@navette/ui',
    // Types: what screens see of a device; and the pure rules of lists, by which the samples answer.
    ours: ['@navette/device/model', '@navette/device/list-rules', ...MODELS, ...BELOW_MODELS],
    theirs: ['preact', '@preact/signals', 'pdfjs-dist', 'valibot', 'pdf-lib', 'uqr'],
    pure: false,
  },
  {
    folder: 'extension',
    ours: ['@navette/device', '@navette/ui', ...MODELS, ...BELOW_MODELS],
    theirs: ['preact', '@preact/signals', 'pdfjs-dist', 'valibot', 'dexie', 'yjs', 'lib0', 'wxt'],
    scripts: ['/seldom.js'],
    pure: false,
  },
  {
    folder: 'sync-server/portal',
    ours: ['@navette/device', '@navette/ui', ...MODELS, ...BELOW_MODELS],
    theirs: ['preact', '@preact/signals', 'pdfjs-dist', 'valibot', 'dexie', 'yjs', 'lib0'],
    pure: false,
  },
  {
    folder: 'sync-server/src',
    ours: [...MODELS, ...BELOW_MODELS],
    theirs: [
      'node:',
      'valibot',
      'yjs',
      'lib0',
      'y-protocols',
      'hono',
      '@hono/node-server',
      'ws',
      'nodemailer',
      'better-auth',
      '@simplewebauthn/server',
      'jose',
      'pdf-lib',
      'pdfjs-dist',
      'pg',
    ],
    pure: false,
  },
];

/** What a test beside the code may import on top of what its layer may. */
export const TESTS_MAY_IMPORT = [
  'node:',
  'vitest',
  'fast-check',
  'axe-core',
  'pdf-lib',
  'pdfjs-dist',
  'y-websocket',
  'ws',
  'smtp-server',
  'postal-mime',
  'oidc-provider',
];

/** Files that bundlers read at build time, not part of a layer. */
export const BUILD_CONFIGURATION = ['sync-server/portal/vite.config.ts'];

/** The only source files that may write to the console, each with its reason. */
export const MAY_PRINT: Readonly<Record<string, string>> = {
  'sync-server/src/terminal.ts': 'the command line of the server speaks to the person who typed it',
};
