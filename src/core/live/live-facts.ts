import { fromMicro, parseMicro } from '../decimal.ts';
import type { LiveFacts } from '../decision.ts';
import { parseRational, ZERO } from '../rational.ts';
import type { LiveView } from './live-view.ts';

/** What a stored evaluation adds to the facts of an audit. The surveillance delta is of the audit it was made with, and of no other. */
export function liveFacts(view: LiveView, audit: string): LiveFacts {
  const { telemetry_days, telemetry_coverage, surveillance_delta_points, progress } = view;
  const points = view.audit === audit ? surveillance_delta_points : null;
  const delta = points === null ? undefined : parseMicro(points, true);
  return {
    telemetryDays: telemetry_days,
    telemetryCoverage: parseRational(telemetry_coverage) ?? ZERO,
    surveillanceDelta: delta === undefined ? null : fromMicro(delta),
    progress,
  };
}
