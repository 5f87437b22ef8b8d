/** A device that replicates: one request after its cursor, again while the server says there is more. It stores nothing. */
import { Agent, request, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { cutBytes, decodeFrame } from '@navette/protocol/framing';
import { PullAnswer, type PullRequest } from '@navette/protocol/replication';
import { CLIENT_HEADER, FRAME_TYPE, MEDIA_TYPE } from '@navette/protocol/version';
import type { SignedIn } from './firm.ts';

export type Position = Pick<PullRequest, 'epoch' | 'cursor' | 'rights'>;
export const NOWHERE: Position = { epoch: null, cursor: 0, rights: null };

export type Pulled = {
  readonly position: Position;
  readonly requests: number;
  readonly ms: number;
  /** Over the wire, with everything HTTP adds. */
  readonly down: number;
  readonly up: number;
  /** Answers before compression. */
  readonly plain: number;
  /** Content alone. */
  readonly content: number;
  readonly rooms: ReadonlyMap<string, readonly Uint8Array[]>;
};

export class PullingDevice {
  readonly #who: SignedIn;
  readonly #compressed: boolean;
  // One connection, kept: what a browser does.
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(who: SignedIn, compressed = true) {
    this.#who = who;
    this.#compressed = compressed;
  }

  async pull(from: Position): Promise<Pulled> {
    const rooms = new Map<string, Uint8Array[]>();
    let [position, requests, down, up, plain, content] = [from, 0, 0, 0, 0, 0];
    const start = performance.now();
    for (let more = true; more;) {
      const answer = await this.#ask({ ...position, device: this.#who.device, backfill: [] });
      const frame = decodeFrame(PullAnswer, answer.body);
      if (!frame) throw new Error('an answer to a pull that is no frame');
      const { head, bytes } = frame;
      const pieces = cutBytes(
        bytes,
        head.entries.map(({ size }) => size),
      );
      for (const [i, { room }] of head.entries.entries()) {
        const updates = rooms.get(room) ?? [];
        rooms.set(room, updates);
        updates.push(pieces?.[i] ?? new Uint8Array());
      }
      position = { epoch: head.epoch, cursor: head.cursor, rights: head.rights?.digest ?? position.rights };
      more = head.more;
      requests += 1;
      down += answer.down;
      up += answer.up;
      plain += answer.body.length;
      content += bytes.length;
    }
    return { position, requests, ms: performance.now() - start, down, up, plain, content, rooms };
  }

  close(): void {
    this.#agent.destroy();
  }

  #ask(asked: PullRequest): Promise<{ readonly body: Uint8Array; readonly down: number; readonly up: number }> {
    return new Promise((resolve, reject) => {
      const sent = request(`${this.#who.origin}/api/v1/pull`, {
        method: 'POST',
        agent: this.#agent,
        headers: {
          'content-type': MEDIA_TYPE,
          accept: FRAME_TYPE,
          authorization: `Bearer ${this.#who.token}`,
          [CLIENT_HEADER]: 'bench',
          ...(this.#compressed && { 'accept-encoding': 'gzip' }),
        },
      });
      let before = { down: 0, up: 0 };
      sent.on('socket', (socket) => void (before = { down: socket.bytesRead, up: socket.bytesWritten }));
      sent.on('error', reject);
      sent.on('response', (answer: IncomingMessage) => {
        const { socket } = answer;
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => void chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const raw = Buffer.concat(chunks);
          if (answer.statusCode !== 200) return reject(new Error(`a pull was answered ${answer.statusCode}`));
          const body = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
          resolve({ body, down: socket.bytesRead - before.down, up: socket.bytesWritten - before.up });
        });
      });
      sent.end(JSON.stringify(asked));
    });
  }
}
