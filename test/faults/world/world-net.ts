/**
 * The line between a device and the server: requests that leave, are lost, come twice, late, torn or in somebody else's name.
 *
 * A request that reached the server has its effect there whatever becomes of the device.
 */
import { CLIENT_HEADER, PROTOCOL_VERSION } from '@navette/protocol/version';
import { Unreachable, type Net, type NetAnswer, type NetRequest } from '@navette/device/net';
import { TwinBlob } from './twin-blob.ts';
import type { Life, Simulation } from './simulation.ts';
import type { WorldServer } from './world-server.ts';

export const NET_FAULTS = [
  'lost-request',
  'lost-answer',
  'half-open',
  'answer-cut',
  'came-twice',
  'came-again-later',
  'late',
  'torn',
  'flipped',
  'portal',
  'status-500',
  'status-429',
  'status-413',
] as const;
export type NetFault = (typeof NET_FAULTS)[number];

export type RequestKind = 'pull' | 'push' | 'create' | 'piece' | 'stand' | 'undo' | 'download' | 'account' | 'leaving';

export type Line = {
  /** The cable is out. */
  down: boolean;
  /** Milliseconds, at most, for one way. */
  readonly latency: number;
  /** Lives that talk to the server for the sync engine right now, and how many requests each has under way (I14). */
  readonly inFlight: Map<Life, number>;
  /** Asked once for each request. */
  faultOf(kind: RequestKind): NetFault | null;
};

/** Requests of the replicator and the uploader: one of each device at a time. */
const OF_THE_ENGINE: readonly RequestKind[] = ['pull', 'push', 'create', 'piece', 'stand', 'undo'];

/** How long silence is waited for (`net.ts`). */
const PATIENCE = 60_000;

export function kindOf({ method, path }: Pick<NetRequest, 'method' | 'path'>): RequestKind {
  if (path === '/api/v1/pull') return 'pull';
  if (path === '/api/v1/push') return 'push';
  if (path.startsWith('/api/v1/uploads'))
    return method === 'POST' ? 'create' : method === 'PATCH' ? 'piece' : method === 'HEAD' ? 'stand' : 'undo';
  if (path.startsWith('/api/v1/dossiers')) return 'download';
  return path.startsWith('/api/auth') || /^\/api\/v1\/(?:about|keys|enrol)$/.test(path) ? 'account' : 'leaving';
}

export function worldNet(sim: Simulation, server: WorldServer, life: Life, line: Line, token: () => Promise<string | null>): Net {
  const way = (): number => 1 + life.draw.below(line.latency);
  const counted = async <T>(kind: RequestKind, work: () => Promise<T>): Promise<T> => {
    if (!OF_THE_ENGINE.includes(kind)) return await work();
    const others = [...line.inFlight].filter(([other, requests]) => other !== life && !other.dead && requests > 0);
    if (others.length > 0)
      sim.fail(new Error(`I14 two engines of one device talk to the server at once: ${life.name}, ${others[0]?.[0].name}`));
    line.inFlight.set(life, (line.inFlight.get(life) ?? 0) + 1);
    try {
      return await work();
    } finally {
      line.inFlight.set(life, (line.inFlight.get(life) ?? 1) - 1);
    }
  };
  return { send: (request) => counted(kindOf(request), () => send(request)) };

  async function send(request: NetRequest): Promise<NetAnswer> {
    const kind = kindOf(request);
    const proof = await token();
    const wait = (what: string, delay: number): Promise<void> => sim.step(life, `${kind} ${what}`, delay, () => undefined);
    await wait('leaves', way());
    const fault = line.faultOf(kind);
    if (line.down) throw await inVain(wait, 20);
    if (fault === 'lost-request') throw await inVain(wait, PATIENCE);
    if (fault === 'portal') return foreign(200);
    if (fault?.startsWith('status-')) return foreign(Number(fault.slice(7)));
    if (fault === 'late') await wait('is late', 5_000 + life.draw.below(40_000));
    const init = initOf(request, proof);
    const handled = server.handle(request.path, fault === 'torn' || fault === 'flipped' ? spoilt(init, fault) : init);
    if (fault === 'came-twice') void server.handle(request.path, init);
    if (fault === 'came-again-later') sim.at(sim.now + 1_000 + life.draw.below(120_000), () => void server.handle(request.path, init));
    const answer = await handled;
    await wait(answer ? `${answer.status}` : 'nobody there', way());
    if (fault === 'half-open') throw await inVain(wait, PATIENCE);
    if (!answer || line.down || fault === 'lost-answer' || fault === 'torn') throw new Unreachable('cut');
    const bytes = fault === 'answer-cut' ? () => Promise.reject(new Unreachable('cut short')) : () => Promise.resolve(answer.bytes);
    return { status: answer.status, header: answer.header, bytes };
  }
}

async function inVain(wait: (what: string, delay: number) => Promise<void>, patience: number): Promise<Unreachable> {
  await wait('in vain', patience);
  return new Unreachable('cut');
}

export type Init = { method: string; headers: Record<string, string>; body?: Uint8Array<ArrayBuffer> };

function initOf({ method, headers, body }: NetRequest, token: string | null): Init {
  return {
    method,
    headers: { ...headers, [CLIENT_HEADER]: String(PROTOCOL_VERSION), ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    ...(body === undefined ? {} : { body: bytesOf(body) }),
  };
}

function bytesOf(body: NonNullable<NetRequest['body']>): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  return body instanceof TwinBlob ? body.now : (body as Uint8Array<ArrayBuffer>);
}

/** Half of the bytes, or one of them wrong. Only pieces of files: everything else is checked whole by its shape. */
function spoilt(init: Init, fault: 'torn' | 'flipped'): Init {
  if (!init.body || init.body.length < 2) return init;
  const body = fault === 'torn' ? init.body.slice(0, init.body.length >> 1) : init.body.slice();
  if (fault === 'flipped') body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
  return { ...init, body };
}

function foreign(status: number): NetAnswer {
  return {
    status,
    header: (name) => (name === 'content-type' ? 'text/html' : null),
    bytes: () => Promise.resolve(new TextEncoder().encode('<h1>Wi-Fi</h1>')),
  };
}
