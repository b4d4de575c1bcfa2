import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { isKid, isPartyId } from '../../src/core/ids.ts';
import { type NetworkProverOptions, networkProver } from '../../src/domain-prover.ts';
import { type NameServer, type Reply, startNameServer } from './name-server.ts';
import { type ProofHost, startProofHost } from './proof-host.ts';
import { PROOF_HOST, PROOF_HOST_CERTIFICATE } from './proof-host-tls.ts';

export const ORIGIN = 'https://registry.example';
export const PARTY = 'acme';
export const KID = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';
/** What proves, as a TXT record and as a document. */
export const PROOF = `cms-party=${PARTY}; kid=${KID}; registry=${ORIGIN}`;
export const DOCUMENT = { registry: ORIGIN, party: PARTY, keys: [KID] };

/** The servers a prover is pointed at in the tests of one file: fresh behaviour before each test, closed after the last. */
export function useBench() {
  let names: NameServer;
  let host: ProofHost;
  beforeAll(async () => {
    [names, host] = await Promise.all([startNameServer(), startProofHost()]);
  });
  beforeEach(() => {
    names.zone.clear();
    names.asked.clear();
    host.requests.length = 0;
    host.answer((_request, response) => void response.writeHead(404).end());
  });
  afterAll(() => Promise.all([names.close(), host.close()]));
  return {
    get names() {
      return names;
    },
    get host() {
      return host;
    },
    /** One check. The host is on loopback, which is allowed unless `options` say otherwise. */
    prove: async (options: Partial<NetworkProverOptions> = {}, domain = PROOF_HOST) => {
      if (!isPartyId(PARTY) || !isKid(KID)) throw new Error('not ids');
      const prover = networkProver({
        origin: ORIGIN,
        servers: [names.address],
        ca: PROOF_HOST_CERTIFICATE,
        port: host.port,
        allow: [{ host: PROOF_HOST, endpoint: { address: '127.0.0.1', port: host.port } }],
        ...options,
      });
      return prover.prove(domain, PARTY, [KID]);
    },
    says: (key: string, reply: Reply) => void names.zone.set(key, () => reply),
    serves: (body: unknown, headers: Record<string, string> = {}) =>
      host.answer((_request, response) => {
        response.writeHead(200, headers).end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
      }),
  };
}

export const unproved = (reason: string) => ({ method: null, reason: expect.stringContaining(reason) });
