import { fromMicro, parseMicro } from '../core/decimal.ts';
import { meanAt, middleFigures } from '../core/medians.ts';
import { TIER_NAMES } from '../core/methodology/cms-1.ts';
import { add, formatPercent, formatRational, parseRational, type Rational, sub, ZERO } from '../core/rational.ts';
import {
  type CertificateChange,
  type EnergySeen,
  type Medians,
  type StatisticsMonth,
  type StatisticsView,
  TREND_DAYS,
} from '../core/statistics-view.ts';
import { addDays, dayOf } from '../core/telemetry/day.ts';
import type { ListingQuery, Position } from '../core/views.ts';
import { freshnessClock } from './overlay-freshness.ts';
import type { Ranked } from './ports/statistics.ts';
import type { Deps, Stores } from './ports.ts';

/** What the listing shows to whoever asks for nothing: everybody certified. */
const CERTIFIED: ListingQuery = { tier: [], state: ['active', 'watch'], sort: '-composite', limit: 1 };

/**
 * The register in numbers as of a position: the listing's own facets, so that the two never differ, and what led there.
 *
 * @param at `?at=` as it was asked: of a time that is named no freshness is kept
 */
export async function readStatistics(deps: Deps, at: string | undefined, position: Position): Promise<StatisticsView> {
  const now = freshnessClock(deps, at);
  return deps.ledger.read(async (tx) => {
    const { tier, state, assurance, country, sector, live, composites } = await tx.listing.facets(
      CERTIFIED,
      position.seq,
      now,
    );
    return {
      organisations: await tx.statistics.listed(position.seq),
      certified: tier.reduce((sum, { count }) => sum + count, 0),
      tiers: tier,
      states: state,
      assurance,
      countries: country,
      sectors: sector,
      live,
      composites,
      medians: await readMedians(tx, position),
      energy: await readEnergy(tx, position),
      months: await readMonths(tx, position),
    };
  });
}

async function readMedians(tx: Stores, { seq }: Position): Promise<Medians | null> {
  const figures = await tx.statistics.figures(seq);
  if (figures.length === 0) return null;
  const median = async (of: Ranked): Promise<string> => {
    const { percents, below, places } = middleFigures(figures.filter((figure) => figure.of === of));
    const values = (await tx.statistics.exact(of, percents, seq)).map(of === 'composite' ? decimal : fraction);
    const mean = meanAt(
      values,
      places.map((place) => place - below),
    );
    return formatPercent(mean ?? ZERO);
  };
  return {
    composite: await median('composite'),
    efficiency: await median('efficiency'),
    timing: await median('timing'),
    data_diet: await median('data_diet'),
    circularity: await median('circularity'),
  };
}

function decimal(text: string): Rational {
  const value = parseMicro(text);
  if (value === undefined) throw new Error(`published composite is none: ${text}`);
  return fromMicro(value);
}

function fraction(text: string): Rational {
  const value = parseRational(text);
  if (value === undefined) throw new Error(`published share is none: ${text}`);
  return value;
}

/** What the newest evaluations of the last days saw; who fell silent longer ago is left out. */
async function readEnergy(tx: Stores, { seq, as_of }: Position): Promise<EnergySeen | null> {
  const rows = await tx.statistics.energy(addDays(dayOf(new Date(as_of)), -TREND_DAYS), seq);
  if (rows.length === 0) return null;
  const all = rows.map((row) => fraction(row.all)).reduce(add);
  const attributed = rows.map((row) => fraction(row.attributed)).reduce(add);
  return {
    organisations: rows.length,
    it_kwh: formatRational(all),
    unattributed_kwh: formatRational(sub(all, attributed)),
  };
}

async function readMonths(tx: Stores, position: Position): Promise<StatisticsMonth[]> {
  const first = await tx.log.at(0);
  if (first === undefined) return [];
  const months = monthsFrom(first.at.toISOString().slice(0, 7), position.as_of.slice(0, 7));
  const sizes = await tx.logOverview.sizesAt(months.map((month) => new Date(`${nextMonth(month)}-01T00:00:00Z`)));
  const ends = sizes.map((size) => Math.min(size - 1, position.seq));
  const [changes, growth] = [await tx.statistics.changes(position.seq), await tx.statistics.growth(ends)];
  return months.map((month, step) => {
    const ofMonth = changes.filter((one) => one.month === month);
    const held = TIER_NAMES.map((tier) => ({
      value: tier,
      count: growth.filter((one) => one.tier === tier && one.step <= step).reduce((sum, { by }) => sum + by, 0),
    }));
    return { month, changes: changesOf(ofMonth), certified: held.filter(({ count }) => count > 0) };
  });
}

function changesOf(leaves: readonly { readonly type: string; readonly count: number }[]): StatisticsMonth['changes'] {
  const of = (name: CertificateChange): number => leaves.find(({ type }) => type === `certificate.${name}`)?.count ?? 0;
  return {
    issued: of('issued'),
    watch: of('watch'),
    suspended: of('suspended'),
    reinstated: of('reinstated'),
    superseded: of('superseded'),
    withdrawn: of('withdrawn'),
    expired: of('expired'),
  };
}

const nextMonth = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
};

function monthsFrom(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = nextMonth(month)) months.push(month);
  return months;
}
