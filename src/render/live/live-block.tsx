import type { VNode } from 'preact';
import { FRESHNESS_LIMITS } from '../../core/freshness.ts';
import type { LiveDays } from '../../core/live/live-days.ts';
import type { LiveView } from '../../core/live/live-view.ts';
import { CMS_1 } from '../../core/methodology/cms-1.ts';
import { formatFixed, formatPercent, ZERO } from '../../core/rational.ts';
import { daysFrom } from '../../core/telemetry/day.ts';
import type { OrganisationView } from '../../core/views.ts';
import { Drawing } from '../drawing.tsx';
import type { Language } from '../lang.ts';
import { ageText, freshText, grouped, longDay } from '../organisation/local.ts';
import { ORGANISATION_WORDS } from '../organisation/words/in-every-language.ts';
import { formatShare, isoMoment, keepUnits, parseFigure } from '../words.ts';
import { coverageDays } from './coverage-days.ts';
import { dayAxis } from './day-axis.ts';
import { DayTable } from './day-table.tsx';
import { energiesOf } from './energies.ts';
import { LIVE_WORDS } from './live-words.ts';
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
  const standing = standingWords(organisation);
  const words = LIVE_WORDS[lang];
  return (
    <section class="block live-block screen-only" aria-labelledby="live">
      <h2 id="live">{ORGANISATION_WORDS[lang].sections.live}</h2>
      {standing !== undefined && (
        <p class="notice" lang="en">
          {standing}
        </p>
      )}
      {live === null ? (
        <p class="lead">{words.begun}</p>
      ) : (
        <LiveFigures organisation={organisation} live={live} lang={lang} />
      )}
      {live?.progress != null && <Progress progress={live.progress} lang={lang} />}
      {days !== null && <Drawings organisation={organisation} days={days} lang={lang} />}
      <p class="quiet fine">{thresholds(lang)}</p>
    </section>
  );
}

function thresholds(lang: Language): string {
  const { live, delayed, stale } = FRESHNESS_LIMITS;
  const { units } = ORGANISATION_WORDS[lang].verdict;
  const hours = `${delayed / 3600}${lang === 'ja' ? '' : ' '}${units.h}`;
  return LIVE_WORDS[lang].thresholds(ageText(live, lang), hours, ageText(stale, lang));
}

/** Per cent as published: one digit, half to even. */
const oneDigit = (percent: string): string => formatFixed(parseFigure(percent) ?? ZERO, 1);

interface LiveFiguresProps {
  readonly organisation: OrganisationView;
  readonly live: LiveView;
  readonly lang: Language;
}

function LiveFigures({ organisation, live, lang }: LiveFiguresProps): VNode {
  const { certificate, freshness } = organisation;
  const { surveillance_delta_points: delta, drift } = live;
  const words = LIVE_WORDS[lang];
  const covered = Math.min(live.telemetry_days, CMS_1.live.trailingDays.long);
  return (
    <dl class="live-figures">
      <Figure name={words.composite} percent={live.score.composite_percent}>
        {words.daysTo(live.window.days, longDay(live.window.to, lang))}
      </Figure>
      {certificate !== null && (
        <Figure name={words.certificate} percent={certificate.score.composite_percent}>
          {words.issued(longDay(certificate.valid_from, lang))}
        </Figure>
      )}
      <Fact
        name={words.newest}
        value={freshText(freshness, lang) ?? ORGANISATION_WORDS[lang].facts.notKept}
        note={freshness.at === null ? undefined : words.at(isoMoment(freshness.last_interval_end ?? freshness.at))}
      />
      <Fact
        name={words.coverage}
        value={words.ofIntervals(formatShare(live.telemetry_coverage))}
        note={words.days(covered)}
      />
      <Fact
        name={words.telemetryDays}
        value={grouped(live.telemetry_days, lang)}
        note={live.silent_days === 0 ? words.noneSilent : words.silentFor(words.days(live.silent_days))}
      />
      {drift !== undefined && drift.claimed !== null && (
        <Fact
          name={words.drift}
          value={words.driftVerdicts[drift.verdict]}
          note={keepUnits(words.claimedAndLive(drift.claimed, oneDigit(drift.recomputed)))}
        />
      )}
      {delta !== null && (
        <Fact
          name={words.surveillance}
          value={(delta.startsWith('-') ? words.below : words.above)(delta.replace('-', ''))}
        />
      )}
    </dl>
  );
}

function Figure({ name, percent, children }: { name: string; percent: string; children: string }): VNode {
  return (
    <div class="large">
      <dt>{name}</dt>
      <dd>
        {percent}
        <span class="unit">%</span>
      </dd>
      <dd class="quiet">{children}</dd>
    </div>
  );
}

function Fact({ name, value, note }: { name: string; value: string; note?: string | undefined }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
      {note !== undefined && <dd class="quiet">{note}</dd>}
    </div>
  );
}

interface DrawingsProps {
  readonly organisation: OrganisationView;
  readonly days: LiveDays;
  readonly lang: Language;
}

function Drawings({ organisation, days, lang }: DrawingsProps): VNode {
  const { tier, certificate } = organisation;
  const words = LIVE_WORDS[lang];
  const energies = energiesOf(days.sites);
  const threshold = tier === null ? null : { tier, percent: formatPercent(CMS_1.tiers[tier].composite, 0) };
  const trend = {
    from: days.trendFrom,
    to: days.to,
    points: days.trend,
    certified: certificate?.score.composite_percent ?? null,
    threshold,
    lang,
  };
  return (
    <>
      {days.trend.length > 0 && (
        <figure>
          <figcaption>{words.trendCaption}</figcaption>
          <Drawing class="chart" of={trendLine(trend)} />
        </figure>
      )}
      <div class="pair">
        <Coverage days={days} lang={lang} />
        <figure>
          <figcaption>{words.nobodysCaption}</figcaption>
          <Drawing class="chart" of={unattributedDays(energies, days.sitesFrom, days.to, lang)} />
        </figure>
      </div>
      <DayTable days={days} energies={energies} lang={lang} />
    </>
  );
}

function Coverage({ days, lang }: { days: LiveDays; lang: Language }): VNode {
  const { sites, sitesFrom: from, to } = days;
  const further = sites.length - SHOWN_SITES;
  const words = LIVE_WORDS[lang];
  return (
    <figure>
      <figcaption>{words.coverageCaption}</figcaption>
      <div class="calendar">
        {sites.slice(0, SHOWN_SITES).map(({ site_id, days: own }) => (
          <div key={site_id} class="calendar-row">
            <span class="site">{site_id}</span>
            <Drawing class="chart" of={coverageDays(site_id, own, from, to)} />
          </div>
        ))}
        <div class="calendar-row">
          <span class="site" />
          <Drawing class="chart" of={dayAxis(daysFrom(from, to), lang)} />
        </div>
      </div>
      {further > 0 && <p class="quiet">{words.notDrawn(further)}</p>}
    </figure>
  );
}
