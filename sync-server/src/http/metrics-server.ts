/**
 * `/metrics` for the operator's Prometheus: on a port of its own that only this machine can reach (O3).
 *
 * Not on the public port for callers from loopback: behind a reverse proxy everybody comes from loopback. The `Host` must
 * name this machine, so that no page in a browser here reads it through a name of its own (DNS rebinding).
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MetricsRegistry } from '../figures/metrics.ts';

export type MetricsServer = { readonly port: number; close(): Promise<void> };

const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;
const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8';

/** @throws (rejects) when the port is taken or not ours to open */
export async function startMetricsServer(registry: MetricsRegistry, port: number): Promise<MetricsServer> {
  const server = createServer(
    { headersTimeout: 5_000, requestTimeout: 5_000, keepAliveTimeout: 60_000, maxHeaderSize: 4096 },
    (request, answer) => {
      const asked = (request.method === 'GET' || request.method === 'HEAD') && request.url === '/metrics';
      const status = !LOOPBACK_HOST.test(request.headers.host ?? '') ? 403 : asked ? 200 : 404;
      answer.writeHead(status, { 'content-type': TEXT_FORMAT, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
      answer.end(status === 200 && request.method === 'GET' ? registry.text() : '');
    },
  );
  server.maxConnections = 20;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
