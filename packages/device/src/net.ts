/**
 * The one way to the server: requests with the session's proof, answers that are really ours.
 *
 * An answer without our media type is a captive portal or a proxy: it means "offline", never data (N1). Status codes are
 * translated here into the few words the queue acts on.
 */
import { CLIENT_HEADER, MEDIA_TYPE, FRAME_TYPE, PROTOCOL_VERSION, type Problem } from '@navette/protocol/version';
import { ProblemAnswer } from '@navette/protocol/commands';
import { concatBytes } from '@navette/kernel/bytes';
import type { Random } from '@navette/kernel/ports';
import { ok, refuse, type Result } from '@navette/kernel/result';
import * as v from 'valibot';
import type { SyncProblem } from './model.ts';

export type NetRequest = {
  readonly method: 'GET' | 'POST' | 'HEAD' | 'PATCH' | 'DELETE';
  /** From the server's origin, starting with '/'. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | Blob;
};
export type NetAnswer = { readonly status: number; header(name: string): string | null; bytes(): Promise<Uint8Array<ArrayBuffer>> };

/** The port: one request, one answer; throws `Unreachable` when no server answered. */
export type Net = { send(request: NetRequest): Promise<NetAnswer> };

export class Unreachable extends Error {
  /** What had come of the answer when the line was cut. */
  readonly came: Uint8Array<ArrayBuffer>;
  constructor(message: string, options?: ErrorOptions, came: Uint8Array<ArrayBuffer> = new Uint8Array()) {
    super(message, options);
    this.came = came;
  }
}

/** Asked by what is loaded apart, which has a class of its own of this name (`sync/seldom.ts`). */
export function isUnreachable(error: unknown): error is Unreachable {
  return error instanceof Error && 'came' in error;
}

/** How the session is shown to the server: the extension's token, or the portal's cookie. */
export type Proof = { readonly kind: 'bearer'; token(): Promise<string | null> } | { readonly kind: 'cookie' };

/** Silence for this long is a cut line; what still moves is given time. */
const PATIENCE = 60_000;
/** The slowest line an upload is waited for, bytes a millisecond. */
const SLOWEST = 8;

export function fetchNet(origin: string, proof: Proof): Net {
  return {
    async send({ method, path, headers, body }) {
      const token = proof.kind === 'bearer' ? await proof.token() : null;
      const silence = watchSilence();
      try {
        silence.allow(PATIENCE + (body === undefined ? 0 : sizeOf(body) / SLOWEST));
        const answer = await fetch(`${origin}${path}`, {
          method,
          headers: { ...headers, [CLIENT_HEADER]: String(PROTOCOL_VERSION), ...(token ? { authorization: `Bearer ${token}` } : {}) },
          ...(body === undefined ? {} : { body }),
          credentials: proof.kind === 'cookie' ? 'same-origin' : 'omit',
          redirect: 'error',
          cache: 'no-store',
          referrerPolicy: 'no-referrer',
          signal: silence.signal,
        });
        silence.stop();
        return { status: answer.status, header: (name) => answer.headers.get(name), bytes: () => readWhole(answer, silence) };
      } catch (error) {
        silence.stop();
        throw new Unreachable('no answer', { cause: error });
      }
    },
  };
}

type Silence = { readonly signal: AbortSignal; allow(milliseconds: number): void; stop(): void };

function watchSilence(): Silence {
  const control = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => clearTimeout(timer);
  return {
    signal: control.signal,
    stop,
    allow(milliseconds) {
      stop();
      timer = setTimeout(() => control.abort(), milliseconds);
    },
  };
}

/** The body as it comes, for as long as it comes. @throws Unreachable when the line is cut in the middle */
async function readWhole(answer: Response, silence: Silence): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  try {
    const reader = answer.body?.getReader();
    for (;;) {
      silence.allow(PATIENCE);
      const next = await reader?.read();
      if (!next || next.done) return concatBytes(parts);
      parts.push(next.value);
    }
  } catch (error) {
    throw new Unreachable('cut short', { cause: error }, concatBytes(parts));
  } finally {
    silence.stop();
  }
}

function sizeOf(body: NonNullable<NetRequest['body']>): number {
  return typeof body === 'string' ? body.length : body instanceof Blob ? body.size : body.byteLength;
}

/** The longest a server may send us away for; a portal in its place could name any time. */
export const LONGEST_AWAY = 300_000;

/**
 * The same way to the server, which hears "come back later" (429 or 503 with Retry-After).
 * @param away milliseconds to stay away for; up to a quarter longer than asked, so that devices do not come back together
 */
export function heeding(net: Net, random: Random, away: (milliseconds: number) => void): Net {
  return {
    async send(request) {
      const answer = await net.send(request);
      const asked = answer.status === 429 || answer.status === 503 ? /^\d{1,6}$/.exec(answer.header('retry-after') ?? '') : null;
      if (asked) away(Math.min(LONGEST_AWAY, Number(asked[0]) * 1000) * (1 + (random.bytes(1)[0] ?? 0) / 1020));
      return answer;
    },
  };
}

/** What the queue is told when a request did not do its work. */
export type NetProblem = {
  readonly problem: SyncProblem;
  readonly said: Problem | null;
  readonly status?: number;
  readonly limit?: number;
  /** Seconds after which to come back, where the server said so. */
  readonly wait?: number;
};

const TYPE_OF = { json: MEDIA_TYPE, frame: FRAME_TYPE, bytes: 'application/octet-stream' };

/**
 * Sends, and sorts the answer: ours and fine, or a problem in the queue's words.
 * @param expects media type of a good answer with a body; null when the body does not matter
 */
export async function ask(
  net: Net,
  request: NetRequest,
  expects: 'json' | 'frame' | 'bytes' | null,
): Promise<Result<NetAnswer, NetProblem>> {
  let answer: NetAnswer;
  try {
    answer = await net.send(request);
  } catch (error) {
    if (isUnreachable(error)) return refuse({ problem: navigatorOnline() ? 'server-down' : 'offline', said: null });
    throw error;
  }
  if (answer.status >= 200 && answer.status < 300) {
    const type = answer.header('content-type') ?? '';
    const ours = expects === null ? answer.header('tus-resumable') !== null : type.startsWith(TYPE_OF[expects]);
    return ours ? ok(answer) : refuse({ problem: 'offline', said: null });
  }
  return refuse(await problemOf(answer, request.method));
}

async function problemOf(answer: NetAnswer, method: NetRequest['method']): Promise<NetProblem> {
  const said = method === 'HEAD' ? null : await problemSaid(answer);
  const limit = said?.limit === undefined ? {} : { limit: said.limit };
  const { status } = answer;
  const after = answer.header('retry-after');
  const wait = after !== null && /^\d{1,6}$/.test(after) ? { wait: Number(after) } : {};
  return { problem: problemOfStatus(status, said?.problem ?? null), said: said?.problem ?? null, status, ...limit, ...wait };
}

async function problemSaid(answer: NetAnswer): Promise<ProblemAnswer | null> {
  if (!(answer.header('content-type') ?? '').startsWith(MEDIA_TYPE)) return null;
  try {
    const parsed = v.safeParse(ProblemAnswer, JSON.parse(new TextDecoder().decode(await answer.bytes())));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Words of the server that are the queue's own. */
const AS_SAID: ReadonlySet<string> = new Set([
  'copied-device',
  'client-too-old',
  'forbidden',
  'dossier-full',
  'activation-needed',
  'erased',
  'infected',
]);

function problemOfStatus(status: number, said: Problem | null): SyncProblem {
  if (said !== null && AS_SAID.has(said)) return said as SyncProblem;
  if (said === 'full') return 'server-full';
  if (said === 'hash-mismatch') return 'file-damaged';
  if (said === 'too-large' || status === 413) return 'too-large';
  // The server does not know this number (it was restored), or knows it twice: the device needs another.
  if (said === 'unknown-device') return 'copied-device';
  if (status === 401) return 'sign-in-needed';
  if (status === 403) return 'forbidden';
  if (status === 507) return 'server-full';
  if (status === 429) return 'server-busy';
  return 'server-error';
}

/** What the browser knows of the network; true where it does not say. */
export function navigatorOnline(): boolean {
  return typeof navigator === 'undefined' || !('onLine' in navigator) || navigator.onLine;
}

export function jsonBody(value: unknown): Pick<NetRequest, 'headers' | 'body'> {
  return { headers: { 'content-type': MEDIA_TYPE, accept: MEDIA_TYPE }, body: JSON.stringify(value) };
}

/** The bytes of a good answer, or null when the line was cut while they came. */
export async function readBytes(answer: NetAnswer): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await answer.bytes();
  } catch (error) {
    if (isUnreachable(error)) return null;
    throw error;
  }
}

/** Parses a good JSON answer through its schema; a shape that is not ours means the answer is not ours. */
export async function readJson<S extends v.GenericSchema>(answer: NetAnswer, schema: S): Promise<v.InferOutput<S> | null> {
  try {
    const parsed = v.safeParse(schema, JSON.parse(new TextDecoder().decode(await answer.bytes())));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
