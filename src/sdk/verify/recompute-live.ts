import type { Hardware } from '../../core/documents/audit-parts.ts';
import { parseInventory } from '../../core/documents/inventory.ts';
import { capScore } from '../../core/live/cap-score.ts';
import { ledgerInForce } from '../../core/live/ledger.ts';
import { reduceDays, scopedRows } from '../../core/live/reduce-days.ts';
import { CMS_1, type Tier } from '../../core/methodology/cms-1.ts';
import type { HardwareReduction } from '../../core/methodology/hardware.ts';
import { renderScore } from '../../core/methodology/render-score.ts';
import { type Score, scoreReduction } from '../../core/methodology/score.ts';
import type { ScoreJson } from '../../core/methodology/score-json.ts';
import { decideTier } from '../../core/methodology/tiers.ts';
import { isBelow, ONE, ZERO } from '../../core/rational.ts';
import type { AccumulatorRow, OrganisationRow, SiteRow } from '../../core/telemetry/accumulator-row.ts';
import { addDays, countDays } from '../../core/telemetry/day.ts';
import type { Bundle } from './bundle.ts';
import type { Examination, ProvenLeaf } from './examination.ts';
import { readAccepted } from './grounds.ts';
import { type LiveRows, readLiveRows } from './live-rows.ts';
import type { Recomputed } from './recompute.ts';
import { type Answer, found } from './verdict.ts';

/** What a live certificate certifies, worked out from rows. */
export interface RecomputedLive {
  readonly score: ScoreJson;
  /** Tiers whose conditions hold, as far as rows and audit of the bundle show them. */
  readonly supports: (tier: Tier) => boolean;
  readonly days: number;
}

/** Scores the rows of the days the issuing leaf names, capped by the audit (statements section 6, "Live decision"). */
export async function recomputeLive(
  x: Examination,
  bundle: Bundle,
  { evaluated, decision }: Recomputed,
  issuing: ProvenLeaf,
  leaves: readonly ProvenLeaf[],
): Promise<Answer<RecomputedLive>> {
  const read = readLiveRows(bundle, issuing, leaves);
  if (read.word !== 'ok') return read;
  const hardware = ledgerInForce(await ledgerOf(x, bundle, issuing), evaluated.score);
  const figure = decisionFigure(read.value, evaluated.liveSites, evaluated.score, hardware);
  return found({
    score: renderScore(figure),
    days: countDays(read.value.from, read.value.to),
    supports: (tier) => {
      // How long telemetry ran, and what a year of it covered, other rows show: replay reads them.
      const { telemetryDays } = CMS_1.tiers[tier];
      const facts = { ...decision.facts, telemetryDays, telemetryCoverage: ONE, surveillanceDelta: ZERO };
      return decideTier(figure, facts, false).failing[tier].length === 0;
    },
  });
}

const isSiteRow = (row: AccumulatorRow): row is SiteRow => row.site !== null;
const isOrganisationRow = (row: AccumulatorRow): row is OrganisationRow => row.site === null;

/** The lower of the last 56 days and, where there are more, all of them. */
function decisionFigure(
  { from, to, rows }: LiveRows,
  sites: Recomputed['evaluated']['liveSites'],
  audit: Score,
  hardware: HardwareReduction,
): Score {
  const scoped = scopedRows(sites, rows.filter(isSiteRow), rows.filter(isOrganisationRow));
  const scored = (first: string): Score =>
    capScore(scoreReduction(reduceDays(scoped, { from: first, to }, hardware)).score, audit);
  const trailing = addDays(to, 1 - CMS_1.live.trailingDays.short);
  const short = scored(trailing > from ? trailing : from);
  const long = trailing > from ? scored(from) : short;
  return isBelow(long.pow4, short.pow4) ? long : short;
}

/** The newest hardware ledger the holder had stated; null while none was. */
async function ledgerOf(x: Examination, { statements }: Bundle, issuing: ProvenLeaf): Promise<Hardware | null> {
  let newest: { readonly index: number; readonly hardware: Hardware } | undefined;
  for (const { digest } of statements.filter(({ typ }) => typ === 'cms-inventory+jwt')) {
    const stated = await readAccepted(x, digest, 'cms-inventory+jwt', parseInventory);
    if (stated.word !== 'ok' || stated.value.iss !== issuing.leaf['org']) continue;
    const { document, proven } = stated.value;
    const isNewer = proven.index < issuing.index && proven.index > (newest?.index ?? -1);
    if (isNewer && document.hardware !== null) newest = { index: proven.index, hardware: document.hardware };
  }
  return newest?.hardware ?? null;
}
