import { describe, expect, test } from 'vitest';
import { RegistryError } from '../errors.ts';
import { parseWorkloads } from './workloads.ts';

const entry = {
  workload_id: 'web-shop',
  site_id: 'plant-1',
  name: 'web shop',
  owner: 'team-commerce',
  schedule_ref: 'svc:web-shop',
  kind: 'service',
  deferrable: false,
  capacity_unit: 'vcpu',
  redundancy: 1,
  energy_basis: 'measured',
};
const faults = (...entries: object[]): string[] => {
  try {
    parseWorkloads({ schema: 'cms-workloads/1', entries: entries.map((changes) => ({ ...entry, ...changes })) });
    return [];
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return error.issues.map(({ pointer, code }) => `${pointer} ${code}`);
  }
};
const many = (count: number) => Array.from({ length: count }, (_, n) => ({ workload_id: `w${n}` }));

describe('parseWorkloads', () => {
  test.each<[string, object[], string[]]>([
    ['one entry', [{}], []],
    ['every optional member', [{ not_deferrable_reason: 'customers wait', valid_to: '2026-12-31T00:00:00Z' }], []],
    ['200 code points', [{ name: '\u{1F331}'.repeat(200) }], []],
    ['5,000 entries', many(5_000), []],
    ['5,001 entries', many(5_001), ['/entries too_many']],
    ['none', [], ['/entries too_few']],
    ['201 code points', [{ name: 'x'.repeat(201) }], ['/entries/0/name too_long']],
    ['no owner, no schedule', [{ owner: null, schedule_ref: null }], []],
    ['owner as a number', [{ owner: 7 }], ['/entries/0/owner wrong_format']],
    ['deferrable as text', [{ deferrable: 'no' }], ['/entries/0/deferrable wrong_type']],
    ['redundancy 0', [{ redundancy: 0 }], ['/entries/0/redundancy out_of_range']],
    ['ids twice', [{}, { name: 'y' }, {}], ['/entries/1/workload_id duplicate', '/entries/2/workload_id duplicate']],
  ])('%s', (_, entries, want) => {
    expect(faults(...entries).sort()).toEqual(want);
  });
});
