/**
 * The servers that can be measured: ours, a bare relay that keeps nothing, and the peers found in folders named by
 * `SYNC_PEERS` (separated like PATH), where `@y/websocket-server` or `@hocuspocus/server` were installed by npm.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Dialect } from './wire.ts';

export type Target = {
  readonly name: string;
  /** For Node. */
  readonly args: readonly string[];
  /** Beside PORT and HOST. */
  env(data: string): Readonly<Record<string, string>>;
  /** Where a room's socket is. */
  path(room: string): string;
  readonly dialect: Dialect;
  /** Answers a first sync with what the room holds. */
  readonly holds: boolean;
  /** Keeps it over a restart. */
  readonly keeps: boolean;
};

const beside = (file: string): string => path.join(import.meta.dirname, file);
const atRoot = (room: string): string => `/${room}`;

/** What `npm start` tells the C library and V8 for our server; peers run as they are started by their own documentation. */
export const AS_NPM_START: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  NODE_OPTIONS: '--max-semi-space-size=4',
};

export const NAVETTE: Target = {
  name: 'navette',
  args: [path.resolve(import.meta.dirname, '../../../sync-server/src/testing/bench-server.ts')],
  env: (data) => ({ ...AS_NPM_START, DATA: data }),
  path: atRoot,
  dialect: 'stock',
  holds: true,
  keeps: true,
};

export const RELAY: Target = {
  name: 'relay',
  args: [beside('bare-relay.ts')],
  env: () => ({}),
  path: atRoot,
  dialect: 'stock',
  holds: false,
  keeps: false,
};

/** @returns ours and the relay first, then each peer installed in `folders`, with its store where that is installed too */
export function targetsWith(folders: string | undefined): readonly Target[] {
  const peers = (folders ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return [NAVETTE, RELAY, ...peers.flatMap((folder) => [...yWebsocketIn(folder), ...hocuspocusIn(folder)])];
}

function yWebsocketIn(folder: string): readonly Target[] {
  const script = path.resolve(folder, 'node_modules/@y/websocket-server/src/server.js');
  if (!existsSync(script)) return [];
  const plain: Target = {
    name: 'y-websocket',
    args: [script],
    env: () => ({}),
    path: atRoot,
    dialect: 'stock',
    holds: true,
    keeps: false,
  };
  if (!existsSync(path.resolve(folder, 'node_modules/y-leveldb'))) return [plain];
  return [plain, { ...plain, name: 'y-websocket+leveldb', env: (data) => ({ YPERSISTENCE: data }), keeps: true }];
}

function hocuspocusIn(folder: string): readonly Target[] {
  if (!existsSync(path.resolve(folder, 'node_modules/@hocuspocus/server'))) return [];
  const plain: Target = {
    name: 'hocuspocus',
    args: [beside('hocuspocus-peer.ts')],
    env: () => ({ PEER: path.resolve(folder) }),
    path: atRoot,
    dialect: 'wrapped',
    holds: true,
    keeps: false,
  };
  if (!existsSync(path.resolve(folder, 'node_modules/@hocuspocus/extension-database'))) return [plain];
  return [plain, { ...plain, name: 'hocuspocus+sqlite', env: (data) => ({ PEER: path.resolve(folder), DATA: data }), keeps: true }];
}
