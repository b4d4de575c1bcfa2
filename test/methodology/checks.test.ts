import { describe, expect, test } from 'vitest';
import type { SeriesName } from '../../src/core/documents/audit-site.ts';
import type { Finding } from '../../src/core/methodology/findings.ts';
import { isBelow } from '../../src/core/rational.ts';
import {
  batchOf,
  cutTable,
  datasetOf,
  firstSite,
  flowOf,
  ledgerOf,
  loseIntervals,
  mapSeries,
  scaled,
  workloadOf,
} from './cheats.ts';
import { codesOf, evaluate, exactTexts } from './evaluate.ts';
import { SYNTHETIC_FACTS, syntheticAudit } from './synthetic-audit.ts';
import type { WireAudit } from './wire-audit.ts';

type Case = readonly [name: string, change: (audit: WireAudit) => void, severityAndCode: string, pointer: string];

const at = (audit: WireAudit, name: SeriesName, index: number, value: string): void => {
  firstSite(audit).series[name][index] = value;
};

const WINDOW_AND_SERIES: readonly Case[] = [
  ['window of 55 days', (a) => Object.assign(a.window, { end: '2026-03-01T00:00:00Z' }), 'REJECT R02', '/window'],
  ['window off midnight', (a) => Object.assign(a.window, { end: '2026-03-02T00:00:30Z' }), 'REJECT R02', '/window'],
  [
    'Level 1 window of 72 days',
    (a) => Object.assign(a, syntheticAudit({ days: 72 }), { level: 1 }),
    'REJECT R02',
    '/window',
  ],
  ['one reading too few', (a) => firstSite(a).series.it_kwh.pop(), 'REJECT R03', '/sites/0/series/it_kwh'],
  ['IT above facility', (a) => at(a, 'facility_kwh', 7, '80'), 'REJECT R04', '/sites/0/series/it_kwh/7'],
  ['no facility meter', (a) => firstSite(a).meters.shift(), 'REJECT R05', '/sites/0/meters'],
  [
    'register too high',
    (a) => Object.assign(firstSite(a).meters[1] ?? {}, { closing_kwh: '136100' }),
    'REJECT R05',
    '/sites/0/meters/1',
  ],
  [
    'register runs backwards',
    (a) => Object.assign(firstSite(a).meters[1] ?? {}, { closing_kwh: '999' }),
    'REJECT R05',
    '/sites/0/meters/1/closing_kwh',
  ],
  [
    'deferrable above visible',
    (a) => at(a, 'deferrable_kwh', 30, '200'),
    'REJECT R08',
    '/sites/0/series/deferrable_kwh/30',
  ],
  ['visible above IT', (a) => at(a, 'visible_kwh', 3, '120'), 'REJECT R10', '/sites/0/series/visible_kwh/3'],
  [
    'matched above consumption',
    (a) => at(a, 'matched_cfe_kwh', 5, '150'),
    'REJECT R11',
    '/sites/0/series/matched_cfe_kwh/5',
  ],
  [
    'certificates too few',
    (a) => Object.assign(firstSite(a), { cfe_evidence: [] }),
    'REJECT R11',
    '/sites/0/cfe_evidence',
  ],
  [
    'grid share above 1',
    (a) => at(a, 'grid_cfe_share', 9, '1.000001'),
    'REJECT R12',
    '/sites/0/series/grid_cfe_share/9',
  ],
  [
    'impossible intensity',
    (a) => at(a, 'carbon_intensity_g_per_kwh', 9, '1500.1'),
    'REJECT R12',
    '/sites/0/series/carbon_intensity_g_per_kwh/9',
  ],
  [
    'heat above IT',
    (a) => Object.assign(firstSite(a), { heat_reused_kwh: '134400.1' }),
    'REJECT R18',
    '/sites/0/heat_reused_kwh',
  ],
  ['one site twice', (a) => a.sites.push(structuredClone(firstSite(a))), 'REJECT R21', '/sites/1/site_id'],
];

const TABLES: readonly Case[] = [
  [
    'workloads above the meter',
    (a) => Object.assign(workloadOf(a, 'web'), { energy_kwh: '120000' }),
    'REJECT R06',
    '/workloads',
  ],
  [
    'table and series differ',
    (a) => Object.assign(workloadOf(a, 'web'), { energy_kwh: '109000' }),
    'REJECT R07',
    '/workloads',
  ],
  [
    'table and deferrable differ',
    (a) => Object.assign(workloadOf(a, 'batch'), { energy_kwh: '6600' }),
    'REJECT R09',
    '/workloads',
  ],
  [
    'used above reserved',
    (a) => Object.assign(workloadOf(a, 'web'), { used_units_h: '10080000.1' }),
    'REJECT R13',
    '/workloads/0/used_units_h',
  ],
  [
    'redundancy 3',
    (a) => Object.assign(workloadOf(a, 'web'), { redundancy: 3 }),
    'REJECT R13',
    '/workloads/0/redundancy',
  ],
  [
    'discarded above consumed',
    (a) => Object.assign(workloadOf(a, 'batch'), { discarded_kwh: '6721' }),
    'REJECT R14',
    '/workloads/1/discarded_kwh',
  ],
  [
    'justified above stored',
    (a) => Object.assign(datasetOf(a, 'logs'), { justified_gb: '301' }),
    'REJECT R15',
    '/storage/datasets/1/justified_gb',
  ],
  [
    'no copy at all',
    (a) => Object.assign(datasetOf(a, 'logs'), { required_copies: 0 }),
    'REJECT R15',
    '/storage/datasets/1/required_copies',
  ],
  [
    'datasets above the meter',
    (a) => Object.assign(a.storage, { metered_gb: '880' }),
    'REJECT R15',
    '/storage/metered_gb',
  ],
  [
    'redundant above moved',
    (a) => Object.assign(flowOf(a, 'backup'), { redundant_gb: '151' }),
    'REJECT R16',
    '/network/flows/1/redundant_gb',
  ],
  [
    'flows above the meter',
    (a) => Object.assign(a.network, { metered_gb: '440' }),
    'REJECT R16',
    '/network/metered_gb',
  ],
  [
    'fleet does not reconcile',
    (a) => Object.assign(ledgerOf(a), { fleet_close: 96 }),
    'REJECT R17',
    '/hardware/fleet_close',
  ],
  [
    'unknown route',
    (a) => Object.assign(batchOf(a, 'resold'), { route: 'gone' }),
    'REJECT R17',
    '/hardware/retired/0/route',
  ],
  [
    'recovered above mass',
    (a) => Object.assign(batchOf(a, 'recycled'), { recovered_kg: '301' }),
    'REJECT R17',
    '/hardware/retired/1/recovered_kg',
  ],
  [
    'one workload twice',
    (a) => a.workloads.push(structuredClone(workloadOf(a, 'web'))),
    'REJECT R21',
    '/workloads/3/workload_id',
  ],
  [
    'batch work not deferrable',
    (a) => Object.assign(workloadOf(a, 'batch'), { deferrable: false }),
    'REJECT R23',
    '/workloads/1/deferrable',
  ],
  ['share above 1', (a) => Object.assign(batchOf(a, 'recycled'), { recovered_kg: '400' }), 'REJECT R24', ''],
  [
    'visible without unit',
    (a) => Object.assign(workloadOf(a, 'web'), { capacity_unit: null }),
    'REJECT R25',
    '/workloads/0/capacity_unit',
  ],
  ['reserved above installed', (a) => Object.assign(a, { capacity: [] }), 'REJECT R25', '/capacity'],
];

const FLAGS: readonly Case[] = [
  [
    'capacity unaccounted for at Level 2',
    (a) => Object.assign(a.capacity[0] ?? {}, { installed_units_h: '13500000' }),
    'FLAG R25',
    '/capacity/0/installed_units_h',
  ],
  [
    'capacity unaccounted for at Level 3',
    (a) => Object.assign(a, { level: 3, capacity: [{ unit: 'vcpu', installed_units_h: '13500000' }] }),
    'REJECT R25',
    '/capacity/0/installed_units_h',
  ],
  [
    'PUE of 1.01',
    (a) => mapSeries(firstSite(a), 'facility_kwh', (v) => scaled(v, 81n, 100n)),
    'FLAG F01',
    '/sites/0/series/facility_kwh',
  ],
  [
    'twelve identical readings',
    (a) => mapSeries(firstSite(a), 'it_kwh', (v, i) => (i < 12 ? '100' : v)),
    'FLAG F02',
    '/sites/0',
  ],
  [
    'three days copied',
    (a) => {
      const [first] = [[...firstSite(a).series.it_kwh]];
      mapSeries(firstSite(a), 'it_kwh', (v, i) => (i < 96 ? (first[i % 24] ?? v) : v));
    },
    'FLAG F03',
    '/sites/0',
  ],
  [
    '300 W per vCPU',
    (a) => Object.assign(workloadOf(a, 'web'), { reserved_units_h: '369600' }),
    'FLAG F04',
    '/workloads/0/reserved_units_h',
  ],
  [
    'no remainder',
    (a) => Object.assign(firstSite(a).series, { visible_kwh: [...firstSite(a).series.it_kwh] }),
    'FLAG F05',
    '/sites/0',
  ],
  ['1 t per unit', (a) => Object.assign(batchOf(a, 'resold'), { mass_kg: '10000' }), 'FLAG F09', '/hardware/retired/0'],
  ['no owner', (a) => Object.assign(workloadOf(a, 'web'), { owner: null }), 'INFO I01', '/workloads/0'],
  [
    'no certificate',
    (a) => Object.assign(batchOf(a, 'resold'), { certificate_ref: '' }),
    'INFO I02',
    '/hardware/retired/0/certificate_ref',
  ],
];

const matches = (one: Finding, code: string, pointer: string): boolean =>
  `${one.severity} ${one.code}` === code && one.pointer === pointer;

describe('each check, on the synthetic audit', () => {
  test.each([...WINDOW_AND_SERIES, ...TABLES, ...FLAGS])('%s', (_, change, code, pointer) => {
    const audit = syntheticAudit();
    change(audit);
    const { findings, rejected } = evaluate(audit, SYNTHETIC_FACTS);
    const found = findings.find((one) => matches(one, code, pointer));
    expect(found, JSON.stringify(findings)).toBeDefined();
    expect(found?.message.length).toBeGreaterThan(10);
    expect(found?.hint?.length).toBeGreaterThan(10);
    expect(rejected).toBe(findings.some((one) => one.severity === 'REJECT'));
  });
});

describe('what is missing', () => {
  test('a lost hour lowers the composite by its share, and earns nothing', () => {
    const audit = syntheticAudit();
    loseIntervals(firstSite(audit), (index) => index === 100);
    cutTable(audit, 1343n, 1344n);
    const whole = evaluate(syntheticAudit(), SYNTHETIC_FACTS);
    const partial = evaluate(audit, SYNTHETIC_FACTS);
    expect(exactTexts(partial).coverage).toBe('1343/1344');
    expect(isBelow(partial.score.pow4, whole.score.pow4)).toBe(true);
  });

  test('a withheld ledger scores 0, no owned hardware does not apply', () => {
    const withheld = evaluate({ ...syntheticAudit(), hardware: null }, SYNTHETIC_FACTS);
    expect(withheld.score.submetrics.C1).toMatchObject({ status: 'missing', value: { num: 0n } });
    const none = evaluate({ ...syntheticAudit(), hardware: { owned: false } }, SYNTHETIC_FACTS);
    expect(none.score.submetrics.C1).toMatchObject({ status: 'not_applicable', value: null });
    expect(none.decision.failing.Silver).toEqual([]);
    expect(none.decision.failing.Obsidian.map((one) => one.code)).toContain('hardware_not_applicable');
  });

  test('nothing retired and reconciled: nothing was discarded', () => {
    const hardware = { owned: true, fleet_open: 5, acquired: 1, fleet_close: 6, retired: [] };
    const { score } = evaluate({ ...syntheticAudit(), hardware }, SYNTHETIC_FACTS);
    expect(score.submetrics.C1).toMatchObject({ status: 'ok', value: { num: 1n, den: 1n } });
  });

  test('hundreds of broken intervals are one list and a count', () => {
    const audit = syntheticAudit();
    mapSeries(firstSite(audit), 'matched_cfe_kwh', () => '900');
    const { findings } = evaluate(audit, SYNTHETIC_FACTS);
    const r11 = findings.filter((one) => one.code === 'R11');
    expect(r11).toHaveLength(102);
    expect(codesOf(findings).filter((code) => code === 'REJECT R11')).toHaveLength(1345);
  });
});
