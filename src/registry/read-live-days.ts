import type { LiveDays, SiteDay } from '../core/live/live-days.ts';
import { floor, formatRational } from '../core/rational.ts';
import type { SiteRow } from '../core/telemetry/accumulator-row.ts';
import { addDays, dayOf } from '../core/telemetry/day.ts';
import type { Position } from '../core/views.ts';
import type { Deps, Stores } from './ports.ts';
import { requireListed } from './read-organisation.ts';

/** Days of the live composite that are drawn, and days of each site. */
const TREND_DAYS = 90;
const SITE_DAYS = 56;

/** What an organisation's page draws of its telemetry, as of a position; null where nothing was closed. @throws RegistryError not_found */
export function readLiveDays(deps: Deps, id: string, position: Position): Promise<LiveDays | null> {
  return deps.ledger.read(async (tx) => {
    const { entry, party } = await requireListed(tx, id, position);
    const to = await lastClosedDay(tx, position);
    if (to === undefined) return null;
    const trendFrom = addDays(to, 1 - TREND_DAYS);
    const sitesFrom = addDays(to, 1 - SITE_DAYS);
    const evaluated = await tx.live.between(party.partyId, trendFrom, to);
    const trend = evaluated.flatMap(({ day, seq, view }) =>
      view === null || seq > position.seq ? [] : [{ day, composite_percent: view.score.composite_percent }],
    );
    const rows = await tx.accumulators.newest(party.partyId, sitesFrom, to, position.seq);
    const siteRows = rows.map(({ row }) => row).filter((row): row is SiteRow => row.site !== null);
    if (trend.length === 0 && siteRows.length === 0) return null;
    const scope = trend.length === 0 ? [] : (entry.view.scope?.sites ?? []);
    return { to, trendFrom, sitesFrom, trend, sites: sitesOf(siteRows, scope) };
  });
}

/** The newest day whose leaf is not after the position, of those that could be drawn. */
async function lastClosedDay(tx: Stores, { seq, as_of }: Position): Promise<string | undefined> {
  const leaves = await tx.accumulators.dayLeaves(addDays(dayOf(new Date(as_of)), -TREND_DAYS));
  return leaves.findLast((leaf) => leaf.seq <= seq)?.day;
}

function sitesOf(rows: readonly SiteRow[], scope: readonly string[]): LiveDays['sites'] {
  const ids = [...new Set([...scope, ...rows.map((row) => row.site)])].sort();
  return ids.map((site_id) => ({ site_id, days: rows.filter((row) => row.site === site_id).map(dayOfRow) }));
}

const dayOfRow = ({ day, sums }: SiteRow): SiteDay => ({
  day,
  valid: Number(floor(sums.intervals_valid)),
  expected: Number(floor(sums.intervals_expected)),
  it: formatRational(sums.it),
  unattributed: formatRational(sums.unattributed),
});
