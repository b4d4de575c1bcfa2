import { formatUtcInstant } from '../../src/core/instant.ts';
import type { JsonObject, JsonValue } from '../../src/core/json-value.ts';
import { METHODOLOGY } from '../../src/core/methodology/cms-1.ts';
import { attestationBody, inventoryBody, registerBody } from '../../src/demo/live/documents.ts';
import { dayIntervals, type IntervalMinutes } from '../../src/demo/live/intervals.ts';
import { centsText, gridDay, permilleText } from '../../src/demo/story/grid.ts';
import { dayStart } from '../../src/demo/story/moment.ts';
import type { SiteProfile, StoryProfile } from '../../src/demo/story/profile.ts';

/** What the generators say of a window, as the scorer's own `cms-telemetry-bundle/1`: grid values from the story's series. */
export function bundleOf(
  profile: StoryProfile,
  firstDay: number,
  days: number,
  minutes: IntervalMinutes = 60,
  disowned?: string,
): JsonObject {
  const window = { start: formatUtcInstant(dayStart(firstDay)), end: formatUtcInstant(dayStart(firstDay + days)) };
  const { storage, network, capacity, hardware } = inventoryBody(
    { profile, auditors: ['somebody'] },
    { firstDay, days },
  );
  return {
    schema: 'cms-telemetry-bundle/1',
    methodology: METHODOLOGY,
    organisation: { id: 'somebody', name: 'Somebody' },
    window,
    sites: profile.sites.map(({ site_id, kind, zone }) => ({
      site_id,
      kind,
      grid_zone: zone,
      interval_minutes: minutes,
    })),
    capacity: capacity ?? [],
    register: registerOf(profile, firstDay, disowned),
    records: profile.sites.flatMap((site) => recordsOf(site, firstDay, days, minutes)),
    inventory: [{ ...window, storage: storage ?? null, network: network ?? null }],
    hardware: hardware ?? null,
    claim: null,
  };
}

function registerOf(profile: StoryProfile, firstDay: number, disowned: string | undefined): JsonValue {
  const registered = { registered_at: formatUtcInstant(dayStart(firstDay - 1)), first_run_at: null };
  const { entries } = registerBody(profile.sites, {
    only: profile.sites.flatMap((site) =>
      site.workloads.filter((row) => row.registered !== 'never').map((row) => row.id),
    ),
    ...(disowned !== undefined && { disowned }),
  });
  if (!Array.isArray(entries)) throw new Error('a register has entries');
  return entries.map((entry) => ({ not_deferrable_reason: null, ...(entry as JsonObject), ...registered }));
}

function recordsOf(site: SiteProfile, firstDay: number, days: number, minutes: IntervalMinutes): JsonObject[] {
  return Array.from({ length: days }, (_, index) => firstDay + index).flatMap((day) =>
    dayIntervals(site, day, minutes).map((interval, index) => {
      const { chain, registers, schema, ...body } = attestationBody(site.site_id, interval, {
        epoch: 0,
        seq: index,
        prev: null,
      });
      const hour = gridDay(site.zone, day)[interval.start.getUTCHours()];
      if (hour === undefined) throw new Error('a day has 24 hours');
      return {
        ...body,
        schema: 'cms-telemetry/1',
        seq: index,
        grid_cfe_share: permilleText(hour.cfe),
        carbon_intensity_g_per_kwh: hour.intensity.toString(),
        price_per_mwh: centsText(hour.price),
      };
    }),
  );
}
