import { isIP } from 'node:net';
import { isNormalDomain } from '../core/domain-name.ts';
import type { Endpoint } from './get.ts';

/** A host the operator lets have addresses that are not public. */
export interface AllowedHost {
  readonly host: string;
  /** Where it is, in place of what the DNS says. */
  readonly endpoint: Endpoint | undefined;
}

const ENTRY = /^([^=]+)(?:=(\[[^[\]]+\]|[^:[\]]+):([1-9][0-9]{0,4}))?$/;

/** Reads `host` and `host=address:port`, with commas between and IPv6 in brackets. `undefined` where any of it is malformed. */
export function parseAllowedHosts(text: string): readonly AllowedHost[] | undefined {
  const hosts = text.split(',').map(parseEntry);
  return hosts.every((host) => host !== undefined) ? hosts : undefined;
}

function parseEntry(text: string): AllowedHost | undefined {
  const [, host, address, port] = ENTRY.exec(text) ?? [];
  if (host === undefined || !isNormalDomain(host)) return undefined;
  if (address === undefined) return { host, endpoint: undefined };
  const endpoint = { address: address.replace(/^\[|\]$/g, ''), port: Number(port) };
  return isIP(endpoint.address) !== 0 && endpoint.port <= 65_535 ? { host, endpoint } : undefined;
}
