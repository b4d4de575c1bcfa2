import type { VNode } from 'preact';
import { FRESHNESS_LIMITS } from '../../core/freshness.ts';
import type { LiveDays } from '../../core/live/live-days.ts';
import type { LiveView } from '../../core/live/live-view.ts';
import type { ClaimCheck } from '../../core/methodology/claim.ts';
import { CMS_1 } from '../../core/methodology/cms-1.ts';
import { formatFixed, formatPercent, ZERO } from '../../core/rational.ts';
import { daysFrom } from '../../core/telemetry/day.ts';
import type { OrganisationView } from '../../core/views.ts';
import { ageWords } from '../age-words.ts';
import { Drawing } from '../drawing.tsx';
import type { Language } from '../lang.ts';
import { LiveWord } from '../live-word.tsx';
import { ORGANISATION_WORDS } from '../organisation/words/organisation-words.ts';
import { capitalise, count, formatDay, formatShare, groupDigits, isoMoment, keepUnits, parseFigure } from '../words.ts';
import { coverageDays } from './coverage-days.ts';
import { dayAxis } from './day-axis.ts';
import { DayTable } from './day-table.tsx';
import { energiesOf } from './energies.ts';
import { Progress } from './progress.tsx';
import { standingWords } from './standing-words.ts';
import { trendLine } from './trend-line.ts';
import { unattributedDays } from './unattributed-days.ts';

/** Sites that are drawn; an organisation with more has them all in its telemetry's rows. */
const SHOWN_SITES = 12;

interface LiveBlockProps {
  readonly organisation: OrganisationView;
  readonly days: LiveDays | null;
  readonly lang: Language;
}

/** What telemetry shows, beside what the certificate says; nothing where there never was any. */
export function LiveBlock({ organisation, days, lang }: LiveBlockProps): VNode | null {
  const { live_evaluation: live, freshness } = organisation;
  if (live === null && days === null && freshness.live === 'none') return null;
  const words = standingWords(organisation);
  return (
    <section class="block live-block screen-only" aria-labelledby="live">
      <h2 id="live">{ORGANISATION_WORDS[lang].sections.live}</h2>
      {words !== undefined && (
        <p class="notice" lang="en">
          {words}
        </p>
      )}
      <div class="live-body" lang="en">
        {live === null ? <NotEvaluated /> : <LiveFigures organisation={organisation} live={live} />}
        {live?.progress != null && <Progress progress={live.progress} />}
        {days !== null && <Drawings organisation={organisation} days={days} />}
        <p class="quiet fine">{THRESHOLDS}</p>
      </div>
    </section>
  );
}

const NotEvaluated = (): VNode => (
  <p class="lead">
    Telemetry has begun. The first figures come with the daily evaluation, at half past midnight UTC for the day that
    closed.
  </p>
);

const { live: L, delayed: D, stale: S } = FRESHNESS_LIMITS;
const THRESHOLDS =
  `Freshness is the age of the newest interval: live up to ${ageWords(L)}, delayed up to ${D / 3600} h, stale up to ` +
  `${ageWords(S)}, then silent.`;

/** The tolerances of claims (methodology 3), held against what telemetry shows. */
const DRIFT_WORDS: Readonly<Record<ClaimCheck['verdict'], string>> = {
  none: 'nothing claimed',
  confirmed: `within ${formatFixed(CMS_1.claim.confirmed, 1)} points`,
  restated: 'within tolerance',
  held: 'beyond tolerance',
};

/** Per cent as published: one digit, half to even. */
const oneDigit = (percent: string): string => formatFixed(parseFigure(percent) ?? ZERO, 1);

function LiveFigures({ organisation, live }: { organisation: OrganisationView; live: LiveView }): VNode {
  const { certificate, freshness } = organisation;
  const { surveillance_delta_points: delta, drift } = live;
  return (
    <dl class="live-figures">
      <div class="large">
        <dt>Live composite</dt>
        <dd>
          {live.score.composite_percent}
          <span class="unit">%</span>
        </dd>
        <dd class="quiet">
          {count(live.window.days, 'day')} to {formatDay(live.window.to)}
        </dd>
      </div>
      {certificate !== null && (
        <div class="large">
          <dt>Certificate</dt>
          <dd>
            {certificate.score.composite_percent}
            <span class="unit">%</span>
          </dd>
          <dd class="quiet">at its issue, {formatDay(certificate.valid_from)}</dd>
        </div>
      )}
      <div>
        <dt>Newest interval</dt>
        <dd>
          <LiveWord freshness={freshness} />
        </dd>
        {freshness.at !== null && <dd class="quiet">at {isoMoment(freshness.at)}</dd>}
      </div>
      <div>
        <dt>Coverage</dt>
        <dd>{formatShare(live.telemetry_coverage)} % of intervals</dd>
        <dd class="quiet">over {count(Math.min(live.telemetry_days, CMS_1.live.trailingDays.long), 'day')}</dd>
      </div>
      <div>
        <dt>Telemetry days</dt>
        <dd>{groupDigits(live.telemetry_days)}</dd>
        <dd class="quiet">
          {live.silent_days === 0 ? 'none of the last days silent' : `silent for ${count(live.silent_days, 'day')}`}
        </dd>
      </div>
      {drift !== undefined && drift.claimed !== null && (
        <div>
          <dt>Drift from the audit’s claim</dt>
          <dd>{DRIFT_WORDS[drift.verdict]}</dd>
          <dd class="quiet">{keepUnits(`${drift.claimed} % claimed, ${oneDigit(drift.recomputed)} % live`)}</dd>
        </div>
      )}
      {delta !== null && (
        <div>
          <dt>Surveillance audit</dt>
          <dd>
            {delta.replace('-', '')} points {delta.startsWith('-') ? 'below' : 'above'} live
          </dd>
        </div>
      )}
    </dl>
  );
}

function Drawings({ organisation, days }: { organisation: OrganisationView; days: LiveDays }): VNode {
  const { tier, certificate } = organisation;
  const energies = energiesOf(days.sites);
  const threshold = tier === null ? null : { tier, percent: formatPercent(CMS_1.tiers[tier].composite, 0) };
  const trend = {
    from: days.trendFrom,
    to: days.to,
    points: days.trend,
    certified: certificate?.score.composite_percent ?? null,
    threshold,
  };
  return (
    <>
      {days.trend.length > 0 && (
        <figure>
          <figcaption>Live composite by day, per cent, against the certificate</figcaption>
          <Drawing class="chart" of={trendLine(trend)} />
        </figure>
      )}
      <div class="pair">
        <Coverage days={days} />
        <figure>
          <figcaption>IT energy that belonged to nobody, by day</figcaption>
          <Drawing class="chart" of={unattributedDays(energies, days.sitesFrom, days.to)} />
        </figure>
      </div>
      <DayTable days={days} energies={energies} />
    </>
  );
}

function Coverage({ days }: { days: LiveDays }): VNode {
  const { sites, sitesFrom: from, to } = days;
  const further = sites.length - SHOWN_SITES;
  return (
    <figure>
      <figcaption>Intervals received, by site and day: a full bar is a whole day</figcaption>
      <div class="calendar">
        {sites.slice(0, SHOWN_SITES).map(({ site_id, days: own }) => (
          <div key={site_id} class="calendar-row">
            <span class="site">{site_id}</span>
            <Drawing class="chart" of={coverageDays(site_id, own, from, to)} />
          </div>
        ))}
        <div class="calendar-row">
          <span class="site" />
          <Drawing class="chart" of={dayAxis(daysFrom(from, to))} />
        </div>
      </div>
      {further > 0 && <p class="quiet">{capitalise(`${count(further, 'further site')} not drawn.`)}</p>}
    </figure>
  );
}
