import type { JsonObject, JsonValue } from '../../core/json-value.ts';
import { bluegladeAudit } from './blueglade.ts';
import { BLUEGLADE_SITE } from './blueglade-tables.ts';

/** End of the window in the example files: a Monday, so the window covers eight whole weeks. */
export const EXAMPLE_WINDOW_END = new Date('2026-11-16T00:00:00Z');

const PARTY: JsonObject = {
  schema: 'cms-party/1',
  party_id: 'blueglade',
  kind: 'organisation',
  legal_name: 'Blueglade Technologies',
  country: 'DE',
  sector: 'J',
  website: 'https://www.blueglade.example/',
  domains: ['blueglade.example'],
};

/** The register entry that makes job-7731 visible from the moment the registry accepts it. */
const WORKLOADS: JsonObject = {
  schema: 'cms-workloads/1',
  entries: [
    {
      workload_id: 'job-7731',
      site_id: BLUEGLADE_SITE,
      name: 'ARCHIVAL_REBUILD_LEGACY_2019-2023.sh',
      owner: 'team-archive',
      schedule_ref: 'cron:archival-rebuild',
      kind: 'batch',
      deferrable: true,
      capacity_unit: 'vcpu',
      redundancy: 1,
      energy_basis: 'measured',
    },
  ],
};

/** The JSON files of `examples/blueglade` by name. */
export function exampleFiles(): ReadonlyMap<string, string> {
  const windowEnd = EXAMPLE_WINDOW_END;
  const files: readonly [string, JsonObject][] = [
    ['audit.json', bluegladeAudit({ windowEnd, fixed: false })],
    ['audit-fixed.json', bluegladeAudit({ windowEnd, fixed: true })],
    ['party.json', PARTY],
    ['workloads.json', WORKLOADS],
  ];
  return new Map(files.map(([name, body]) => [name, `${layOut(body, '')}\n`]));
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
const isScalar = (value: JsonValue): boolean => value === null || typeof value !== 'object';

/** JSON for people: indented, but a list of scalars (a series of 1,344 hours) stays on one line. */
function layOut(value: JsonValue, indent: string): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const deeper = `${indent}  `;
  if (isList(value)) {
    if (value.every(isScalar)) return `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    return `[\n${value.map((item) => deeper + layOut(item, deeper)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).map(
    ([name, member]) => `${deeper}${JSON.stringify(name)}: ${layOut(member, deeper)}`,
  );
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}
