import { type Static, Type } from 'typebox';
import { closed, oneOf } from '../../core/documents/schema.ts';
import { normaliseDomain } from '../../core/domain-name.ts';
import { isPartyId } from '../../core/ids.ts';
import type { BadgeInput } from '../../render/badge/badge-model.ts';
import { BADGE_THEMES } from '../../render/badge/badge-paint.ts';
import { BADGE_STYLES } from '../../render/badge/badge-svg.ts';
import { BADGE_LANGUAGES } from '../../render/badge/badge-words.ts';
import type { Scale } from '../raster.ts';

const chosen = {
  style: Type.Optional(oneOf(...BADGE_STYLES)),
  theme: Type.Optional(oneOf(...BADGE_THEMES)),
  lang: Type.Optional(oneOf(...BADGE_LANGUAGES)),
};
/** How a badge is drawn. */
export const badgeOptions = closed(chosen);
/** The same of pixels. */
export const pixelOptions = closed({
  ...chosen,
  scale: Type.Optional(Type.Integer({ minimum: 1, maximum: 2, description: 'device pixels per pixel, 1 or 2' })),
});
export type BadgeChoice = Static<typeof pixelOptions>;

/** Who is asked for. Null: by a text that can name nobody. */
export type Wanted = { readonly party: string } | { readonly domain: string } | null;

/** Any text that a path parameter may have: what names nobody has its picture too. */
export const ANY = '[^]{0,255}';

/** Ends a name where a picture is asked for at a scale, as in `acme@2x.png`. */
const AT_SCALE = /@([12])x$/;

/** A name without its scale, and the scale: that of the name before that of the query. */
export function atScale(name: string, scale: number | undefined): { readonly name: string; readonly scale: Scale } {
  const named = AT_SCALE.exec(name)?.[1];
  return { name: name.replace(AT_SCALE, ''), scale: (named ?? scale?.toString()) === '2' ? 2 : 1 };
}

export const wantedParty = (party: string): Wanted => (isPartyId(party) ? { party } : null);

export function wantedDomain(text: string): Wanted {
  const domain = normaliseDomain(text);
  return domain === undefined ? null : { domain };
}

/** What the badge calls its holder: a domain as look-ups match it, without one leading `www.`. */
export function shownName(wanted: Wanted): BadgeInput['query'] {
  if (wanted === null) return {};
  return 'domain' in wanted ? { domain: wanted.domain.replace(/^www\./, '') } : wanted;
}
