import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { PROOF_HOST_CERTIFICATE, PROOF_HOST_KEY } from './proof-host-tls.ts';

/** A web server over TLS on loopback that answers as a test tells it to. */
export interface ProofHost {
  readonly port: number;
  /** Every request so far. */
  readonly requests: IncomingMessage[];
  /** TCP connections so far. */
  connections(): number;
  answer(how: (request: IncomingMessage, response: ServerResponse) => void): void;
  close(): Promise<void>;
}

export async function startProofHost(): Promise<ProofHost> {
  let answer = (_request: IncomingMessage, response: ServerResponse): void => void response.writeHead(404).end();
  let connections = 0;
  const requests: IncomingMessage[] = [];
  const server = createServer({ key: PROOF_HOST_KEY, cert: PROOF_HOST_CERTIFICATE }, (request, response) => {
    requests.push(request);
    answer(request, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : 0,
    requests,
    connections: () => connections,
    answer: (how) => {
      answer = how;
    },
    close: async () => {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}
