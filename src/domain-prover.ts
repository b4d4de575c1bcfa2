import { Resolver } from 'node:dns/promises';
import { isNormalDomain } from './core/domain-name.ts';
import type { JsonObject, JsonValue } from './core/json-value.ts';
import { isPublicAddress } from './domain-prover/addresses.ts';
import type { AllowedHost } from './domain-prover/allowed-hosts.ts';
import type { Claim } from './domain-prover/claim.ts';
import { codeOf, failureWords } from './domain-prover/failure-words.ts';
import { type Endpoint, get, isRedirect, type WebAnswer } from './domain-prover/get.ts';
import { txtFault } from './domain-prover/txt-record.ts';
import { answerFault, WELL_KNOWN_PATH } from './domain-prover/well-known.ts';
import { failed, passed, type Verdict } from './log/checkpoint.ts';
import type { DomainProver } from './registry/ports.ts';

export interface NetworkProverOptions {
  /** The registry's origin, which proofs name. */
  readonly origin: string;
  /** Hosts that may have addresses which are not public. Default: none. */
  readonly allow?: readonly AllowedHost[];
  /** Name servers in place of the system's, `address:port`. */
  readonly servers?: readonly string[];
  /** Authorities in place of the usual ones, PEM. */
  readonly ca?: string;
  /** Default 443. */
  readonly port?: number;
  /** Everything about one domain is asked within this time. Default 5 s (statements section 4). */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 5_000;
const MAX_REDIRECTS = 3;
/** A name server that is silent is asked twice before the deadline. */
const QUERY = { timeout: 2_000, tries: 2 };

/** One question put to a domain: why the answer proves nothing, if so, and the answer itself. */
interface Asked {
  readonly fault: string | undefined;
  readonly raw: JsonValue;
}

/** What one check asks with. */
interface Asking {
  readonly domain: string;
  readonly claim: Claim;
  readonly resolver: Resolver;
  readonly signal: AbortSignal;
  readonly options: NetworkProverOptions;
}

/**
 * Asks a domain's DNS and its web server at once; either proves. Both are hostile until they do: whatever they answer, the
 * outcome is a value with a reason in plain words.
 */
export function networkProver(options: NetworkProverOptions): DomainProver {
  return {
    prove: async (domain, party, kids) => {
      // The name is a DNS name, so it is resolved here and nowhere else: no spelling of an IP address gets this far.
      if (!isNormalDomain(domain)) return { method: null, reason: 'not a domain name' };
      const end = new AbortController();
      const timer = setTimeout(() => end.abort(), options.deadlineMs ?? DEADLINE_MS);
      const resolver = new Resolver(QUERY);
      if (options.servers !== undefined) resolver.setServers(options.servers);
      end.signal.addEventListener('abort', () => resolver.cancel());
      const claim = { origin: options.origin, party, kids };
      try {
        return await ask({ domain, claim, resolver, signal: end.signal, options });
      } finally {
        clearTimeout(timer);
        end.abort();
      }
    },
  };
}

async function ask(asking: Asking): ReturnType<DomainProver['prove']> {
  const { domain } = asking;
  const web = askWeb(asking);
  const dns = await askDns(asking);
  if (dns.fault === undefined) return { method: 'dns', raw: JSON.stringify({ dns: dns.raw }) };
  const { fault, raw: well_known } = await web;
  const raw = JSON.stringify({ dns: dns.raw, well_known });
  if (fault === undefined) return { method: 'well-known', raw };
  const reason = `TXT at ${txtName(domain)}: ${dns.fault}; https://${domain}${WELL_KNOWN_PATH}: ${fault}`;
  return { method: null, reason, raw };
}

const txtName = (domain: string): string => `_carbon-mirror.${domain}`;

async function askDns({ domain, claim, resolver }: Asking): Promise<Asked> {
  try {
    const records = await resolver.resolveTxt(txtName(domain));
    return { fault: txtFault(records, claim), raw: { records } };
  } catch (error) {
    return { fault: failureWords(error), raw: { error: codeOf(error) } };
  }
}

/** One resolution, then every request to that one address: a name that changes its mind in between moves nothing. */
async function askWeb(asking: Asking): Promise<Asked> {
  const answers: JsonObject[] = [];
  try {
    const endpoint = await resolve(asking);
    if (!endpoint.ok) return { fault: endpoint.reason, raw: { answers } };
    const fault = await follow(asking, endpoint.value, answers);
    return { fault, raw: { address: endpoint.value.address, answers } };
  } catch (error) {
    return { fault: failureWords(error), raw: { error: codeOf(error), answers } };
  }
}

async function resolve({ domain, resolver, options }: Asking): Promise<Verdict<Endpoint>> {
  const allowed = options.allow?.find(({ host }) => host === domain);
  if (allowed?.endpoint !== undefined) return passed(allowed.endpoint);
  const found = await Promise.allSettled([resolver.resolve4(domain), resolver.resolve6(domain)]);
  const addresses = found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  const [address] = addresses;
  if (address === undefined) {
    const [failure] = found.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    return failed(`the host has no address: ${failureWords(failure)}`);
  }
  if (allowed === undefined && !addresses.every(isPublicAddress))
    return failed('the host has an address that is not public');
  return passed({ address, port: options.port ?? 443 });
}

async function follow(asking: Asking, endpoint: Endpoint, answers: JsonObject[]): Promise<string | undefined> {
  const { domain, claim, signal, options } = asking;
  const agent = `carbon-mirror-registry (+${options.origin})`;
  const terms = { signal, agent, ...(options.ca === undefined ? {} : { ca: options.ca }) };
  let url = new URL(`https://${domain}${WELL_KNOWN_PATH}`);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const answer = await get(url, endpoint, terms);
    answers.push(rawAnswer(url, answer));
    if (!isRedirect(answer)) return answerFault(answer, claim);
    const next = sameHost(url, answer.location);
    if (next === undefined) return 'it redirects to another host';
    url = next;
  }
  return `it redirects more than ${MAX_REDIRECTS} times`;
}

/** The target of a redirect, if it is https on the same host and the usual port. */
function sameHost(from: URL, location: string | undefined): URL | undefined {
  if (location === undefined || !URL.canParse(location, from)) return undefined;
  const to = new URL(location, from);
  return to.origin === from.origin && to.username === '' && to.password === '' ? to : undefined;
}

const rawAnswer = (url: URL, { status, location, encoding, body, isCut }: WebAnswer): JsonObject => ({
  url: url.href,
  status,
  ...(location === undefined ? {} : { location }),
  encoding,
  body: body.toString('base64'),
  is_cut: isCut,
});
