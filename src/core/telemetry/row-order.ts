import type { AccumulatorRow } from './accumulator-row.ts';

/** What tells a row from others, whatever its version. */
export type RowName = Pick<AccumulatorRow, 'org' | 'site' | 'day'>;

const bytewise = (a: string, b: string): number => Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));

/** Root order of rows (log, "Leaves"): organisation, site with null first, day; bytewise. 0 for versions of one row. */
export function compareRowNames(a: RowName, b: RowName): number {
  const bySite = a.site === null || b.site === null ? Number(b.site === null) - Number(a.site === null) : 0;
  return (
    bytewise(a.org, b.org) ||
    (a.site === null || b.site === null ? bySite : bytewise(a.site, b.site)) ||
    bytewise(a.day, b.day)
  );
}

/** One text for each site and day of an organisation. */
export const rowKey = ({ site, day }: Pick<RowName, 'site' | 'day'>): string => JSON.stringify([site, day]);
