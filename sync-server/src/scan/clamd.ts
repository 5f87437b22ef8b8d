/**
 * Asks ClamAV's daemon about a file (its INSTREAM command): the bytes go through once, nothing of them is kept here.
 *
 * It judges and never decides: a daemon that is away, busy or refuses the size says nothing about a file, and the receipt then says
 * "not scanned" (K2: a receipt claims no more than what was done).
 */
import { once } from 'node:events';
import net from 'node:net';

export type ScanVerdict = 'clean' | 'infected' | 'not-scanned';
export type Scan = {
  readonly verdict: ScanVerdict;
  /** The signature that was found, or why nothing could be said: for the server's own log, never for a client. */
  readonly said: string;
};
/** @param bytes of the whole file, in order */
export type Scanner = { scan(bytes: AsyncIterable<Uint8Array>): Promise<Scan> };

export type ClamdPlace = { readonly host: string; readonly port: number } | { readonly path: string };

/** Milliseconds without a word from the daemon, once everything was sent, after which it is not waited for. */
const PATIENCE = 60_000;
/** Bytes of one piece of the stream: four bytes of length before each. */
const PIECE = 256 * 1024;
const LONGEST_ANSWER = 1024;

/** `unix:/run/clamav/clamd.ctl`, `host:port` or a port of this machine; null for anything else. */
export function readClamdPlace(text: string): ClamdPlace | null {
  if (text.startsWith('unix:/')) return { path: text.slice('unix:'.length) };
  const [, host = 'localhost', port] = /^(?:([a-z0-9.-]+|\[[0-9a-f:]+\]):)?(\d{1,5})$/i.exec(text) ?? [];
  return port === undefined || Number(port) === 0 || Number(port) > 65_535
    ? null
    : { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

export function clamdScanner(place: ClamdPlace, patience = PATIENCE): Scanner {
  return {
    async scan(bytes) {
      const socket = net.connect(place);
      // A stream that is refused half-way (too large for its settings) is answered before we have ended.
      const answer = readAnswer(socket, patience);
      answer.catch(() => undefined);
      try {
        await once(socket, 'connect');
        socket.write('zINSTREAM\0');
        for await (const whole of bytes) {
          for (let at = 0; at < whole.length; at += PIECE) {
            const piece = whole.subarray(at, at + PIECE);
            const length = Buffer.alloc(4);
            length.writeUInt32BE(piece.length);
            if (socket.destroyed || !socket.writable) return judge(await answer);
            socket.write(length);
            if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
          }
        }
        if (socket.writable) socket.write(Buffer.alloc(4));
        return judge(await answer);
      } catch (error) {
        return { verdict: 'not-scanned', said: error instanceof Error && 'code' in error ? String(error.code) : 'failed' };
      } finally {
        socket.destroy();
      }
    },
  };
}

function readAnswer(socket: net.Socket, patience: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setTimeout(patience, () => reject(new Error('no answer in time')));
    socket.setEncoding('utf8');
    socket.on('data', (piece: string) => {
      text += piece;
      if (text.includes('\0') || text.length > LONGEST_ANSWER) resolve(text);
    });
    socket.on('error', reject);
    socket.on('close', () => (text === '' ? reject(new Error('no answer')) : resolve(text)));
  });
}

/** `stream: OK`, `stream: Name.Of.Signature FOUND`, or a reason ending in ERROR. */
function judge(answer: string): Scan {
  const text = answer.replace(/\0[^]*$/, '').trim();
  if (text === 'stream: OK') return { verdict: 'clean', said: '' };
  const found = /^stream: (.{1,200}) FOUND$/.exec(text)?.[1];
  return found === undefined ? { verdict: 'not-scanned', said: text.slice(0, 200) } : { verdict: 'infected', said: found };
}
