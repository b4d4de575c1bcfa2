import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Standing } from './agent.ts';
import type { Metrics } from './metrics.ts';
import { ConfigFault } from './yaml-file.ts';

export interface Served {
  readonly metrics: Metrics;
  readonly standing: () => Standing;
  /** Whether the agent still turns. */
  readonly isAlive: () => boolean;
}

/** Serves `/metrics` and `/healthz` (200, or 503 where the agent stands still). @throws ConfigFault where the port is taken */
export async function serveStanding(
  { host, port }: { readonly host: string; readonly port: number },
  served: Served,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(request.url ?? '', request.method ?? '', served, response).catch(() => response.destroy());
  });
  await listen(server, host, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new ConfigFault(`cannot listen on ${host}:${port}: ${error.message}`)));
    server.listen(port, host, resolve);
  });

async function answer(url: string, method: string, served: Served, response: ServerResponse): Promise<void> {
  const path = url.split('?')[0];
  if (method !== 'GET' && method !== 'HEAD') return reply(response, 405, 'text/plain', 'GET only\n');
  if (path === '/metrics') return reply(response, 200, served.metrics.contentType, await served.metrics.text());
  if (path !== '/healthz') return reply(response, 404, 'text/plain', '/metrics and /healthz\n');
  const { acceptedTo, waiting, refused, lagSeconds } = served.standing();
  const alive = served.isAlive();
  const body = {
    status: alive ? 'ok' : 'stuck',
    accepted_to: acceptedTo?.toISOString() ?? null,
    waiting,
    refused,
    lag_seconds: lagSeconds,
  };
  return reply(response, alive ? 200 : 503, 'application/json', `${JSON.stringify(body)}\n`);
}

function reply(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}
