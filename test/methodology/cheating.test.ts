import { describe, expect, test } from 'vitest';
import { RegistryError } from '../../src/core/errors.ts';
import { reduceTelemetryBundle } from '../../src/core/methodology/reduce-telemetry-bundle.ts';
import { parseTelemetryBundle } from '../../src/core/methodology/telemetry-bundle.ts';
import { formatPercent, parseRational } from '../../src/core/rational.ts';
import {
  batchOf,
  cutTable,
  datasetOf,
  firstSite,
  flowOf,
  ledgerOf,
  loseIntervals,
  mapSeries,
  plus,
  scaled,
  workloadOf,
} from './cheats.ts';
import { codesOf, conclude, evaluate, exactTexts } from './evaluate.ts';
import { type EXAMPLES, hasPublished, readExample, readWireExample } from './published.ts';
import type { WireAudit } from './wire-audit.ts';

interface Cheat {
  readonly name: string;
  readonly on: (typeof EXAMPLES)[number];
  readonly cheat: (audit: WireAudit) => void;
  /** Codes that must appear, whatever their severity. */
  readonly codes?: readonly string[];
  readonly percent?: string;
  readonly tier?: string;
  readonly verdict?: string;
  readonly scopeShare?: string;
}

const ONE = 'example-1-bronze';
const TWO = 'example-2-obsidian';
const PRIME = 'example-3-prime-924';
const isDirtiest = (index: number): boolean => index % 24 === 19 || index % 24 === 20;

function topUpPlatform(audit: WireAudit, energy: string): void {
  const row = workloadOf(audit, 'platform');
  row.energy_kwh = plus(row.energy_kwh, energy);
}

function raise(site: WireAudit['sites'][number], name: 'facility_kwh' | 'it_kwh', percent: bigint): void {
  mapSeries(site, name, (value) => scaled(value, percent, 100n));
}

function pasteGoodWeek(audit: WireAudit): void {
  const site = firstSite(audit);
  const week = 7 * 24;
  for (const name of ['facility_kwh', 'it_kwh', 'visible_kwh', 'deferrable_kwh'] as const) {
    const { [name]: series } = site.series;
    mapSeries(site, name, (_, index) => series[index % week] ?? null);
  }
}

const ENERGY: readonly Cheat[] = [
  {
    name: 'owner and schedule invented afterwards',
    on: ONE,
    cheat: (audit) =>
      Object.assign(workloadOf(audit, 'job-7731'), {
        owner: 'team-late',
        schedule_ref: 'cron:late',
        registered_at: '2026-02-20T00:00:00Z',
      }),
    codes: ['I01'],
    percent: '45.2',
  },
  {
    name: 'invisible job left out of the table',
    on: ONE,
    cheat: (audit) => {
      audit.workloads = audit.workloads.filter((row) => row.workload_id !== 'job-7731');
    },
    codes: ['R25'],
    percent: '45.2',
  },
  {
    name: 'remainder hidden: visible made equal to IT',
    on: PRIME,
    cheat: (audit) => {
      const { series } = firstSite(audit);
      series.visible_kwh = [...series.it_kwh];
      topUpPlatform(audit, '1630.72');
    },
    codes: ['F05'],
    percent: '92.5',
  },
  {
    name: 'table topped up over the meter',
    on: PRIME,
    cheat: (audit) => topUpPlatform(audit, '40000'),
    codes: ['R06', 'R07'],
  },
  {
    name: 'facility readings trimmed by 8 %',
    on: PRIME,
    cheat: (audit) => raise(firstSite(audit), 'facility_kwh', 92n),
    codes: ['R05', 'R04', 'F01'],
  },
  {
    name: 'IT readings raised by 12 %',
    on: PRIME,
    cheat: (audit) => raise(firstSite(audit), 'it_kwh', 112n),
    codes: ['R04', 'R05', 'R24'],
  },
  {
    name: 'the two dirtiest hours lost every day',
    on: PRIME,
    cheat: (audit) => loseIntervals(firstSite(audit), isDirtiest),
    codes: ['R06', 'R25'],
  },
  {
    name: 'the same with the table cut to match',
    on: PRIME,
    cheat: (audit) => {
      loseIntervals(firstSite(audit), isDirtiest);
      cutTable(audit, 22n, 24n);
    },
    percent: '84.9',
  },
  {
    name: 'batch work relabelled as not deferrable',
    on: PRIME,
    cheat: (audit) => Object.assign(workloadOf(audit, 'archive-rebuild'), { deferrable: false }),
    codes: ['R23', 'R09'],
  },
  {
    name: 'batch work merged into a service',
    on: PRIME,
    cheat: (audit) => {
      const { energy_kwh } = workloadOf(audit, 'archive-rebuild');
      audit.workloads = audit.workloads.filter((row) => row.workload_id !== 'archive-rebuild');
      const service = workloadOf(audit, 'settlement-api');
      service.energy_kwh = plus(service.energy_kwh, energy_kwh);
    },
    codes: ['R09', 'R25'],
  },
];

const CERTIFICATES_AND_CAPACITY: readonly Cheat[] = [
  {
    name: 'annual certificates spread flat',
    on: PRIME,
    cheat: (audit) => mapSeries(firstSite(audit), 'matched_cfe_kwh', () => '700'),
    codes: ['R11'],
  },
  {
    name: 'too few certificates',
    on: PRIME,
    cheat: (audit) => {
      firstSite(audit).cfe_evidence = [{ type: 'granular_certificate', ref: 'GC', kwh: '700000' }];
    },
    codes: ['R11'],
  },
  { name: 'a good week pasted eight times', on: PRIME, cheat: pasteGoodWeek, codes: ['F03'] },
  {
    name: 'a flat line',
    on: PRIME,
    cheat: (audit) => mapSeries(firstSite(audit), 'it_kwh', () => '606.666667'),
    codes: ['F02', 'R04'],
  },
  {
    name: 'a flat line below the work',
    on: PRIME,
    cheat: (audit) => mapSeries(firstSite(audit), 'it_kwh', () => '400'),
    codes: ['F02', 'R10'],
  },
  {
    name: 'used above reserved',
    on: PRIME,
    cheat: (audit) => Object.assign(workloadOf(audit, 'platform'), { used_units_h: '26880001' }),
    codes: ['R13'],
  },
  {
    name: 'redundancy of three',
    on: PRIME,
    cheat: (audit) => Object.assign(workloadOf(audit, 'ledger-db'), { redundancy: 3 }),
    codes: ['R13'],
  },
  {
    name: 'reserved understated tenfold',
    on: PRIME,
    cheat: (audit) => {
      for (const row of audit.workloads) {
        row.reserved_units_h = scaled(row.reserved_units_h, 1n, 10n);
        row.used_units_h = scaled(row.used_units_h, 1n, 10n);
      }
    },
    codes: ['R25', 'F04'],
  },
];

const DATA: readonly Cheat[] = [
  {
    name: 'dark dataset dropped',
    on: ONE,
    cheat: (audit) => {
      audit.storage.datasets = audit.storage.datasets.filter((row) => row.dataset_id !== 'old-archive');
    },
    percent: '45.2',
  },
  {
    name: 'wasteful flow dropped',
    on: ONE,
    cheat: (audit) => {
      audit.network.flows = audit.network.flows.filter((row) => row.flow_id !== 'backup-copy');
    },
    percent: '44.0',
  },
  {
    name: 'dark dataset given an owner',
    on: ONE,
    cheat: (audit) => Object.assign(datasetOf(audit, 'old-archive'), { owner: 'team-x', retention_rule: 'for-ever' }),
    percent: '45.2',
  },
  {
    name: 'five required copies',
    on: ONE,
    cheat: (audit) => Object.assign(datasetOf(audit, 'orders'), { required_copies: 5 }),
    codes: ['R15'],
  },
  {
    name: 'more justified than stored',
    on: ONE,
    cheat: (audit) => Object.assign(datasetOf(audit, 'backups'), { justified_gb: '110000.1' }),
    codes: ['R15'],
  },
  {
    name: 'more redundant than moved',
    on: ONE,
    cheat: (audit) => Object.assign(flowOf(audit, 'replication'), { redundant_gb: '6001' }),
    codes: ['R16'],
  },
];

const MATTER_AND_CLAIM: readonly Cheat[] = [
  {
    name: 'recycling without certificate',
    on: PRIME,
    cheat: (audit) => Object.assign(batchOf(audit, 'p3'), { certificate_ref: null }),
    codes: ['I02'],
    percent: '88.9',
  },
  {
    name: 'landfill batch omitted',
    on: PRIME,
    cheat: (audit) => {
      const ledger = ledgerOf(audit);
      ledger.retired = ledger.retired.filter((batch) => batch.batch_id !== 'p3');
    },
    codes: ['R17'],
  },
  {
    name: 'heat above IT energy',
    on: PRIME,
    cheat: (audit) => Object.assign(firstSite(audit), { heat_reused_kwh: '815360.1' }),
    codes: ['R18'],
  },
  {
    name: 'a short window',
    on: PRIME,
    cheat: (audit) => Object.assign(audit.window, { end: '2026-02-23T00:00:00Z' }),
    codes: ['R02', 'R03', 'R05'],
  },
  {
    name: 'dirty site left out of scope',
    on: TWO,
    cheat: (audit) => {
      audit.sites = audit.sites.filter((site) => site.site_id === 'fra-1');
      audit.workloads = audit.workloads.filter((row) => row.site_id === 'fra-1');
    },
    scopeShare: '29/50',
    codes: ['R25'],
    tier: 'none',
  },
  {
    name: 'claim inflated to 97.5',
    on: PRIME,
    cheat: (audit) => {
      audit.claim = { composite_percent: '97.5' };
    },
    verdict: 'held',
    tier: 'Obsidian Prime',
  },
  {
    name: 'hardware record withheld',
    on: PRIME,
    cheat: (audit) => {
      audit.hardware = null;
    },
    percent: '73.8',
    tier: 'Bronze',
  },
];

describe.skipIf(!hasPublished)('cheats and mistakes on the published examples', () => {
  test.each([...ENERGY, ...CERTIFICATES_AND_CAPACITY, ...DATA, ...MATTER_AND_CLAIM])('$name', (row) => {
    const { audit, facts } = readWireExample(row.on);
    row.cheat(audit);
    const scopeShare = parseRational(row.scopeShare ?? '') ?? facts.scopeShare;
    const result = evaluate(audit, { ...facts, scopeShare });
    const codes = codesOf(result.findings).map((text) => text.split(' ')[1]);
    expect(codes).toEqual(expect.arrayContaining([...(row.codes ?? [])]));
    if (row.percent !== undefined) expect(exactTexts(result).composite_percent).toBe(row.percent);
    if (row.tier !== undefined) expect(result.decision.tier ?? 'none').toBe(row.tier);
    if (row.verdict !== undefined) expect(result.claim.verdict).toBe(row.verdict);
  });

  test('the same machines with one owner fewer: 83.3 instead of 92.4', () => {
    const { body, facts } = readExample('example-3-telemetry');
    const bundle = parseTelemetryBundle(body);
    const register = bundle.register.map((entry) =>
      entry.workload_id === 'archive-rebuild' ? { ...entry, owner: null } : entry,
    );
    const result = conclude(reduceTelemetryBundle({ ...bundle, register }), facts, undefined);
    expect(exactTexts(result).composite_percent).toBe('83.3');
    expect(formatPercent(result.score.visibility)).toBe('86.3');
    expect(result.decision.tier).toBe('Bronze');
  });

  test('registered on day 28 of 56: 87.9, at most Silver', () => {
    const { body, facts } = readExample('example-3-telemetry');
    const bundle = parseTelemetryBundle(body);
    const late = new Date('2026-02-02T00:00:00Z');
    const register = bundle.register.map((entry) =>
      entry.workload_id === 'archive-rebuild' ? { ...entry, registered_at: late } : entry,
    );
    const result = conclude(reduceTelemetryBundle({ ...bundle, register }), facts, undefined);
    expect(exactTexts(result).composite_percent).toBe('87.9');
    expect(formatPercent(result.score.visibility)).toBe('93.0');
    expect(result.decision.tier).toBe('Silver');
  });

  test.each(['1.5e3', '1e3', '+1', '01', '.5', '1.', '1.1234567', '1234567890123456', '-1', 'NaN', ''])(
    'no decimal of R01: %s',
    (text) => {
      const { audit, facts } = readWireExample(ONE);
      workloadOf(audit, 'erp-db').energy_kwh = text;
      expect(() => evaluate(audit, facts)).toThrow(RegistryError);
    },
  );
});
