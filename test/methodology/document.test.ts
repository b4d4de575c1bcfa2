import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { auditSchema, parseAudit } from '../../src/core/documents/audit.ts';
import { type Issue, RegistryError } from '../../src/core/errors.ts';
import type { JsonValue } from '../../src/core/json-value.ts';
import { batchOf, datasetOf, firstSite, workloadOf } from './cheats.ts';
import { EXAMPLES, hasPublished, readExample } from './published.ts';
import { syntheticAudit } from './synthetic-audit.ts';
import type { WireAudit } from './wire-audit.ts';

const schema = Compile(auditSchema);

function issuesOf(body: JsonValue): readonly Issue[] {
  try {
    parseAudit(body);
    return [];
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'document_invalid') return error.issues;
    throw error;
  }
}

const small = (): WireAudit => syntheticAudit({ days: 2 });
const set = (target: object, member: string, value: JsonValue): unknown => Object.assign(target, { [member]: value });
const drop = (target: object, member: string): boolean => Reflect.deleteProperty(target, member);

type Fault = readonly [name: string, change: (audit: WireAudit) => unknown, code: string, pointer: string];

const FAULTS: readonly Fault[] = [
  ['registry facts', (a) => set(a, 'registry_facts', {}), 'unknown_member', '/registry_facts'],
  [
    'unknown member deep inside',
    (a) => set(workloadOf(a, 'web'), 'x/y~z', 1),
    'unknown_member',
    '/workloads/0/x~1y~0z',
  ],
  ['missing member', (a) => drop(workloadOf(a, 'web'), 'energy_kwh'), 'required', '/workloads/0/energy_kwh'],
  ['other schema', (a) => set(a, 'schema', 'cms-audit/2'), 'enum', '/schema'],
  ['other methodology', (a) => set(a, 'methodology', 'CMS-2.0.0'), 'enum', '/methodology'],
  ['level 5', (a) => set(a, 'level', 5), 'R01', '/level'],
  ['level as text', (a) => set(a, 'level', '1'), 'R01', '/level'],
  ['number for a decimal', (a) => set(a.storage, 'metered_gb', 1000), 'R01', '/storage/metered_gb'],
  ['exponent', (a) => set(a.storage, 'metered_gb', '1e3'), 'R01', '/storage/metered_gb'],
  ['sign', (a) => set(firstSite(a).series.facility_kwh, '3', '-1'), 'R01', '/sites/0/series/facility_kwh/3'],
  [
    'fraction as count',
    (a) => set(datasetOf(a, 'logs'), 'required_copies', 1.5),
    'R01',
    '/storage/datasets/1/required_copies',
  ],
  ['negative count', (a) => set(batchOf(a, 'resold'), 'units', -1), 'R01', '/hardware/retired/0/units'],
  ['20 minutes', (a) => set(firstSite(a), 'interval_minutes', 20), 'R01', '/sites/0/interval_minutes'],
  ['30 February', (a) => set(a.window, 'end', '2026-02-30T00:00:00Z'), 'R01', '/window/end'],
  ['offset', (a) => set(a.window, 'end', '2026-03-02T00:00:00+00:00'), 'R01', '/window/end'],
  ['leap second', (a) => set(a.window, 'end', '2026-03-01T23:59:60Z'), 'R01', '/window/end'],
  ['no site', (a) => set(a, 'sites', []), 'items', '/sites'],
  [
    '65 sites',
    (a) =>
      set(
        a,
        'sites',
        Array.from({ length: 65 }, () => firstSite(small())),
      ),
    'items',
    '/sites',
  ],
  ['null site id', (a) => set(firstSite(a), 'site_id', null), 'text', '/sites/0/site_id'],
  ['empty name', (a) => set(workloadOf(a, 'web'), 'name', ''), 'text', '/workloads/0/name'],
  ['blank owner', (a) => set(workloadOf(a, 'web'), 'owner', '   '), 'text', '/workloads/0/owner'],
  ['zero-width owner', (a) => set(workloadOf(a, 'web'), 'owner', '\u200b'), 'text', '/workloads/0/owner'],
  ['control character', (a) => set(workloadOf(a, 'web'), 'name', 'a\u0007b'), 'text', '/workloads/0/name'],
  ['201 characters', (a) => set(workloadOf(a, 'web'), 'name', '𝒳'.repeat(201)), 'text', '/workloads/0/name'],
  ['unknown kind', (a) => set(workloadOf(a, 'web'), 'kind', 'cron'), 'enum', '/workloads/0/kind'],
  ['party id in capitals', (a) => set(a.organisation, 'id', 'ACME'), 'party_id', '/organisation/id'],
  ['ledger without figures', (a) => set(a, 'hardware', { owned: true }), 'required', '/hardware/fleet_open'],
  ['series that is text', (a) => set(firstSite(a).series, 'it_kwh', '1'), 'type', '/sites/0/series/it_kwh'],
  ['claim as number', (a) => set(a, 'claim', { composite_percent: 45 }), 'R01', '/claim/composite_percent'],
  ['auditor that is no party', (a) => set(a, 'auditors', ['x y']), 'party_id', '/auditors/0'],
];

describe('what is refused', () => {
  test.each(FAULTS)('%s', (_, change, code, pointer) => {
    const audit = small();
    change(audit);
    expect(issuesOf(audit)).toContainEqual(expect.objectContaining({ code, pointer }));
  });

  test('all faults at once', () => {
    const audit = small();
    for (const [, change] of FAULTS.slice(0, 3)) change(audit);
    expect(issuesOf(audit).map((one) => one.code)).toEqual(['required', 'unknown_member', 'unknown_member']);
  });

  test('a flood is cut at 200 and says so', () => {
    const audit = small();
    for (const name of Object.keys(firstSite(audit).series)) {
      set(
        firstSite(audit).series,
        name,
        Array.from({ length: 48 }, () => 'x'),
      );
    }
    const issues = issuesOf(audit);
    expect(issues).toHaveLength(201);
    expect(issues.at(-1)).toEqual({ pointer: '', code: 'more_issues', detail: '184 further faults are not listed' });
  });

  test.each<[string, JsonValue]>([
    ['null', null],
    ['text', 'audit'],
    ['a list', []],
    ['a number', 1],
  ])('%s', (_, body) => {
    expect(issuesOf(body)).toEqual([expect.objectContaining({ code: 'type', pointer: '' })]);
  });
});

const TOLERATED: readonly (readonly [string, (audit: WireAudit) => unknown])[] = [
  [
    'nulls of an invisible workload',
    (a) => Object.assign(workloadOf(a, 'web'), { owner: null, schedule_ref: null, registered_at: null }),
  ],
  [
    'their absence',
    (a) => ['owner', 'schedule_ref', 'registered_at', 'capacity_unit'].map((name) => drop(workloadOf(a, 'web'), name)),
  ],
  ['a missing reading', (a) => set(firstSite(a).series.it_kwh, '0', null)],
  ['a negative price', (a) => set(firstSite(a).series.price_per_mwh, '0', '-12.5')],
  ['no heat meter', (a) => drop(firstSite(a), 'heat_reused_kwh')],
  ['no ledger', (a) => drop(a, 'hardware')],
  ['no owned hardware', (a) => set(a, 'hardware', { owned: false })],
  ['a route nobody knows', (a) => set(batchOf(a, 'resold'), 'route', 'melted')],
  ['redundancy 3', (a) => set(workloadOf(a, 'web'), 'redundancy', 3)],
  ['auditors', (a) => set(a, 'auditors', ['firm-a'])],
  [
    'disclosures',
    (a) =>
      set(a, 'disclosures', {
        ref: '0.4',
        wue_m3_per_mwh: '1.2',
        sci: [{ functional_unit: 'order', value: '2.1', unit: 'g' }],
      }),
  ],
];

describe('what is a finding, not a fault', () => {
  test.each(TOLERATED)('%s', (_, change) => {
    const audit = small();
    change(audit);
    expect(issuesOf(audit)).toEqual([]);
    expect(schema.Check(audit)).toBe(true);
  });

  test.skipIf(!hasPublished).each(EXAMPLES)('%s reads', (name) => {
    const { body } = readExample(name);
    expect(issuesOf(body)).toEqual([]);
    expect(schema.Check(body)).toBe(true);
  });
});

test('the published schema refuses what the reader refuses', () => {
  const beyondSchema = ['leap second', 'ledger without figures'];
  for (const [name, change] of FAULTS) {
    const audit = small();
    change(audit);
    expect([name, schema.Check(audit)]).toEqual([name, beyondSchema.includes(name)]);
  }
});
