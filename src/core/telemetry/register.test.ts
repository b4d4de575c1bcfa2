import { describe, expect, it } from 'vitest';
import type { WorkloadEntry } from '../documents/workloads.ts';
import type { PartyId } from '../ids.ts';
import {
  type AuditedWorkload,
  type AuditWorkloads,
  newestCountersigned,
  registerOf,
  standingSpans,
  workloadFacts,
} from './register.ts';

const DAY_MS = 86_400_000;
const T0 = new Date('2026-01-05T00:00:00Z');
const later = (ms: number) => new Date(T0.getTime() + ms);

const entry = (change: Partial<WorkloadEntry> = {}): WorkloadEntry => ({
  workload_id: 'w',
  site_id: 's',
  name: 'nightly',
  owner: 'team-a',
  schedule_ref: 'cron/nightly',
  kind: 'batch',
  deferrable: true,
  capacity_unit: 'vcpu',
  redundancy: 2,
  energy_basis: 'measured',
  ...change,
});

const audited = (change: Partial<AuditedWorkload> = {}): AuditedWorkload => ({
  kind: 'service',
  deferrable: false,
  not_deferrable_reason: null,
  energy_basis: 'measured',
  redundancy: 2,
  ...change,
});

const audit = (acceptedSeq: number, row: AuditedWorkload | undefined, from = T0, until: Date | null = null) =>
  ({
    acceptedSeq,
    spans: [{ from, until }],
    workloads: new Map(row === undefined ? [] : [['w', row]]),
  }) satisfies AuditWorkloads;

const facts = (
  start: Date,
  versions: readonly { at: Date; entry: WorkloadEntry }[],
  audits: readonly AuditWorkloads[] = [],
) => workloadFacts('w', start, registerOf(versions.map(({ at, entry: e }) => ({ acceptedAt: at, entry: e }))), audits);

describe('which version of the register applies', () => {
  it.each([
    ['1 ms before acceptance', -1, false],
    ['at acceptance', 0, true],
    ['1 ms after acceptance', 1, true],
    ['1 ms before 180 days are over', 180 * DAY_MS - 1, true],
    ['when 180 days are over', 180 * DAY_MS, false],
    ['1 ms later', 180 * DAY_MS + 1, false],
  ])('%s', (_, ms, visible) => {
    expect(facts(later(ms), [{ at: T0, entry: entry() }]).visible).toBe(visible);
  });

  it.each([
    ['1 ms before valid_to', -1, true],
    ['at valid_to', 0, false],
    ['1 ms after valid_to', 1, false],
  ])('%s', (_, ms, visible) => {
    const version = { at: T0, entry: entry({ valid_to: '2026-01-06T00:00:00Z' }) };
    expect(facts(later(DAY_MS + ms), [version]).visible).toBe(visible);
  });

  it('does not let valid_to outlive 180 days', () => {
    const version = { at: T0, entry: entry({ valid_to: '2027-01-06T00:00:00Z' }) };
    expect(facts(later(180 * DAY_MS), [version]).visible).toBe(false);
  });

  it('takes the newest one that applies', () => {
    const versions = [
      { at: T0, entry: entry({ capacity_unit: 'old' }) },
      { at: later(DAY_MS), entry: entry({ capacity_unit: 'new', valid_to: '2026-01-08T00:00:00Z' }) },
    ];
    expect(facts(later(DAY_MS - 1), versions).unit).toBe('old');
    expect(facts(later(DAY_MS), versions).unit).toBe('new');
    expect(facts(later(3 * DAY_MS), versions).unit).toBe('old');
  });

  it('loses sight of a workload from the moment its owner is removed', () => {
    const versions = [
      { at: T0, entry: entry() },
      { at: later(DAY_MS), entry: entry({ owner: null }) },
    ];
    expect(facts(later(DAY_MS - 1), versions).visible).toBe(true);
    expect(facts(later(DAY_MS), versions)).toMatchObject({ visible: false, unit: 'vcpu', name: 'nightly' });
  });

  it('sees nothing without a schedule', () => {
    expect(facts(T0, [{ at: T0, entry: entry({ schedule_ref: null }) }]).visible).toBe(false);
  });
});

describe('work no version applies to', () => {
  const unknown = {
    visible: false,
    redundancy: 1,
    unit: null,
    deferrable: false,
    measured: false,
    kind: null,
    name: null,
  };

  it('has no facts, whatever an audit says', () => {
    expect(facts(T0, [], [audit(1, audited())])).toEqual(unknown);
    expect(facts(later(-1), [{ at: T0, entry: entry() }], [audit(1, audited(), later(-9))])).toEqual(unknown);
  });
});

describe('what only an audit can give', () => {
  const version = [{ at: T0, entry: entry() }];

  it('is given where the newest countersigned one has it', () => {
    expect(facts(T0, version, [audit(1, audited())])).toEqual({
      visible: true,
      redundancy: 2,
      unit: 'vcpu',
      deferrable: false,
      measured: true,
      kind: 'service',
      name: 'nightly',
    });
  });

  it.each([
    ['there is no audit', []],
    ['the audit does not have the id', [audit(1, undefined)]],
    ['a newer one does not have the id', [audit(1, audited()), audit(2, undefined)]],
    ['no accept stands yet', [audit(1, audited(), later(1))]],
    ['no accept stands any more', [audit(1, audited(), later(-9), T0)]],
  ])('is not given where %s', (_, audits) => {
    expect(facts(T0, version, audits)).toMatchObject({
      redundancy: 1,
      measured: false,
      deferrable: true,
      kind: 'batch',
    });
  });

  it('counts from the accept on and until nothing stands', () => {
    const audits = [audit(1, audited(), later(5), later(9))];
    expect([4, 5, 8, 9].map((ms) => facts(later(ms), version, audits).measured)).toEqual([false, true, true, false]);
  });

  it('needs the register to say it too', () => {
    const modest = [{ at: T0, entry: entry({ redundancy: 1, energy_basis: 'modelled' }) }];
    expect(facts(T0, modest, [audit(1, audited())])).toMatchObject({ redundancy: 1, measured: false });
  });

  it.each([
    ['service', false, null, false],
    ['service', true, null, true],
    ['batch', false, 'ends before the market opens', false],
    ['batch', false, null, true],
  ] as const)('makes %s, deferrable %s, reason %s: %s', (kind, deferrable, reason, expected) => {
    const row = audited({ kind, deferrable, not_deferrable_reason: reason });
    expect(facts(T0, version, [audit(1, row)])).toMatchObject({ kind, deferrable: expected });
  });

  it.each([
    ['platform', false],
    ['service', true],
    ['batch', true],
  ] as const)('leaves a %s it does not have deferrable: %s', (kind, expected) => {
    const own = [
      { at: T0, entry: entry({ kind, deferrable: !expected, not_deferrable_reason: 'because the sender says so' }) },
    ];
    expect(facts(T0, own).deferrable).toBe(expected);
  });
});

describe('standing accepts', () => {
  const says = (auditor: string, result: 'accept' | 'reject' | 'more_information', ms: number) => ({
    auditor: auditor as PartyId,
    result,
    at: later(ms),
  });

  it.each([
    ['none', [says('a', 'more_information', 0), says('b', 'reject', 1)], []],
    ['one', [says('a', 'accept', 3)], [[3, null]]],
    ['two', [says('a', 'accept', 3), says('b', 'accept', 4), says('a', 'reject', 5)], [[3, null]]],
    ['one replaced by an accept', [says('a', 'accept', 3), says('a', 'accept', 5)], [[3, null]]],
    ['one taken back', [says('a', 'accept', 3), says('a', 'more_information', 5)], [[3, 5]]],
    [
      'one given again',
      [says('a', 'accept', 3), says('a', 'reject', 5), says('a', 'accept', 8)],
      [
        [3, 5],
        [8, null],
      ],
    ],
  ])('%s', (_, opinions, expected) => {
    expect(standingSpans(opinions)).toEqual(
      expected.map(([from, until]) => ({ from: later(from ?? 0), until: until === null ? null : later(until ?? 0) })),
    );
  });

  it('of several audits the one accepted last is the newest, in any order', () => {
    const audits = [audit(3, undefined), audit(9, undefined, later(2)), audit(5, undefined)];
    expect(newestCountersigned(audits, T0)?.acceptedSeq).toBe(5);
    expect(newestCountersigned([...audits].reverse(), later(2))?.acceptedSeq).toBe(9);
    expect(newestCountersigned(audits, later(-1))).toBeUndefined();
  });
});
