import { describe, expect, test } from 'vitest';
import { parseAudit } from '../../src/core/documents/audit.ts';
import { type EvidenceUse, type RegistryContext, registryChecks } from '../../src/core/methodology/registry-checks.ts';
import { firstSite, workloadOf } from './cheats.ts';
import { syntheticAudit } from './synthetic-audit.ts';
import type { WireAudit } from './wire-audit.ts';

const at = (text: string): Date => new Date(`${text}T00:00:00Z`);
const QUIET: RegistryContext = {
  acceptedAt: at('2026-03-10'),
  firstRegisteredAt: null,
  evidenceUses: [],
  senderGridIntervals: new Map(),
};

function codes(context: Partial<RegistryContext>, change: (audit: WireAudit) => unknown = () => undefined): string[] {
  const audit = syntheticAudit();
  change(audit);
  return registryChecks(parseAudit(audit), { ...QUIET, ...context }).map(
    (one) => `${one.severity} ${one.code} ${one.pointer}`,
  );
}

describe('acceptance (R02)', () => {
  test.each([
    ['on the last day of the window', '2026-03-02', []],
    ['400 days later', '2027-04-06', []],
    ['a day too early', '2026-03-01', ['REJECT R02 /window/end']],
    ['401 days later', '2027-04-07', ['REJECT R02 /window/end']],
  ])('%s', (_, acceptedAt, expected) => {
    expect(codes({ acceptedAt: at(acceptedAt) })).toEqual(expected);
  });
});

describe('certificate references (R11)', () => {
  const use = (change: Partial<EvidenceUse>): EvidenceUse => ({
    organisation: 'synthetic',
    window: { start: at('2026-02-01'), end: at('2026-04-01') },
    ref: 'GC-site-1',
    kwh: 1_000_000n,
    ...change,
  });
  const refused = ['REJECT R11 /sites/0/cfe_evidence/0/ref'];

  test.each<[string, EvidenceUse, string[]]>([
    [
      'counted by another organisation, whenever',
      use({ organisation: 'other', window: { start: at('2020-01-01'), end: at('2020-03-01') } }),
      refused,
    ],
    ['counted again in an overlapping window', use({}), refused],
    ['counted again in another window', use({ window: { start: at('2026-03-02'), end: at('2026-05-01') } }), []],
    ['another reference', use({ ref: 'GC-2' }), []],
  ])('%s', (_, evidence, expected) => {
    expect(codes({ evidenceUses: [evidence] })).toEqual(expected);
  });

  test('twice in one document', () => {
    const twice = (audit: WireAudit): unknown => {
      const site = firstSite(audit);
      return site.cfe_evidence.push(...structuredClone(site.cfe_evidence));
    };
    expect(codes({}, twice)).toEqual(refused);
  });
});

describe('registration and first run (R22, F11)', () => {
  const register = (entries: Record<string, string>): ReadonlyMap<string, Date> =>
    new Map(Object.entries(entries).map(([id, day]) => [id, at(day)]));
  const all = { web: '2025-05-01', batch: '2025-05-01', platform: '2025-05-01' };
  const firstRun = (text: string) => (audit: WireAudit) =>
    Object.assign(workloadOf(audit, 'web'), { first_run_at: text });

  test.each<[string, Partial<RegistryContext>, string[]]>([
    ['no register statement before the window', { firstRegisteredAt: null }, []],
    ['registered no earlier than the register saw it', { firstRegisteredAt: register(all) }, []],
    [
      'registered before the register saw it',
      { firstRegisteredAt: register({ ...all, web: '2025-06-02' }) },
      ['REJECT R22 /workloads/0/registered_at'],
    ],
    [
      'no statement names it',
      { firstRegisteredAt: register({ web: '2025-05-01', batch: '2025-05-01' }) },
      ['REJECT R22 /workloads/2/registered_at'],
    ],
  ])('%s', (_, context, expected) => {
    expect(codes(context)).toEqual(expected);
  });

  test('work that nobody registered needs no proof', () => {
    const unregistered = (audit: WireAudit) => Object.assign(workloadOf(audit, 'platform'), { registered_at: null });
    expect(codes({ firstRegisteredAt: register({ web: '2025-05-01', batch: '2025-05-01' }) }, unregistered)).toEqual(
      [],
    );
  });

  test.each([
    ['2026-01-05T00:00:00Z', []],
    ['2026-01-05T00:00:01Z', ['FLAG F11 /workloads/0/first_run_at']],
    ['2026-03-02T00:00:00Z', ['REJECT R22 /workloads/0/first_run_at', 'FLAG F11 /workloads/0/first_run_at']],
  ])('first run at %s', (text, expected) => {
    expect(codes({}, firstRun(text))).toEqual(expected);
  });
});

test('hours with the sender’s own grid values are flagged once per site (F10)', () => {
  expect(codes({ senderGridIntervals: new Map([['site-1', 3]]) })).toEqual(['FLAG F10 /sites/0/series']);
  expect(codes({ senderGridIntervals: new Map([['site-1', 0]]) })).toEqual([]);
});
