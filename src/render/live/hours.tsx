import type { VNode } from 'preact';
import type { HourProfile, ProfileHour } from '../../core/live/hour-profile.ts';
import { CMS_1, type Tier } from '../../core/methodology/cms-1.ts';
import { formatPercent, ONE, sub } from '../../core/rational.ts';
import { Drawing } from '../drawing.tsx';
import type { Language } from '../lang.ts';
import { quantity } from '../organisation/local.ts';
import { ORGANISATION_WORDS } from '../organisation/words/in-every-language.ts';
import { TableRegion } from '../parts.tsx';
import { hourChart, peakHour } from './hour-chart.ts';

interface HoursProps {
  readonly profile: HourProfile;
  /** The tier that stands. */
  readonly tier: Tier | null;
  readonly lang: Language;
}

/** An allowance beyond this many per cent would be most of the picture. */
const TOLD_UP_TO = 10;

/** The job at two in the morning that nobody could see: when in the day energy goes that belongs to nobody. */
export function Hours({ profile, tier, lang }: HoursProps): VNode {
  const { sections, hours: words } = ORGANISATION_WORDS[lang];
  const peak = peakHour(profile.hours);
  const verdict = verdictText(profile.hours, peak, lang);
  const percent = tier === null ? null : formatPercent(sub(ONE, CMS_1.tiers[tier].visibility), 0);
  const isTold = tier !== null && percent !== null && Number(percent) <= TOLD_UP_TO;
  const allowed = isTold ? { percent: Number(percent), words: words.allowed(tier, percent) } : null;
  return (
    <section class={`block hours-block screen-only ${peak === null ? '' : 'has-peak'}`.trim()} aria-labelledby="hours">
      <h2 id="hours">{sections.hours}</h2>
      <p class="lead hour-verdict">{verdict}</p>
      <Drawing class="chart" of={hourChart({ hours: profile.hours, peak, allowed, label: verdict })} />
      <p class="quiet fine">{words.lead(profile.days, profile.from, profile.to)}</p>
      <Table profile={profile} lang={lang} />
    </section>
  );
}

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

function verdictText(hours: readonly ProfileHour[], peak: number | null, lang: Language): string {
  const words = ORGANISATION_WORDS[lang].hours;
  const worst = peak === null ? undefined : hours[peak];
  if (worst !== undefined)
    return words.peak(
      `${clock(worst.hour)}–${clock((worst.hour + 1) % 24)}`,
      quantity(worst.unattributed_kwh, lang),
      worst.unattributed_percent,
    );
  const most = Math.max(0, ...hours.map((hour) => Number(hour.unattributed_percent)));
  return most === 0 ? words.none : words.even(most.toFixed(1));
}

function Table({ profile, lang }: { profile: HourProfile; lang: Language }): VNode {
  const words = ORGANISATION_WORDS[lang].hours;
  return (
    <details class="more">
      <summary>{words.table}</summary>
      <TableRegion label={words.table}>
        <table>
          <thead>
            <tr>
              {words.columns.map((column, index) => (
                <th key={column} scope="col" class={index === 0 ? undefined : 'number'}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {profile.hours.map((hour) => (
              <tr key={hour.hour}>
                <th scope="row">{clock(hour.hour)}</th>
                <td class="number">{quantity(hour.it_kwh, lang)}</td>
                <td class="number">{quantity(hour.unattributed_kwh, lang)}</td>
                <td class="number">{hour.unattributed_percent}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </details>
  );
}
