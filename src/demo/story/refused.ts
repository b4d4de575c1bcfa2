import { formatMicro } from '../../core/decimal.ts';
import type { JsonObject, JsonValue } from '../../core/json-value.ts';
import { certified, nextAudit, opening } from './certified.ts';
import { micro } from './energy.ts';
import { storyParty } from './script.ts';
import { IRONBARK, TANAGER } from './special-rows.ts';
import type { StoryOrganisation, SubmitAuditEvent } from './types.ts';

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An audit whose first workload was exported with a tenth too much: its table no longer matches the series (R07). */
function withWrongTable(event: SubmitAuditEvent): SubmitAuditEvent {
  return {
    ...event,
    name: 'refused',
    expect: 'refused',
    body: (today) => {
      const body = event.body(today);
      const rows = body['workloads'];
      if (!Array.isArray(rows) || !isObject(rows[0])) throw new Error('the audit has no workloads');
      const [first, ...others] = rows;
      const energy = (micro(String(first['energy_kwh'])) * 11n) / 10n;
      return { ...body, workloads: [{ ...first, energy_kwh: formatMicro(energy) }, ...others] };
    },
  };
}

/** Refused with its findings, corrected a week later, certified. */
export function correctedAfterRefusal(): StoryOrganisation {
  const story = certified(TANAGER, 'Bronze');
  const [registered, proved, audit, opinion] = story.events;
  if (registered === undefined || proved === undefined || audit === undefined || opinion === undefined) {
    throw new Error('a certified story has four events');
  }
  const refused = withWrongTable(nextAudit(TANAGER, { daysAgo: audit.daysAgo + 7 }));
  return { ...story, events: [registered, proved, refused, audit, opinion] };
}

/** Refused, and not heard of since. */
export function refusedOnly(): StoryOrganisation {
  const [registered, proved] = opening(IRONBARK, 'Bronze');
  if (registered === undefined || proved === undefined) throw new Error('an opening begins with two events');
  return {
    party: storyParty(IRONBARK, 'organisation'),
    events: [registered, proved, withWrongTable(nextAudit(IRONBARK, {}))],
    ending: { state: 'registered' },
  };
}
