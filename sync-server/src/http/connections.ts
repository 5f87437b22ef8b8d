/**
 * How many connections one network may hold before it shows a session: a flood of silent or nameless sockets ends at its
 * own network's limit, and whoever signed in is not counted (N5, N6).
 *
 * Knows sockets by identity only. A listed reverse proxy speaks for many networks: its connections are not counted here.
 */
import type { Socket } from 'node:net';
import type { Metrics } from '../ports.ts';

export type Connections = {
  /** @returns false when its network has too many: the caller closes it */
  opened(socket: Socket): boolean;
  /** Somebody with a session speaks on it. */
  known(socket: Socket): void;
};

export type ConnectionsParts = {
  /** Which network an address counts for; null for one that is not counted. */
  readonly networkOf: (address: string) => string | null;
  readonly perNetwork: number;
  readonly metrics: Metrics;
};

export function makeConnections({ networkOf, perNetwork, metrics }: ConnectionsParts): Connections {
  const nameless = new Map<string, number>();
  const networks = new WeakMap<Socket, string>();
  let open = 0;
  metrics.gauge('connections', () => open);

  function release(socket: Socket): void {
    const network = networks.get(socket);
    if (network === undefined) return;
    networks.delete(socket);
    const left = (nameless.get(network) ?? 1) - 1;
    if (left > 0) nameless.set(network, left);
    else nameless.delete(network);
  }

  return {
    opened(socket) {
      open++;
      socket.once('close', () => {
        open--;
        release(socket);
      });
      const network = networkOf(socket.remoteAddress ?? '');
      if (network === null) return true;
      const count = nameless.get(network) ?? 0;
      if (count >= perNetwork) {
        metrics.count('connections_refused', 1, 'network');
        return false;
      }
      nameless.set(network, count + 1);
      networks.set(socket, network);
      return true;
    },
    known: release,
  };
}
