/** A mail relay on loopback: takes letters as a real one does, and gives them parsed. Or refuses, or says nothing. */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export type Taken = { readonly from: string; readonly to: readonly string[]; readonly raw: string; readonly letter: Email };
export type Relay = { readonly url: string; readonly taken: readonly Taken[]; close(): Promise<void> };

/** @param refuses every recipient is answered 550 */
export async function relay({ refuses = false } = {}): Promise<Relay> {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo(_address, _session, done) {
      done(refuses ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : undefined);
    },
    onData(stream, { envelope }, done) {
      void (async () => {
        const raw = Buffer.concat(await stream.toArray()).toString('utf8');
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        taken.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw, letter: await PostalMime.parse(raw) });
        done();
      })();
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

/** A relay that takes the connection and never says a word. */
export async function muteRelay(): Promise<Pick<Relay, 'url' | 'close'>> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
