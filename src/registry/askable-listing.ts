import { parseMicro } from '../core/decimal.ts';
import { assertThat } from '../core/errors.ts';
import type { ListingQuery } from '../core/views.ts';

/** What no schema says of a listing query. @throws RegistryError request_invalid */
export function assertAskable({ q, country, sector, minComposite }: ListingQuery): void {
  const words = [q, country, sector].filter((word) => word !== undefined);
  assertThat(!words.some((word) => word.includes('\u0000')), 'request_invalid', 'no text contains U+0000');
  const isDecimal = minComposite === undefined || parseMicro(minComposite) !== undefined;
  assertThat(isDecimal, 'request_invalid', 'min_composite is a per cent figure such as "75" or "74.5"');
}
