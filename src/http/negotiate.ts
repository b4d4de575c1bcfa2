interface Range {
  readonly type: string;
  readonly quality: number;
}

/**
 * The offered media type an `Accept` header (RFC 9110 section 12.5.1) likes best; ties go to the earlier offer, and a header
 * that accepts none of them gets the first, for an answer one did not ask for is better than none.
 *
 * @param accept the header as sent; absent means anything
 * @param offers media types without parameters, the default first
 */
export function negotiate<const Offers extends readonly [string, ...string[]]>(
  accept: string | undefined,
  offers: Offers,
): Offers[number] {
  if (accept === undefined || accept === '') return offers[0];
  const ranges = accept.slice(0, MAX_ACCEPT).split(',').map(parseRange);
  let best: Offers[number] = offers[0];
  let bestQuality = 0;
  for (const offer of offers) {
    const quality = qualityOf(offer, ranges);
    if (quality > bestQuality) [best, bestQuality] = [offer, quality];
  }
  return best;
}

/** Longer headers are read only this far. */
const MAX_ACCEPT = 1000;

function parseRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const quality = weight === undefined ? 1 : Number(weight);
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

/** The most specific range that fits decides. */
function qualityOf(offer: string, ranges: readonly Range[]): number {
  const [main = ''] = offer.split('/');
  for (const type of [offer, `${main}/*`, '*/*']) {
    const range = ranges.find((one) => one.type === type);
    if (range !== undefined) return range.quality;
  }
  return 0;
}

/** Whether a client takes gzip (RFC 9110 section 12.5.3): named, and not with weight zero. */
export const takesGzip = (accepted: unknown): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(String(accepted ?? ''));
