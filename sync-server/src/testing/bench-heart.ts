/**
 * The server as benchmarks run it: the production heart on the production log, with everybody let into every room and no
 * limit of rate; every other check stays on. `PORT` and `DATA` come from the environment.
 *
 * A room may have any name: each is a room of a dossier made from it.
 */
import '../adapters/no-web-storage.ts';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { DEFAULT_LIMITS, type Limits } from '@navette/domain/limits';
import type { DeviceNumber, DossierId, FirmId, UserId } from '@navette/kernel/ids';
import { roomName } from '@navette/rooms/room-names';
import { temporarySigner } from '../adapters/ed25519-signer.ts';
import { memoryBlobStore } from '../adapters/memory-blob-store.ts';
import { memoryBus } from '../adapters/memory-bus.ts';
import { systemClock, systemRandom } from '../adapters/node-platform.ts';
import { oneKey } from '../keys/one-key.ts';
import { openSqliteRoomLog } from '../log/sqlite-room-log.ts';
import type { Directory, Sessions } from '../ports.ts';
import { makeSyncHeart } from '../rooms/sync-heart.ts';

const ORIGIN = 'http://bench.example';
const USER = '00000000-0000-7000-8000-000000000001' as UserId;
const FIRM = '00000000-0000-7000-8000-000000000002' as FirmId;
const limits: Limits = { ...DEFAULT_LIMITS, socketsPerUser: Infinity, sockets: Infinity };

const directory: Directory = {
  firm: () => ({ id: FIRM, name: 'Bench', demo: false }),
  person: () => null,
  membership: () => ({ user: USER, firm: FIRM, firmRole: null, dossiers: new Map() }),
  dossiers: () => [],
  members: () => [],
  migration: () => 'done',
  onChange: () => undefined,
  enrol: () => 1 as DeviceNumber,
  ownsDevice: () => true,
} as unknown as Directory;

const sessions: Sessions = {
  of: async () => ({ user: USER, sessionId: 'bench', by: 'cookie', since: 0, until: Infinity, device: null }),
  alive: () => true,
  bind: () => undefined,
  speaksFor: () => true,
};

const data = process.env['DATA'] ?? '';
mkdirSync(data, { recursive: true });
const heart = makeSyncHeart({
  log: openSqliteRoomLog({ file: path.join(data, 'log.sqlite'), clock: systemClock, random: systemRandom }),
  blobs: memoryBlobStore({ clock: systemClock }),
  directory,
  sessions,
  keys: oneKey(temporarySigner()),
  bus: memoryBus(),
  clock: systemClock,
  random: systemRandom,
  limits,
  origins: [ORIGIN],
  report: (event, facts) => process.stderr.write(`${event} ${JSON.stringify(facts ?? {})}\n`),
  rules: { of: () => 'write', shape: () => null, reserved: () => false },
});

const server = createServer((_request, response) => response.end('ok'));
server.on('upgrade', (request, socket, head) => {
  const hash = createHash('sha256')
    .update(request.url ?? '')
    .digest('hex');
  const dossier =
    `${hash.slice(0, 8)}-${hash.slice(8, 12)}-7${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}` as DossierId;
  request.url = `/live/${roomName({ kind: 'internal', dossier })}`;
  request.headers.origin = ORIGIN;
  if (!heart.upgrade(request, socket, head)) socket.destroy();
});
server.listen(Number(process.env['PORT']), '127.0.0.1');
process.once('SIGTERM', () => void heart.close().then(() => process.exit()));
