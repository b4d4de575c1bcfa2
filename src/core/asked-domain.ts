import { normaliseDomain } from './domain-name.ts';

/**
 * The domain a visitor means: scheme, path, port, final dot and one leading `www.` do not count (api, `GET /v1/lookup`).
 * undefined where the text names no host.
 */
export function askedDomain(text: string): string | undefined {
  const address = text.trim();
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(url)) return undefined;
  return normaliseDomain(new URL(url).hostname.replace(/\.$/, '').replace(/^www\./, ''));
}
