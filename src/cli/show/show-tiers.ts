import type { JsonValue } from '../../core/json-value.ts';
import { TIER_NAMES } from '../../core/methodology/cms-1.ts';
import { type Paint, padRight } from '../paint.ts';
import { at, listAt, textAt } from '../read-json.ts';

const NAMES: ReadonlyMap<string, string> = new Map([
  ['composite', 'composite'],
  ['efficiency', 'Efficiency mirror'],
  ['timing', 'Timing mirror'],
  ['data_diet', 'Data diet mirror'],
  ['circularity', 'Circularity mirror'],
  ['visibility', 'visibility'],
  ['measured_share', 'measured share'],
  ['scope_share', 'scope share'],
  ['countersignature', 'countersignature'],
  ['assurance_level', 'assurance level'],
  ['telemetry_days', 'telemetry'],
  ['telemetry_coverage', 'telemetry coverage'],
  ['surveillance', 'surveillance audit'],
  ['site_coverage', 'site coverage'],
  ['hardware_not_applicable', 'hardware'],
  ['rejected', 'findings'],
]);

/** What fails for each tier: a tick where nothing does, else every condition with what there is and what is asked. */
export function showTiers(failing: JsonValue | undefined, paint: Paint, heading: string): string[] {
  const tiers = TIER_NAMES.flatMap((tier) => {
    const reasons = listAt(failing, tier);
    if (at(failing, tier) === undefined) return [];
    if (reasons.length === 0) return [`  ${paint.good('✓')} ${paint.bold(tier)}`];
    return [`  ${paint.bad('✗')} ${paint.bold(tier)}`, ...reasons.map((reason) => reasonLine(reason, paint))];
  });
  return tiers.length === 0 ? [] : ['', heading, ...tiers];
}

function reasonLine(reason: JsonValue, paint: Paint): string {
  const code = textAt(reason, 'code');
  const have = padRight(textAt(reason, 'have').replace('no surveillance audit', 'none'), 14);
  const need = textAt(reason, 'need').replace(/^>= /, 'at least ').replace(' of the live composite', ' of live');
  return `      ${padRight(NAMES.get(code) ?? code, 20)}${have}${paint.dim(`needs ${need}`)}`;
}
