import type { VNode } from 'preact';
import type { OwnCoverage, OwnDay, OwnSite } from '../../core/own-view.ts';
import { daysFrom } from '../../core/telemetry/day.ts';
import { ageWords } from '../age-words.ts';
import { Drawing } from '../drawing.tsx';
import { coverageDays } from '../live/coverage-days.ts';
import { dayAxis } from '../live/day-axis.ts';
import { Digest, TableRegion } from '../parts.tsx';
import { groupDigits, isoMoment } from '../words.ts';

/** What came in: a calendar by site and day, the days with faults in numbers, the head of each chain. */
export function Arrivals({ coverage, sites }: { coverage: OwnCoverage; sites: readonly OwnSite[] }): VNode {
  const { from, to } = coverage;
  return (
    <section class="block" aria-labelledby="arrivals">
      <h2 id="arrivals">What came in</h2>
      <p class="lead">The last 35 days: a full bar is a day whose every interval was accepted.</p>
      <div class="calendar">
        {coverage.sites.map(({ site_id, days }) => (
          <div key={site_id} class="calendar-row">
            <span class="site">{site_id}</span>
            <Drawing
              class="chart"
              of={coverageDays(
                site_id,
                days.map((day) => ({ ...day, valid: day.received })),
                from,
                to,
              )}
            />
          </div>
        ))}
        <div class="calendar-row">
          <span class="site" />
          <Drawing class="chart" of={dayAxis(daysFrom(from, to))} />
        </div>
      </div>
      <Faults coverage={coverage} />
      <Chains sites={sites} />
    </section>
  );
}

const COUNTS = ['missing', 'late', 'duplicate', 'overlap', 'skewed', 'refused'] as const;

/** A day on which anything else than acceptance happened. */
const hasFault = (day: OwnDay): boolean => COUNTS.some((name) => day[name] > 0);

function Faults({ coverage }: { coverage: OwnCoverage }): VNode {
  const faults = coverage.sites
    .flatMap(({ site_id, days }) => days.filter(hasFault).map((day) => ({ site_id, ...day })))
    .sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
  if (faults.length === 0) return <p>No interval is missing, late or refused.</p>;
  return (
    <details class="more" open={faults.length <= 4}>
      <summary>Days with gaps, late or refused intervals, in numbers</summary>
      <TableRegion label="Days with faults, newest first">
        <table>
          <thead>
            <tr>
              <th scope="col">Day (UTC)</th>
              <th scope="col">Site</th>
              <th scope="col" class="number">
                Received
              </th>
              {COUNTS.map((name) => (
                <th key={name} scope="col" class="number">
                  {NAMES[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {faults.map((fault) => (
              <tr key={`${fault.day} ${fault.site_id}`}>
                <th scope="row">
                  <time datetime={fault.day}>{fault.day}</time>
                </th>
                <td>{fault.site_id}</td>
                <td class="number">
                  {fault.received} of {fault.expected}
                </td>
                {COUNTS.map((name) => (
                  <td key={name} class="number">
                    {fault[name] === 0 ? <span class="quiet">0</span> : groupDigits(fault[name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </details>
  );
}

const NAMES: Readonly<Record<(typeof COUNTS)[number], string>> = {
  missing: 'Missing',
  late: 'Late',
  duplicate: 'Sent again',
  overlap: 'Overlapping',
  skewed: 'In the future',
  refused: 'Refused',
};

function Chains({ sites }: { sites: readonly OwnSite[] }): VNode {
  return (
    <TableRegion label="Sites and the heads of their chains">
      <table>
        <thead>
          <tr>
            <th scope="col">Site</th>
            <th scope="col">Newest interval ended</th>
            <th scope="col" class="number">
              Epoch
            </th>
            <th scope="col" class="number">
              Seq
            </th>
            <th scope="col">Digest</th>
          </tr>
        </thead>
        <tbody>
          {sites.map((site) => (
            <Chain key={site.site_id} site={site} />
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

function Chain({
  site: { site_id, chain, last_interval_end: end, age_seconds: age, freshness },
}: {
  site: OwnSite;
}): VNode {
  return (
    <tr>
      <th scope="row">{site_id}</th>
      <td>
        {end === null ? (
          <span class="quiet">nothing sent yet</span>
        ) : (
          <>
            <time datetime={end}>{isoMoment(end)}</time>{' '}
            <span class={`live-${freshness}`}>
              {freshness}, {ageWords(age ?? 0)}
            </span>
          </>
        )}
      </td>
      <td class="number">{chain?.epoch ?? '–'}</td>
      <td class="number">{chain === null ? '–' : groupDigits(chain.seq)}</td>
      <td>{chain === null ? '–' : <Digest value={chain.digest} />}</td>
    </tr>
  );
}
