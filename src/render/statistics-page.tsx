import type { VNode } from 'preact';
import { LIVE_STATES } from '../core/freshness.ts';
import { MIRROR_IDS, TIER_NAMES } from '../core/methodology/cms-1.ts';
import { div, formatPercent, parseRational, ZERO } from '../core/rational.ts';
import type { EnergySeen, Medians as MedianFigures, StatisticsView } from '../core/statistics-view.ts';
import type { ListingQuery, Position } from '../core/views.ts';
import { dayIn } from './intl.ts';
import { renderPage } from './layout.tsx';
import { countryName, grouped } from './listing/in-language.ts';
import { Distribution, TravelBanner } from './listing/listing-hero.tsx';
import { listingHref, type QueryChanges, sameTime } from './listing/listing-links.ts';
import { LISTING_WORDS } from './listing/listing-words.ts';
import type { ListingWords, RowState } from './listing/words/listing-words.ts';
import type { PageContext } from './page-context.ts';
import { TierName } from './parts.tsx';
import { sectorName } from './sector-names.ts';
import { type CountRow, CountTable } from './statistics/count-table.tsx';
import { Months } from './statistics/statistics-months.tsx';
import { STATISTICS_WORDS, type StatisticsWords } from './statistics/statistics-words.ts';
import { capitalise, formatQuantity, isoMoment } from './words.ts';

export interface StatisticsPageInput extends PageContext {
  readonly statistics: StatisticsView;
  readonly position: Position;
  /** `?at=` as it was asked. */
  readonly at: string | undefined;
}

interface Shown extends StatisticsPageInput {
  readonly words: StatisticsWords;
  readonly listing: ListingWords;
}

/** The register in numbers, each a link to those who make it up. */
export function renderStatisticsPage(input: StatisticsPageInput): string {
  const words = STATISTICS_WORDS[input.lang];
  const shown = { ...input, words, listing: LISTING_WORDS[input.lang] };
  const time = { at: input.at };
  const meta = {
    title: words.title,
    description: words.description,
    path: sameTime('/statistics', timeOf(time.at)),
    json: sameTime('/v1/statistics', timeOf(time.at)),
    position: input.position,
    noindex: input.at !== undefined,
  };
  return renderPage(input, meta, <Statistics {...shown} />);
}

const timeOf = (at: string | undefined): Pick<ListingQuery, 'at'> => (at === undefined ? {} : { at });

function Statistics(shown: Shown): VNode {
  const { statistics, words, listing, lang } = shown;
  const { composites, medians, energy, months } = statistics;
  return (
    <>
      <section class="horizon-hero listing-hero" aria-label={listing.overview}>
        <Head {...shown} />
        <Distribution composites={composites} words={listing} lang={lang} />
      </section>
      <div class="wrap blocks statistics">
        <div class="pair">
          <CountTable title={words.tiers} rows={tierRows(shown)} {...counting(shown)} />
          {medians !== null && <Medians medians={medians} words={words} listing={listing} />}
        </div>
        <Months months={months} words={words} lang={lang} />
        <div class="pair">
          <CountTable title={words.states} rows={stateRows(shown)} {...counting(shown)} />
          {shown.at === undefined && (
            <CountTable title={listing.facets.live} rows={liveRows(shown)} {...counting(shown)}>
              <p class="lead">{liveSentence(shown)}</p>
            </CountTable>
          )}
          <CountTable title={listing.facets.assurance} rows={assuranceRows(shown)} {...counting(shown)} />
          {energy !== null && <Energy energy={energy} words={words} format={counting(shown).format} />}
          <CountTable title={listing.facets.country} rows={countryRows(shown)} {...counting(shown)} />
          <CountTable title={listing.facets.sector} rows={sectorRows(shown)} {...counting(shown)} />
        </div>
      </div>
    </>
  );
}

function Head({ statistics, position, at, words, listing, lang }: Shown): VNode {
  const { certified, organisations } = statistics;
  const number = (count: number): string => grouped(count, lang);
  const entry = number(position.seq);
  return (
    <>
      {at !== undefined && (
        <TravelBanner text={listing.travel(dayIn(lang, position.as_of), entry)} back="/statistics" words={listing} />
      )}
      <div class="wrap above">
        <div class="headline">
          <h1>{certified === 0 ? words.nobody : words.headline(number(certified), number(organisations))}</h1>
          <p class="as-of">{listing.asOf(isoMoment(position.as_of), entry)}</p>
          <form class="at-form" method="get" action="/statistics" aria-label={words.form}>
            <label class="field">
              <span>{listing.find.at}</span>
              <input type="date" name="at" value={/^\d{4}-\d{2}-\d{2}$/.test(at ?? '') ? at : ''} />
            </label>
            <button type="submit" class="secondary">
              {listing.find.show}
            </button>
          </form>
        </div>
      </div>
    </>
  );
}

function Medians(props: { medians: MedianFigures; words: StatisticsWords; listing: ListingWords }): VNode {
  const { medians, words, listing } = props;
  return (
    <section class="block">
      <h2>{words.medians}</h2>
      <p class="lead">{words.mediansNote}</p>
      <dl class="medians">
        <div class="large">
          <dt>{listing.table.composite}</dt>
          <dd class="number">{medians.composite}</dd>
        </div>
        {MIRROR_IDS.map((id) => (
          <div key={id}>
            <dt>{listing.mirrors[id]}</dt>
            <dd class="number">{medians[id]}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Energy(props: { energy: EnergySeen; words: StatisticsWords; format: (count: number) => string }): VNode {
  const { energy, words, format } = props;
  const [all, unattributed] = [energy.it_kwh, energy.unattributed_kwh].map((text) => parseRational(text) ?? ZERO);
  const share =
    all === undefined || unattributed === undefined || all.num === 0n ? '0.0' : formatPercent(div(unattributed, all));
  return (
    <section class="block">
      <h2>{words.energy}</h2>
      <p>
        {words.energyText(
          formatQuantity(energy.unattributed_kwh),
          formatQuantity(energy.it_kwh),
          share,
          format(energy.organisations),
        )}
      </p>
    </section>
  );
}

const counting = ({ words, lang }: Shown) => ({ words, format: (count: number): string => grouped(count, lang) });

const countOf = (counts: StatisticsView['tiers'], value: string): number =>
  counts.find((one) => one.value === value)?.count ?? 0;

/** The listing of exactly these, as of the same time. */
function listOf({ at }: Shown, changes: QueryChanges): string {
  return listingHref({ tier: [], state: ['active', 'watch'], sort: '-composite', limit: 50, ...timeOf(at) }, changes);
}

const tierRows = (shown: Shown): CountRow[] =>
  TIER_NAMES.toReversed().map((tier) => ({
    key: tier,
    label: <TierName tier={tier} size={14} />,
    count: countOf(shown.statistics.tiers, tier),
    href: listOf(shown, { tier: [tier] }),
  }));

function stateRows(shown: Shown): CountRow[] {
  const { statistics, listing, words } = shown;
  const states: readonly Exclude<RowState, 'declared' | 'no_audit'>[] = [
    'active',
    'watch',
    'suspended',
    'superseded',
    'withdrawn',
    'expired',
  ];
  const rows = states.map((state) => ({
    key: state,
    label: listing.states[state],
    count: countOf(statistics.states, state),
    href: listOf(shown, { state: [state] }),
  }));
  const ever = rows.reduce((sum, { count }) => sum + count, 0);
  return [...rows, { key: 'never', label: words.never, count: statistics.organisations - ever }];
}

const liveRows = (shown: Shown): CountRow[] =>
  LIVE_STATES.map((live) => ({
    key: live,
    label: capitalise(shown.listing.live[live]),
    count: countOf(shown.statistics.live, live),
    href: listOf(shown, { live }),
  }));

function liveSentence({ statistics, words, lang }: Shown): string {
  return words.liveShare(grouped(countOf(statistics.live, 'live'), lang), grouped(statistics.certified, lang));
}

const assuranceRows = (shown: Shown): CountRow[] =>
  [4, 3, 2, 1].map((assurance) => ({
    key: String(assurance),
    label: shown.listing.facets.level(String(assurance)),
    count: countOf(shown.statistics.assurance, String(assurance)),
    href: listOf(shown, { assurance }),
  }));

const countryRows = (shown: Shown): CountRow[] =>
  shown.statistics.countries.map(({ value, count }) => ({
    key: value,
    label: countryName(value, shown.lang),
    count,
    href: listOf(shown, { country: value }),
  }));

const sectorRows = (shown: Shown): CountRow[] =>
  shown.statistics.sectors.map(({ value, count }) => ({
    key: value,
    label: sectorName(value, shown.lang),
    count,
    href: listOf(shown, { sector: value }),
  }));
