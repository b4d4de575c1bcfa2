import type { FastifyRequest } from 'fastify';
import { LANGUAGES, type Language, THEMES, type Theme } from '../render/lang.ts';
import type { PageContext } from '../render/page-context.ts';
import type { AppDeps } from './app-deps.ts';

/** How a visitor wants pages shown. */
export interface Preferences {
  readonly lang: Language;
  readonly theme: Theme;
}

/** Headers beyond this length choose nothing. */
const MAX_HEADER = 1_024;

/**
 * What the address says (`?lang=`, `?theme=`), else what a cookie of the same name says, else the browser's languages in its
 * order (RFC 4647 section 3.4); English and the system's colours where nothing fits. Nothing sent here is ever refused.
 */
export function preferencesOf(request: FastifyRequest): Preferences {
  const { cookie, 'accept-language': accepted } = request.headers;
  const chosen = chosenBy(request.url);
  const cookies = cookiesOf(cookie ?? '');
  return {
    lang: chosen.lang ?? firstOf(LANGUAGES, [cookies.get('lang'), ...languagesOf(accepted ?? '')]) ?? 'en',
    theme: chosen.theme ?? firstOf(THEMES, [cookies.get('theme')]) ?? 'auto',
  };
}

const NOTHING_CHOSEN = { lang: undefined, theme: undefined };

/** What an address chooses, as far as it is something there is. */
export function chosenBy(url: string): { readonly lang: Language | undefined; readonly theme: Theme | undefined } {
  const start = url.indexOf('?');
  if (start === -1) return NOTHING_CHOSEN;
  const query = new URLSearchParams(url.slice(start + 1));
  return { lang: firstOf(LANGUAGES, [query.get('lang')]), theme: firstOf(THEMES, [query.get('theme')]) };
}

function firstOf<T extends string>(known: readonly T[], wanted: readonly (string | null | undefined)[]): T | undefined {
  for (const one of wanted) {
    const found = known.find((name) => name === one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function cookiesOf(header: string): ReadonlyMap<string, string> {
  if (header === '' || header.length > MAX_HEADER) return new Map();
  return new Map(
    header.split(';').map((pair): [string, string] => {
      const [name = '', value = ''] = pair.trim().split('=', 2);
      return [name, value];
    }),
  );
}

/** Primary subtags of `Accept-Language` (RFC 9110 section 12.5.4), the most wanted first. What is not wanted at all is left out. */
function languagesOf(header: string): readonly string[] {
  if (header === '' || header.length > MAX_HEADER) return [];
  return header
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((one) => /^\s*q=([01](?:\.[0-9]{0,3})?)$/.exec(one)?.[1]).find(Boolean);
      return { language: range.split('-', 1)[0] ?? '', weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ language }) => language);
}

/** What a page is told about where it stands and for whom. */
export const pageContext = (
  { config: { origin, mode } }: Pick<AppDeps, 'config'>,
  request: FastifyRequest,
): PageContext => ({
  origin,
  mode,
  ...preferencesOf(request),
});
