/** The wire between a browser and a server: a plain TCP relay that can be cut and joined, as a train's network is. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Cable = {
  /** Address to give to people: `http://localhost:<port>`. */
  readonly origin: string;
  /** Where it leads; set once the server is up. */
  leadTo(port: number): void;
  /** Cuts what is open and refuses what comes. */
  cut(): void;
  join(): void;
  close(): Promise<void>;
};

export async function layCable(): Promise<Cable> {
  const open = new Set<Socket>();
  let target = 0;
  let joined = true;
  const relay = createServer((near) => {
    if (!joined) return void near.destroy();
    const far = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    joined = false;
    for (const socket of open) socket.destroy();
  };
  return {
    origin: `http://localhost:${(relay.address() as AddressInfo).port}`,
    leadTo: (port) => void (target = port),
    cut,
    join: () => void (joined = true),
    async close() {
      cut();
      await new Promise((resolve) => relay.close(resolve));
    },
  };
}
