/**
 * The two ports of the server: the public one, which says "not yet" until the application stands behind it, and the figures'
 * own on loopback (O3). Knows no store and no room.
 */
import type { IncomingMessage } from 'node:http';
import { HAND_IN_PATH } from '@navette/protocol/leaving';
import { UPLOADS_PATH } from '@navette/protocol/uploads';
import type { ServeConfig } from '../config.ts';
import type { MetricsRegistry } from '../figures/metrics.ts';
import { showProcessFigures } from '../figures/process-figures.ts';
import type { ServerLimits } from '../server-limits.ts';
import { makeConnections, type Connections } from './connections.ts';
import { makeLaterApp, type Handlers } from './edge.ts';
import { startMetricsServer } from './metrics-server.ts';
import { networkOfPeer } from './network-key.ts';
import { startHttpServer } from './server.ts';

export type FrontDoor = {
  readonly port: number;
  /** Of the figures; null without them. */
  readonly metricsPort: number | null;
  readonly connections: Connections;
  /** From now on these answer. */
  become(handlers: Handlers): void;
  /** Takes no more requests, and resolves when the running ones ended. */
  close(): Promise<void>;
  closeFigures(): Promise<void>;
};

/** @throws (rejects) when a port is taken or not ours to open, with nothing left open */
export async function openFrontDoor(config: ServeConfig, limits: ServerLimits, metrics: MetricsRegistry): Promise<FrontDoor> {
  const connections = makeConnections({
    networkOf: (address) => networkOfPeer(address, config.proxies),
    perNetwork: limits['connections-per-network'],
    metrics,
  });
  const figures = config.metricsPort === null ? null : await startMetricsServer(metrics, config.metricsPort);
  const stopFigures = figures ? showProcessFigures(metrics) : () => undefined;
  const closeFigures = async (): Promise<void> => {
    stopFigures();
    await figures?.close();
  };
  const later = makeLaterApp();
  try {
    const http = await startHttpServer({
      ...later,
      opened: (socket) => connections.opened(socket),
      isTransfer,
      refused: (reason) => metrics.count('connections_refused', 1, reason),
      port: config.port,
      host: config.host,
      limits,
    });
    return {
      port: http.port,
      metricsPort: figures?.port ?? null,
      connections,
      become: (handlers) => later.become(handlers),
      close: () => http.close(),
      closeFigures,
    };
  } catch (error) {
    await closeFigures();
    throw error;
  }
}

/** A piece of a file may last as long as it moves: its handler watches. */
function isTransfer({ method, url }: IncomingMessage): boolean {
  return (method === 'PATCH' || method === 'POST') && (url?.startsWith(UPLOADS_PATH) === true || url?.startsWith(HAND_IN_PATH) === true);
}
