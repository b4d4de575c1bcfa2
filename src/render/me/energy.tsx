import type { VNode } from 'preact';
import type { LikelyCause, OwnTelemetry, OwnUnattributed, SpikeAlert } from '../../core/own-view.ts';
import { div, formatPercent } from '../../core/rational.ts';
import { SPIKE } from '../../core/telemetry/spike.ts';
import { TableRegion } from '../parts.tsx';
import { count, formatQuantity, parseFigure } from '../words.ts';
import { HourGrid } from './hour-grid.tsx';
import { hoursWords } from './me-words.ts';

/** Energy nobody answers for, by hour, and what likely used it: site by site, the most first. */
export function Energy({ view }: { view: OwnTelemetry }): VNode {
  const { sites, sites_left_off: further } = view.unattributed;
  const full = fullSquare(sites);
  return (
    <section class="block" aria-labelledby="nobody">
      <h2 id="nobody">Energy nobody answers for, hour by hour</h2>
      <p class="lead">
        The last seven days, UTC. Each square’s area is what the IT meter saw and no visible workload explains; a column
        is a job that comes every day at the same hour.{sites.length > 0 && ` A full square is ${full.toFixed(1)} kWh.`}
      </p>
      {sites.length === 0 && <p>No site has sent an interval.</p>}
      {sites.map((site) => (
        <SiteEnergy
          key={site.site_id}
          site={site}
          full={full}
          alerts={view.alerts.filter((one) => one.site_id === site.site_id)}
        />
      ))}
      {further > 0 && <p class="quiet">{count(further, 'further site')} not looked into here.</p>}
    </section>
  );
}

/** One scale for all sites: the most of any hour, but never less than would be noticed in an hour of usual size. */
function fullSquare(sites: readonly OwnUnattributed[]): number {
  const hours = sites.flatMap((site) => site.hours);
  const it = hours.reduce((sum, hour) => sum + Number(hour.it_kwh), 0) / Math.max(1, hours.length);
  return Math.max(
    it * (Number(SPIKE.share.num) / Number(SPIKE.share.den)),
    ...hours.map((hour) => Number(hour.unattributed_kwh)),
  );
}

interface SiteEnergyProps {
  readonly site: OwnUnattributed;
  /** kWh of a full square. */
  readonly full: number;
  readonly alerts: readonly SpikeAlert[];
}

function SiteEnergy({ site, full, alerts }: SiteEnergyProps): VNode {
  const spikes = new Set(alerts.map((alert) => `${alert.start.slice(0, 13)}:00:00Z`));
  return (
    <div class="site-energy">
      <h3>
        {site.site_id}{' '}
        <span class="quiet">
          {formatQuantity(site.unattributed_kwh)} of {formatQuantity(site.it_kwh)} kWh{shareOf(site)}
        </span>
      </h3>
      <div class="site-columns">
        <HourGrid site={site.site_id} hours={site.hours} full={full} spikes={spikes} />
        <Causes site={site} />
      </div>
    </div>
  );
}

function shareOf({ it_kwh, unattributed_kwh }: OwnUnattributed): string {
  const [it, nobody] = [parseFigure(it_kwh), parseFigure(unattributed_kwh)];
  if (it === undefined || nobody === undefined || it.num === 0n) return '';
  return `, ${formatPercent(div(nobody, it))} %`;
}

function Causes({ site }: { site: OwnUnattributed }): VNode {
  if (site.workloads.length === 0) {
    return <p class="quiet">No workload sent energy unseen: what is left over is named by no record.</p>;
  }
  return (
    <TableRegion label={`Likely workloads at ${site.site_id}`}>
      <table class="causes">
        <thead>
          <tr>
            <th scope="col">Likely workload</th>
            <th scope="col" class="number">
              kWh
            </th>
            <th scope="col">Runs</th>
          </tr>
        </thead>
        <tbody>
          {site.workloads.map((workload) => (
            <Cause key={workload.workload_id} workload={workload} />
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

const Cause = ({ workload }: { workload: LikelyCause }): VNode => (
  <tr>
    <th scope="row">
      <code>{workload.workload_id}</code>
      <small>{workload.name === null ? 'not in the register' : `${workload.name}: no owner or no schedule`}</small>
    </th>
    <td class="number">{formatQuantity(workload.energy_kwh)}</td>
    <td>
      {hoursWords(workload.hours)}
      <small>{count(workload.intervals, 'interval')}</small>
    </td>
  </tr>
);
